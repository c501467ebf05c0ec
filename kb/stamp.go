package kb

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
)

// stampPrefix begins the comment that says which revision a file was made from.
const stampPrefix = "# kyokun-revision: "

// Stamp returns a document's file with a comment that notes the revision, as
// the last line of the front matter: no other line moves. A file without front
// matter comes back as it is.
func Stamp(data []byte, revision int) []byte {
	plain, _ := Unstamp(data)
	at, end := frontEnd(plain)
	if at < 0 {
		return plain
	}
	line := fmt.Appendf(nil, "%s%d%s", stampPrefix, revision, end)
	return bytes.Join([][]byte{plain[:at], line, plain[at:]}, nil)
}

// Unstamp takes the comment out that [Stamp] puts in, and says which revision
// it notes; 0 where there is none.
func Unstamp(data []byte) (plain []byte, revision int) {
	at, _ := frontEnd(data)
	if at < 0 {
		return data, 0
	}
	start := bytes.LastIndexByte(data[:at-1], '\n') + 1
	note, ok := bytes.CutPrefix(data[start:at], []byte(stampPrefix))
	if !ok {
		return data, 0
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(note)))
	if err != nil || n < 1 {
		return data, 0
	}
	return append(bytes.Clone(data[:start]), data[at:]...), n
}

// frontEnd is where the line that closes the front matter begins, and how
// lines end; -1 where there is no front matter.
func frontEnd(data []byte) (at int, end string) {
	text := bytes.TrimPrefix(data, bom)
	for _, end := range []string{"\n", "\r\n"} {
		if !bytes.HasPrefix(text, []byte("---"+end)) {
			continue
		}
		for _, closing := range []string{end + "---" + end, end + "---"} {
			i := bytes.Index(text[3:], []byte(closing))
			if i >= 0 && (closing != end+"---" || i+3+len(closing) == len(text)) {
				return len(data) - len(text) + 3 + i + len(end), end
			}
		}
	}
	return -1, ""
}

// DocumentFile returns the file of a document that is kept outside the content
// folder, with the path that it has within: its name says what it is. Where
// the name is of no document, the path is the name itself, which lint reports.
func DocumentFile(name string, data []byte) File {
	base := path.Base(name)
	if p := PathOf(documentID(base)); p != "" {
		return File{Path: p, Data: data}
	}
	return File{Path: base, Data: data}
}

// PathOf returns the path of a document's file in a content folder, such as
// cases/case-r03-04.md, or that of [OwnTagsID]; "" for any other id.
func PathOf(id string) string {
	if id == OwnTagsID {
		return ownTagsFile
	}
	for folder, kind := range folders {
		if KindOf(id) == kind {
			return folder + "/" + id + ".md"
		}
	}
	return ""
}

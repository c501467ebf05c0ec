package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"kyokun/kb"
)

// isLines tells whether a file is of JSON Lines, as kyokun export writes them.
// The passages of a source are JSON Lines too, but are stored as they are: the
// name tells.
func isLines(name string) bool {
	return strings.EqualFold(filepath.Ext(name), ".jsonl") && kb.PassagesIn(filepath.Base(name)) == ""
}

// readLines reads the documents of an export. Lines of bundled documents take
// part too: they are as they are stored, or refused.
func readLines(name string, data []byte) ([]changedFile, error) {
	var out []changedFile
	r := bufio.NewReader(bytes.NewReader(data))
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			f, bad := readLine(line)
			if source := passageOf(line); bad != nil && source != "" {
				return nil, usage("%s は出典の原文の段落です。ファイルの名前を %s にしてください", "%s holds passages of a source: name it %s", name, kb.PathOf(kb.PassagesID(source)))
			}
			if bad != nil {
				return nil, &exitError{status: exitNotFound, err: bad, text: text("%s:%d: 書き出した行として読めません: %v", "%s:%d: not a line of an export: %v", name, n, bad)}
			}
			f.path = fmt.Sprintf("%s:%d", name, n)
			out = append(out, f)
		}
		if err == io.EOF {
			return out, nil
		}
	}
}

// passageOf is the source of a line that is a passage, "" of any other line.
func passageOf(line []byte) string {
	if list, _, err := kb.ReadPassages(bytes.NewReader(line), ""); err == nil && len(list) == 1 && kb.PathOf(kb.PassagesID(list[0].Source)) != "" {
		return list[0].Source
	}
	return ""
}

// readLine reads one document: its id, the revision it was exported at and its file.
func readLine(line []byte) (changedFile, error) {
	var v struct {
		ID       string  `json:"id"`
		Revision int     `json:"revision"`
		File     *string `json:"file"`
	}
	if err := json.Unmarshal(line, &v); err != nil {
		return changedFile{}, err
	}
	at := kb.PathOf(v.ID)
	switch {
	case at == "":
		return changedFile{}, fmt.Errorf("%q is no id of a document", v.ID)
	case v.File == nil:
		return changedFile{}, fmt.Errorf(`%s has no "file"`, v.ID)
	}
	return changedFile{Name: path.Base(at), Data: []byte(*v.File), Revision: max(v.Revision, 0), OrNew: true}, nil
}

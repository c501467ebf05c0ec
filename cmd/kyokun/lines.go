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
func isLines(name string) bool { return strings.EqualFold(filepath.Ext(name), ".jsonl") }

// readLines reads the documents of an export. Lines of bundled documents take
// part too: they are as they are stored, or refused.
func readLines(name string, data []byte) ([]changedFile, error) {
	var out []changedFile
	r := bufio.NewReader(bytes.NewReader(data))
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			f, bad := readLine(line)
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

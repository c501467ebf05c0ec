package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shellBlocks are the blocks of a guide that a reader is to type in.
var shellBlocks = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// TestDocumentedCommands types in what the guides say, in their order, beside a
// running server: every command must do as it says.
func TestDocumentedCommands(t *testing.T) {
	guides, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(guides) < 3 {
		t.Fatalf("guides: %v (error %v)", guides, err)
	}
	for _, guide := range append(guides, "../../README.md") {
		text, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		var script strings.Builder
		for _, block := range shellBlocks.FindAllStringSubmatch(string(text), -1) {
			script.WriteString(block[1])
		}
		if script.Len() == 0 {
			continue
		}
		t.Run(filepath.Base(guide), func(t *testing.T) { typeIn(t, script.String()) })
	}
}

// typeIn runs a script in a folder with the files that the guides speak of.
func typeIn(t *testing.T, script string) {
	t.Helper()
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS("testdata/docs")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(work, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(work, "data")
	p := serving(t, data)
	p.until("an index", func() bool { status, _ := p.readyz(); return status == http.StatusOK })
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-euxo", "pipefail")
	cmd.Dir = work
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(path)+":"+os.Getenv("PATH"), "KYOKUN_DATA="+data, "LANG=ja_JP.UTF-8", "LC_ALL=")
	cmd.Stdin = strings.NewReader(strings.ReplaceAll(script, "127.0.0.1:8080", p.addr))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Errorf("%v\n%s", err, lastLines(out.String(), 30))
	}
}

func lastLines(s string, n int) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

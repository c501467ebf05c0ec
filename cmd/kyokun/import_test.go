package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"kyokun/kb"
)

const inventedReport = "../../kb/report/testdata/"

func TestDecodeText(t *testing.T) {
	const want = "令和3年度　事故①"
	sjis, _ := japanese.ShiftJIS.NewEncoder().String(want)
	wide, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(want)
	for name, in := range map[string]string{"UTF-8": want, "with a mark": "\ufeff" + want, "Shift_JIS": sjis, "UTF-16": wide} {
		if got, err := decodeText([]byte(in)); err != nil || got != want {
			t.Errorf("%s: %q, error %v", name, got, err)
		}
	}
	for _, in := range []string{"\x00\x01\x02", "PK\x03\x04\xff\xfe\x00\x81", "a\x00b"} {
		if got, err := decodeText([]byte(in)); !errors.Is(err, errNoText) {
			t.Errorf("%q was read as %q", in, got)
		}
	}
}

// TestStopLeavesNothing: neither a stop nor a failure midway leaves a folder.
func TestStopLeavesNothing(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	dir := t.TempDir()
	out := filepath.Join(dir, "drafts")
	var said bytes.Buffer
	status := run(stopped, []string{"--lang", "ja", "import", inventedReport + "report.txt", "--source", "source-r09-report", "--out", out},
		streams{in: strings.NewReader(""), out: &said, err: &said})
	if status != exitFailure || !strings.Contains(said.String(), "中断しました") {
		t.Errorf("status %d, said %q; want a stop", status, said.String())
	}
	twice := []kb.File{{Path: "cases/case-a.md"}, {Path: "cases/case-a.md"}}
	if err := writeDrafts(context.Background(), out, twice, nil); err == nil {
		t.Error("the same draft was written twice")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}

// kyokun runs the program as a user does, in a process of its own. The compiled
// PDF reader is kept where the program keeps it: compiling takes most of the test.
func kyokun(t *testing.T, args ...string) (said string, status int) {
	t.Helper()
	cmd := commandLine(t, args...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func commandLine(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(path, append([]string{"--lang", "ja"}, args...)...)
}

// TestImportPDF prints the invented report to a PDF with the browser and imports
// it: the drafts must say what those of its text say, and name exact pages.
func TestImportPDF(t *testing.T) {
	dir := t.TempDir()
	file := printPDF(t, dir)
	out := filepath.Join(dir, "drafts")
	said, status := kyokun(t, "import", file, "--source", "source-r09-report", "--out", out)
	if status != exitDone {
		t.Fatalf("status %d: %s", status, said)
	}
	golden, err := txtar.ParseFile(inventedReport + "drafts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range golden.Files {
		got, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(want.Name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if g, w := withoutPlaces(got), withoutPlaces(want.Data); g != w {
			t.Errorf("%s differs from the draft of the text:\n%s\nwant\n%s", want.Name, g, w)
		}
	}
	draft, _ := os.ReadFile(filepath.Join(out, "lessons", "lesson-r09-1-02.md"))
	if !bytes.Contains(draft, []byte("section: 2(1)イ, page: 9}")) {
		t.Errorf("the lesson's page is not 9:\n%s", draft)
	}

	garbage := filepath.Join(dir, "garbage.pdf")
	if err := os.WriteFile(garbage, []byte("%PDF-1.7\nこれはPDFではない\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"import", garbage, "--source", "source-x", "--year", "2027"}, "PDFとして読めません"},
		{[]string{"import", file, "--source", "source-x", "--timeout", "1ms"}, "--timeout で延ばせます"},
	} {
		other := filepath.Join(dir, "other")
		said, status := kyokun(t, append(tt.args, "--out", other)...)
		if _, err := os.Stat(other); status != exitFailure || !strings.Contains(said, tt.want) || err == nil {
			t.Errorf("%v: status %d, %q, folder %v; want a failure that says %q", tt.args, status, said, err, tt.want)
		}
	}
}

// TestInterrupt stops an import while the PDF is being read: the command says so,
// its reader ends with it, and nothing is left.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("finds the reader's process in /proc")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := commandLine(t, "import", file, "--source", "source-x", "--year", "2027", "--out", filepath.Join(dir, "drafts"))
	// With nothing kept, the reader takes seconds to begin.
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+t.TempDir())
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for deadline := time.Now().Add(time.Minute); !hasChild(cmd.Process.Pid) && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatalf("the command ended before it was stopped: %v\n%s", err, said.String())
	}
	<-ended
	if cmd.ProcessState.ExitCode() != exitFailure || !strings.Contains(said.String(), "中断しました") {
		t.Errorf("status %d, said %q; want a stop", cmd.ProcessState.ExitCode(), said.String())
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// hasChild tells whether a process has started another.
func hasChild(pid int) bool {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		if ids, err := os.ReadFile(list); err == nil && len(bytes.TrimSpace(ids)) > 0 {
			return true
		}
	}
	return false
}

func printPDF(t *testing.T, dir string) string {
	t.Helper()
	page, err := filepath.Abs(inventedReport + "report.html")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "report.pdf")
	cmd := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "chromium"), "--no-pdf-header-footer", "--print-to-pdf="+file, "file://"+page)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("print the report to a PDF (make browser installs Chromium): %v\n%s", err, out)
	}
	return file
}

var placed = regexp.MustCompile(`(?m)^\s*(?:#.*|cite:.*|- \{source:.*|- \{number:.*)\n`)

// withoutPlaces drops the places and quotations, which depend on the form.
func withoutPlaces(draft []byte) string { return placed.ReplaceAllString(string(draft), "") }

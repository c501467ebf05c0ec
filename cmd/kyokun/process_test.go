package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/server"
)

// programDir is where [program] builds; removeProgram empties it.
var programDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "kyokun-program-") })

func removeProgram() {
	if dir, err := programDir(); err == nil {
		_ = os.RemoveAll(dir) // a folder of the system's for temporary files
	}
}

// program builds the binary as it is released, without the race detector.
var program = sync.OnceValues(func() (string, error) {
	dir, err := programDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "kyokun")
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

// process is a real server on a data folder.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	dir  string
	addr string
	log  *bytes.Buffer
	api  *api
}

// launch starts a server and returns at once.
func launch(t *testing.T, dir string, wrap ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	args := append(wrap, path, "--lang", "en", "serve", "--addr", "127.0.0.1:0", "--data", dir)
	p := &process{t: t, dir: dir, cmd: exec.Command(args[0], args[1:]...), log: &bytes.Buffer{}}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// serving starts a server and waits until it answers at its socket.
func serving(t *testing.T, dir string) *process {
	t.Helper()
	p := launch(t, dir)
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		if c := dialServer(t.Context(), dir); c != nil {
			p.api = &api{http: c, lang: "en"}
			p.addr = p.address()
			return p
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.kill()
	t.Fatalf("the server does not come up: %s", p.log)
	return nil
}

// address is where the server says that it serves by TCP, a moment after it
// answers at its socket.
func (p *process) address() string {
	var h struct{ Addr string }
	p.until("an address", func() bool {
		data, err := os.ReadFile(filepath.Join(p.dir, "kyokun.holder.json"))
		return err == nil && json.Unmarshal(data, &h) == nil && h.Addr != ""
	})
	return h.Addr
}

func (p *process) kill() {
	p.killTree()
	_ = p.cmd.Wait() // it was killed
	if p.api != nil {
		p.api.http.CloseIdleConnections()
	}
}

// killTree kills the server, and before it what strace runs where it is under
// strace: that would live on.
func (p *process) killTree() {
	pid := p.cmd.Process.Pid
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err == nil {
		for _, child := range strings.Fields(string(children)) {
			if n, err := strconv.Atoi(child); err == nil {
				_ = syscall.Kill(n, syscall.SIGKILL)
			}
		}
	}
	_ = p.cmd.Process.Kill()
}

// stop ends the server as Ctrl+C does.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("the server ended with %v: %s", err, p.log)
	}
	p.api.http.CloseIdleConnections()
}

// ownSource is a document of the user's own that holds the word.
func ownSource(id, word string) changedFile {
	return changedFile{Name: id + ".md", Data: []byte(`---
id: ` + id + `
title: 社内の記録
title_en: Record of the firm
summary: ` + word + `の記録。
domain: telecom
type: guide
publisher: 試験者
published: "2020"
licence: 社内
paginated: false
seen: 全文
---
試験用。
`)}
}

// put writes a document; status 0 means that no answer came.
func (p *process) put(f changedFile, based int) (status int, body []byte) {
	f.Revision = based
	status, body, err := p.api.once(context.Background(), "admin/put", change{Actor: "tester", Reason: "試験", Files: []changedFile{f}})
	if err != nil {
		return 0, nil
	}
	return status, body
}

// mustPut writes a document that must be found at once.
func (p *process) mustPut(f changedFile, based int) {
	p.t.Helper()
	status, body := p.put(f, based)
	var done written
	if err := json.Unmarshal(body, &done); status != http.StatusOK || err != nil || len(done.Changes) != 1 || !done.Indexed {
		p.t.Fatalf("put %s: status %d, %s, %v", f.Name, status, body, err)
	}
}

// verified asks the server to verify itself, which must find nothing.
func (p *process) verified() server.Verification {
	p.t.Helper()
	v, err := p.api.verify(p.t.Context(), server.VerifyRequest{})
	if err != nil || !v.OK || v.Index.Seq != v.Head {
		p.t.Fatalf("verify: %+v, %v", v, err)
	}
	return v
}

// history returns the changes of a document, the last first; none where there
// is no such document.
func (p *process) history(id string) []kb.Change {
	p.t.Helper()
	status, body := p.get("/api/v1/documents/" + id + "/history")
	if status == http.StatusNotFound {
		return nil
	}
	var h historyAnswer
	if err := json.Unmarshal(body, &h); status != http.StatusOK || err != nil {
		p.t.Fatalf("history of %s: status %d, %v", id, status, err)
	}
	return h.Changes
}

// get asks by TCP, as a browser does.
func (p *process) get(path string) (status int, body []byte) {
	p.t.Helper()
	resp, err := http.Get("http://" + p.addr + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, body
}

// until waits for what must come about.
func (p *process) until(what string, done func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if done() {
			return
		}
	}
	p.t.Fatalf("%s has not come about: %s", what, p.log)
}

// ready waits until searches work.
func (p *process) ready() {
	p.t.Helper()
	p.until("readiness", func() bool { status, _ := p.get("/readyz"); return status == http.StatusOK })
}

// readyz is what /readyz answers.
func (p *process) readyz() (status int, reason string) {
	p.t.Helper()
	status, body := p.get("/readyz")
	var h struct{ Reason string }
	if err := json.Unmarshal(body, &h); err != nil {
		p.t.Fatal(err)
	}
	return status, h.Reason
}

// finds is whether a search for the word finds the document first.
func (p *process) finds(word, id string) bool {
	p.t.Helper()
	status, body := p.get("/search?q=" + word)
	first := regexp.MustCompile(`href="/sources/([a-z0-9-]+)`).FindSubmatch(body)
	return status == http.StatusOK && first != nil && string(first[1]) == id
}

// TestWritesOnlyBySocket asks for changes where everybody may ask.
func TestWritesOnlyBySocket(t *testing.T) {
	p := serving(t, t.TempDir())
	p.until("an index", func() bool { status, _ := p.readyz(); return status == http.StatusOK }) // else a write does not wait for it
	for _, path := range []string{"put", "withdraw", "verify", "checkpoint"} {
		resp, err := http.Post("http://"+p.addr+"/api/v1/admin/"+path, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s by TCP: status %d", path, resp.StatusCode)
		}
	}
	info, err := os.Stat(filepath.Join(p.dir, "kyokun.sock"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket %v, %v", info, err)
	}
	p.mustPut(ownSource("source-own-1", "ペンギン"), 0)
	if !p.finds("ペンギン", "source-own-1") {
		t.Error("what was put is not found by the next request")
	}
	if status, body := p.get("/documents/source-own-1/history"); status != http.StatusOK || !bytes.Contains(body, []byte("tester")) {
		t.Errorf("history: status %d", status)
	}
	if status, body := p.get("/changes?lang=ja"); status != http.StatusOK || !bytes.Contains(body, []byte("自社の文書")) || !bytes.Contains(body, []byte(">試験<")) {
		t.Errorf("changes: status %d lacks the reason or the origin", status)
	}
	p.stop()
}

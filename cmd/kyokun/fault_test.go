package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func needStrace(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("this test needs strace: run make test, which installs it")
	}
}

// inject makes system calls of a running server on the files fail, until the
// function it returns is called.
func (p *process) inject(fault string, paths ...string) (heal func()) {
	p.t.Helper()
	args := []string{"-f", "-qq", "-o", os.DevNull, "-e", "inject=" + fault, "-p", fmt.Sprint(p.cmd.Process.Pid)}
	for _, path := range paths {
		args = append(args, "-P", path)
	}
	cmd := exec.Command("strace", args...)
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	healed := false
	heal = func() {
		if !healed {
			healed = true
			_ = cmd.Process.Signal(syscall.SIGINT)
			_ = cmd.Wait() // it was interrupted
		}
	}
	p.t.Cleanup(heal)
	p.until("being traced", func() bool { return p.traced() })
	return heal
}

// traced is whether every thread of the server is under strace.
func (p *process) traced() bool {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", p.cmd.Process.Pid))
	if err != nil || len(files) == 0 {
		return false
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err == nil && strings.Contains(string(data), "TracerPid:\t0\n") {
			return false
		}
	}
	return true
}

// reads holds that everything that only reads still works.
func (p *process) reads() {
	p.t.Helper()
	for _, path := range []string{"/", "/cases/case-r03-04", "/search?q=輻輳", "/changes", "/documents/source-own-1/history", "/healthz"} {
		if status, _ := p.get(path); status != http.StatusOK {
			p.t.Errorf("GET %s: status %d\n%s", path, status, lastLines(p.log.String(), 5))
		}
	}
}

// refuses holds that a write is answered as failed, says the words, and leaves
// the document at its revision.
func (p *process) refuses(f changedFile, based int, words string) {
	p.t.Helper()
	status, body := p.put(f, based)
	if status != http.StatusInternalServerError || !strings.Contains(string(body), words) {
		p.t.Errorf("put: status %d, %s; want a failure with %q", status, body, words)
	}
	if got := p.history("source-own-1"); len(got) != based {
		p.t.Errorf("%d revisions, want %d", len(got), based)
	}
}

// TestDiskFails lets writes of the real server fail as disks do, one after the
// other: no half state, each failure is reported, reading goes on, and /readyz
// says what is wrong until it is mended.
func TestDiskFails(t *testing.T) {
	needStrace(t)
	p := serving(t, t.TempDir())
	p.ready()
	p.mustPut(ownSource("source-own-1", "初版"), 0)
	db := filepath.Join(p.dir, "kyokun.db")

	t.Log("the disk is full: writing goes on by itself when there is room")
	heal := p.inject("pwrite64:error=ENOSPC", db)
	p.refuses(ownSource("source-own-1", "満杯"), 1, "no space left on device")
	if status, reason := p.readyz(); status != http.StatusServiceUnavailable || !strings.Contains(reason, "store: last write failed: no space left on device") {
		t.Errorf("readyz: %d, %s", status, reason)
	}
	p.reads()
	heal()
	p.mustPut(ownSource("source-own-1", "空いた"), 1)
	p.ready()

	t.Log("the index cannot be written: the write is kept, and found later")
	p.indexFails(2, "コウテイペンギン", "input/output error", "fdatasync:error=EIO", filepath.Join(p.dir, "index", "scorch", "root.bolt"))
	var segments []string // those that come next
	for n := range 99 {
		segments = append(segments, filepath.Join(p.dir, "index", "scorch", fmt.Sprintf("%012x.zap", n)))
	}
	p.indexFails(3, "アデリーペンギン", "no space left on device", "write,pwrite64:error=ENOSPC", segments...)

	t.Log("fsync fails: nobody knows what is on the disk, so that writing stops")
	heal = p.inject("fdatasync,fsync:error=EIO", db)
	p.refuses(ownSource("source-own-1", "失敗"), 4, "input/output error")
	heal()
	p.refuses(ownSource("source-own-1", "まだ失敗"), 4, "restart kyokun")
	if status, reason := p.readyz(); status != http.StatusServiceUnavailable || !strings.Contains(reason, "input/output error; writes are refused until a restart") {
		t.Errorf("readyz: %d, %s", status, reason)
	}
	p.reads()
	p.verified()
	p.stop()

	again := serving(t, p.dir)
	again.verified()
	if got := again.history("source-own-1"); len(got) != 4 {
		t.Errorf("%d revisions after the restart, want 4", len(got))
	}
	again.mustPut(ownSource("source-own-1", "再開"), 4)
	again.stop()
}

// indexFails revises the document while writes of the index fail.
func (p *process) indexFails(based int, word, reason, fault string, paths ...string) {
	p.t.Helper()
	heal := p.inject(fault, paths...)
	status, body := p.put(ownSource("source-own-1", word), based)
	if status != http.StatusOK || !strings.Contains(string(body), fmt.Sprintf(`"revision":%d`, based+1)) || !strings.Contains(string(body), `"indexed":false`) {
		p.t.Errorf("put while the index fails: status %d, %s", status, body)
	}
	p.reads()
	if status, got := p.readyz(); status != http.StatusServiceUnavailable || !strings.HasPrefix(got, "index: ") || !strings.Contains(got, reason) {
		p.t.Errorf("readyz: %d, %q, want %q", status, got, reason)
	}
	heal()
	p.until("the index catching up", func() bool { return p.finds(word, "source-own-1") })
	p.ready()
	p.verified()
}

// TestLastFsyncFails lets the fsync fail that follows the write which makes a
// change valid: the change is seen, but not known to be kept, and the answer
// says so.
func TestLastFsyncFails(t *testing.T) {
	needStrace(t)
	p := serving(t, t.TempDir())
	p.ready()
	p.mustPut(ownSource("source-own-1", "初版"), 0)
	// Each thread counts for itself, so that which fsync fails is up to the
	// scheduler: the first of a thread's or the second.
	p.inject("fdatasync:error=EIO:when=2", filepath.Join(p.dir, "kyokun.db"))
	for n := 1; ; n++ {
		status, body := p.put(ownSource("source-own-1", fmt.Sprint("改訂", n)), n)
		if status == http.StatusOK {
			if n > 50 {
				t.Fatal("no fsync fails")
			}
			continue
		}
		stored := len(p.history("source-own-1"))
		unsure := strings.Contains(string(body), "it is not known whether the change was kept")
		if status != http.StatusInternalServerError || unsure != (stored == n+1) || stored > n+1 {
			t.Errorf("put: status %d, %s, with %d revisions of %d", status, body, stored, n)
		}
		break
	}
	p.reads()
	p.kill()
	again := serving(t, p.dir)
	again.verified()
	again.stop()
}

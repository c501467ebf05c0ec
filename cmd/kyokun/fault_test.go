package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
)

func needStrace(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed; make test installs it")
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
			p.t.Errorf("GET %s: status %d", path, status)
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

// prepared makes a folder in which everything is there to be done at start-up:
// a change is committed that the index has not seen, and a crash has left its
// socket and its holder behind.
func prepared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	p := serving(t, dir)
	p.ready()
	p.kill()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := ownSource("source-own-1", "コウテイペンギン")
	if _, err := s.Put(t.Context(), store.Author{Actor: "tester"}, []store.Draft{{File: kb.DocumentFile(f.Name, f.Data)}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// startupCalls are the system calls by which a start changes the disk.
const startupCalls = "pwrite64,write,fdatasync,fsync,ftruncate,renameat,unlinkat,mkdirat,bind,fchmodat"

// TestStopAtStartup stops the server (SIGKILL) at the system calls by which its
// start changes the disk: all of them in the long mode, some at random else.
// What is left is whole each time, and the next start brings the index up to
// the change that was committed before.
func TestStopAtStartup(t *testing.T) {
	needStrace(t)
	whole := prepared(t)
	steps := startupSteps(t, copied(t, whole))
	if len(steps) < 10 {
		t.Fatalf("only %d steps: %v", len(steps), steps)
	}
	chosen := steps
	if os.Getenv("KYOKUN_LONG") == "" {
		rand.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		chosen = steps[:4]
	}
	reached := 0
	for _, s := range chosen {
		dir := copied(t, whole)
		p := launch(t, dir, "strace", "-f", "-qq", "-o", os.DevNull, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", s.call, s.number))
		ended := make(chan struct{})
		go func() { _ = p.cmd.Wait(); close(ended) }()
		select {
		case <-ended:
			reached++
		case <-time.After(8 * time.Second): // its thread made fewer of these calls this time
			p.killTree()
			<-ended
		}
		again := serving(t, dir)
		again.ready()
		v := again.verified()
		if !again.finds("コウテイペンギン", "source-own-1") {
			t.Errorf("stopped at %v, the committed change is not found: %+v", s, v)
		}
		again.kill()
	}
	t.Logf("stopped at %d of %d chosen steps; there are %d", reached, len(chosen), len(steps))
	if reached == 0 {
		t.Error("no start was stopped")
	}
}

// step is the system call at which a start is stopped, counted by thread.
type step struct {
	call   string
	number int
}

// startupSteps lists the calls that one start makes.
func startupSteps(t *testing.T, dir string) []step {
	t.Helper()
	log := filepath.Join(t.TempDir(), "strace")
	p := launch(t, dir, "strace", "-f", "-qq", "-o", log, "-e", "trace="+startupCalls)
	p.until("the start", func() bool {
		c := dialServer(t.Context(), dir)
		if c == nil {
			return false
		}
		p.addr = p.address()
		return true
	})
	p.ready()
	p.kill()
	f, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	counts := map[string]int{} // by thread and call
	var steps []step
	for lines := bufio.NewScanner(f); lines.Scan(); {
		thread, rest, _ := strings.Cut(lines.Text(), " ")
		call, _, ok := strings.Cut(strings.TrimSpace(rest), "(")
		if !ok || strings.ContainsAny(call, "<+ ") || call == "write" && !strings.Contains(rest, "\\0") {
			continue // the end of a call, a signal, a line of the log
		}
		counts[thread+call]++
		steps = append(steps, step{call, counts[thread+call]})
	}
	return steps
}

// copied is a copy of a data folder.
func copied(t *testing.T, dir string) string {
	t.Helper()
	out := t.TempDir()
	if err := os.Remove(filepath.Join(dir, "kyokun.sock")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if err := os.CopyFS(out, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return out
}

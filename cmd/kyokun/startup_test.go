package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
)

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

package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// holdDir tells the test program, run once more, to hold the store there.
const holdDir = "KYOKUN_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdDir); dir != "" {
		if err := hold(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hold fills the store in dir, says so and holds it until it is killed or its
// input ends.
func hold(dir string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return err
	}
	if err := s.Announce("127.0.0.1:8080"); err != nil {
		return err
	}
	if _, err := s.Import(ctx, "bundled", storetest.Bundle(map[int]string{1: "試験。"})); err != nil {
		return err
	}
	fmt.Println("held")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// TestHeldByAnotherProcess opens a store that another process holds, then
// kills that process: the lock is gone with it and nothing acknowledged is lost.
func TestHeldByAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	cmd := startHolder(t, dir)
	pid := strconv.Itoa(cmd.Process.Pid)

	told := wantRefused(t, dir, store.ErrLocked)
	if told.Holder == nil || told.Holder.PID != cmd.Process.Pid || told.Holder.Addr != "127.0.0.1:8080" || told.Holder.Since.IsZero() {
		t.Errorf("holder %+v, want process %s", told.Holder, pid)
	}
	for _, text := range []string{told.Text().JA, told.Text().EN, told.Error()} {
		if !strings.Contains(text, pid) || !strings.Contains(text, "127.0.0.1:8080") || !strings.Contains(text, dir) {
			t.Errorf("%q does not name the process %s, its address and the folder", text, pid)
		}
	}

	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	s := open(t, dir)
	if head, err := s.Head(t.Context()); err != nil || head != 4 {
		t.Errorf("head %d, %v after the kill; want 4", head, err)
	}
	if h := wantRefused(t, dir, store.ErrLocked).Holder; h == nil || h.PID != os.Getpid() || h.Addr != "" {
		t.Errorf("holder %+v, want this process", h)
	}
}

func startHolder(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdDir+"="+dir)
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil { // ends with the test, however it ends
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("holder said %q, %v", line, err)
	}
	return cmd
}

// TestLockAnswers holds the store in this process: the second open must come
// back, and not wait for the first to close.
func TestLockAnswers(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	answered := make(chan error, 1)
	go func() {
		_, err := store.Open(t.Context(), dir, store.Options{})
		answered <- err
	}()
	select {
	case err := <-answered:
		if err == nil {
			t.Error("opened twice")
		}
	case <-time.After(30 * time.Second): // a second is promised; the machine may be busy
		t.Fatal("still waiting for the lock")
	}
}

func TestUnknownHolder(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	write(t, dir+"/kyokun.holder.json", []byte("{"))
	if told := wantRefused(t, dir, store.ErrLocked); told.Holder != nil {
		t.Errorf("holder %+v out of nothing", told.Holder)
	}
}

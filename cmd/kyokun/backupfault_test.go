package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// faulty is a data folder with a store, a backup of it, and the real program,
// which is run on a disk that fails or is killed at a system call.
type faulty struct {
	t                          *testing.T
	dir, data, target, program string
	public, key                string
}

// TestBackupFaults runs the program as it is built for users: under the race
// detector each of its starts would take seconds.
func TestBackupFaults(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatalf("this test needs strace: run make test, which installs it (%v)", err)
	}
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]func(*testing.T, *faulty){
		"DiskFails": testBackupFails, "Killed": testBackupKilled, "FullDisk": testFullDisk,
		"RestoreDiskFails": testRestoreFails, "RestoreKilled": testRestoreKilled,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFaulty(t, path)) })
	}
}

func newFaulty(t *testing.T, program string) *faulty {
	t.Helper()
	f := &faulty{t: t, dir: t.TempDir(), program: program}
	f.data, f.target, f.key = filepath.Join(f.dir, "data"), filepath.Join(f.dir, "backup"), filepath.Join(f.dir, "key.txt")
	f.change(1)
	out, status := f.run(nil, "backup", "key", "--out", f.key)
	if status != 0 {
		t.Fatal(out)
	}
	f.public = strings.TrimSpace(out)
	f.mustCreate()
	return f
}

// change makes a revision of the store that differs from the others.
func (f *faulty) change(n int) {
	f.t.Helper()
	st, err := store.Open(f.t.Context(), f.data, store.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	documents := map[int]string{}
	for i := range 20 {
		documents[i] = fmt.Sprintf("文書 %d ", i) + noise(i)
	}
	documents[3] += fmt.Sprintf("追記 %d", n)
	_, err = st.Import(f.t.Context(), "bundled", storetest.Bundle(documents))
	if err := errors.Join(err, st.Close()); err != nil {
		f.t.Fatal(err)
	}
}

// noise is a text that does not compress to nothing, the same each time.
func noise(seed int) string {
	var b strings.Builder
	for i := range 600 {
		hash := sha256.Sum256([]byte(fmt.Sprint(seed, " ", i)))
		fmt.Fprintf(&b, "%x、", hash[:16])
	}
	return b.String()
}

// run runs the program and returns what it said and its exit status, -1 where it
// was killed. With inject, strace makes system calls fail or kill it.
func (f *faulty) run(inject []string, args ...string) (string, int) {
	f.t.Helper()
	line := append([]string{f.program}, args...)
	if len(inject) > 0 {
		line = append(append([]string{"strace", "-f", "-qq", "-o", os.DevNull}, inject...), line...)
	}
	cmd := exec.CommandContext(f.t.Context(), line[0], line[1:]...)
	cmd.Env = append(os.Environ(), "KYOKUN_DATA="+f.data, "LANG=ja_JP.UTF-8", "LC_ALL=")
	out, err := cmd.CombinedOutput()
	exit := (*exec.ExitError)(nil)
	if err != nil && !errors.As(err, &exit) {
		f.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func (f *faulty) create(inject ...string) (string, int) {
	f.t.Helper()
	return f.run(inject, "backup", "create", "--to", f.target, "--recipient", f.public)
}

func (f *faulty) mustCreate() {
	f.t.Helper()
	if out, status := f.create(); status != 0 {
		f.t.Fatalf("create: status %d\n%s", status, out)
	}
}

// generations returns how many there are, all of which must be sound.
func (f *faulty) generations() int {
	f.t.Helper()
	out, status := f.run(nil, "backup", "verify", "--from", f.target, "--identity", f.key)
	if status != 0 {
		f.t.Fatalf("verify: status %d\n%s", status, out)
	}
	out, _ = f.run(nil, "backup", "list", "--from", f.target)
	return strings.Count(out, "\n")
}

// inject makes a system call fail, or kill the program, from the nth on in any
// of its threads.
func inject(call, what string, nth int) []string {
	return []string{"-e", fmt.Sprintf("trace=%s", call), "-e", fmt.Sprintf("inject=%s:%s:when=%d+", call, what, nth)}
}

// testBackupFails makes the disk fail while a backup is made: the generations
// that were there stay as they were, and the message says what is wrong.
func testBackupFails(t *testing.T, f *faulty) {
	f.change(2)
	for name, tt := range map[string]struct {
		inject []string
		says   string
	}{
		"EIO on fsync":     {inject("fsync", "error=EIO", 1), "誤りを返しました"},
		"ENOSPC on fsync":  {inject("fsync", "error=ENOSPC", 1), "空きがありません"},
		"ENOSPC on rename": {inject("renameat", "error=ENOSPC", 2), "空きがありません"},
		"EIO on mkdir":     {inject("mkdirat", "error=EIO", 1), "誤りを返しました"},
	} {
		t.Run(name, func(t *testing.T) {
			f.t = t
			before := f.generations()
			out, status := f.create(tt.inject...)
			if status != exitFailure || !strings.Contains(out, tt.says) {
				t.Errorf("status %d, said %s", status, out)
			}
			if n := f.generations(); n != before {
				t.Errorf("%d generations, %d before", n, before)
			}
		})
	}
	f.t = t
	f.mustCreate()
	f.generations()
}

// testBackupKilled kills the program at its steps while it makes a backup.
func testBackupKilled(t *testing.T, f *faulty) {
	killed := 0
	for _, call := range []string{"fsync", "renameat", "unlinkat", "mkdirat"} {
		for _, nth := range []int{1, 4} {
			f.change(10 + killed)
			before := f.generations()
			out, status := f.create(inject(call, "signal=SIGKILL", nth)...)
			if status != -1 && status != 128+9 {
				continue // it had no such step
			}
			killed++
			// A kill after the manifest was renamed leaves a generation, which is whole.
			if n := f.generations(); n != before && n != before+1 {
				t.Errorf("killed at %s %d: %d generations, %d before\n%s", call, nth, n, before, out)
			}
		}
	}
	if killed < 5 {
		t.Errorf("only %d kills", killed)
	}
	f.mustCreate()
	f.generations()
	if out, status := f.run(nil, "backup", "prune", "--from", f.target); status != exitFailure || !strings.Contains(out, "動いています") {
		t.Errorf("right after a kill, prune has status %d and says %s", status, out)
	}
	out, status := f.run(nil, "backup", "restore", "--from", f.target, "--identity", f.key, "--to", filepath.Join(f.dir, "drill"))
	if status != 0 {
		t.Errorf("restore: status %d\n%s", status, out)
	}
}

// testRestoreKilled kills the program at its steps while it restores: the store
// is the one that was there or the one that is restored, and never none.
func testRestoreKilled(t *testing.T, f *faulty) {
	db := filepath.Join(f.data, "kyokun.db")
	drill := filepath.Join(f.dir, "drill")
	if out, status := f.run(nil, "backup", "restore", "--from", f.target, "--identity", f.key, "--to", drill); status != 0 {
		t.Fatalf("restore: status %d\n%s", status, out)
	}
	restored := f.bytes(filepath.Join(drill, "kyokun.db"))
	f.change(2)
	old := f.bytes(db)
	killed, old2new := 0, 0
	for _, call := range []string{"mkdirat", "pwrite64", "fsync", "linkat", "renameat", "unlinkat", "flock"} {
		for nth := 1; nth <= 4; nth++ {
			if err := os.WriteFile(db, old, 0o600); err != nil {
				t.Fatal(err)
			}
			f.forget("kyokun.db.before-restore-*")
			out, status := f.run(inject(call, "signal=SIGKILL", nth), "backup", "restore", "--from", f.target, "--identity", f.key)
			if status == 0 {
				break // it has no such step
			}
			if status != -1 && status != 128+9 {
				t.Fatalf("killed at %s %d: status %d\n%s", call, nth, status, out)
			}
			killed++
			switch now := f.bytes(db); {
			case bytes.Equal(now, old):
			case bytes.Equal(now, restored):
				old2new++
				kept, err := filepath.Glob(db + ".before-restore-*")
				if err != nil || len(kept) != 1 || !bytes.Equal(f.bytes(kept[0]), old) {
					t.Errorf("killed at %s %d: the store is replaced, and what it replaced is not kept: %v", call, nth, kept)
				}
			default:
				t.Errorf("killed at %s %d: the store is neither the old nor the restored one (%d bytes)", call, nth, len(now))
			}
			f.check(f.data)
		}
	}
	t.Logf("%d kills, %d of them after the store was replaced", killed, old2new)
	if killed < 10 {
		t.Errorf("only %d kills", killed)
	}
	if out, status := f.run(nil, "backup", "restore", "--from", f.target, "--identity", f.key); status != 0 {
		t.Errorf("restore: status %d\n%s", status, out)
	}
	if !bytes.Equal(f.bytes(db), restored) {
		t.Error("the store is not the restored one")
	}
}

// testRestoreFails makes the disk fail while a backup is restored.
func testRestoreFails(t *testing.T, f *faulty) {
	db := filepath.Join(f.data, "kyokun.db")
	f.change(2)
	old := f.bytes(db)
	for name, tt := range map[string]struct {
		inject []string
		says   string
	}{
		"ENOSPC on write":  {inject("pwrite64", "error=ENOSPC", 1), "空きがありません"},
		"EIO on write":     {inject("pwrite64", "error=EIO", 1), "誤りを返しました"},
		"EIO on fsync":     {inject("fsync", "error=EIO", 1), "誤りを返しました"},
		"EIO on link":      {inject("linkat", "error=EIO", 1), "読み書きできません"},
		"ENOSPC on rename": {inject("renameat", "error=ENOSPC", 1), "読み書きできません"},
	} {
		t.Run(name, func(t *testing.T) {
			f.t = t
			out, status := f.run(tt.inject, "backup", "restore", "--from", f.target, "--identity", f.key)
			if status != exitFailure || !strings.Contains(out, tt.says) {
				t.Errorf("status %d, said %s", status, out)
			}
			if !bytes.Equal(f.bytes(db), old) {
				t.Error("the store was touched")
			}
			f.check(f.data)
		})
	}
	// A file system without second names: what is replaced is kept as a copy.
	f.t = t
	out, status := f.run(inject("linkat", "error=EPERM", 1), "backup", "restore", "--from", f.target, "--identity", f.key)
	kept, err := filepath.Glob(db + ".before-restore-*")
	if status != 0 || err != nil || len(kept) != 1 || !bytes.Equal(f.bytes(kept[0]), old) {
		t.Errorf("without links: status %d, kept %v, said %s", status, kept, out)
	}
}

// testFullDisk fills a real file system, of a tenth of a megabyte: once
// where the backup goes, once where it is restored to.
func testFullDisk(t *testing.T, f *faulty) {
	small := filepath.Join(f.dir, "small")
	if err := os.Mkdir(small, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=100k", "none", small).CombinedOutput(); err != nil {
		t.Skipf("no file system can be made here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", small).CombinedOutput(); err != nil {
			t.Errorf("unmount: %v %s", err, out)
		}
	})
	full := filepath.Join(small, "backup")
	out, status := f.run(nil, "backup", "create", "--to", full, "--recipient", f.public)
	if status != exitFailure || !strings.Contains(out, "空きがありません") {
		t.Errorf("create: status %d, said %s", status, out)
	}
	if out, _ := f.run(nil, "backup", "list", "--from", full); !strings.Contains(out, "世代はまだありません") {
		t.Errorf("list says %s", out)
	}
	if err := os.RemoveAll(full); err != nil {
		t.Fatal(err)
	}
	drill := filepath.Join(small, "drill")
	out, status = f.run(nil, "backup", "restore", "--from", f.target, "--identity", f.key, "--to", drill)
	if status != exitFailure || !strings.Contains(out, "空きがありません") {
		t.Errorf("restore: status %d, said %s", status, out)
	}
	if left, err := os.ReadDir(small); err != nil || len(left) > 0 {
		t.Errorf("the restore left %v, error %v", left, err)
	}
}

func (f *faulty) bytes(path string) []byte {
	f.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	return data
}

func (f *faulty) forget(pattern string) {
	f.t.Helper()
	found, err := filepath.Glob(filepath.Join(f.data, pattern))
	for _, path := range found {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// check opens a copy of the store, so that the folder stays as it is, and reads
// all of it.
func (f *faulty) check(dir string) {
	f.t.Helper()
	data := f.bytes(filepath.Join(dir, "kyokun.db"))
	copied := f.t.TempDir()
	if err := os.WriteFile(filepath.Join(copied, "kyokun.db"), data, 0o600); err != nil {
		f.t.Fatal(err)
	}
	st, err := store.Open(f.t.Context(), copied, store.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	if err := errors.Join(st.Check(context.WithoutCancel(f.t.Context())), st.Close()); err != nil {
		f.t.Error(err)
	}
}

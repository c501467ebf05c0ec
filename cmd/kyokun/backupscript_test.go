package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// withKey runs a command with the word PUBLIC replaced by the content of a
// file: withkey FILE [!] COMMAND…
func withKey(ts *testscript.TestScript, _ bool, args []string) {
	key := strings.TrimSpace(ts.ReadFile(args[0]))
	args = args[1:]
	fails := args[0] == "!"
	if fails {
		args = args[1:]
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "PUBLIC", key)
	}
	if err := ts.Exec(args[0], args[1:]...); (err != nil) != fails {
		ts.Fatalf("%v: %v", args, err)
	}
}

// waitFile waits until a pattern matches a file.
func waitFile(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if found, err := filepath.Glob(ts.MkAbs(args[0])); err == nil && len(found) > 0 {
			return
		}
	}
	ts.Fatalf("no file %s after a minute", args[0])
}

// damage flips a bit in the first file of a folder.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	err := filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		data[len(data)/2] ^= 1
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
		return fs.SkipAll
	})
	ts.Check(err)
}

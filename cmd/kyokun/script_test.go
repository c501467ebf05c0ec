package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(withSite{m}, map[string]func(){"kyokun": main})
}

// withSite runs the tests and then stops the server that they shared.
type withSite struct{ *testing.M }

func (m withSite) Run() int {
	defer removeProgram()
	code := m.M.Run()
	if siteOfTests.stop == nil {
		return code
	}
	if err := siteOfTests.stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return max(code, 1)
	}
	return code
}

// TestScripts runs the command line as a user does; see testdata/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "ja_JP.UTF-8")
			env.Setenv("LC_ALL", "")
			env.Setenv("KYOKUN_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, ".tmp"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"waitserver": waitServer, "withkey": withKey, "waitfile": waitFile, "damage": damage,
			"replace": replaceWord, "damageindex": damageIndex, "cutfile": cutFile,
		},
	})
}

// waitServer waits until the server of the data folder answers searches, or,
// negated, until it has gone.
func waitServer(ts *testscript.TestScript, neg bool, _ []string) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) && ctx.Err() == nil {
		if (dialServer(ctx, ts.Getenv("KYOKUN_DATA")) == nil) == neg {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("the server is not as expected after two minutes")
}

func TestSystemLanguage(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "en"},
		{map[string]string{"LANG": "ja_JP.UTF-8"}, "ja"},
		{map[string]string{"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"},
		{map[string]string{"LANG": "C.UTF-8", "LC_MESSAGES": "ja_JP"}, "ja"},
	} {
		if got := systemLanguage(func(k string) string { return tt.env[k] }); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.env, got, tt.want)
		}
	}
}

func TestSocketPathIsShort(t *testing.T) {
	t.Setenv("TMPDIR", "/tmp")
	long := "/" + string(make([]byte, 200))
	for _, dir := range []string{"/data", long} {
		path, err := socketPath(dir)
		if err != nil || len(path) > 100 {
			t.Errorf("socket of %.20q…: %d bytes, error %v", dir, len(path), err)
		}
	}
	if _, err := os.Stat("/data/kyokun.sock"); err == nil {
		t.Error("asking for the path made the socket")
	}
}

// replaceWord takes one word for another in a file: replace OLD NEW FILE.
func replaceWord(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %s", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(text, args[0], args[1])), 0o600))
}

// damageIndex flips a bit in a segment of the index.
func damageIndex(ts *testscript.TestScript, _ bool, _ []string) {
	names, err := filepath.Glob(filepath.Join(ts.Getenv("KYOKUN_DATA"), "index", "scorch", "*.zap"))
	ts.Check(err)
	if len(names) == 0 {
		ts.Fatalf("the index has no segments")
	}
	data, err := os.ReadFile(names[0])
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(names[0], data, 0o600))
}

// cutFile cuts a file to its first half.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	info, err := os.Stat(path)
	ts.Check(err)
	ts.Check(os.Truncate(path, info.Size()/2))
}

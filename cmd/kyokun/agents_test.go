package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// inspectorScript is where "make inspector" puts a client of MCP that is made
// by others than our library is.
const inspectorScript = "../../.tools/inspector/node_modules/.bin/mcp-inspector"

// agentsServer is a real server that asks for a token on this machine too.
type agentsServer struct {
	program, dir, base, token string

	cmd *exec.Cmd
	log string // the file of its log
}

func serveAgents(t *testing.T) *agentsServer {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	s := &agentsServer{program: path, dir: t.TempDir(), log: filepath.Join(t.TempDir(), "log")}
	log, err := os.Create(s.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	s.cmd = exec.Command(path, "serve", "--addr", "127.0.0.1:0", "--require-token", "--data", s.dir)
	s.cmd.Stderr = log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	var h struct{ Addr string }
	for deadline := time.Now().Add(time.Minute); h.Addr == ""; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the server does not come up: %s", s.logged(t))
		}
		// The file comes with the store, the address a little later.
		if data, err := os.ReadFile(filepath.Join(s.dir, "kyokun.holder.json")); err == nil {
			_ = json.Unmarshal(data, &h)
		}
	}
	s.base = "http://" + h.Addr
	s.token = strings.TrimSpace(s.run(t, "token", "create", "--name", "agents", "--expires", "1d"))
	waitReady(t, s.base)
	return s
}

func (s *agentsServer) logged(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(s.log)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// run runs a command on the folder of the server, which must succeed.
func (s *agentsServer) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(s.program, append(args, "--data", s.dir)...).Output()
	if err != nil {
		t.Fatalf("kyokun %v: %v", args, err)
	}
	return string(out)
}

// stdio connects the official client to "kyokun mcp" in a process of its own.
func (s *agentsServer) stdio(t *testing.T) *mcp.ClientSession {
	t.Helper()
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := c.Connect(t.Context(), &mcp.CommandTransport{Command: exec.Command(s.program, "mcp", "--data", s.dir)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// inspect runs the independent client and returns what it prints.
func (s *agentsServer) inspect(t *testing.T, args ...string) string {
	t.Helper()
	if _, err := os.Stat(inspectorScript); err != nil {
		t.Fatalf("this test needs the inspector of MCP: run make test, which installs it (%v)", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, inspectorScript, append([]string{"--cli"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("inspector %v: %v: %s%s", args, err, out, errs.String())
	}
	return string(out)
}

type bearer struct{ token string }

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return http.DefaultTransport.RoundTrip(r)
}

// TestAgents speaks MCP with the program as it is released: over real sockets
// and processes, with the official client and with one of others.
func TestAgents(t *testing.T) {
	s := serveAgents(t)
	t.Run("official/http", func(t *testing.T) {
		c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
		session, err := c.Connect(t.Context(), &mcp.StreamableClientTransport{
			Endpoint: s.base + "/mcp", HTTPClient: &http.Client{Transport: bearer{s.token}}, DisableStandaloneSSE: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		checkSession(t, session, s.base)
	})
	t.Run("official/stdio", func(t *testing.T) {
		session := s.stdio(t)
		checkSession(t, session, s.base)
		if err := session.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if !strings.Contains(s.logged(t), "client=stdio") {
			t.Error("it does not go through the running server")
		}
	})
	t.Run("inspector", func(t *testing.T) { s.checkInspector(t) })
	t.Run("manifest", func(t *testing.T) {
		resp, err := http.Get(s.base + "/.well-known/kyokun-mcp.json")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var served, printed struct{ SHA256 string }
		if err := json.NewDecoder(resp.Body).Decode(&served); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(s.run(t, "mcp", "manifest")), &printed); err != nil || printed != served || len(printed.SHA256) != 64 {
			t.Errorf("%v, %v (%v)", served, printed, err)
		}
	})
	t.Run("server ends", func(t *testing.T) {
		session := s.stdio(t)
		if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("the server ends with %v", err)
		}
		if err := session.Wait(); err != nil {
			t.Logf("the session ended with %v", err)
		}
		if _, err := session.ListTools(t.Context(), nil); err == nil {
			t.Error("the session goes on")
		}
		_ = session.Close()
		if text := s.logged(t); strings.Contains(text, "level=ERROR") || strings.Contains(text, s.token) {
			t.Errorf("the log: %s", text)
		}
	})
	t.Run("official/stdio without a server", func(t *testing.T) {
		session := s.stdio(t)
		checkSession(t, session, "")
		if err := session.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
}

// checkSession uses each sort of thing that is offered.
func checkSession(t *testing.T, s *mcp.ClientSession, base string) {
	t.Helper()
	tools, err := s.ListTools(t.Context(), nil)
	if err != nil || len(tools.Tools) != 6 {
		t.Fatalf("%+v, %v", tools, err)
	}
	res, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": "端末の再試行で輻輳", "kind": []string{"case"}}})
	if err != nil {
		t.Fatal(err)
	}
	if text := res.Content[0].(*mcp.TextContent).Text; res.IsError || !strings.Contains(text, `"url":"`+base+`/cases/case-r03-04"`) {
		t.Errorf("%s", text)
	}
	read, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "kyokun://case-r03-04"})
	if err != nil || !strings.Contains(read.Contents[0].Text, "citations") {
		t.Errorf("%+v, %v", read, err)
	}
	prompt, err := s.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: "audit_brief", Arguments: map[string]string{"id": "lesson-r03-1-03"}})
	if err != nil || len(prompt.Messages) < 2 {
		t.Errorf("%+v, %v", prompt, err)
	}
}

func (s *agentsServer) checkInspector(t *testing.T) {
	byHTTP := []string{s.base + "/mcp", "--transport", "http", "--header", "Authorization: Bearer " + s.token}
	byStdio := []string{s.program, "mcp", "--data", s.dir}
	for _, c := range []struct {
		how  []string
		args []string
		want string
	}{
		{byHTTP, []string{"--method", "tools/list"}, `"checklist"`},
		{byHTTP, []string{"--method", "tools/call", "--tool-name", "get", "--tool-arg", "id=case-r03-04"}, "kyokun://case-r03-04"},
		{byHTTP, []string{"--method", "resources/list"}, "kyokun://lesson-r03-1-03"},
		{byHTTP, []string{"--method", "resources/read", "--uri", "kyokun://case-r03-04"}, "citations"},
		{byHTTP, []string{"--method", "prompts/get", "--prompt-name", "audit_brief", "--prompt-args", "id=lesson-r03-1-03"}, "監査のための要約"},
		{byStdio, []string{"--method", "tools/list"}, `"checklist"`},
	} {
		args := append(append([]string{}, c.how...), c.args...)
		if out := s.inspect(t, args...); !strings.Contains(out, c.want) {
			t.Errorf("%v: %.300s", c.args, out)
		}
	}
}

package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// locked is a log that several requests write to.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// agent connects the official client to a server by HTTP.
func agent(t *testing.T, s *Server, more http.Header) *mcp.ClientSession {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	session, err := connectAgent(t.Context(), srv.URL+mcpPath, more)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session
}

func connectAgent(ctx context.Context, url string, more http.Header) (*mcp.ClientSession, error) {
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	return c.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: &http.Client{Transport: adding{more}}, DisableStandaloneSSE: true}, nil)
}

// adding sends headers with each request.
type adding struct{ header http.Header }

func (a adding) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	for name, values := range a.header {
		if name == "Host" {
			r.Host = values[0]
			continue
		}
		r.Header[name] = values
	}
	return http.DefaultTransport.RoundTrip(r)
}

// mcpReply is an answer as a client reads it.
type mcpReply struct {
	Notice string          `json:"notice"`
	Cut    *mcpCut         `json:"cut"`
	Data   json.RawMessage `json:"data"`
	raw    []byte
}

// call calls a tool that must answer and decodes what stands under data.
func call(t *testing.T, s *mcp.ClientSession, tool string, args map[string]any, data any) mcpReply {
	t.Helper()
	res, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	if res.IsError {
		t.Fatalf("%s %v: refused: %s", tool, args, contentOf(res))
	}
	raw, err := json.Marshal(res.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	var text mcpReply
	if err := json.Unmarshal([]byte(contentOf(res)), &text); err != nil || text.Notice == "" || !strings.HasPrefix(contentOf(res), `{"notice":`) {
		t.Errorf("%s: the text is not the JSON of the answer: %v, %.100s", tool, err, contentOf(res))
	}
	reply := mcpReply{raw: raw}
	if err := json.Unmarshal(raw, &reply); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(reply.Data, data); err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	if reply.Notice == "" || len(raw) > mcpAnswerBytes+4<<10 {
		t.Errorf("%s %v: notice %q, %d bytes", tool, args, reply.Notice, len(raw))
	}
	return reply
}

func contentOf(res *mcp.CallToolResult) string {
	var b strings.Builder
	for _, c := range res.Content {
		if text, ok := c.(*mcp.TextContent); ok {
			b.WriteString(text.Text)
		}
	}
	return b.String()
}

func TestMCPTools(t *testing.T) {
	s := agent(t, site, nil)
	if got := s.InitializeResult().ProtocolVersion; got != mcp.SupportedProtocolVersions()[0] {
		t.Errorf("protocol %s of %v", got, mcp.SupportedProtocolVersions())
	}
	tools, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not said to read only", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "checklist duty get search similar trace" {
		t.Errorf("tools %s", got)
	}
	var found mcpFound
	call(t, s, "search", map[string]any{"query": "端末の再試行で輻輳", "kind": []string{"case"}, "limit": 3}, &found)
	if len(found.Hits) == 0 || len(found.Hits) > 3 {
		t.Fatalf("%d hits", len(found.Hits))
	}
	for _, h := range found.Hits {
		if h.Kind != "case" || h.URI != "kyokun://"+h.ID || !strings.HasPrefix(h.URL, "http://127.0.0.1:") || !strings.HasSuffix(h.URL, "/cases/"+h.ID) {
			t.Errorf("hit %+v", h)
		}
		if len(h.Citations) == 0 || h.Citations[0].Section == "" || h.Citations[0].Page == 0 || h.Citations[0].Title == "" {
			t.Errorf("%s: citations %+v", h.ID, h.Citations)
		}
	}
	var tr mcpTrace
	call(t, s, "trace", map[string]any{"id": "lesson-r03-1-03#s1"}, &tr)
	if len(tr.Nodes) < 3 || tr.Nodes[0].ID != "lesson-r03-1-03#s1" || tr.Nodes[1].Depth != 1 || len(tr.Nodes[1].Citations) == 0 {
		t.Errorf("%+v", tr)
	}
	var like mcpSimilar
	call(t, s, "similar", map[string]any{"text": "切り戻しで位置登録が集中し、信号交換機が輻輳", "lang": "en"}, &like)
	if !like.Known || len(like.Hits) == 0 || len(like.Hits[0].Citations) == 0 || !strings.HasPrefix(like.Hits[0].URL, "http://") {
		t.Errorf("%+v", like)
	}
	call(t, s, "similar", map[string]any{"id": "case-r03-04", "limit": 1}, &like)
	if len(like.Hits) == 0 || len(like.Hits) > 2 {
		t.Errorf("%d hits of at most one case and one lesson", len(like.Hits))
	}
	var due mcpDuty
	call(t, s, "duty", map[string]any{"services": []string{"voice-emergency"}, "minutes": 90, "users": 30000, "on": "2026-04-01T09:30", "lang": "en"}, &due)
	if due.Serious != "yes" || len(due.Provisions) == 0 || len(due.Provisions[0].Citations) == 0 || !strings.Contains(due.Disclaimer, "legal") {
		t.Errorf("%+v", due)
	}
}

func TestMCPChecklist(t *testing.T) {
	s := agent(t, site, nil)
	var works, list, rest mcpChecklist
	call(t, s, "checklist", nil, &works)
	if len(works.Works) == 0 || len(works.Questions) != 0 {
		t.Fatalf("%+v", works)
	}
	args := map[string]any{"work": []string{works.Works[0].Work}, "limit": 2}
	reply := call(t, s, "checklist", args, &list)
	if list.Count != works.Works[0].Count || len(list.Questions) != 2 || len(list.Questions[0].Citations) == 0 || list.Questions[0].Statement.URI == "" {
		t.Fatalf("%+v", list)
	}
	if reply.Cut == nil || reply.Cut.NextOffset != 2 || reply.Cut.Omitted != list.Count-2 {
		t.Fatalf("cut %+v", reply.Cut)
	}
	seen := map[string]bool{list.Questions[0].ID: true, list.Questions[1].ID: true}
	for args["limit"] = 200; reply.Cut != nil; {
		args["offset"] = reply.Cut.NextOffset
		reply = call(t, s, "checklist", args, &rest)
		for _, q := range rest.Questions {
			seen[q.ID] = true
		}
	}
	if len(seen) != list.Count {
		t.Errorf("%d questions of %d", len(seen), list.Count)
	}
}

// TestMCPReadsAll reads every document to its end and compares it with its file.
func TestMCPReadsAll(t *testing.T) {
	s := agent(t, site, nil)
	cuts := 0
	for _, d := range library().Documents() {
		id := d.Common().ID
		var whole strings.Builder
		for offset := 0; ; {
			var v mcpDocument
			reply := call(t, s, "get", map[string]any{"id": id, "offset": offset}, &v)
			whole.WriteString(v.Text)
			if len(v.Citations) == 0 && v.Kind != "source" {
				t.Errorf("%s has no citation", id)
			}
			if reply.Cut == nil || reply.Cut.NextOffset == 0 {
				break
			}
			offset, cuts = reply.Cut.NextOffset, cuts+1
		}
		f, err := site.store.Revision(t.Context(), id, 1)
		if err != nil {
			t.Fatal(err)
		}
		if whole.String() != string(f.Data) {
			t.Errorf("%s: %d bytes of %d, or others", id, whole.Len(), len(f.Data))
		}
	}
	if cuts == 0 {
		t.Error("no document is long enough to be cut: the test does not see cuts")
	}
}

// TestMCPTraceIsCut follows the trace that is too long for one answer.
func TestMCPTraceIsCut(t *testing.T) {
	s := agent(t, site, nil)
	var seen int
	for offset, rounds := 0, 0; ; rounds++ {
		var tr mcpTrace
		reply := call(t, s, "trace", map[string]any{"id": "source-r03-report", "offset": offset}, &tr)
		seen += len(tr.Nodes)
		if reply.Cut == nil {
			if seen != tr.Count || rounds == 0 {
				t.Errorf("%d of %d nodes in %d answers", seen, tr.Count, rounds+1)
			}
			return
		}
		offset = reply.Cut.NextOffset
	}
}

// TestMCPArguments sends what has made servers stop.
func TestMCPArguments(t *testing.T) {
	srv := httptest.NewServer(site)
	defer srv.Close()
	for _, args := range []string{`null`, ` null `, `[]`, `"x"`, `1`, `{"work":null}`, `{"limit":null}`} {
		postMCP(t, srv.URL+mcpPath, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"checklist","arguments":`+args+`}}`, nil)
	}
	if a := ask(t, http.MethodGet, "/healthz"); a.status != http.StatusOK {
		t.Errorf("status %d", a.status)
	}
}

func TestMCPRefusals(t *testing.T) {
	s := agent(t, site, nil)
	for _, c := range []struct {
		tool, args, want string
	}{
		{"search", `{}`, "query"},
		{"search", `{"query":"輻輳","limit":21}`, "limit"},
		{"search", `{"query":"輻輳","limit":0}`, "limit"},
		{"search", `{"query":"輻輳","limit":"5"}`, "limit"},
		{"search", `{"query":"輻輳","extra":1}`, "extra"},
		{"search", `{"query":"` + strings.Repeat("あ", maxQueryRunes+1) + `"}`, "query"},
		{"search", `{"query":"輻輳","kind":["banana"]}`, "kind"},
		{"search", `{"query":"輻輳","cause":["no-such"]}`, "config-change"}, // it names what there is
		{"search", `{"query":"輻輳","lang":"de"}`, "lang"},
		{"get", `{"id":"case-r99-01"}`, "id"},
		{"get", `{"id":"../../etc/passwd"}`, "id"},
		{"get", `{"id":"case-r03-04","offset":-1}`, "offset"},
		{"trace", `{"id":"lesson-r03-1-03#s99"}`, "id"},
		{"similar", `{}`, "text"},
		{"similar", `{"text":"輻輳","id":"case-r03-04"}`, "text"},
		{"duty", `{"services":["banana"]}`, "services"},
		{"duty", `{"services":["voice"],"on":"yesterday"}`, "on"},
		{"duty", `{"services":["voice"],"minutes":-1}`, "minutes"},
		{"checklist", `{"work":["no-such"]}`, "work"},
	} {
		res, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: json.RawMessage(c.args)})
		if err != nil {
			t.Errorf("%s %.60s: %v", c.tool, c.args, err)
			continue
		}
		if text := contentOf(res); !res.IsError || !strings.Contains(text, c.want) {
			t.Errorf("%s %.60s: error %v, %s", c.tool, c.args, res.IsError, text)
		}
	}
	_, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: "delete"})
	if told := (*jsonrpc.Error)(nil); !errors.As(err, &told) || told.Code != jsonrpc.CodeInvalidParams {
		t.Errorf("a tool that is not there: %v", err)
	}
}

func TestMCPResources(t *testing.T) {
	s := agent(t, site, nil)
	var ids []string
	for r, err := range s.Resources(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Name)
	}
	if len(ids) != len(library().Documents()) || len(ids) <= mcpListed {
		t.Errorf("%d resources of %d documents", len(ids), len(library().Documents()))
	}
	for uri, want := range map[string]string{"kyokun://case-r03-04": `"citations"`, "kyokun://lesson-r03-1-03/trace": `"nodes"`} {
		res, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: uri})
		if err != nil || !strings.Contains(res.Contents[0].Text, want) || !strings.HasPrefix(res.Contents[0].Text, `{"notice":`) {
			t.Errorf("%s: %+v, %v", uri, res, err)
		}
	}
	for _, uri := range []string{"kyokun://case-r99-01", "kyokun://tags", "kyokun://case-r03-04/history", "file:///etc/passwd", "kyokun://..%2f"} {
		if res, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: uri}); err == nil {
			t.Errorf("%s: %+v", uri, res)
		}
	}
	if _, err := s.ListResources(t.Context(), &mcp.ListResourcesParams{Cursor: "!"}); err == nil {
		t.Error("a wrong cursor is taken")
	}
}

func TestMCPPrompts(t *testing.T) {
	s := agent(t, site, nil)
	get := func(name string, args map[string]string) (string, error) {
		res, err := s.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: name, Arguments: args})
		if err != nil {
			return "", err
		}
		var b strings.Builder
		for _, m := range res.Messages {
			b.WriteString(m.Content.(*mcp.TextContent).Text + "\n")
		}
		return b.String(), nil
	}
	text, err := get("incident_brief", map[string]string{"situation": "切り戻しで位置登録が集中し輻輳\u202e", "services": "voice-emergency", "minutes": "42", "users": "30000"})
	if err != nil || !strings.Contains(text, "要約を日本語で") || !strings.Contains(text, "similar: {") || !strings.Contains(text, "duty: {") || strings.Contains(text, "\u202e") {
		t.Errorf("%v: %.300s", err, text)
	}
	text, err = get("audit_brief", map[string]string{"id": "lesson-r03-1-03", "lang": "en"})
	if err != nil || !strings.Contains(text, "Write a brief in English") || !strings.Contains(text, "get: {") || !strings.Contains(text, "trace: {") {
		t.Errorf("%v: %.300s", err, text)
	}
	for _, c := range []struct {
		name string
		args map[string]string
	}{
		{"incident_brief", nil},
		{"incident_brief", map[string]string{"situation": " "}},
		{"incident_brief", map[string]string{"situation": strings.Repeat("a", 8001)}},
		{"incident_brief", map[string]string{"situation": "輻輳", "services": "banana"}},
		{"incident_brief", map[string]string{"situation": "輻輳", "services": "voice", "minutes": "many"}},
		{"incident_brief", map[string]string{"situation": "輻輳", "more": "1"}},
		{"audit_brief", map[string]string{"id": "lesson-r99-1-01"}},
		{"audit_brief", map[string]string{"id": "x"}},
		{"audit_brief", map[string]string{"id": "lesson-r03-1-03", "lang": "fr"}},
	} {
		if text, err := get(c.name, c.args); err == nil {
			t.Errorf("%s %v: %.100s", c.name, c.args, text)
		}
	}
}

func TestMCPAccess(t *testing.T) {
	tok, secret := makeToken(t, ReadScope)
	var log locked
	s := opened(t, Options{Access: TokenAccess, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	srv := httptest.NewServer(s)
	defer srv.Close()
	for name, c := range map[string]struct {
		header http.Header
		status int
	}{
		"no token":          {http.Header{}, 401},
		"a token":           {http.Header{"Authorization": {"Bearer " + secret}}, 200},
		"another host":      {http.Header{"Authorization": {"Bearer " + secret}, "Host": {"rebound.example"}}, 421},
		"another origin":    {http.Header{"Authorization": {"Bearer " + secret}, "Origin": {"https://other.example"}}, 403},
		"the origin null":   {http.Header{"Authorization": {"Bearer " + secret}, "Origin": {"null"}}, 403},
		"the same origin":   {http.Header{"Authorization": {"Bearer " + secret}, "Origin": {srv.URL}}, 200},
		"from another site": {http.Header{"Authorization": {"Bearer " + secret}, "Sec-Fetch-Site": {"cross-site"}}, 403},
	} {
		resp := postMCP(t, srv.URL+mcpPath, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, c.header)
		if resp.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", name, resp.StatusCode, c.status)
		}
		if c.status == 401 {
			checkMetadata(t, srv.URL, resp.Header.Get("WWW-Authenticate"))
		}
	}
	if _, err := connectAgent(t.Context(), srv.URL+mcpPath, nil); err == nil {
		t.Error("the official client gets in without a token")
	}
	session, err := connectAgent(t.Context(), srv.URL+mcpPath, http.Header{"Authorization": {"Bearer " + secret}})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	const args = `{"query":"秘密の言葉","limit":1}`
	if _, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: json.RawMessage(args)}); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, want := range []string{"mcp call", "client=token:" + tok.ID, "method=tools/call", "name=search", "arguments_sha256=" + hashOf([]byte(args)), "outcome=ok", "took="} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	if strings.Contains(text, "秘密の言葉") || strings.Contains(text, secret[20:]) {
		t.Error("the log tells what was asked, or the token")
	}
	if _, err := site.store.RevokeToken(t.Context(), tok.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := session.ListTools(t.Context(), nil); err == nil {
		t.Error("a revoked token goes on")
	}
}

func postMCP(t *testing.T, url, body string, header http.Header) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	resp, err := adding{header}.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// checkMetadata follows a challenge to the description of the resource.
func checkMetadata(t *testing.T, base, challenge string) {
	t.Helper()
	_, rest, _ := strings.Cut(challenge, `resource_metadata="`)
	url, _, _ := strings.Cut(rest, `"`)
	resp, err := http.Get(url)
	if err != nil {
		t.Fatalf("challenge %q: %v", challenge, err)
	}
	defer resp.Body.Close()
	var m struct {
		Resource        string   `json:"resource"`
		ScopesSupported []string `json:"scopes_supported"`
		Methods         []string `json:"bearer_methods_supported"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil || m.Resource != base+mcpPath || len(m.ScopesSupported) != 1 || m.ScopesSupported[0] != ReadScope || len(m.Methods) != 1 {
		t.Errorf("%s: %+v, %v", url, m, err)
	}
}

func TestMCPSwitchedOff(t *testing.T) {
	s := opened(t, Options{NoMCP: true})
	for _, target := range []string{mcpPath, manifestPath, resourceMetadataRoot + mcpPath} {
		a := from(t, s, here, target)
		if a.status != http.StatusNotFound || !strings.Contains(string(a.body), "--no-mcp") {
			t.Errorf("%s: status %d, %s", target, a.status, a.body)
		}
	}
	if err := s.ServeMCP(t.Context(), nil, nil); err == nil {
		t.Error("streams are served")
	}
}

// TestMCPStream speaks over a pair of streams, and ends with the server.
func TestMCPStream(t *testing.T) {
	s := opened(t, Options{Address: "http://127.0.0.1:8080"})
	ours, theirs := net.Pipe()
	done := make(chan error, 1)
	go func() { done <- s.ServeMCP(t.Context(), ours, ours) }()
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := c.Connect(t.Context(), &mcp.IOTransport{Reader: theirs, Writer: theirs}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var v mcpDocument
	call(t, session, "get", map[string]any{"id": "case-r03-04"}, &v)
	if v.URL != "http://127.0.0.1:8080/cases/case-r03-04" {
		t.Errorf("address %s", v.URL)
	}
	s.EndMCP()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("the session goes on after the server has ended")
	}
	_ = session.Close()
}

// TestMCPRate holds an agent in a loop on this machine to a rate.
func TestMCPRate(t *testing.T) {
	s := opened(t, Options{})
	now := time.Now()
	s.mcp.calls.now = func() time.Time { return now }
	session := agent(t, s, nil)
	var err error
	for range mcpRate*limitBurst + 1 {
		if _, err = session.ListTools(t.Context(), nil); err != nil {
			break
		}
	}
	if err == nil || !strings.Contains(err.Error(), "秒待って") {
		t.Errorf("error %v", err)
	}
}

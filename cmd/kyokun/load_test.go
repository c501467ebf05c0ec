package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// What a crowd may cost a server with the bundled content, in megabytes over
// what it takes when idle; docs/reliability.md states them.
const (
	idleConnections  = 5000
	maxIdleMemory    = 250
	searchesAtOnce   = 500
	maxSearchMemory  = 700
	slowConnections  = 20
	requestsAtTheEnd = 40
)

// memory is what a process holds, in megabytes; peak is the most it ever held.
func (p *process) memory() (now, peak int) {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		kB, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
		switch name {
		case "VmRSS":
			now = kB / 1024
		case "VmHWM":
			peak = kB / 1024
		}
	}
	return now, peak
}

// TestCrowd holds a real server against slow clients, thousands that say
// nothing, bodies over the limit and hundreds of searches at once: it goes on
// answering, and its memory stays within what is stated.
func TestCrowd(t *testing.T) {
	p := serving(t, t.TempDir())
	p.until("an index", func() bool { status, _ := p.readyz(); return status == http.StatusOK })
	before, _ := p.memory()

	slow := p.openSlow()
	idle := p.openIdle()
	p.answers("/search?q=" + url.QueryEscape("輻輳"))
	after, _ := p.memory()
	if after-before > maxIdleMemory {
		t.Errorf("%d idle connections cost %d MB, more than %d", len(idle), after-before, maxIdleMemory)
	}
	t.Logf("%d connections that say nothing cost %d MB", len(idle), after-before)
	for _, c := range idle {
		c.Close()
	}

	p.tooLarge()
	p.searchAtOnce()
	_, peak := p.memory()
	if peak-before > maxSearchMemory {
		t.Errorf("%d searches at once cost %d MB, more than %d", searchesAtOnce, peak-before, maxSearchMemory)
	}
	t.Logf("idle %d MB, at most %d MB", before, peak)

	// A client that never ends its request is sent away.
	for _, c := range slow {
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("a slow client is still served: %v", err)
		}
		c.Close()
	}
	p.stop()
}

func (p *process) dial() net.Conn {
	p.t.Helper()
	c, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// openSlow begins requests that never end.
func (p *process) openSlow() []net.Conn {
	var out []net.Conn
	for range slowConnections {
		c := p.dial()
		if _, err := io.WriteString(c, "GET /search?q=x HTTP/1.1\r\nHost: "+p.addr+"\r\nX-Slow: "); err != nil {
			p.t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// openIdle opens connections that have asked once and then keep silent.
func (p *process) openIdle() []net.Conn {
	p.t.Helper()
	var out []net.Conn
	for range idleConnections {
		c := p.dial()
		if _, err := io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: "+p.addr+"\r\n\r\n"); err != nil {
			p.t.Fatal(err)
		}
		out = append(out, c)
	}
	for _, c := range out {
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			p.t.Fatal(err)
		}
		resp.Body.Close()
	}
	return out
}

func (p *process) answers(path string) {
	p.t.Helper()
	if status, _ := p.get(path); status != http.StatusOK {
		p.t.Errorf("%s answers %d", path, status)
	}
}

// tooLarge sends more than a body may hold.
func (p *process) tooLarge() {
	p.t.Helper()
	for _, path := range []string{"/api/v1/similar", "/incident"} {
		resp, err := http.Post("http://"+p.addr+path, "text/plain", bytes.NewReader(make([]byte, 8<<20)))
		if err != nil {
			continue // the server hung up on it
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge {
			p.t.Errorf("%s takes 8 MB with status %d", path, resp.StatusCode)
		}
	}
}

// searchAtOnce searches hundreds of times at once: each is answered, or told to
// come again.
func (p *process) searchAtOnce() {
	p.t.Helper()
	var served, later atomic.Int32
	var all sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: searchesAtOnce}}
	defer client.CloseIdleConnections()
	for i := range searchesAtOnce {
		all.Go(func() {
			q := url.Values{"q": {[]string{"輻輳", "停電 DNS", "端末の再試行で輻輳", "設定変更"}[i%4]}, "page": {strconv.Itoa(i%3 + 1)}}
			resp, err := client.Get("http://" + p.addr + "/search?" + q.Encode())
			if err != nil {
				p.t.Error(err)
				return
			}
			defer resp.Body.Close()
			_, err = io.Copy(io.Discard, resp.Body)
			switch {
			case err != nil:
				p.t.Errorf("an answer is cut: %v", err)
			case resp.StatusCode == http.StatusOK:
				served.Add(1)
			case resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") != "":
				later.Add(1)
			default:
				p.t.Errorf("status %d", resp.StatusCode)
			}
		})
	}
	all.Wait()
	if served.Load() == 0 {
		p.t.Error("no search was answered")
	}
	p.t.Logf("%d searches at once: %d answered, %d told to come again", searchesAtOnce, served.Load(), later.Load())
}

// TestStopUnderLoad ends the server in the middle of requests: what has begun to
// be answered is answered whole, and the process ends by itself.
func TestStopUnderLoad(t *testing.T) {
	p := serving(t, t.TempDir())
	p.until("an index", func() bool { status, _ := p.readyz(); return status == http.StatusOK })
	var answered, refused atomic.Int32
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var all sync.WaitGroup
	for range requestsAtTheEnd {
		all.Go(func() {
			for refused.Load() < requestsAtTheEnd && ctx.Err() == nil {
				resp, err := http.Get("http://" + p.addr + "/search?q=" + url.QueryEscape("輻輳"))
				if err != nil {
					refused.Add(1) // it had not begun to be answered
					continue
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					t.Errorf("an answer is cut: %v", err)
				}
				resp.Body.Close()
				answered.Add(1)
			}
		})
	}
	p.until("answers under load", func() bool { return answered.Load() > requestsAtTheEnd })
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v: %s", err, p.log)
	}
	t.Logf("%d answers, none cut", answered.Load())
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// siteOfTests is the server that the browser tests share: building an index for
// each would take longer than the tests.
var siteOfTests struct {
	once sync.Once
	base string
	stop func() error
	err  error
}

// site returns the address of the server that the tests share.
func site(t *testing.T) string {
	t.Helper()
	siteOfTests.once.Do(func() { siteOfTests.base, siteOfTests.stop, siteOfTests.err = startServer() })
	if siteOfTests.err != nil {
		t.Fatal(siteOfTests.err)
	}
	waitReady(t, siteOfTests.base)
	return siteOfTests.base
}

// startServer runs "kyokun serve" in this process, on a free port and an empty
// data folder, and returns its address and how to stop it.
func startServer() (base string, stop func() error, err error) {
	dir, err := os.MkdirTemp("", "kyokun-test-")
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"--lang", "ja", "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "data")},
			streams{in: strings.NewReader(""), out: w, err: io.Discard})
		w.Close()
	}()
	stop = func() error {
		cancel()
		var err error
		if code := <-done; code != exitDone {
			err = fmt.Errorf("the server ended with status %d", code)
		}
		return errors.Join(err, os.RemoveAll(dir))
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return "", nil, fmt.Errorf("the server did not start: %w", errors.Join(err, stop()))
	}
	return regexp.MustCompile(`http://[0-9.:]+`).FindString(line), stop, nil
}

// waitReady waits until the index is built, which takes a while under the race
// detector.
func waitReady(t *testing.T, base string) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		resp, err := http.Get(base + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the index is not ready after three minutes")
}

// browser is a real Chromium that notes what a page does wrong.
type browser struct {
	ctx  context.Context
	base string

	mu       sync.Mutex
	faults   []string
	requests int
}

func openBrowser(t *testing.T, base string, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("this test needs Chromium: run make test, which installs it")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(more, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true),
		// Going back loads a page again: the harder case, and one that is told of.
		chromedp.Flag("disable-features", "BackForwardCache"))...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	return b
}

// evaluate returns what a script on the page comes to.
func evaluate[T any](t *testing.T, b *browser, script string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return v
}

// visit opens a page in a language.
func (b *browser) visit(t *testing.T, page, lang string) {
	t.Helper()
	sep := map[bool]string{true: "&", false: "?"}[strings.Contains(page, "?")]
	b.do(t, chromedp.Navigate(b.base+page+sep+"lang="+lang), chromedp.WaitReady("main h1"))
}

// errorPages are addresses that rightly answer with an error.
var errorPages = []string{"/nowhere", "/duty?service=x"}

func isErrorPage(e *log.Entry) bool {
	return e.Source == log.EntrySourceNetwork && slices.ContainsFunc(errorPages, func(page string) bool { return strings.Contains(e.URL, page) })
}

// note keeps errors on the console, which is where a violation of the content
// security policy shows, exceptions, and requests to other hosts.
func (b *browser) note(ev any) {
	fault := ""
	switch ev := ev.(type) {
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError && !isErrorPage(ev.Entry) {
			fault = ev.Entry.Text + " " + fmt.Sprint(ev.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		fault = ev.ExceptionDetails.Text
	case *network.EventRequestWillBeSent:
		b.mu.Lock()
		b.requests++
		b.mu.Unlock()
		if u := ev.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, "data:") {
			fault = "a request to " + u
		}
	}
	if fault != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.faults = append(b.faults, fault)
	}
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// path returns the path of the page the browser is on.
func (b *browser) path(t *testing.T) string {
	t.Helper()
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

// follow clicks a link of the main part and waits for the page it leads to.
func (b *browser) follow(t *testing.T, hrefPrefix string) {
	t.Helper()
	sel := `main a[href^="` + hrefPrefix + `"]`
	b.do(t, chromedp.ScrollIntoView(sel), chromedp.Click(sel), waitPath(hrefPrefix), chromedp.WaitReady("main h1"))
}

// waitPath waits until the page's path begins with the prefix.
func waitPath(prefix string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, tgt *chromedp.Target) (chromedp.Void, error) {
		for {
			ok, err := chromedp.Evaluate[bool](fmt.Sprintf("location.pathname.startsWith(%q) && document.readyState === 'complete'", prefix))(ctx, tgt)
			if ok && err == nil {
				return chromedp.Void{}, nil
			}
			select {
			case <-ctx.Done():
				return chromedp.Void{}, fmt.Errorf("wait for %s: %w", prefix, ctx.Err())
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

// check reports what went wrong on the pages seen.
func (b *browser) check(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.requests == 0 {
		t.Error("no request was seen, so nothing was checked")
	}
	for _, f := range b.faults {
		t.Error(f)
	}
}

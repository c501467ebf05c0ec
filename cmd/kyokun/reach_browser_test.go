package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/chromedp/chromedp/kb"
)

// TestLargeText doubles the letters alone, as a reader's own setting does.
func TestLargeText(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t), chromedp.Flag("blink-settings", "defaultFontSize=32"))
	b.do(t, chromedp.EmulateViewport(1280, 800))
	for _, page := range sortsOfPages {
		b.visit(t, page, "ja")
		if size := evaluate[string](t, b, `getComputedStyle(document.body).fontSize`); size != "32px" {
			t.Fatalf("letters of %s", size)
		}
		if over := evaluate[int](t, b, tooWide); over > 0 {
			t.Errorf("%s is %d px too wide with letters twice as large", page, over)
		}
	}
	b.check(t)
}

// shifts lists what moved on the page since its markup had arrived.
const shifts = `new Promise(done => {
	const moved = [];
	const whole = performance.getEntriesByType("navigation")[0].domInteractive;
	new PerformanceObserver(list => { for (const e of list.getEntries()) if (e.startTime >= whole) for (const s of e.sources)
		moved.push((s.node?.nodeName || "?") + "." + (s.node?.className || "") + " by " + e.value.toPrecision(2)); }).observe({type: "layout-shift", buffered: true});
	requestAnimationFrame(() => setTimeout(() => done(moved), 50));
})`

// TestNoLayoutShift holds that nothing moves once a page has arrived. A frame
// painted of half a page, where the network or the machine happened to pause, is
// followed by a frame of the whole that counts as a shift and is none of ours: what
// our styles and scripts move, they move at every visit, so that only a page
// that moves each of three times fails.
func TestNoLayoutShift(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	for _, width := range []int64{1280, 390} {
		b.do(t, chromedp.EmulateViewport(width, 800))
		for _, page := range sortsOfPages {
			var moved []string
			for range 3 {
				b.visit(t, page, "ja")
				var err error
				if moved, err = chromedp.Run(b.ctx, chromedp.Evaluate[[]string](shifts, chromedp.EvalAwaitPromise)); err != nil {
					t.Fatal(err)
				}
				if len(moved) == 0 {
					break
				}
			}
			for _, m := range moved {
				t.Errorf("%s at %d px: moved %s", page, width, m)
			}
		}
	}
	b.check(t)
}

// withoutScripts turns JavaScript off for the pages, not for the test.
func withoutScripts() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

// TestWithoutScripts searches, browses, judges a duty, asks for similar cases
// and opens a trace with JavaScript off.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, withoutScripts(), chromedp.Navigate(b.base+"/?lang=ja"), chromedp.WaitVisible("#q"),
		chromedp.SendKeys("#q", "輻輳"), chromedp.Click("form.search button"), waitPath("/search"), chromedp.WaitVisible("main mark"))
	if n := evaluate[int](t, b, `performance.getEntriesByType("resource").length && document.querySelectorAll("[role=combobox]").length`); n != 0 {
		t.Error("scripts run, so the test shows nothing")
	}
	b.do(t, chromedp.Navigate(b.base+"/?lang=ja"), chromedp.Click(`.browse-facet a[href*="phase=prevention"]`), waitPath("/search"), chromedp.WaitVisible(".hit"))
	b.follow(t, "/lessons/")
	b.do(t, chromedp.Click("details.trace > summary"), chromedp.WaitVisible(".trace .tree a"), chromedp.WaitVisible(".trace-chart svg"))
	b.do(t, chromedp.Click("button.cite"), chromedp.WaitVisible(".cite-note:popover-open"))
	b.do(t, chromedp.Navigate(b.base+"/duty?lang=ja"), chromedp.Click("[value=voice-emergency]"), chromedp.SendKeys("#minutes", "90"),
		chromedp.SendKeys("#users", "3万"), chromedp.Click(".duty-form [type=submit]"), chromedp.WaitVisible(".verdict-yes"))
	b.do(t, chromedp.Navigate(b.base+"/incident?lang=ja"), chromedp.Focus("#text"), commit("切り戻しのあと位置登録が一斉に来て信号交換機が輻輳"),
		chromedp.Click(".incident-form [type=submit]"), chromedp.WaitVisible(".incident-cases h3 a"))
	b.check(t)
}

// press presses a key so many times.
func (b *browser) press(t *testing.T, key string, times int) {
	t.Helper()
	for range times {
		b.do(t, chromedp.KeyEvent(key))
	}
}

// focused describes what has the focus, and how it shows.
const focused = `(() => { const e = document.activeElement, s = getComputedStyle(e);
	return (s.outlineStyle === "none" || s.outlineWidth === "0px" ? "UNSEEN " : "") + e.tagName + " " + e.textContent.trim().slice(0, 20); })()`

// TestByKeyboard goes from the top of a case to its text, opens a citation and
// follows it to its place in the source, by keys alone.
func TestByKeyboard(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/cases/case-r03-04", "ja")
	b.press(t, kb.Tab, 1)
	if at := evaluate[string](t, b, focused); at != "A 本文へ移動" && !strings.HasPrefix(at, "A 本文") {
		t.Errorf("the first stop is %q, not the way past the navigation", at)
	}
	b.press(t, kb.Enter, 1)
	if at := evaluate[string](t, b, `document.activeElement.id`); at != "main" {
		t.Errorf("the skip link leads to %q", at)
	}
	for range 60 {
		b.press(t, kb.Tab, 1)
		at := evaluate[string](t, b, focused)
		if strings.HasPrefix(at, "UNSEEN") {
			t.Errorf("nothing shows that the focus is on %q", at)
		}
		if strings.HasPrefix(at, "BUTTON 出典") {
			break
		}
	}
	b.press(t, kb.Enter, 1)
	b.do(t, chromedp.WaitVisible(".cite-note:popover-open"))
	b.press(t, kb.Escape, 1)
	b.do(t, chromedp.WaitNotPresent(".cite-note:popover-open"))
	if at := evaluate[string](t, b, focused); !strings.HasPrefix(at, "BUTTON 出典") {
		t.Errorf("closing the citation leaves the focus on %q", at)
	}
	b.press(t, kb.Enter, 1)
	b.press(t, kb.Tab, 1)
	b.press(t, kb.Enter, 1)
	b.do(t, waitPath("/sources/source-r03-report"))
	if hash := evaluate[string](t, b, `document.querySelector(":target")?.id || ""`); !strings.HasPrefix(hash, "sec-") {
		t.Errorf("the citation leads to %q", hash)
	}
	b.check(t)
}

// TestBackAndForward keeps query and filters on the way back.
func TestBackAndForward(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, chromedp.Navigate(b.base+"/search?lang=ja&q=輻輳&kind=case"), chromedp.WaitVisible(".hit"))
	b.follow(t, "/cases/")
	b.do(t, chromedp.NavigateBack(), waitPath("/search"), chromedp.WaitVisible(".hit"))
	if q := evaluate[string](t, b, `document.getElementById("q").value + "|" + new URLSearchParams(location.search).get("kind")`); q != "輻輳|case" {
		t.Errorf("going back finds %q", q)
	}
	b.do(t, chromedp.NavigateForward(), waitPath("/cases/"), chromedp.WaitReady("main h1"))
	b.check(t)
}

// TestPolicyIsWatched breaks the content security policy on purpose: the
// browser must tell, else the other tests prove nothing.
func TestPolicyIsWatched(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/", "ja")
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.head.append(Object.assign(document.createElement("style"), {textContent: "p { color: red }"}))`))
	found := fmt.Sprint(b.faults)
	if !strings.Contains(found, "Content Security Policy") {
		t.Errorf("an inline style is not told of: %s", found)
	}
}

package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/chromedp/chromedp/kb"
	domain "kyokun/kb"
)

// TestWalkInBrowser is the walk of a newcomer: search a word, open a lesson,
// go on to the case it comes from and to a provision it leans on.
func TestWalkInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, chromedp.Navigate(b.base+"/?lang=ja"), chromedp.WaitVisible("#q"),
		chromedp.SendKeys("#q", "輻輳\r"), waitPath("/search"), chromedp.WaitVisible("main mark"))
	marked, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("main mark")].map(e => e.textContent).join(" ")`))
	if err != nil || !strings.Contains(marked, "輻輳") {
		t.Errorf("marked on the results page: %q (error %v)", marked, err)
	}
	b.follow(t, "/lessons/lesson-r03-1-03")
	b.follow(t, "/cases/case-r03-04")
	b.follow(t, "/lessons/lesson-r03-1-03")
	b.follow(t, "/provisions/provision-safety-test-load")
	if got := b.path(t); got != "/provisions/provision-safety-test-load" {
		t.Errorf("the walk ends at %s", got)
	}
	b.check(t)
}

// TestSuggestions types the beginning of a title and opens the document by
// keyboard.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, chromedp.Navigate(b.base+"/?lang=ja"), chromedp.WaitVisible("#q"), chromedp.SendKeys("#q", "適切な停電"),
		// Only the whole text has a single suggestion; those of its beginning,
		// which may show for a moment, have more.
		chromedp.WaitVisible("#q-list [role=option]:only-child"), chromedp.KeyEvent(kb.ArrowDown))
	if v, err := chromedp.Run(b.ctx, chromedp.AttributeValue("#q", "aria-activedescendant")); err != nil || v.Value == "" {
		t.Errorf("no suggestion is active after ↓ (error %v)", err)
	}
	b.do(t, chromedp.KeyEvent(kb.Enter), waitPath("/lessons/lesson-r03-1-02"))
	b.check(t)
}

// compose sets the text that an input method has not committed yet.
func compose(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		end := int64(len([]rune(text)))
		_, err := chromedp.Call(ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
		return err
	})
}

// commit ends the composition with a text.
func commit(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// imeKey presses a key that belongs to the input method: browsers give it the
// code 229.
func imeKey(key string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: 229})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TestSuggestionsUnderIME writes with an input method: suggestions come while
// it composes, its keys neither choose nor send, and nothing that is being
// composed is rewritten.
func TestSuggestionsUnderIME(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	field := func(what string) string {
		t.Helper()
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`String((q => `+what+`)(document.getElementById("q")))`))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	b.do(t, chromedp.Navigate(b.base+"/?lang=ja"), chromedp.WaitVisible("#q"), chromedp.Focus("#q"))
	field(`[window.seen = [], ...["compositionstart", "compositionend", "keydown"].map(n => q.addEventListener(n, e => seen.push(n === "keydown" ? n + e.keyCode : n)))]`)
	b.do(t, compose("て"), compose("てい"), compose("ていd"), chromedp.WaitVisible("#q-list [role=option]"))
	if got := field(`document.getElementById("q-list").textContent`); !strings.Contains(got, "停電") {
		t.Errorf("ていd suggests %q", got)
	}
	b.do(t, imeKey("ArrowDown"), imeKey("Enter"))
	if got := field(`q.value + "|" + (q.getAttribute("aria-activedescendant") || "") + "|" + location.pathname`); got != "ていd||/" {
		t.Errorf("the input method's keys leave %q", got)
	}
	b.do(t, commit("停電"), chromedp.WaitVisible("#q-list [role=option]"))
	if got := field(`q.value`); got != "停電" {
		t.Errorf("committed %q", got)
	}
	if got := field(`seen.join(" ")`); got != "compositionstart keydown229 keydown229 compositionend" {
		t.Errorf("the browser told of %q, so the test composed nothing", got)
	}
	b.do(t, chromedp.SendKeys("#q", "\r"), waitPath("/search"), chromedp.WaitVisible("main mark"))
	b.check(t)
}

// TestIncidentInBrowser pastes what is happening, finds the case, and finds
// the text again after leaving the page.
func TestIncidentInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, chromedp.Navigate(b.base+"/incident?lang=ja"), chromedp.WaitVisible("#text"), chromedp.Focus("#text"),
		commit("切り戻しのあと位置登録が一斉に来て信号交換機が輻輳"), chromedp.Click(".incident-form [type=submit]"),
		chromedp.WaitVisible(".incident-cases h3 a"))
	b.do(t, chromedp.Click(".ticks label"), chromedp.WaitVisible("[data-reset]"))
	ticked, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("[data-done]").textContent`))
	if err != nil || !strings.HasPrefix(ticked, "1／") {
		t.Errorf("one question ticked: %q (error %v)", ticked, err)
	}
	b.follow(t, "/cases/case-r03-06")
	b.do(t, chromedp.NavigateBack(), chromedp.WaitVisible(".incident-cases h3 a")) // the answer is there again
	kept, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.getElementById("text").value`))
	if err != nil || !strings.Contains(kept, "位置登録") {
		t.Errorf("kept %q (error %v)", kept, err)
	}
	b.do(t, chromedp.Click(".ask > summary"), chromedp.WaitVisible("[data-clear]"), chromedp.Click("[data-clear]"),
		chromedp.WaitNotPresent(".ask"), chromedp.WaitVisible("#text"))
	if kept, err = chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.getElementById("text").value`)); err != nil || kept != "" {
		t.Errorf("cleared, and kept %q (error %v)", kept, err)
	}
	b.check(t)
}

// TestIncidentClock enters start, service and users: the clock runs, the draft
// can be copied, and all is there after a reload.
func TestIncidentClock(t *testing.T) {
	b := openBrowser(t, site(t))
	start := time.Now().In(domain.JST).Add(-20 * time.Minute)
	b.do(t, chromedp.Navigate(b.base+"/incident?lang=ja"), chromedp.WaitVisible("#time"),
		chromedp.SetValue("#on", start.Format("2006-01-02")), chromedp.SetValue("#time", start.Format("15:04")),
		chromedp.SendKeys("#users", "3万"), chromedp.Click("[name=service][value=voice-emergency]"),
		chromedp.Click(".incident-form [type=submit]"), chromedp.WaitVisible("[data-clock] [role=timer] span"))
	face, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("[role=timer]").textContent`))
	if err != nil || !strings.Contains(face, "発生から 2") || !strings.Contains(face, "次の時間の線") {
		t.Errorf("the clock says %q (error %v)", face, err)
	}
	b.do(t, chromedp.Click("[data-copy]"), chromedp.WaitVisible("[data-copy] + [role=status]:not(:empty)"))
	b.do(t, chromedp.Reload(), chromedp.WaitVisible(".verdict"), chromedp.WaitVisible("#draft"))
	draft, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.getElementById("draft").value`))
	if err != nil || !strings.Contains(draft, "30,000人") || !strings.Contains(draft, "発生原因： 調査中") {
		t.Errorf("after a reload the draft is %q (error %v)", draft, err)
	}
	b.check(t)
}

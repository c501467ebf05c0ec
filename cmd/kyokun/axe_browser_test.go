package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axePages are one page of each sort and state.
var axePages = []string{
	"/", "/search?q=輻輳", "/search?q=xqzzyx", "/cases/case-r03-03", "/cases/case-r03-06", "/lessons/lesson-r03-1-01", "/lessons/lesson-r03-2-02",
	"/provisions/provision-management-m-incident", "/sources/source-r03-report", "/framework", "/statistics", "/statistics/tables",
	"/statistics/years", "/statistics/cases", "/lineage", "/glossary", "/glossary?row=sa", "/glossary?q=IP", "/duty",
	"/duty?service=lpwa&service=internet-access&minutes=90&on=2020-01-01", "/duty?service=x", "/incident", "/changes", "/backup", "/api", "/documents/case-r03-03/history",
	"/checklist", "/checklist?work=construction", "/evidence", "/nowhere",
}

// axeScript is where "make axe" puts the checker.
const axeScript = "../../.tools/node_modules/axe-core/axe.min.js"

// What a run of axe-core goes by: the rules of WCAG 2.2 A and AA with best
// practice, and those that another theme alone can break.
const (
	axeRules  = `{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	axeColour = `{runOnly: {type: "rule", values: ["color-contrast"]}}`
)

// runAxe returns what breaks a rule, one line each.
func runAxe(rules string) chromedp.Action[[]string] {
	return chromedp.Evaluate[[]string](`axe.run(document, `+rules+`)
.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target.join(" ") + ": " + (n.any[0] || n.all[0] || n.none[0] || {message: v.help}).message)))`,
		chromedp.EvalAwaitPromise)
}

// preferTheme makes the reader's system one of light or dark.
func preferTheme(theme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return err
	})
}

// TestAxe holds every sort of page against axe-core, in both languages and
// themes, wide and narrow.
func TestAxe(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatalf("this test needs axe-core: run make test, which installs it (%v)", err)
	}
	base := site(t)
	for _, lang := range []string{"ja", "en"} {
		for _, width := range []int64{1280, 390} {
			t.Run(fmt.Sprintf("%s/%d", lang, width), func(t *testing.T) {
				t.Parallel()
				b := openBrowser(t, base)
				b.do(t, chromedp.EmulateViewport(width, 900))
				for _, page := range axePages {
					sep := map[bool]string{true: "&", false: "?"}[strings.Contains(page, "?")]
					b.do(t, preferTheme("light"), chromedp.Navigate(b.base+page+sep+"lang="+lang), chromedp.WaitReady("main h1"),
						chromedp.Evaluate[chromedp.Void](string(script)+";undefined"))
					holdAxe(t, b, page+" (light)", axeRules)
					b.do(t, preferTheme("dark"))
					dark, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`matchMedia("(prefers-color-scheme: dark)").matches`))
					if err != nil || !dark {
						t.Fatalf("%s is not in the dark (error %v)", page, err)
					}
					holdAxe(t, b, page+" (dark)", axeColour)
				}
			})
		}
	}
}

func holdAxe(t *testing.T, b *browser, page, rules string) {
	t.Helper()
	found, err := chromedp.Run(b.ctx, runAxe(rules))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	for _, v := range found {
		t.Errorf("%s: %s", page, v)
	}
}

// smallTargets are the targets under 44 px that do not stand within a text. A
// citation's target is the box around it, which takes no room in the text.
const smallTargets = `[...document.querySelectorAll("a, button, summary, select, input:not([type=checkbox], [type=hidden]), label:has([type=checkbox])")]
.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 1 && r.height < 43.5 &&
	!(e.matches("a") && getComputedStyle(e).display === "inline") &&
	!(e.matches("button.cite") && parseFloat(getComputedStyle(e, "::after").height) >= 43.5) && !e.closest("details:not([open]) > :not(summary)"); })
.map(e => e.tagName + "." + e.className + " in " + e.parentElement.tagName + "." + e.parentElement.className + ": " + Math.round(e.getBoundingClientRect().height) + " px: " + e.textContent.trim().slice(0, 30))`

// TestTouchTargets holds each sort of page on a phone to targets of 44 px, but
// for links within a text.
func TestTouchTargets(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
		return err
	}))
	for _, page := range axePages {
		b.do(t, chromedp.Navigate(b.base+page), chromedp.WaitReady("main h1"))
		coarse, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`matchMedia("(pointer: coarse)").matches`))
		if err != nil || !coarse {
			t.Fatalf("%s is not on a phone (error %v)", page, err)
		}
		small, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](smallTargets))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range small {
			t.Errorf("%s: %s", page, s)
		}
	}
}

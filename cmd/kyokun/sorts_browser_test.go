package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// sortsOfPages are one page of each sort and state.
var sortsOfPages = []string{
	"/", "/search?q=輻輳", "/search?q=xqzzyx", "/cases/case-r03-03", "/cases/case-r03-06", "/lessons/lesson-r03-1-01", "/lessons/lesson-r03-2-02",
	"/provisions/provision-management-m-incident", "/sources/source-r03-report", "/framework", "/statistics", "/statistics/tables",
	"/statistics/years", "/statistics/cases", "/lineage", "/glossary", "/glossary?row=sa", "/glossary?q=IP", "/duty",
	"/duty?service=lpwa&service=internet-access&minutes=90&on=2020-01-01", "/duty?service=x", "/incident", "/changes", "/backup", "/api", "/documents/case-r03-03/history",
	"/checklist", "/checklist?work=construction", "/evidence", "/nowhere",
}

// tooWide is by how many pixels a page sticks out of the window.
const tooWide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

// smallTargets are the targets under 44 px that do not stand within a text. A
// citation's target is the box around it, which takes no room in the text.
const smallTargets = `[...document.querySelectorAll("a, button, summary, select, input:not([type=checkbox], [type=hidden]), label:has([type=checkbox])")]
.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 1 && r.height < 43.5 &&
	!(e.matches("a") && getComputedStyle(e).display === "inline") &&
	!(e.matches("button.cite") && parseFloat(getComputedStyle(e, "::after").height) >= 43.5) && !e.closest("details:not([open]) > :not(summary)"); })
.map(e => e.tagName + "." + e.className + " in " + e.parentElement.tagName + "." + e.parentElement.className + ": " + Math.round(e.getBoundingClientRect().height) + " px: " + e.textContent.trim().slice(0, 30))`

// TestSortsOfPages opens one page of each sort in each language, and holds it to
// all that can be asked of a page that is open: one visit serves, since no script
// of ours and nothing but the styles goes by the width, the pointer or the theme.
func TestSortsOfPages(t *testing.T) {
	t.Parallel()
	base := site(t)
	for _, lang := range []string{"ja", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := openBrowser(t, base)
			for _, page := range sortsOfPages {
				b.do(t, chromedp.EmulateViewport(1280, 900), preferTheme("light"))
				b.visit(t, page, lang)
				holdWidth(t, b, page)
				holdTargets(t, b, page)
				injectAxe(t, b)
				b.resize(t, 1280, 900)
				b.becomes(t, `!matchMedia("(pointer: coarse)").matches`)
				// The theme changes once: each change is a new style for all there is.
				for _, width := range []int64{1280, 390} {
					b.resize(t, width, 900)
					holdAxe(t, b, fmt.Sprintf("%s at %d px (light)", page, width), axeRules)
				}
				b.do(t, preferTheme("dark"))
				b.becomes(t, `matchMedia("(prefers-color-scheme: dark)").matches`)
				for _, width := range []int64{390, 1280} {
					b.resize(t, width, 900)
					holdAxe(t, b, fmt.Sprintf("%s at %d px (dark)", page, width), axeColour)
				}
			}
			b.check(t)
		})
	}
}

// resize makes the window of an open page another, which the page learns of a
// moment later.
func (b *browser) resize(t *testing.T, width, height int64, more ...chromedp.EmulateViewportOption) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(width, height, more...))
	b.becomes(t, fmt.Sprintf("innerWidth === %d && innerHeight === %d", width, height))
}

// becomes waits until a condition is true on the page that is open.
func (b *browser) becomes(t *testing.T, condition string) {
	t.Helper()
	became, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise(done => {
		const last = Date.now() + 10000;
		const look = () => `+condition+` ? done(true) : Date.now() > last ? done(false) : setTimeout(look, 5);
		look();
	})`, chromedp.EvalAwaitPromise))
	if err != nil || !became {
		t.Fatalf("%s is not so on %s (error %v)", condition, b.path(t), err)
	}
}

// holdWidth holds that nothing sticks out at 320 px, the width that a phone has
// at least and a window of 1280 px at 400 % zoom, at 390 px, and at 200 %.
func holdWidth(t *testing.T, b *browser, page string) {
	t.Helper()
	for _, width := range []int64{320, 390, 640} {
		b.resize(t, width, 800)
		if over := evaluate[int](t, b, tooWide); over > 0 {
			t.Errorf("%s is %d px too wide at %d px", page, over, width)
		}
	}
}

// holdTargets holds the page on a phone to targets of 44 px, but for links within
// a text.
func holdTargets(t *testing.T, b *browser, page string) {
	t.Helper()
	b.resize(t, 390, 844, chromedp.EmulateTouch)
	b.becomes(t, `matchMedia("(pointer: coarse)").matches`)
	for _, s := range evaluate[[]string](t, b, smallTargets) {
		t.Errorf("%s: %s", page, s)
	}
}

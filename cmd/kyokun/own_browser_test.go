package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ownPassages is the text of the source that [ownSource] makes, and citingCase a
// case that rests on it.
const (
	ownPassages = `{"source":"source-own-browser","section":"1","page":2,"exact":true,"position":1,"text":"鉄塔の電源が午前9時15分に止まり、最大約1,200人が使えなかった。"}
`
	citingCase = `---
id: case-own-browser
title: 鉄塔の停電
title_en: A mast without power
summary: 鉄塔の電源が止まった。
domain: small-business
cite: [{source: source-own-browser, section: '1'}]
affected: [{max: 1200, unit: 人, text: 最大約1200人, cite: {source: source-own-browser, section: '1'}}]
phenomenon: {text: 1300人が使えない}
causes: [{id: c1, role: direct, text: 電源が1系統, by: source, cite: {source: source-own-browser, section: '1'}}]
measures: []
notices: []
notices_note: 無い
---
`
)

// TestOwnDocuments writes documents while a page of results is open: a reload
// finds them. The pages that only one's own documents have, of two revisions
// beside each other and of a citation beside its source, are held to axe-core, and
// to the width of a phone.
func TestOwnDocuments(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatalf("this test needs axe-core: run make test, which installs it (%v)", err)
	}
	p := serving(t, t.TempDir())
	b := openBrowser(t, "http://"+p.addr)
	waitReady(t, b.base)
	b.visit(t, "/search?q=獅子岩鉄塔", "ja")
	if n := evaluate[int](t, b, `document.querySelectorAll(".hit").length`); n != 0 {
		t.Fatalf("%d hits before anything was written", n)
	}
	p.mustPut(ownSource("source-own-browser", "獅子岩鉄塔"), 0)
	b.do(t, chromedp.Reload(), chromedp.WaitReady("main h1"))
	if first := evaluate[string](t, b, `document.querySelector(".hit a")?.getAttribute("href") || ""`); !strings.HasPrefix(first, "/sources/source-own-browser") {
		t.Errorf("after a reload the first hit is %q", first)
	}
	p.mustPut(ownSource("source-own-browser", "獅子岩鉄塔の改修"), 1)
	p.mustPut(changedFile{Name: "passages-source-own-browser.jsonl", Data: []byte(ownPassages)}, 0)
	p.mustPut(changedFile{Name: "case-own-browser.md", Data: []byte(citingCase)}, 0)
	for _, at := range []struct{ path, shows string }{
		{"/documents/source-own-browser/history?from=1&to=2", "の改修"},
		{"/evidence?id=case-own-browser", "最大約1,200人"},
		{"/evidence?id=case-own-browser&source=source-own-browser&section=1", "最大約1,200人"},
	} {
		for _, lang := range []string{"ja", "en"} {
			for _, width := range []int64{1280, 320} {
				name := fmt.Sprintf("%s in %s at %d px", at.path, lang, width)
				b.do(t, chromedp.EmulateViewport(width, 900), preferTheme("light"))
				b.visit(t, at.path, lang)
				if text := evaluate[string](t, b, `document.querySelector("main").textContent`); !strings.Contains(text, at.shows) {
					t.Errorf("%s does not show %s", name, at.shows)
				}
				if over := evaluate[int](t, b, tooWide); over > 0 {
					t.Errorf("%s is %d px too wide", name, over)
				}
				b.do(t, chromedp.Evaluate[chromedp.Void](string(script)+";undefined"))
				holdAxe(t, b, name, axeRules)
				b.do(t, preferTheme("dark"))
				holdAxe(t, b, name+" (dark)", axeColour)
			}
		}
	}
	b.check(t)
	p.stop()
}

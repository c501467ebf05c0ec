package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAuditInBrowser goes the auditor's ways: from a cell of the matrix to the
// ground of its link, from a repeated statement to its lesson and trace, and to
// what changed since a day.
func TestAuditInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/framework", "ja")
	b.do(t, chromedp.Click(`.framework-filters a[href*="layer=safety"]`), waitPath("/framework"), chromedp.WaitVisible(".matrix"))
	if gaps := evaluate[int](t, b, `document.querySelectorAll(".matrix .is-gap").length`); gaps == 0 {
		t.Error("the matrix of one layer shows no gap")
	}
	b.do(t, chromedp.Click(".matrix td details > summary"), chromedp.WaitVisible(`.matrix td details[open] a[href^="/lessons/"]`))
	b.do(t, chromedp.Click(`.matrix td details[open] a[href^="/lessons/"]`), waitPath("/lessons/"), chromedp.WaitVisible("main h1"))
	if at := evaluate[string](t, b, `document.querySelector(":target")?.closest("article, section")?.textContent || ""`); !strings.Contains(at, "安信基準") {
		t.Errorf("the cell leads to %.60q, which is not the ground of its link", at)
	}
	b.visit(t, "/lineage", "ja")
	times := evaluate[[]int](t, b, `[...document.querySelectorAll(".lineage tbody tr td:last-child")].map(e => Number(e.textContent))`)
	for i := range len(times) - 1 {
		if times[i] < times[i+1] {
			t.Errorf("row %d of the lineage has %d years, the next one %d", i, times[i], times[i+1])
		}
	}
	b.follow(t, "/lessons/")
	b.do(t, chromedp.Click("details.trace > summary"), chromedp.WaitVisible(".trace .tree"))
	b.visit(t, "/changes?since=2999-01-01", "ja")
	if n := evaluate[int](t, b, `document.querySelectorAll("main [id^=change-]").length`); n != 0 {
		t.Errorf("%d changes since a day to come", n)
	}
	b.check(t)
}

// TestDownloadInBrowser takes a table along as a reader does.
func TestDownloadInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/framework", "ja")
	csv, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`fetch(document.querySelector(".download a[href*='.csv']").href).then(r => r.text())`, chromedp.EvalAwaitPromise))
	if err != nil || !strings.HasPrefix(csv, "教訓,教訓のID,") {
		t.Errorf("the table begins %.60q (error %v)", csv, err)
	}
	b.check(t)
}

// TestChecklistInBrowser ticks a question, finds the tick after a reload and
// takes all ticks off.
func TestChecklistInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/checklist?work=construction", "ja")
	b.do(t, chromedp.Click(".ticks label"), chromedp.Reload(), chromedp.WaitVisible("[data-reset]"))
	if ticked := evaluate[int](t, b, `document.querySelectorAll(".ticks input:checked").length`); ticked != 1 {
		t.Errorf("%d questions are ticked after a reload", ticked)
	}
	b.do(t, chromedp.Click("[data-reset]"), chromedp.WaitNotVisible("[data-reset]"))
	if ticked := evaluate[int](t, b, `document.querySelectorAll(".ticks input:checked").length`); ticked != 0 {
		t.Errorf("%d questions are ticked after taking all off", ticked)
	}
	b.check(t)
}

// TestTermsInBrowser follows a term from a text to its definition.
func TestTermsInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	b.visit(t, "/cases/case-r03-04", "ja")
	b.do(t, chromedp.Click("main a.term"), waitPath("/glossary"))
	if at := evaluate[string](t, b, `document.querySelector(":target")?.id || ""`); !strings.HasPrefix(at, "term-") {
		t.Errorf("a term leads to %q", at)
	}
	b.check(t)
}

package main

import (
	"context"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

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

// injectAxe puts the checker on the page that is open.
func injectAxe(t *testing.T, b *browser) {
	t.Helper()
	script, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatalf("this test needs axe-core: run make test, which installs it (%v)", err)
	}
	b.do(t, chromedp.Evaluate[chromedp.Void](string(script)+";undefined"))
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

//go:build screenshots

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// screenshots are the pictures of docs/, by their names.
var screenshots = []struct {
	name, page string
	height     int64
	steps      []chromedp.Action[chromedp.Void]
}{
	{name: "search", page: "/search?q=輻輳", height: 820},
	{name: "incident", page: "/incident", height: 1000, steps: []chromedp.Action[chromedp.Void]{
		chromedp.SendKeys("#text", "切替工事を切り戻したあと、IoT端末の位置登録が一斉に来て信号交換機が輻輳。音声とデータがつながりにくい。"),
		chromedp.SetValue("#time", "00:10"), chromedp.SendKeys("#users", "20万"),
		chromedp.Click("[value=voice-emergency]"), chromedp.Click(".incident-form [type=submit]"), chromedp.WaitVisible(".incident-cases h3 a"),
	}},
	{name: "trace", page: "/lessons/lesson-r03-1-03", height: 900, steps: []chromedp.Action[chromedp.Void]{
		chromedp.Evaluate[chromedp.Void](`document.getElementById("trace").scrollIntoView({behavior: "instant"})`),
	}},
	{name: "case", page: "/cases/case-r03-04", height: 1000, steps: []chromedp.Action[chromedp.Void]{
		chromedp.Evaluate[chromedp.Void](`document.getElementById("causes").scrollIntoView({behavior: "instant"})`),
	}},
	{name: "framework", page: "/framework", height: 900},
	{name: "statistics", page: "/statistics/years", height: 900},
}

// TestScreenshots takes the pictures anew; "make screenshots" runs it.
func TestScreenshots(t *testing.T) {
	b := openBrowser(t, site(t))
	for _, s := range screenshots {
		b.do(t, chromedp.EmulateViewport(1280, s.height))
		b.visit(t, s.page, "ja")
		b.do(t, append(s.steps, chromedp.Sleep(500*time.Millisecond))...)
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join("..", "..", "docs", s.name+".png"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.check(t)
}

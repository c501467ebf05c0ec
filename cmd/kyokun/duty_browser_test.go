package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	domain "kyokun/kb"
)

// TestDutyClock judges an accident that began half an hour ago, then judges it
// again by the clock.
func TestDutyClock(t *testing.T) {
	t.Parallel()
	b := openBrowser(t, site(t))
	start := time.Now().In(domain.JST).Add(-30 * time.Minute).Format("2006-01-02T15:04")
	b.do(t, chromedp.Navigate(b.base+"/duty?lang=ja&service=voice-emergency&users=30000&on="+start), chromedp.WaitVisible("[data-clock] button"))
	face, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("[data-clock] [role=timer]").textContent`))
	if err != nil || !strings.Contains(face, "発生から 3") || !strings.Contains(face, "次の時間の線") {
		t.Errorf("the clock says %q (error %v)", face, err)
	}
	b.do(t, chromedp.Click("[data-clock] button"), chromedp.WaitReady(`#minutes[value^="3"]`))
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.getElementById("minutes").getAttribute("value")`))
	if n, _ := strconv.Atoi(value); err != nil || n < 30 {
		t.Errorf("judged by %q minutes (error %v)", value, err)
	}
	border, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector(".border dd").textContent`))
	if err != nil || !strings.Contains(border, "で該当します") {
		t.Errorf("the line is %q away (error %v)", border, err)
	}
	b.check(t)
}

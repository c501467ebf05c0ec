package main

import "testing"

func TestGarbageIsBounded(t *testing.T) {
	for live := uint64(1); live < 64<<30; live *= 2 {
		percent := uint64(percentFor(live))
		garbage := live * percent / 100
		if percent < leastPercent || percent > servingPercent || garbage > mostGarbage && percent > leastPercent {
			t.Errorf("%d MB in use: %d %%", live>>20, percent)
		}
	}
	if got := percentFor(100 << 20); got != servingPercent {
		t.Errorf("a small server collects at %d %%", got)
	}
	if liveHeap() == 0 {
		t.Error("the runtime does not tell what is in use")
	}
}

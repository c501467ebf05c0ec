package index

import (
	"slices"
	"testing"
)

// TestRunOn writes words together: what was meant is found, and said so.
func TestRunOn(t *testing.T) {
	x, _ := openReal(t)
	kinds := map[string][]string{"kind": {"case", "lesson"}}
	for typed, want := range map[string]struct{ meant, first string }{
		"shingousyuuchuu": {"shingou syuuchuu", "case-r03-06"},
		"ふくそうのげんいん":       {"ふくそう の げんいん", "case-r03-04"},
		"ぎょうむいたく":         {"ぎょうむ いたく", "lesson-r03-1-09"},
		"いたくさきとのれんらく":     {"いたくさき と の れんらく", "lesson-r03-1-09"},
	} {
		r := search(t, x, Query{Text: typed, Filters: kinds})
		if r.DidYouMean != want.meant || !r.Corrected || r.Total == 0 || !slices.Contains(ids(r.Hits)[:1], want.first) {
			t.Errorf("%s: meant %q (%v), %v", typed, r.DidYouMean, r.Corrected, ids(r.Hits))
		}
	}
}

// TestHiraganaNonsense holds that pieces that the dictionary cuts out of a run
// of hiragana find nothing by themselves.
func TestHiraganaNonsense(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []string{"すいはんき", "せんたくき", "れいぞうこ", "じてんしゃ", "えいがかん", "かくていしんこく", "suihanki", "tamagoyaki"} {
		if r := search(t, x, Query{Text: q}); r.Total > 0 {
			t.Errorf("%s finds %v as %s", q, ids(r.Hits), r.DidYouMean)
		}
	}
	for q, want := range map[string]string{"でんげん": "case-r03-07", "じしん": "case-r03-07", "さいはつぼうし": "lesson-r03-1-08", "つながりにくい": "case-r03-03", "いちとうろく": "case-r03-06"} {
		if r := search(t, x, Query{Text: q}); !slices.Contains(ids(r.Hits), want) || r.Corrected {
			t.Errorf("%s finds %v, not %s", q, ids(r.Hits), want)
		}
	}
}

// TestEnglishInflection holds that the forms of an English word find the same.
func TestEnglishInflection(t *testing.T) {
	x, _ := openReal(t)
	for _, forms := range [][]string{
		{"server", "servers"}, {"outage", "outages", "the outage"}, {"device retry", "device retries"},
		{"backup", "backups"}, {"rollback", "rollbacks"}, {"congestion", "congested"},
	} {
		want := ids(search(t, x, Query{Text: forms[0], Limit: 100}).Hits)
		if len(want) == 0 {
			t.Errorf("%s finds nothing", forms[0])
		}
		slices.Sort(want)
		for _, f := range forms[1:] {
			got := ids(search(t, x, Query{Text: f, Limit: 100}).Hits)
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, and %s %v", forms[0], want, f, got)
			}
		}
	}
}

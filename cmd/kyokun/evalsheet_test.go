package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"kyokun/index/judge"
)

// TestEvalTellsWhatDiffers holds that the queries whose first ten hits would be
// others without the bounds of the ranking are printed, with both figures. None of
// the bundled content is such.
func TestEvalTellsWhatDiffers(t *testing.T) {
	const line = `{"id":"b-1","query":"甲 乙","kind":"pair","relevant":{"case-a":3}}`
	set, problems := judge.Parse([]byte(line))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	run := func(hits ...string) *judge.Report {
		r, err := judge.Run(t.Context(), set, func(context.Context, string, int) ([]string, error) { return hits, nil })
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run("case-b", "case-a")
	r.Loss = judge.LossOf(r, run("case-a", "case-b"))
	var out bytes.Buffer
	a := &app{streams: streams{out: &out}, lang: "en"}
	sheet{app: a, printer: a.printer()}.evaluation(r)
	for _, want := range []string{
		"Queries whose first ten differ from the exhaustive: 1 (of 1)\n",
		"  from rank 1 [pair] 甲 乙  b-1  nDCG@10 0.6309 (exhaustive 1.0000)\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s has no %q", out.String(), want)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kyokun/index"
	"kyokun/index/corpus"
)

// benchLoss is what the bounds of ranking lose at this number of documents: how the
// first pages of queries differ from those where every hit is scored whole and
// looked at for words close together.
type benchLoss struct {
	Name string `json:"name"`
	// Pages is how many were asked for, Differ how many are not the same.
	Pages  int `json:"pages"`
	Differ int `json:"differ"`
	// Hits is how many documents the exhaustive pages have, Missing how many of
	// these the others lack.
	Hits    int `json:"hits"`
	Missing int `json:"missing"`
	// Mean is how long an exhaustive search took, in milliseconds.
	Mean float64 `json:"exhaustive_mean_ms"`

	label string
}

// losses are the queries of several words, the only ones that a bound concerns; their
// names, and the kinds of queries.
var losses = []struct {
	name, ja, en string
	kind         corpus.Kind
}{
	{"loss-and", "2語", "two words", corpus.And},
	{"loss-sentence", "5語の文", "sentence of five words", corpus.Sentence},
}

// measureLoss compares the pages of all queries of the kinds asked for.
func (a *app) measureLoss(ctx context.Context, w *benchWork, opt benchOptions) ([]benchLoss, error) {
	var out []benchLoss
	for _, k := range losses {
		if len(opt.only) > 0 && !slices.Contains(opt.only, k.name) {
			continue
		}
		a.benchStage("上限の無い順位と比べています（%s）", "comparing with an exhaustive ranking (%s)", a.say(k.ja, k.en))
		l := benchLoss{Name: k.name, label: a.say(k.ja, k.en)}
		for _, text := range w.queries[k.kind] {
			if err := l.add(ctx, w.index, text); err != nil {
				return nil, fmt.Errorf("%s: %w", k.name, err)
			}
		}
		l.Mean /= float64(max(l.Pages, 1))
		out = append(out, l)
	}
	return out, nil
}

// add compares the first page of one query.
func (l *benchLoss) add(ctx context.Context, x *index.Index, text string) error {
	page, err := x.Search(ctx, index.Query{Text: text, Bare: true})
	if err != nil {
		return err
	}
	began := time.Now()
	whole, err := x.Search(ctx, index.Query{Text: text, Bare: true, Exhaustive: true})
	if err != nil {
		return err
	}
	l.Mean += milliseconds(time.Since(began))
	l.Pages++
	l.Hits += len(whole.Hits)
	same := len(page.Hits) == len(whole.Hits)
	for i, h := range whole.Hits {
		same = same && page.Hits[i].ID == h.ID
		if !slices.ContainsFunc(page.Hits, func(o index.Hit) bool { return o.ID == h.ID }) {
			l.Missing++
		}
	}
	if !same {
		l.Differ++
	}
	return nil
}

// benchLosses prints them as a table.
func (s sheet) benchLosses(list []benchLoss) {
	s.heading("上限の無い順位との差", "Against an exhaustive ranking")
	rows := [][]string{{s.say("問い", "Queries"), s.say("ページ", "Pages"), s.say("違う", "Differ"), s.say("文書", "Hits"), s.say("欠ける", "Missing"), s.say("上限なしの平均", "Exhaustive mean")}}
	for _, l := range list {
		rows = append(rows, []string{l.label, fmt.Sprint(l.Pages), fmt.Sprint(l.Differ), fmt.Sprint(l.Hits), fmt.Sprint(l.Missing), ms(l.Mean)})
	}
	s.table(rows)
	s.line(s.dim(s.say("上限なし: 見つかった文書すべてを採点し、語の近さもすべてで調べた順位。違う: 最初のページが同じでない問い。欠ける: その文書のうち利用者のページに無いもの",
		"Exhaustive: all documents found are scored, and looked at for words close together. Differ: queries with another first page; missing: documents of these that the page of a user lacks")))
}

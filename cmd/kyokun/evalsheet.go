package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"kyokun/index/judge"
)

// worstShown is how many of the worst queries are printed; --json has all.
const worstShown = 10

// evaluation prints the figures by kind of query and the worst queries.
func (s sheet) evaluation(r *judge.Report) {
	if len(r.Only) > 0 {
		s.line(fmt.Sprintf(s.say("対象の種別: %s（ほかの種別だけを求める%d問は除外）", "Kinds of documents: %s (queries for other kinds alone, left out: %d)"),
			strings.Join(r.Only, ", "), r.LeftOut))
	}
	rows := [][]string{{s.say("種類", "Kind"), s.say("問", "Queries"), "nDCG@10", "Recall@5", "Recall@20", "MRR@10", s.say("結果なし", "No result"), s.say("負例の正答", "Negatives ok")}}
	for _, kind := range slices.Sorted(maps.Keys(r.ByKind)) {
		rows = append(rows, figuresRow(kind, r.ByKind[kind]))
	}
	rows = append(rows, figuresRow(s.say("全体", "All"), r.Figures), figuresRow(s.say("上限なし", "Exhaustive"), r.Loss.Exhaustive))
	s.table(append(rows, lossRow(s.say("差", "Difference"), r.Loss)))
	s.line(s.dim(s.say("値は0から1。「結果なし」だけは小さいほどよい。負例: 何も見つからないのが正解の問い",
		"Values from 0 to 1; of \"No result\" less is better. Negatives: queries that must find nothing")))
	s.line(s.dim(s.say("上限なし: 見つかった文書すべてを採点し、語の近さもすべてで調べた順位。差: 利用者の検索から引いた値",
		"Exhaustive: a ranking that scores all documents found and looks in all for words close together. Difference: what users get less that")))
	s.line(fmt.Sprintf(s.say("最初の10件が上限なしと違う問い: %d（%d問のうち）", "Queries whose first ten differ from the exhaustive: %d (of %d)"), len(r.Loss.Differ), r.Queries))
	for _, p := range r.Loss.Differ {
		s.line(fmt.Sprintf(s.say("  %d位から [%s] %s  %s  nDCG@10 %s（上限なし %s）", "  from rank %d [%s] %s  %s  nDCG@10 %s (exhaustive %s)"),
			p.From, p.Kind, oneLine(p.Query), s.dim(p.ID), meanText(p.NDCG10), meanText(p.Exhaustive)))
	}
	if worst := r.Worst(worstShown); len(worst) > 0 {
		s.heading("順位の悪い問い", "Worst queries")
		for _, o := range worst {
			s.worst(o)
		}
	}
	if wrong := r.Wrong(); len(wrong) > 0 {
		s.heading("見つけてはいけないのに見つけた問い", "Queries that should find nothing")
		for _, o := range wrong {
			s.line(fmt.Sprintf("  [%s] %s  %s", o.Kind, oneLine(o.Query), s.dim(o.ID)))
			s.line("      " + s.say("見つけた文書: ", "found: ") + strings.Join(o.Hits, ", "))
		}
	}
}

func figuresRow(name string, f judge.Figures) []string {
	row := []string{name, fmt.Sprint(f.Queries)}
	for _, m := range []judge.Mean{f.NDCG10, f.Recall5, f.Recall20, f.MRR10, f.ZeroResult, f.NegativesOK} {
		row = append(row, meanText(m))
	}
	return row
}

// lossRow is the differences in the columns of figuresRow; a dash where there is
// nothing to measure.
func lossRow(name string, l *judge.Loss) []string {
	row := []string{name, ""}
	for _, m := range []string{"ndcg@10", "recall@5", "recall@20", "mrr@10", "zero_result", "negatives_ok"} {
		text := "-"
		if v, ok := l.Difference[m]; ok {
			text = fmt.Sprintf("%+.4f", v)
		}
		row = append(row, text)
	}
	return row
}

// meanText writes a figure; a dash where there is nothing to measure.
func meanText(m judge.Mean) string {
	if v, ok := m.Value(); ok {
		return fmt.Sprintf("%.4f", v)
	}
	return "-"
}

// worst prints a query and where its relevant documents were found.
func (s sheet) worst(o judge.Outcome) {
	s.line(fmt.Sprintf("  %s [%s] %s  %s", meanText(o.NDCG10), o.Kind, oneLine(o.Query), s.dim(o.ID)))
	for _, e := range o.Expected {
		rank := s.say("見つからない", "not found")
		if e.Rank > 0 {
			rank = fmt.Sprintf(s.say("%d位", "rank %d"), e.Rank)
		}
		s.line(fmt.Sprintf(s.say("      関連度%d  %s  %s", "      grade %d  %s  %s"), e.Grade, e.ID, rank))
	}
}

// comparison prints what changed against an earlier run.
func (s sheet) comparison(c *judge.Comparison) {
	s.heading("以前の結果との比較", "Against the earlier result")
	s.line(fmt.Sprintf(s.say("同じ問い%d、判定が変わった問い%d、増えた問い%d、減った問い%d", "Same queries: %d; judged otherwise: %d; added: %d; removed: %d"),
		c.Paired, len(c.Changed), len(c.Added), len(c.Removed)))
	rows := [][]string{{s.say("測り方", "Measure"), s.say("以前", "Old"), s.say("今回", "New"), s.say("差", "Change"), s.say("勝ち", "Wins"), s.say("負け", "Losses"), s.say("同じ", "Ties"), s.say("p値", "p")}}
	for _, m := range c.Measures {
		rows = append(rows, []string{m.Measure, fmt.Sprintf("%.4f", m.Old), fmt.Sprintf("%.4f", m.New), fmt.Sprintf("%+.4f", m.New-m.Old),
			fmt.Sprint(m.Wins), fmt.Sprint(m.Losses), fmt.Sprint(m.Ties), fmt.Sprintf("%.4f", m.P)})
	}
	s.table(rows)
	s.line(s.dim(s.say("p値: 対応のある無作為化検定（両側）。違いが偶然でもこれほどになる割合", "p: paired randomisation test, two-sided: how often chance alone makes such a difference")))
	for _, d := range c.PerQuery {
		word := s.say("負け", "loss")
		if d.New > d.Old {
			word = s.say("勝ち", "win")
		}
		s.line(fmt.Sprintf("  %s %+.4f (%.4f → %.4f) [%s] %s  %s", word, d.New-d.Old, d.Old, d.New, d.Kind, oneLine(d.Query), s.dim(d.ID)))
	}
}

// oneLine replaces control characters, which a terminal would obey.
func oneLine(query string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, query)
}

// table prints rows in columns: the first to the left, figures to the right.
func (s sheet) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-columns(cell))
			if i == 0 {
				b.WriteString(cell + pad)
			} else {
				b.WriteString("  " + pad + cell)
			}
		}
		s.line(b.String())
	}
}

// columns is how many columns of a terminal the text takes.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

package main

import (
	"fmt"
	"strings"
)

// benchReport prints a run as tables.
func (s sheet) benchReport(r *benchResult) {
	s.line(fmt.Sprintf("%s, %s, %s, %s × %d", r.Machine.Version, r.Machine.Go, r.Machine.System, r.Machine.CPU, r.Machine.CPUs))
	s.line(fmt.Sprintf(s.say("2つのプロセッサーの効き: %.2f倍", "Two processors do %.2f times the work of one"), r.Machine.Speedup))
	if r.Machine.Speedup < 1.6 {
		s.line(s.say("ほかの仕事で混んでいます。同時に尋ねる数が2以上の行は、あてになりません。", "The machine is busy: the rows of more than one client say little."))
	}
	s.heading("文書と索引", "Documents and index")
	s.row("文書", "Documents", fmt.Sprintf("%d, %s, seed %d, SHA-256 %s", r.Corpus.Documents, megabytes(r.Corpus.Bytes), r.Seed, r.Corpus.Hash))
	if r.Stored.Seconds > 0 {
		s.row("保存", "Stored", fmt.Sprintf(s.say("%.1f秒、毎秒%.0f文書、%s", "%.1f s, %.0f documents a second, %s"), r.Stored.Seconds, r.Stored.PerSec, megabytes(r.Stored.Bytes)))
	}
	if r.Build.Seconds > 0 {
		s.row("作成", "Build", fmt.Sprintf(s.say("%.1f秒、毎秒%.0f文書、最大メモリー %s", "%.1f s, %.0f documents a second, peak memory %s"), r.Build.Seconds, r.Build.PerSec, megabytes(r.Build.PeakByte)))
	}
	s.row("大きさ", "Size", fmt.Sprintf(s.say("%s、文の%.2f倍", "%s, %.2f times the text"), megabytes(r.Build.Bytes), r.Build.Ratio))
	s.row("起動", "Start", fmt.Sprintf(s.say("文書のページまで %.0f ms、候補まで %.0f ms、検索まで %.0f ms、メモリー %s", "%.0f ms to pages of documents, %.0f ms to a suggestion, %.0f ms to a search, memory %s"), r.Start.ServedMS, r.Start.SuggestMS, r.Start.ReadyMS, megabytes(r.Start.Memory)))
	s.row("はじめての問い", "First questions", fmt.Sprintf(s.say("5語の文 p50 %.1f ms、p99 %.1f ms（起動した直後、まだ何も読んでいないとき）", "sentence of five words: p50 %.1f ms, p99 %.1f ms (just started, nothing read before)"), r.Start.First.P50, r.Start.First.P99))
	if len(r.Follow) > 0 {
		s.row("1文書の保存", "Storing one document", fmt.Sprintf("%.0f ms", r.Stored.PutMS))
		s.row("追加した文書が見つかるまで", "Until an added document is found", fmt.Sprintf("%.0f ms", r.Follow))
	}
	s.row("測ったあとのメモリー", "Memory after the searches", fmt.Sprintf(s.say("%s（うち索引などのファイル以外 %s）", "%s (of which %s not of files such as the index)"), megabytes(r.Memory), megabytes(r.Anonymous)))
	if len(r.Rows) > 0 {
		s.heading("検索", "Searches")
		s.table(s.benchRows(r.Rows))
	}
	if len(r.Hostile) > 0 {
		s.heading("悪意のある入力", "Hostile inputs")
		s.table(s.benchRows(r.Hostile))
	}
	if len(r.Loss) > 0 {
		s.benchLosses(r.Loss)
	}
	s.line(s.dim(s.say("時間はミリ秒。毎秒の数は各回の中央値（最小〜最大）", "Times in milliseconds; the number per second is the median of the rounds (least to most)")))
}

func (s sheet) benchRows(rows []benchRow) [][]string {
	out := [][]string{{s.say("内容", "Work"), s.say("同時", "Clients"), "p50", "p95", "p99", s.say("平均", "Mean"), "CPU", s.say("毎秒", "Per second"), s.say("件数", "Found"), s.say("答え", "Answers")}}
	for _, r := range rows {
		found := fmt.Sprintf("%.0f", r.Found)
		if r.Status != "" {
			found = strings.TrimSpace("HTTP " + r.Status)
		}
		out = append(out, []string{
			r.label, fmt.Sprint(r.Clients), ms(r.P50), ms(r.P95), ms(r.P99), ms(r.Mean), ms(r.CPU),
			fmt.Sprintf("%.0f (%.0f–%.0f)", r.PerSec, r.Low, r.High), found, r.Answers,
		})
	}
	return out
}

func ms(v float64) string { return fmt.Sprintf("%.2f", v) }

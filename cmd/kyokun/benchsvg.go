package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"math"
	"os"
	"slices"
	"strings"
)

// drawn are the rows that the picture shows, with their names.
var drawn = []struct{ row, ja, colour string }{
	{"bare-term", "1語（抜粋なし）", "#0b6bcb"},
	{"term", "1語", "#b3261e"},
	{"and", "2語", "#1b7f4b"},
	{"phrase", "句", "#8a4b00"},
	{"sentence", "5語の文", "#6a3fb5"},
	{"page", "結果のページ", "#333333"},
}

// The picture: a plot with room for the axes and the names of the lines.
const (
	plotWidth, plotHeight = 480.0, 320.0
	plotLeft, plotTop     = 60.0, 20.0
	plotNames             = 150.0
	plotFoot              = 50.0
)

// plot maps documents and milliseconds, both by their logarithms, to the picture.
type plot struct{ lowDocs, highDocs, lowMS, highMS float64 }

func (p plot) x(docs float64) float64 {
	return plotLeft + plotWidth*(math.Log10(docs)-p.lowDocs)/(p.highDocs-p.lowDocs)
}

func (p plot) y(ms float64) float64 {
	return plotTop + plotHeight*(1-(math.Log10(ms)-p.lowMS)/(p.highMS-p.lowMS))
}

// drawGrowth draws the outputs of bench --json: the processor time of each row with one
// client against the number of documents.
func (a *app) drawGrowth(file string, names []string) error {
	results, err := readBenches(names)
	if err != nil {
		return err
	}
	lines := growthLines(results)
	if len(lines) == 0 {
		return &exitError{status: exitNotFound, text: text("図にする行がありません", "there is no row to draw")}
	}
	return os.WriteFile(file, []byte(growthSVG(lines)), 0o644)
}

func readBenches(names []string) ([]benchResult, error) {
	if len(names) < 2 {
		return nil, usage("bench --json の出力のファイルを2つ以上指定してください", "give two or more files with the output of bench --json")
	}
	var out []benchResult
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, &exitError{status: exitFailure, err: err, text: text("結果を読めません: %v", "can't read the result: %v", err)}
		}
		var r benchResult
		if err := json.Unmarshal(b, &r); err != nil || r.Corpus.Documents == 0 {
			return nil, &exitError{status: exitNotFound, err: err, text: text("%s は bench --json の出力ではありません", "%s is no output of bench --json", name)}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b benchResult) int { return a.Corpus.Documents - b.Corpus.Documents })
	return out, nil
}

// growthLine is one row over all sizes.
type growthLine struct {
	name   string
	colour string
	points [][2]float64 // documents, milliseconds
}

func growthLines(results []benchResult) []growthLine {
	var out []growthLine
	for _, d := range drawn {
		l := growthLine{name: d.ja, colour: d.colour}
		for _, r := range results {
			at := slices.IndexFunc(r.Rows, func(row benchRow) bool { return row.Name == d.row && row.Clients == 1 && row.CPU > 0 })
			if at >= 0 {
				l.points = append(l.points, [2]float64{float64(r.Corpus.Documents), r.Rows[at].CPU})
			}
		}
		if len(l.points) > 1 {
			out = append(out, l)
		}
	}
	return out
}

func growthSVG(lines []growthLine) string {
	p := plot{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, l := range lines {
		for _, at := range l.points {
			p.lowDocs, p.highDocs = min(p.lowDocs, math.Log10(at[0])), max(p.highDocs, math.Log10(at[0]))
			p.lowMS, p.highMS = min(p.lowMS, math.Floor(math.Log10(at[1]))), max(p.highMS, math.Ceil(math.Log10(at[1])))
		}
	}
	p.highDocs, p.highMS = max(p.highDocs, p.lowDocs+0.1), max(p.highMS, p.lowMS+1)
	var b strings.Builder
	width, height := plotLeft+plotWidth+plotNames, plotTop+plotHeight+plotFoot
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="sans-serif" font-size="12" role="img" aria-label="文書の数と検索の時間">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", width, height)
	p.axes(&b)
	// From the top, so that names that are moved down keep the order of their lines.
	slices.SortStableFunc(lines, func(a, b growthLine) int {
		return cmp.Compare(b.points[len(b.points)-1][1], a.points[len(a.points)-1][1])
	})
	lowest := math.Inf(-1)
	for _, l := range lines {
		lowest = p.line(&b, l, lowest)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// axes draws the frame, a line for each power of ten, and what they mean.
func (p plot) axes(b *strings.Builder) {
	for e := math.Ceil(p.lowDocs); e <= p.highDocs; e++ {
		x := p.x(math.Pow(10, e))
		fmt.Fprintf(b, `<path d="M%.1f %.1fV%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", x, plotTop, plotTop+plotHeight, x, plotTop+plotHeight+18, powerText(e))
	}
	for e := p.lowMS; e <= p.highMS; e++ {
		y := p.y(math.Pow(10, e))
		fmt.Fprintf(b, `<path d="M%.1f %.1fH%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n", plotLeft, y, plotLeft+plotWidth, plotLeft-6, y+4, powerText(e))
	}
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="none" stroke="#666"/>`+"\n", plotLeft, plotTop, plotWidth, plotHeight)
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">文書の数</text>`+"\n", plotLeft+plotWidth/2, plotTop+plotHeight+38)
	fmt.Fprintf(b, `<text x="14" y="%.1f" text-anchor="middle" transform="rotate(-90 14 %.1f)">1回のCPU時間（ミリ秒）</text>`+"\n", plotTop+plotHeight/2, plotTop+plotHeight/2)
}

func powerText(e float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", math.Pow(10, e)), "0"), ".")
}

// nameGap is how far apart the names of lines stand at least.
const nameGap = 14

// line draws one row, its name at its end, below the name of the line before, and
// returns where that is.
func (p plot) line(b *strings.Builder, l growthLine, before float64) float64 {
	var path strings.Builder
	for i, at := range l.points {
		fmt.Fprintf(&path, "%c%.1f %.1f", "ML"[min(i, 1)], p.x(at[0]), p.y(at[1]))
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", p.x(at[0]), p.y(at[1]), l.colour)
	}
	last := l.points[len(l.points)-1]
	y := max(p.y(last[1]), before+nameGap)
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n", path.String(), l.colour, p.x(last[0])+8, y+4, l.colour, html.EscapeString(l.name))
	return y
}

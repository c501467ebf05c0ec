package server

import (
	"fmt"

	"kyokun/kb"
)

// yearChart draws a series as columns over the years. A year without a value
// is a hatched gap, a change of definition a dashed line.
type yearChart struct {
	// ID tells its pattern from those of other charts.
	ID, Label string
	Years     []yearColumn
	Breaks    []string // where the lines stand
}

type yearColumn struct {
	// X is the middle of the column, Left its left edge, Width its width.
	X, Left, Width string
	Y, Height      int
	// Year is short, as '21; Full is the year with its value, or why it has none.
	Year, Full string
	// Value is empty for a gap.
	Value string
}

// The chart's heights in pixels: values stand above the columns, years below.
const (
	yearTop  = 18
	yearFoot = 148
)

func (c composer) yearChart(s *kb.StatSeries) *yearChart {
	greatest := 0
	for _, p := range s.Points {
		if p.Value != nil {
			greatest = max(greatest, *p.Value)
		}
	}
	if greatest == 0 {
		return nil
	}
	v := &yearChart{ID: s.ID, Label: c.loc.T("stat.chart", c.loc.In(s.Title))}
	step := 100 / float64(len(s.Points))
	for i, p := range s.Points {
		left := float64(i) * step
		col := yearColumn{
			X: percentage(left + step/2), Left: percentage(left + step*.14), Width: percentage(step * .72),
			Year: fmt.Sprintf("’%02d", p.Year%100), Full: c.loc.T("stat.year", p.Year),
			Y: yearTop, Height: yearFoot - yearTop,
		}
		if p.Value != nil {
			col.Value, col.Height = commas(*p.Value), max((yearFoot-yearTop)**p.Value/greatest, 1)
			col.Y = yearFoot - col.Height
			col.Full += " " + col.Value + c.loc.In(s.Unit)
		} else {
			col.Full += " " + c.loc.T("stat.missing")
		}
		v.Years = append(v.Years, col)
		if i > 0 && breakAt(s, p.Year) != nil {
			v.Breaks = append(v.Breaks, percentage(left))
		}
	}
	return v
}

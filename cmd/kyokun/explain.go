package main

import (
	"fmt"
	"strings"
)

// explanation is what search reads of how a score came about.
type explanation struct {
	Label  string        `json:"label"`
	Points float64       `json:"points"`
	Parts  []explanation `json:"parts"`
}

// printExplanation prints why a hit was found, then its score with what the
// points are for: those of each line are the sum of the lines under it.
func (a *app) printExplanation(p *printer, h searchHit) {
	if len(h.Why) > 0 {
		p.line("      " + a.say("なぜ該当したか", "Why it was found"))
	}
	for _, r := range h.Why {
		p.line("        " + r.Label)
	}
	p.explanation(*h.Explanation, 6)
}

func (p *printer) explanation(e explanation, indent int) {
	p.line(fmt.Sprintf("%s%9.2f  %s", strings.Repeat(" ", indent), e.Points, e.Label))
	for _, part := range e.Parts {
		p.explanation(part, indent+2)
	}
}

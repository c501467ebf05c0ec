package server

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"kyokun/kb"
)

// noticeView is one announcement; its anchor is n1, n2, … in the order of the document.
type noticeView struct {
	Anchor string
	At, To *timeView
	// Offset is how long after the start, where the hour is known.
	Offset   string
	Kind     string
	Channel  string
	Operator string
	Audience string
	Text     string
	Note     string
	// Count is how many there were, where the source only counts them.
	Count string
	Cite  *citeView
}

func (c composer) notices(k *kb.Case) []noticeView {
	var out []noticeView
	for i, n := range k.Notices {
		v := noticeView{
			Anchor: "n" + strconv.Itoa(i+1), Kind: c.loc.T("notice." + string(n.Kind)),
			Channel: c.tag("channel", n.Channel), Operator: c.tag("operator", n.Operator),
			Audience: c.loc.T("notice.closed"), Text: n.Text, Note: n.Note, Cite: c.cite(n.Cite),
		}
		if n.Public {
			v.Audience = c.loc.T("notice.public")
		}
		if n.Count > 0 {
			v.Count = c.loc.T("notice.count", n.Count)
		}
		v.At, v.Offset = c.atAndOffset(k.Start.At.Time, n.At)
		v.To, _ = c.atAndOffset(k.Start.At.Time, n.To)
		out = append(out, v)
	}
	return out
}

func (c composer) atAndOffset(start time.Time, at *kb.When) (*timeView, string) {
	if at == nil {
		return nil, ""
	}
	v := when(*at)
	if at.DayOnly || start.IsZero() {
		return &v, ""
	}
	return &v, c.offset(start, at.Time)
}

// timelineItem is one stop on the line from what went before to what came after.
type timelineItem struct {
	Time   timeView
	Offset string
	// Class is start, end, notice, event or window; Label names it.
	Class, Label string
	Text, Note   string
	// URL leads to where the page says more.
	URL  string
	Cite *citeView

	sort time.Time
}

// timeline puts start, end, notices, events and the wider windows in one line.
// What has no time at all is left to its own table; a case without a start has
// no offsets.
func (c composer) timeline(k *kb.Case) []timelineItem {
	start := k.Start.At.Time
	var items []timelineItem
	if !start.IsZero() {
		items = append(items, c.stop(start, kb.When{Time: start}, "start", "", k.Start.Note, k.Start.Cite))
	}
	if !k.End.At.IsZero() {
		items = append(items, c.stop(start, kb.When{Time: k.End.At.Time}, "end", "", k.End.Note, k.End.Cite))
	}
	for _, e := range k.Events {
		items = append(items, c.stop(start, e.At, "event", e.Text, e.Note, e.Cite))
	}
	for i, n := range k.Notices {
		if n.At == nil {
			continue
		}
		item := c.stop(start, *n.At, "notice", n.Text, "", n.Cite)
		item.Label = c.loc.T("timeline.notice.kind", c.loc.T("notice."+string(n.Kind)))
		item.URL = "#n" + strconv.Itoa(i+1)
		items = append(items, item)
	}
	for _, w := range k.Wider {
		first := c.stop(start, kb.When{Time: w.Start.At.Time}, "window-start", "", w.Start.Note, w.Start.Cite)
		last := c.stop(start, kb.When{Time: w.End.At.Time}, "window-end", "", w.End.Note, w.End.Cite)
		first.URL, last.URL = "#wider", "#wider"
		items = append(items, first, last)
	}
	slices.SortStableFunc(items, func(a, b timelineItem) int { return cmp.Compare(a.sort.Unix(), b.sort.Unix()) })
	return items
}

func (c composer) stop(start time.Time, at kb.When, class, text, note string, cite *kb.Citation) timelineItem {
	item := timelineItem{
		Time: when(at), Class: class, Label: c.loc.T("timeline." + class),
		Text: text, Note: note, Cite: c.cite(cite), sort: at.Time,
	}
	if !at.DayOnly && !start.IsZero() && class != "start" {
		item.Offset = c.offset(start, at.Time)
	}
	return item
}

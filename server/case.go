package server

import "kyokun/kb"

// casePage is the page of one accident.
type casePage struct {
	page
	caseView
}

// caseView is what the page says.
type caseView struct {
	Doc         documentHead
	Serious     bool
	Facts       []factRow
	Operators   []operatorView
	Phenomenon  factView
	Services    []factView
	Unaffected  []factView
	Equipment   []factView
	Causes      []causeGroup
	Measures    []measureView
	Notices     []noticeView
	NoticesNote string
	Timeline    []timelineItem
	Wider       []windowView
	Lessons     []lessonGroup
	Provisions  []reachedLayer
}

// casePlaces are the fields that the page shows at a place of their own,
// beside which it notes contradictions.
var casePlaces = []string{
	"start", "end", "duration", "affected", "region", "inquiries", "serious", "fiscal_year",
	"operators", "services", "unaffected", "equipment", "phenomenon",
	"causes", "measures", "notices", "events", "wider",
}

// operatorView is an operator's part in an accident.
type operatorView struct {
	Chip chip
	Role string
	// Formal is the full legal name, in Japanese.
	Formal, Note string
}

func (c composer) caseView(k *kb.Case) caseView {
	v := caseView{
		Doc:         c.head(&k.Head, casePlaces),
		Serious:     k.Serious.Stated,
		Facts:       c.caseFacts(k),
		Operators:   c.operators(k.Operators),
		Phenomenon:  c.fact(k.Phenomenon),
		Services:    c.facts(k.Services),
		Unaffected:  c.facts(k.Unaffected),
		Equipment:   c.facts(k.Equipment),
		Causes:      c.causes(k),
		Measures:    c.measures(k),
		Notices:     c.notices(k),
		NoticesNote: k.NoticesNote,
		Timeline:    c.timeline(k),
		Wider:       c.windows(k.Wider),
		Lessons:     c.lessonsBy(k.ID, kb.DrawnFrom),
		Provisions:  c.provisionsReached(k.ID),
	}
	v.Doc.Contents = c.caseContents(v)
	return v
}

func (c composer) operators(list []kb.Operator) []operatorView {
	var out []operatorView
	for _, o := range list {
		v := operatorView{
			Chip: chip{URL: c.loc.URL("/search?operator=" + o.ID), Text: c.tag("operator", o.ID)},
			Role: c.tag("role", o.Role),
			Note: o.Note,
		}
		if t, ok := c.lib.Tags().Tag("operator", o.ID); ok {
			v.Formal = t.Formal
		}
		out = append(out, v)
	}
	return out
}

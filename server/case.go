package server

import "kyokun/kb"

// casePage is the page of one accident.
type casePage struct {
	page
	caseView
	Similar similarBox
}

// caseView is what the page says.
type caseView struct {
	Doc        documentHead
	Serious    bool
	Facts      []factRow
	Operators  []operatorView
	Phenomenon factView
	Services   []factView
	Unaffected []factView
	Equipment  []factView
	Causes     []causeGroup
	// Measures counts them all; Unpaired are those beside no cause.
	Measures    int
	Unpaired    []measureView
	Notices     []noticeView
	NoticesNote string
	// Compare leads to the case among others by how soon users were told.
	Compare  string
	Timeline []timelineItem
	// Chart draws the timeline; nil where start or end is not known.
	Chart *timelineChart
	Wider []windowView
	// Lessons are the first of many; LessonsRest says how many more there are.
	Lessons     []lessonGroup
	LessonsRest string
	// Provisions are those that Lessons lean on.
	Provisions []reachedLayer
}

// places are the fields that the page shows at a place of their own, beside
// which it notes contradictions. What the source does not say has none.
func (v caseView) places() []string {
	places := []string{"phenomenon", "causes", "measures", "notices"}
	for _, row := range v.Facts {
		places = append(places, row.Field)
	}
	for field, shown := range map[string]bool{
		"operators": len(v.Operators) > 0, "services": len(v.Services) > 0, "unaffected": len(v.Unaffected) > 0,
		"equipment": len(v.Equipment) > 0, "events": len(v.Timeline) > 0, "wider": len(v.Wider) > 0,
	} {
		if shown {
			places = append(places, field)
		}
	}
	return places
}

// operatorView is an operator's part in an accident.
type operatorView struct {
	Chip chip
	Role string
	// Formal is the full legal name, in Japanese.
	Formal, Note string
}

func (c composer) caseView(k *kb.Case) caseView {
	measures := c.measures(k)
	v := caseView{
		Serious:     k.Serious.Stated,
		Facts:       c.caseFacts(k),
		Operators:   c.operators(k.Operators),
		Phenomenon:  c.told(k.Phenomenon),
		Services:    c.facts(k.Services),
		Unaffected:  c.facts(k.Unaffected),
		Equipment:   c.facts(k.Equipment),
		Causes:      c.causes(k, measures),
		Measures:    len(measures),
		Unpaired:    unpaired(measures),
		Notices:     c.notices(k),
		NoticesNote: k.NoticesNote,
		Timeline:    c.timeline(k),
		Wider:       c.windows(k.Wider),
	}
	v.Lessons, v.LessonsRest = c.lessonsBy(k.ID, kb.DrawnFrom)
	v.Provisions = c.provisionsReached(v.Lessons)
	v.Chart = c.timelineChart(k, v.Timeline)
	if k.Domain == kb.Telecom {
		v.Compare = c.loc.URL(statCases.at("notices-" + k.ID))
	}
	v.Doc = c.head(&k.Head, v.places())
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

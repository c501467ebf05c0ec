package server

// sectionEntry is a section that a page may have.
type sectionEntry struct {
	anchor, key string
	shown       bool
}

// contents lists the sections that a page has, then those that all pages share.
func (c composer) contents(d documentHead, own ...sectionEntry) []link {
	var out []link
	for _, s := range append(own,
		sectionEntry{"body", "doc.body", d.Body.Shown()},
		sectionEntry{"related", "doc.related", len(d.Related) > 0},
		sectionEntry{"trace", "trace.short", d.Trace != nil && len(d.Trace.Children) > 0},
	) {
		if s.shown {
			out = append(out, link{URL: "#" + s.anchor, Text: c.loc.T(s.key)})
		}
	}
	return out
}

func (c composer) caseContents(v caseView) []link {
	return c.contents(v.Doc,
		sectionEntry{"facts", "doc.key", true},
		sectionEntry{"phenomenon", "case.phenomenon", true},
		sectionEntry{"causes", "case.causes", true},
		sectionEntry{"measures", "case.measures", len(v.Unpaired) > 0},
		sectionEntry{"notices", "case.notices", true},
		sectionEntry{"timeline", "case.timeline", len(v.Timeline) > 0},
		sectionEntry{"lessons", "case.lessons", true},
		sectionEntry{"similar", "similar.box", true},
		sectionEntry{"provisions", "case.provisions", len(v.Provisions) > 0},
	)
}

func (c composer) lessonContents(v lessonView) []link {
	return c.contents(v.Doc,
		sectionEntry{"statements", "lesson.statements", true},
		sectionEntry{"incidents", "lesson.incidents", len(v.Incidents) > 0},
		sectionEntry{"cases", "lesson.cases", len(v.Cases) > 0},
		sectionEntry{"provisions", "lesson.provisions", len(v.Layers) > 0},
	)
}

package server

import "kyokun/kb"

// lessonPage is the page of one lesson.
type lessonPage struct {
	page
	lessonView
}

// lessonView is what the page says; the statements are the main thing.
type lessonView struct {
	Doc   documentHead
	Phase chip
	// FiscalYear is empty for lessons of no accident report.
	FiscalYear string
	Statements []statementView
	Incidents  []incidentView
	Cases      []linkView
	Layers     []layerGroup
}

var lessonPlaces = []string{"statements", "incidents", "cases", "provisions"}

// statementView is one statement with what it comes from and leans on.
type statementView struct {
	ID   string
	Text prose
	// Status says in words that it is 本年度新規 or 再掲, or, with other sources
	// than accident reports, how strongly it is asked for; StatusClass is the
	// class of its badge.
	Status      string
	StatusClass string
	Years       []string
	StatusNote  string
	// Lineage leads to the years' reports in which the statement stands.
	Lineage   string
	Questions []questionView
	Cases     []linkView
	Layers    []layerGroup
	// Permalink leads to the statement itself.
	Permalink string
	Cite      *citeView
}

type questionView struct{ Text, Work string }

// incidentView is an accident pattern that the lesson names.
type incidentView struct {
	Text, Note string
	Mark       string
	Years      []string
	Cite       *citeView
}

func (c composer) lessonView(l *kb.Lesson) lessonView {
	v := lessonView{
		Doc: c.head(&l.Head, lessonPlaces),
		Phase: chip{
			URL:  c.loc.URL("/search?kind=lesson&phase=" + string(l.Phase)),
			Text: c.tag("phase", string(l.Phase)),
		},
		Cases:  c.links(l.Cases),
		Layers: c.byLayer(l.Provisions),
	}
	if l.FiscalYear != 0 {
		v.FiscalYear = c.fiscalYear(l.FiscalYear)
	}
	if l.AsOf != nil {
		at := c.asOf(l.AsOf.Time)
		v.Doc.AsOf = &at
	}
	for _, s := range l.Statements {
		v.Statements = append(v.Statements, c.statement(l.ID, s))
	}
	for _, i := range l.Incidents {
		v.Incidents = append(v.Incidents, incidentView{
			Text: i.Text, Note: i.Note, Mark: c.loc.T("incident." + string(i.Mark)),
			Years: c.fiscalYears(i.Years), Cite: c.cite(i.Cite),
		})
	}
	v.Doc.Contents = c.lessonContents(v)
	return v
}

func (c composer) statement(lessonID string, s kb.Statement) statementView {
	v := statementView{
		ID: s.ID, Text: c.prose(s.Text),
		Years: c.fiscalYears(s.Years), StatusNote: s.StatusNote,
		Cases: c.links(s.Cases), Layers: c.byLayer(s.Provisions),
		Permalink: documentPath(lessonID, s.ID), Cite: c.cite(s.Cite),
	}
	switch {
	case s.Status != "":
		v.Status, v.StatusClass = c.loc.T("status."+string(s.Status)), "is-"+string(s.Status)
	case s.Strength != "":
		v.Status, v.StatusClass = c.loc.T("strength."+string(s.Strength)), "strength-"+string(s.Strength)
	}
	if s.Status == kb.Restated {
		v.Lineage = c.loc.URL(statLessons.at(lineageAnchor(lessonID, s.ID)))
	}
	for _, q := range s.Questions {
		v.Questions = append(v.Questions, questionView{Text: q.Text, Work: c.tag("work", q.Work)})
	}
	return v
}

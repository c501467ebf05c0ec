package server

import (
	"context"

	"kyokun/index"
	"kyokun/kb"
)

// similar asks the index for what resembles an incident.
func (s *Server) similar(ctx context.Context, q index.Incident) (*index.Similar, error) {
	if err := s.awaitIndex(ctx); err != nil {
		return nil, err
	}
	res, err := s.index.Similar(ctx, q)
	return res, s.indexError(err)
}

// similarView is what resembles an incident, for a page.
type similarView struct {
	Cases   []similarCase
	Lessons []similarLesson
	// Read is what was read out of the text.
	Read     []sharedTag
	SetAside []string
	// Search leads to the search.
	Search string
}

// sharing is what a document and an incident share.
type sharing struct {
	Ref   docRef
	Terms []string
	Tags  []sharedTag
	// Through are documents of the answer by which it came in.
	Through []docRef
}

// sharedTag is a tag with the words of the incident that show it.
type sharedTag struct{ Facet, Text, Typed string }

// similarCase is a case with what a similar incident asks of it: what prolonged
// it, and what was done against its causes.
type similarCase struct {
	sharing
	Meta      []metaView
	Time      *timeView
	Summary   string
	Prolonged []casePart
	Measures  []casePart
}

// casePart is a cause or a measure, at its place on the page of the case.
type casePart struct{ ID, URL, Label, Text string }

// similarLesson is a lesson with its check questions.
type similarLesson struct {
	sharing
	Summary   string
	Questions []lessonQuestion
}

// lessonQuestion is a check question, at the statement that it belongs to.
type lessonQuestion struct {
	tick
	Statement, URL string
}

func (c composer) similar(res *index.Similar) similarView {
	v := similarView{Search: c.loc.URL("/search"), SetAside: res.SetAside, Read: c.sharedTags(res.Tags)}
	for _, r := range res.Cases {
		if d, ok := c.lib.Document(r.ID); ok {
			v.Cases = append(v.Cases, c.similarCase(r, d.(*kb.Case)))
		}
	}
	for _, r := range res.Lessons {
		if l, ok := c.lesson(r.ID); ok {
			v.Lessons = append(v.Lessons, similarLesson{
				sharing: c.sharing(r), Summary: l.Summary, Questions: c.questionsOf(l),
			})
		}
	}
	return v
}

func (c composer) similarCase(r index.Resemblance, k *kb.Case) similarCase {
	v := similarCase{sharing: c.sharing(r), Summary: k.Summary, Prolonged: c.prolonged(k), Measures: c.answering(k)}
	var h hitView
	c.describe(&h, k)
	v.Meta, v.Time = h.Meta, h.Time
	return v
}

func (c composer) sharing(r index.Resemblance) sharing {
	v := sharing{Ref: c.ref(r.ID), Tags: c.sharedTags(r.Tags)}
	for _, t := range r.Terms {
		v.Terms = append(v.Terms, t.Term)
	}
	for _, id := range r.Through {
		v.Through = append(v.Through, c.ref(id))
	}
	return v
}

func (c composer) sharedTags(tags []index.SharedTag) []sharedTag {
	var out []sharedTag
	for _, t := range tags {
		out = append(out, sharedTag{Facet: c.facet(t.Facet), Text: c.tag(t.Facet, t.Tag), Typed: t.Typed})
	}
	return out
}

// facet names a facet of tags.
func (c composer) facet(id string) string {
	f, _ := c.lib.Tags().Facet(id)
	return c.loc.In(f.Label())
}

// prolonged are the causes that made the accident last.
func (c composer) prolonged(k *kb.Case) []casePart {
	var out []casePart
	for _, v := range k.Causes {
		if v.Role == kb.Prolonging {
			out = append(out, c.casePart(k, v.ID, c.loc.In(v.Role.Label()), v.Text))
		}
	}
	return out
}

// answering are the measures that answer a cause.
func (c composer) answering(k *kb.Case) []casePart {
	var out []casePart
	for _, m := range k.Measures {
		if len(m.Answers) > 0 {
			out = append(out, c.casePart(k, m.ID, c.loc.In(m.Kind.Label()), m.Text))
		}
	}
	return out
}

func (c composer) casePart(k *kb.Case, id, label, text string) casePart {
	return casePart{ID: id, URL: c.loc.URL(documentPath(k.ID, id)), Label: label, Text: text}
}

// questionsOf lists the check questions of all statements of a lesson.
func (c composer) questionsOf(l *kb.Lesson) []lessonQuestion {
	var out []lessonQuestion
	for _, s := range l.Statements {
		for _, t := range c.ticks(l.ID, s) {
			out = append(out, lessonQuestion{t, s.ID, c.loc.URL(documentPath(l.ID, s.ID))})
		}
	}
	return out
}

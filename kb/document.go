package kb

import "strings"

// Kind is what a document is. The id begins with it: case-r03-04 is a case.
type Kind string

// The kinds of document.
const (
	KindSource    Kind = "source"
	KindCase      Kind = "case"
	KindLesson    Kind = "lesson"
	KindProvision Kind = "provision"
)

// Telecom is the domain of the accident reports, a tag of the facet "domain".
const Telecom = "telecom"

// Kinds lists the kinds in the order in which pages show them.
func Kinds() []Kind { return []Kind{KindCase, KindLesson, KindProvision, KindSource} }

// KindOf returns the kind that an id (or a statement id such as
// lesson-r03-1-01#s1) begins with, or "" where it begins with none.
func KindOf(id string) Kind {
	prefix, _, _ := strings.Cut(id, "-")
	switch k := Kind(prefix); k {
	case KindSource, KindCase, KindLesson, KindProvision:
		return k
	}
	return ""
}

// Label names the kind for readers.
func (k Kind) Label() Text {
	switch k {
	case KindSource:
		return Text{"出典", "Source"}
	case KindCase:
		return Text{"事例", "Case"}
	case KindLesson:
		return Text{"教訓", "Lesson"}
	case KindProvision:
		return Text{"条項", "Provision"}
	}
	return Text{string(k), string(k)}
}

// Document is a [*Case], [*Lesson], [*Provision] or [*Source].
type Document interface {
	// Common returns what documents of every kind share; never nil.
	Common() *Head
}

// Head is what documents of every kind share.
type Head struct {
	// ID is the permanent name, equal to the file's name without ".md".
	ID string `yaml:"id" json:"id"`
	// Title is the Japanese title; a heading of the source keeps its words.
	Title string `yaml:"title" json:"title"`
	// TitleEN is the English title, for the English interface.
	TitleEN string `yaml:"title_en" json:"title_en"`
	// Summary says in at most three plain sentences what the document is about.
	Summary string `yaml:"summary" json:"summary"`
	// Domain is the field of knowledge, a tag of the facet "domain".
	Domain string `yaml:"domain" json:"domain"`
	// Cite are the places the document rests on, the main one first; it is
	// the citation of every part that has none of its own. A source needs none.
	Cite []Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
	// Tags classify the document; they are always the editor's judgement.
	Tags Tags `yaml:"tags,omitempty" json:"tags"`
	// Related are links to other documents that no other field says.
	Related []Link `yaml:"related,omitempty" json:"related,omitempty"`
	// Body is the Markdown after the front matter.
	Body string `yaml:"-" json:"body"`
	// Path is the file the document was read from, relative to the content folder.
	Path string `yaml:"-" json:"-"`
}

// Common returns h itself, so that embedding Head makes a [Document].
func (h *Head) Common() *Head { return h }

// Kind returns the kind of the document, read from its id.
func (h *Head) Kind() Kind { return KindOf(h.ID) }

// Citation is a place in a source.
type Citation struct {
	// Source is the id of a source document.
	Source string `yaml:"source" json:"source"`
	// Section is the section as the source numbers it, such as 1(2)イ(エ);
	// it must be one of the source's sections where the source lists them.
	Section string `yaml:"section" json:"section"`
	// Page is the printed page number; 0 in a source without pages.
	Page int `yaml:"page,omitempty" json:"page,omitempty"`
	// PageTo is the last page where the place spans several, else 0.
	PageTo int `yaml:"page_to,omitempty" json:"page_to,omitempty"`
	// Note says more about the place, such as a table or a footnote number.
	Note string `yaml:"note,omitempty" json:"note,omitempty"`
}

// Tags hold, for each facet of the controlled list, ids of its tags.
type Tags map[string][]string

// Asserter says who stands behind a link or a reading.
type Asserter string

// Who may assert a link.
const (
	BySource Asserter = "source" // the source document says so itself
	ByEditor Asserter = "editor" // an inference of Kyokun's editors
)

// Confidence grades an inference of the editor's.
type Confidence string

// The grades of confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Link is a directed connection from the document or statement it stands in.
type Link struct {
	// To is the id of a document, or of a statement (lesson-r03-1-01#s1).
	To string `yaml:"to" json:"to"`
	// By says whether the source asserts the link or the editor infers it.
	By Asserter `yaml:"by" json:"by"`
	// Confidence is required where By is the editor and forbidden elsewhere.
	Confidence Confidence `yaml:"confidence,omitempty" json:"confidence,omitempty"`
	// Why gives the ground of an inference; required where By is the editor.
	Why string `yaml:"why,omitempty" json:"why,omitempty"`
	// Note is a remark, such as a wrong name of the provision in the source.
	Note string `yaml:"note,omitempty" json:"note,omitempty"`
	// Cite is the place where the source asserts it; required where By is the source.
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Text is a short text in the two languages of the interface.
type Text struct {
	JA string `yaml:"ja" json:"ja"`
	EN string `yaml:"en" json:"en"`
}

// In returns the text in English where lang is "en", else in Japanese.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.JA
}

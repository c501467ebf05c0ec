package kb

import "slices"

// TagList is the controlled list of tags (content/tags.yaml): every tag that a
// document may carry, by facet.
type TagList struct {
	Facets []Facet `yaml:"facets" json:"facets"`
}

// Facet is one way of sorting documents, such as by cause.
type Facet struct {
	ID   string `yaml:"id" json:"id"`
	JA   string `yaml:"ja" json:"ja"`
	EN   string `yaml:"en" json:"en"`
	Tags []Tag  `yaml:"tags" json:"tags"`
}

// Label names the facet for readers.
func (f Facet) Label() Text { return Text{f.JA, f.EN} }

// Tag is one value of a facet.
type Tag struct {
	ID string `yaml:"id" json:"id"`
	JA string `yaml:"ja" json:"ja"`
	EN string `yaml:"en" json:"en"`
	// Formal is the full legal name; operators have one.
	Formal string `yaml:"formal,omitempty" json:"formal,omitempty"`
	// Note says in Japanese what the tag covers, where the label leaves doubt.
	Note string `yaml:"note,omitempty" json:"note,omitempty"`
	// Signs are words from which the tag can be told in a report of an
	// accident, besides the label: メモリ不足 for a shortage of capacity.
	Signs []string `yaml:"signs,omitempty" json:"signs,omitempty"`
}

// Label names the tag for readers.
func (t Tag) Label() Text { return Text{t.JA, t.EN} }

// Facet returns the facet with the id.
func (l *TagList) Facet(id string) (Facet, bool) {
	for _, f := range l.Facets {
		if f.ID == id {
			return f, true
		}
	}
	return Facet{}, false
}

// With returns the list with a user's own tags after those of each facet. What
// l has already stays as it is, and a facet that it lacks is left out.
func (l *TagList) With(own *TagList) *TagList {
	if len(own.Facets) == 0 {
		return l
	}
	out := &TagList{Facets: slices.Clone(l.Facets)}
	for i, f := range out.Facets {
		more, _ := own.Facet(f.ID)
		tags := slices.Clone(f.Tags)
		for _, t := range more.Tags {
			if _, known := l.Tag(f.ID, t.ID); !known {
				tags = append(tags, t)
			}
		}
		out.Facets[i].Tags = tags
	}
	return out
}

// Tag returns the tag with the id within the facet.
func (l *TagList) Tag(facet, id string) (Tag, bool) {
	f, _ := l.Facet(facet)
	for _, t := range f.Tags {
		if t.ID == id {
			return t, true
		}
	}
	return Tag{}, false
}

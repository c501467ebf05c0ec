package report

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"kyokun/kb"
)

// Report is what was found in the text of a report.
type Report struct {
	// Source is the id that the report has, or will have, as a document.
	Source string
	Title  string
	// FiscalYear is the year of the accidents that the report reviews.
	FiscalYear int
	Publisher  string
	Published  string // 2022-11, empty where the text does not tell
	// Paged is true where the text shows its pages, so that each place is exact;
	// else pages come from the table of contents, if it has one.
	Paged bool
	// Short is true where the text is the short version of a report.
	Short     bool
	Sections  []Section
	Accidents []Accident
	Lessons   []Lesson
	Passages  []kb.Passage
}

// Options say what the text itself may not.
type Options struct {
	// Source is the id of the source document: source-r04-report.
	Source string
	// FiscalYear is 0 to take the one that the title names.
	FiscalYear int
}

// ErrNoYear means that neither the options nor the text name the fiscal year.
var ErrNoYear = errors.New("the text names no fiscal year")

// Reader reads reports. It does not change and may be shared between goroutines.
type Reader struct {
	operatorTags []kb.Tag
	provisions   *provisions
}

// NewReader makes a reader that knows the operators and provisions of the
// library, which a text can name.
func NewReader(lib *kb.Library) *Reader {
	k := &Reader{provisions: newProvisions(lib)}
	if f, ok := lib.Tags().Facet("operator"); ok {
		k.operatorTags = f.Tags
	}
	return k
}

// reader holds a report while it is read.
type reader struct {
	*Reader
	all        []line
	sections   []Section
	holder     []int // for each line, the innermost section
	fiscalYear int
	signs      map[string]recurrence
}

// Read reads the pages of a report. The error is [ErrNoYear].
func (k *Reader) Read(pages []Page, o Options) (*Report, error) {
	r := &reader{Reader: k, all: lines(pages)}
	rep := &Report{Source: o.Source, FiscalYear: o.FiscalYear}
	rep.head(r.all)
	if rep.FiscalYear == 0 {
		return nil, ErrNoYear
	}
	r.fiscalYear = rep.FiscalYear
	r.setSections(sections(r.all))
	r.signs = legends(r.all)
	rep.Sections = r.sections
	rep.Paged = slices.ContainsFunc(r.all, func(l line) bool { return l.page > 0 })
	rep.Accidents = r.accidents()
	rep.Lessons = r.lessons()
	r.overview(rep)
	rep.Passages = r.passages(o.Source)
	return rep, nil
}

var (
	titleForm     = regexp.MustCompile(`(?:令和|平成)(?:\d{1,2}|元)年度.*(?:検証報告|事故発生状況|検証結果).*$|電気通信事故に関する検証報告.*$`)
	publishedForm = regexp.MustCompile(`^(令和|平成)(\d{1,2}|元)年(\d{1,2})月(?:(\d{1,2})日)?$`)
	fiscalForm    = regexp.MustCompile(`(令和|平成)(\d{1,2}|元)年度|((?:19|20)\d\d)年度`)
)

// head reads the title page.
func (rep *Report) head(all []line) {
	for _, l := range all[:min(len(all), 60)] {
		key := squeeze(l.text)
		if rep.Title == "" && titleForm.MatchString(key) {
			rep.Title = key
		}
		if m := publishedForm.FindStringSubmatch(key); m != nil && rep.Published == "" {
			rep.Published = isoMonth(m)
		}
		if strings.HasSuffix(key, "検証会議") && rep.Publisher == "" {
			rep.Publisher = key
		}
	}
	if m := fiscalForm.FindStringSubmatch(rep.Title); m != nil && rep.FiscalYear == 0 {
		rep.FiscalYear = number(m[3])
		if m[1] != "" {
			rep.FiscalYear = eraToYear(m[1], m[2])
		}
	}
}

func isoMonth(m []string) string {
	at, ok := date(eraToYear(m[1], m[2]), number(m[3]), max(1, number(m[4])), 0, 0)
	switch {
	case !ok:
		return ""
	case m[4] == "":
		return at.Format("2006-01")
	}
	return at.Format("2006-01-02")
}

// accidents reads the accident tables, each in the innermost section around it,
// and the list of accidents.
func (r *reader) accidents() []Accident {
	var out []Accident
	for _, t := range tables(r.all, 0, len(r.all)) {
		s := r.sectionAt(t.first)
		if s.end > t.first && s.end < t.end {
			t = tables(r.all, t.first, s.end)[0]
		}
		a := r.accident(t, s)
		a.ID = caseID(r.fiscalYear, len(out)+1)
		out = append(out, a)
	}
	r.list(r.listRows(), out)
	return out
}

func (r *reader) setSections(found []Section) {
	r.sections, r.holder = found, holders(found, len(r.all))
}

// sectionAt returns the innermost section that holds the line.
func (r *reader) sectionAt(at int) Section {
	if i := r.holder[at]; i >= 0 {
		return r.sections[i]
	}
	return Section{}
}

package kb

// SourceType is what sort of publication a source is.
type SourceType string

// The sorts of sources.
const (
	Report    SourceType = "report"
	Overview  SourceType = "overview" // 概要: the short version of a report
	Guide     SourceType = "guide"
	Law       SourceType = "law" // act, ordinance or public notice
	Guideline SourceType = "guideline"
)

// Source is the bibliographic record of a report, guide or law text.
type Source struct {
	Head `yaml:",inline"`

	Type      SourceType `yaml:"type" json:"type"`
	Publisher string     `yaml:"publisher" json:"publisher"`
	// Published is the date of publication or promulgation: year, month or day.
	Published string `yaml:"published" json:"published"`
	// Official is the number of a law text, such as 昭和60年郵政省令第30号.
	Official string `yaml:"official,omitempty" json:"official,omitempty"`
	// URL is a public page of the source.
	URL string `yaml:"url,omitempty" json:"url,omitempty"`
	// Licence states the terms of use.
	Licence string `yaml:"licence" json:"licence"`
	// Paginated is whether citations give pages.
	Paginated bool `yaml:"paginated" json:"paginated"`
	// Seen says which form of the source the editors had before them.
	Seen string `yaml:"seen" json:"seen"`
	// Sections is the table of contents; where given, each citation's section
	// must be one of them and its pages must lie within the source's.
	Sections []Section `yaml:"sections,omitempty" json:"sections,omitempty"`
	// Errata are contradictions and errors found in this source.
	Errata []Erratum `yaml:"errata,omitempty" json:"errata,omitempty"`
}

// Section is an entry of a source's table of contents.
type Section struct {
	// Number is the section as citations name it.
	Number string `yaml:"number" json:"number"`
	Title  string `yaml:"title" json:"title"`
	// Page is where it begins; 0 in a source without pages.
	Page int `yaml:"page,omitempty" json:"page,omitempty"`
}

// ErratumKind sorts errata by what is at fault.
type ErratumKind string

// The kinds of errata.
const (
	ErrorInReport    ErratumKind = "report"     // suspected error in the report
	ErrorInOverview  ErratumKind = "overview"   // suspected error in the overview
	DefinitionDiffer ErratumKind = "definition" // counted by different definitions
	Unclear          ErratumKind = "unclear"    // needs the original
	Scanning         ErratumKind = "scanning"   // damage from scanning
	Style            ErratumKind = "style"      // variant spelling
	External         ErratumKind = "external"   // differs from other publications
)

// Erratum keeps readings that contradict each other, with a ruling.
type Erratum struct {
	// ID is the name within the source: e01, e02, …
	ID         string      `yaml:"id" json:"id"`
	Kind       ErratumKind `yaml:"kind" json:"kind"`
	Confidence Confidence  `yaml:"confidence" json:"confidence"`
	// About are the documents, and fields of them, that it touches.
	About []About `yaml:"about,omitempty" json:"about,omitempty"`
	// Readings are what the sources say, each with its place; at least one.
	Readings []Reading `yaml:"readings" json:"readings"`
	// Ruling is the reading Kyokun uses; empty where both stand side by side.
	Ruling string `yaml:"ruling,omitempty" json:"ruling,omitempty"`
	// Why gives the ground of the ruling, or why there is none.
	Why string `yaml:"why" json:"why"`
}

// About names a fact that an erratum touches.
type About struct {
	// ID is a document.
	ID string `yaml:"id" json:"id"`
	// Field is a front-matter field of it, such as end or causes; empty for the whole.
	Field string `yaml:"field,omitempty" json:"field,omitempty"`
}

// Reading is what one place says.
type Reading struct {
	Text string   `yaml:"text" json:"text"`
	Cite Citation `yaml:"cite" json:"cite"`
}

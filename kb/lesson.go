package kb

// Phase is the stage of an accident that a lesson speaks to.
type Phase string

// The phases, in the order of the report's chapter 2.
const (
	Prevention Phase = "prevention" // 事前防止
	Response   Phase = "response"   // 発生時
	FollowUp   Phase = "follow-up"  // 収束後
)

// Lesson is a lesson drawn from accidents. Its statements are the natural unit.
type Lesson struct {
	Head `yaml:",inline"`

	// FiscalYear is the fiscal year of the accidents that the report reviews;
	// only lessons of an accident report (domain telecom) have one, and must.
	FiscalYear int `yaml:"fiscal_year,omitempty" json:"fiscal_year,omitempty"`
	// AsOf is the date at which the lesson's source spoke, where what it says
	// may no longer hold, as requests to the government of their day.
	AsOf  *Date `yaml:"as_of,omitempty" json:"as_of,omitempty"`
	Phase Phase `yaml:"phase" json:"phase"`
	// Incidents are the accident patterns the lesson names (事故事例), in our words.
	Incidents []Incident `yaml:"incidents,omitempty" json:"incidents,omitempty"`
	// Cases are the accidents the lesson comes from.
	Cases []Link `yaml:"cases,omitempty" json:"cases,omitempty"`
	// Provisions are the items of the framework the lesson leans on.
	Provisions []Link `yaml:"provisions,omitempty" json:"provisions,omitempty"`
	// Statements say what to do; at least one.
	Statements []Statement `yaml:"statements" json:"statements"`
}

// Recurrence is the mark that the report puts on a statement.
type Recurrence string

// The marks.
const (
	New      Recurrence = "new"      // 本年度新規
	Restated Recurrence = "restated" // 再掲
)

// Strength is how strongly a source asks for something.
type Strength string

// The strengths.
const (
	Must    Strength = "must"    // called indispensable
	Should  Strength = "should"  // recommended
	May     Strength = "may"     // offered as an example or option
	Request Strength = "request" // asked of the government
)

// Statement says in one or two sentences what to do.
type Statement struct {
	// ID is the name within the lesson: s1, s2, …
	ID   string `yaml:"id" json:"id"`
	Text string `yaml:"text" json:"text"`
	// Status is new, or restated from earlier reports; statements of an
	// accident report (domain telecom) have one, and must.
	Status Recurrence `yaml:"status,omitempty" json:"status,omitempty"`
	// Strength is how strongly a source other than an accident report puts it.
	Strength Strength `yaml:"strength,omitempty" json:"strength,omitempty"`
	// Years are the fiscal years of the earlier reports; required if restated.
	Years []int `yaml:"years,omitempty" json:"years,omitempty"`
	// StatusNote explains a mark that the source sets unclearly.
	StatusNote string `yaml:"status_note,omitempty" json:"status_note,omitempty"`
	// Cases and Provisions are those of this statement in particular.
	Cases      []Link `yaml:"cases,omitempty" json:"cases,omitempty"`
	Provisions []Link `yaml:"provisions,omitempty" json:"provisions,omitempty"`
	// Questions are checks (点検項目) that can be answered yes or no.
	Questions []Question `yaml:"questions,omitempty" json:"questions,omitempty"`
	// Cite is the place of the statement; required.
	Cite *Citation `yaml:"cite" json:"cite"`
}

// Question is a check that an engineer can answer yes or no.
type Question struct {
	Text string `yaml:"text" json:"text"`
	// Work is the phase of work it belongs to, a tag of the facet "work".
	Work string `yaml:"work" json:"work"`
}

// Incident is an accident pattern that a lesson names.
type Incident struct {
	Text string `yaml:"text" json:"text"`
	// Mark is how the report marks it: new (新規事例), seen (過去にも見られた事例)
	// or none.
	Mark IncidentMark `yaml:"mark" json:"mark"`
	// Years are the fiscal years in which the like was seen; with mark seen.
	Years []int     `yaml:"years,omitempty" json:"years,omitempty"`
	Note  string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite  *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// IncidentMark is the report's mark on an accident pattern.
type IncidentMark string

// The marks on accident patterns.
const (
	IncidentNew  IncidentMark = "new"
	IncidentSeen IncidentMark = "seen"
	IncidentNone IncidentMark = "none"
)

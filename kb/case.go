package kb

// Case is one accident. What an accident report always gives, from FiscalYear
// to Equipment, is required in the domain telecom and may be left out in
// others; a field left out is the zero value.
type Case struct {
	Head `yaml:",inline"`

	// FiscalYear is the Japanese fiscal year (April to March) of the start.
	FiscalYear int `yaml:"fiscal_year,omitempty" json:"fiscal_year,omitzero"`
	// Serious says whether, and under which row, the source calls it a
	// serious accident (重大な事故).
	Serious Serious `yaml:"serious,omitempty" json:"serious,omitzero"`
	// Operators are those the source names, the one where it began first.
	Operators []Operator `yaml:"operators,omitempty" json:"operators,omitzero"`
	// Start and End bound the outage as officially reported.
	Start Point `yaml:"start,omitempty" json:"start,omitzero"`
	End   Point `yaml:"end,omitempty" json:"end,omitzero"`
	// Duration must equal End minus Start.
	Duration Duration `yaml:"duration,omitempty" json:"duration,omitzero"`
	// Affected counts who or what was affected, the official count first.
	Affected []Affected `yaml:"affected" json:"affected"`
	// Region is the area affected.
	Region Region `yaml:"region,omitempty" json:"region,omitzero"`
	// Inquiries are the calls and messages from users to the operators.
	Inquiries *Inquiries `yaml:"inquiries,omitempty" json:"inquiries,omitempty"`
	// Services and Equipment name what was affected and what failed, in words;
	// the tags of the same names classify them.
	Services   []Fact `yaml:"services,omitempty" json:"services,omitzero"`
	Unaffected []Fact `yaml:"unaffected,omitempty" json:"unaffected,omitempty"`
	Equipment  []Fact `yaml:"equipment,omitempty" json:"equipment,omitzero"`
	// Phenomenon says what users and operators saw.
	Phenomenon Fact `yaml:"phenomenon" json:"phenomenon"`
	// Causes are direct, upstream, aggravating and prolonging.
	Causes []Cause `yaml:"causes" json:"causes"`
	// Measures answer causes.
	Measures []Measure `yaml:"measures" json:"measures"`
	// Notices are what users, resellers and the press were told, by time.
	Notices []Notice `yaml:"notices" json:"notices"`
	// NoticesNote says why there are none, or what the source leaves out.
	NoticesNote string `yaml:"notices_note,omitempty" json:"notices_note,omitempty"`
	// Events are further dated points: what went before, steps of recovery.
	Events []Event `yaml:"events,omitempty" json:"events,omitempty"`
	// Wider is a longer window that the source counts apart from the official one.
	Wider []Window `yaml:"wider,omitempty" json:"wider,omitempty"`
}

// Serious is the classification as a serious accident.
type Serious struct {
	// Stated is whether the source calls it a serious accident.
	Stated bool `yaml:"stated" json:"stated"`
	// Rows are the rows of the ordinance's table (一 to 五, or 2号 for
	// satellites and cables) under which it falls; none where Stated is false.
	Rows []string `yaml:"rows,omitempty" json:"rows,omitempty"`
	// Text is the ground in our words.
	Text string `yaml:"text" json:"text"`
	// Cite is where the source says so.
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Operator is an operator's part in an accident.
type Operator struct {
	// ID is a tag of the facet "operator".
	ID string `yaml:"id" json:"id"`
	// Role is a tag of the facet "role".
	Role string `yaml:"role" json:"role"`
	// Note is a remark, such as a variant of the name in the source.
	Note string `yaml:"note,omitempty" json:"note,omitempty"`
}

// Basis says where a figure comes from.
type Basis string

// The grounds of a figure.
const (
	Stated   Basis = "stated"   // the source gives it
	Computed Basis = "computed" // worked out from figures that the source gives
)

// Point is a point in time of an accident.
type Point struct {
	At Moment `yaml:"at" json:"at"`
	// Approximate is true where the source says 頃.
	Approximate bool `yaml:"approximate,omitempty" json:"approximate,omitempty"`
	// Basis is stated or computed.
	Basis Basis     `yaml:"basis" json:"basis"`
	Note  string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite  *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Duration is how long the outage lasted.
type Duration struct {
	// Minutes is the length in minutes.
	Minutes int `yaml:"minutes" json:"minutes"`
	// Text is the length as the source writes it.
	Text string    `yaml:"text" json:"text"`
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Affected is one count of what an accident touched.
type Affected struct {
	// Min and Max bound the count; an open side is left out.
	Min *int `yaml:"min,omitempty" json:"min,omitempty"`
	Max *int `yaml:"max,omitempty" json:"max,omitempty"`
	// Unit is what is counted: 人, 社, 回線, 通.
	Unit string `yaml:"unit" json:"unit"`
	// Text is the count as the source writes it, such as 最大約50万人.
	Text string    `yaml:"text" json:"text"`
	Note string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Region is the area an accident touched.
type Region struct {
	Text   string    `yaml:"text" json:"text"`
	Except []string  `yaml:"except,omitempty" json:"except,omitempty"`
	Note   string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite   *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Inquiries are the calls and messages from users.
type Inquiries struct {
	// Total is the sum, nil where the source gives none and it can't be computed.
	Total *int `yaml:"total,omitempty" json:"total,omitempty"`
	// Basis is stated or computed; required with Total.
	Basis Basis           `yaml:"basis,omitempty" json:"basis,omitempty"`
	Parts []InquiriesPart `yaml:"parts,omitempty" json:"parts,omitempty"`
	Note  string          `yaml:"note,omitempty" json:"note,omitempty"`
	Cite  *Citation       `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// InquiriesPart is the count at one operator or desk.
type InquiriesPart struct {
	Who   string `yaml:"who" json:"who"`
	Count int    `yaml:"count" json:"count"`
	// Unit is 件 unless given, such as 事業者.
	Unit string `yaml:"unit,omitempty" json:"unit,omitempty"`
}

// Fact is a statement in words with a place of its own.
type Fact struct {
	Text string    `yaml:"text" json:"text"`
	Note string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// CauseRole is the part a cause plays.
type CauseRole string

// The roles of causes. The report itself tells direct, aggravating and
// prolonging causes apart; upstream is what led to the situation beforehand.
const (
	Direct      CauseRole = "direct"      // 直接原因
	Upstream    CauseRole = "upstream"    // 発端
	Aggravating CauseRole = "aggravating" // 大規模化
	Prolonging  CauseRole = "prolonging"  // 長期化
)

// Cause is one cause of an accident.
type Cause struct {
	// ID is the cause's name within the case: c1, c2, …
	ID   string    `yaml:"id" json:"id"`
	Role CauseRole `yaml:"role" json:"role"`
	Text string    `yaml:"text" json:"text"`
	// By says whether the source names it as a cause or the editor infers it.
	By         Asserter   `yaml:"by" json:"by"`
	Confidence Confidence `yaml:"confidence,omitempty" json:"confidence,omitempty"`
	Why        string     `yaml:"why,omitempty" json:"why,omitempty"`
	Note       string     `yaml:"note,omitempty" json:"note,omitempty"`
	Cite       *Citation  `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// MeasureKind tells measures apart by how lasting they are.
type MeasureKind string

// The kinds of measures.
const (
	Interim    MeasureKind = "interim"    // 暫定
	Permanent  MeasureKind = "permanent"  // 恒久
	Considered MeasureKind = "considered" // 検討: announced as under study only
)

// Measure is one thing done or planned against a cause.
type Measure struct {
	// ID is the measure's name within the case: m1, m2, …
	ID   string      `yaml:"id" json:"id"`
	Kind MeasureKind `yaml:"kind" json:"kind"`
	Text string      `yaml:"text" json:"text"`
	// Answers are ids of causes of the same case.
	Answers []string `yaml:"answers,omitempty" json:"answers,omitempty"`
	// AnswersBy says who pairs the measure with the causes; required with Answers.
	AnswersBy Asserter `yaml:"answers_by,omitempty" json:"answers_by,omitempty"`
	// Started, Due and Done are dates as far as the source gives them.
	Started *Date     `yaml:"started,omitempty" json:"started,omitempty"`
	Due     *Date     `yaml:"due,omitempty" json:"due,omitempty"`
	Done    *Date     `yaml:"done,omitempty" json:"done,omitempty"`
	Note    string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite    *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// NoticeKind is the place of a notice in the sequence.
type NoticeKind string

// The kinds of notices.
const (
	First    NoticeKind = "first"    // 初報: the first from this channel
	Update   NoticeKind = "update"   // 続報
	Recovery NoticeKind = "recovery" // 復旧報
	Final    NoticeKind = "final"    // 最終報
	After    NoticeKind = "after"    // explanation afterwards
)

// Notice is one announcement.
type Notice struct {
	// At is when it was given: a moment, or a date where the hour is unknown;
	// nil where the source gives no time at all.
	At *When `yaml:"at,omitempty" json:"at,omitempty"`
	// To is the end of the span over which it was given, as when calling users.
	To *When `yaml:"to,omitempty" json:"to,omitempty"`
	// Kind is the place in the sequence.
	Kind NoticeKind `yaml:"kind" json:"kind"`
	// Channel is a tag of the facet "channel".
	Channel string `yaml:"channel" json:"channel"`
	// Operator is a tag of the facet "operator": who gave it.
	Operator string `yaml:"operator" json:"operator"`
	// Public is whether anyone could see it, not only customers or partners.
	Public bool `yaml:"public" json:"public"`
	// Text says what was announced, and to whom.
	Text string `yaml:"text" json:"text"`
	// Count is how many there were, where the source only counts them.
	Count int       `yaml:"count,omitempty" json:"count,omitempty"`
	Note  string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite  *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Event is a dated point besides start, end and notices.
type Event struct {
	At   When      `yaml:"at" json:"at"`
	Text string    `yaml:"text" json:"text"`
	Note string    `yaml:"note,omitempty" json:"note,omitempty"`
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Window is a span of degraded service counted apart from the official one;
// its figures must never be added to the official ones.
type Window struct {
	Start    Point      `yaml:"start" json:"start"`
	End      Point      `yaml:"end" json:"end"`
	Duration Duration   `yaml:"duration" json:"duration"`
	Affected []Affected `yaml:"affected" json:"affected"`
	Region   Region     `yaml:"region" json:"region"`
	Text     string     `yaml:"text" json:"text"`
	Cite     *Citation  `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// NoticeMinutes returns the minutes from the start of the accident to the
// notice; ok is false where the source does not give the hour.
func (c *Case) NoticeMinutes(n Notice) (minutes int, ok bool) {
	if n.At == nil || n.At.DayOnly || c.Start.At.IsZero() {
		return 0, false
	}
	return int(n.At.Sub(c.Start.At.Time).Minutes()), true
}

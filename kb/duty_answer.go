package kb

// Verdict is an answer to a question that may have to stay open.
type Verdict string

// The verdicts.
const (
	Yes     Verdict = "yes"
	No      Verdict = "no"
	Unknown Verdict = "unknown"
)

// Label names the verdict for readers.
func (v Verdict) Label() Text {
	switch v {
	case Yes:
		return Text{"はい", "yes"}
	case No:
		return Text{"いいえ", "no"}
	}
	return Text{"まだ決まらない", "open"}
}

// possible returns the values that the verdict leaves open; an input that is
// not given counts as yes.
func (v Verdict) possible() []bool {
	switch v {
	case No:
		return []bool{false}
	case Unknown:
		return []bool{false, true}
	}
	return []bool{true}
}

// DutyInput is what is known of an accident at one class of services.
type DutyInput struct {
	Service DutyService `json:"service"`
	// On is when the accident began: a minute, or a day.
	On When `json:"-"`
	// Minutes is how long it has lasted, Users how many users it has affected;
	// nil where not known.
	Minutes *int `json:"minutes"`
	Users   *int `json:"users"`
	// AllTrafficLost is whether all traffic over a critical facility was lost
	// in those minutes; empty means yes. It has no bearing on other classes.
	AllTrafficLost Verdict `json:"all_traffic_lost,omitempty"`
	// Degraded is whether a service stopped or degraded at all; empty means yes.
	Degraded Verdict `json:"degraded,omitempty"`
}

// DutyAnswer says whether an accident is serious and what must be reported.
type DutyAnswer struct {
	Input DutyInput `json:"input"`
	// On is Input.On as it was written: a day or a minute in Japan.
	On      string  `json:"on"`
	Serious Verdict `json:"serious"`
	// Row is the row that the class falls in, serious or not, and Criteria are
	// its lines.
	Row      string      `json:"row"`
	RowName  Text        `json:"row_name"`
	Criteria []Criterion `json:"criteria"`
	// RuleVersion is the version of the table whose dates cover the accident;
	// MaybeVersions are others that may have held already and were judged by
	// as well: where they disagree, Serious is unknown.
	RuleVersion   string   `json:"rule_version"`
	MaybeVersions []string `json:"maybe_versions,omitempty"`
	Provision     string   `json:"provision"`
	Article       string   `json:"article"`
	Why           Text     `json:"why"`
	// Missing are the inputs, by the names of the query parameters, that would
	// help to settle Serious or Periodic.
	Missing        []string      `json:"missing"`
	BecomesSerious DutyThreshold `json:"becomes_serious"`
	// Periodic is whether the accident goes into the periodic report.
	Periodic Verdict `json:"periodic"`
	// PeriodicVersion is the version of the periodic report, empty where none
	// is known.
	PeriodicVersion string `json:"periodic_version"`
	PeriodicWhy     Text   `json:"periodic_why"`
	// Deadlines are what must be reported, or may have to be.
	Deadlines []DutyDeadline `json:"deadlines"`
	// NearMiss is the test of near misses; nil before there was one.
	NearMiss *NearMissCheck `json:"near_miss,omitempty"`
	Notes    []AnswerNote   `json:"notes"`
}

// DutyThreshold is where an accident becomes serious.
type DutyThreshold struct {
	// Minutes is the least length at which it is serious with the users given,
	// Users the least number at which it is with the minutes given; nil where
	// there is none or what it depends on is not known.
	Minutes *int `json:"minutes"`
	Users   *int `json:"users"`
	// MinutesLeft and UsersLeft are how far it is from there; nil where that is
	// reached or can't be said.
	MinutesLeft *int `json:"minutes_left,omitempty"`
	UsersLeft   *int `json:"users_left,omitempty"`
	// At is the minute at which Minutes is reached, where the start is known.
	At   *Moment `json:"at,omitempty"`
	Text *Text   `json:"text,omitempty"`
}

// DutyDeadline is one thing to report.
type DutyDeadline struct {
	ID   string `json:"id"`
	What Text   `json:"what"`
	// By is the last day, as 2021-11-13; or without-delay; or empty where it
	// counts from a day that is not known, as When says.
	By   string `json:"by"`
	When Text   `json:"when"`
	How  Text   `json:"how"`
	// Applies is yes, or unknown where the accident may turn out otherwise.
	Applies   Verdict `json:"applies"`
	Provision string  `json:"provision"`
	Article   string  `json:"article"`
}

// NearMissCheck is the test of near misses as a checklist; see [NearMissRules].
type NearMissCheck struct {
	Version   string         `json:"version"`
	Who       Text           `json:"who"`
	AllOf     []Text         `json:"all_of"`
	AnyOf     []Text         `json:"any_of"`
	NoneOf    []Text         `json:"none_of"`
	Also      []Text         `json:"also"`
	Provision string         `json:"provision"`
	Article   string         `json:"article"`
	Deadlines []DutyDeadline `json:"deadlines"`
}

// AnswerNote is a remark on an answer.
type AnswerNote struct {
	Text
	// Provision is where it stands, if in one.
	Provision string `json:"provision,omitempty"`
}

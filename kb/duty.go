package kb

// DutyRules are the dated tables of the report duty (content/duty.yaml): what
// is a serious accident (重大な事故), what goes into the periodic report, what
// is a near miss (おそれの事態), and by when each must be reported. Each list
// of versions goes from the oldest to the newest, without overlap or gap.
type DutyRules struct {
	// Services names the fixed classes of services, each once.
	Services []ServiceClass   `yaml:"services" json:"services"`
	Serious  []*SeriousRules  `yaml:"serious" json:"serious"`
	Periodic []*PeriodicRules `yaml:"periodic" json:"periodic"`
	NearMiss []*NearMissRules `yaml:"near_miss" json:"near_miss"`
	// Deadlines are those that the versions refer to.
	Deadlines []DeadlineRule `yaml:"deadlines" json:"deadlines"`
	// Notes are remarks that an answer carries where their condition holds.
	Notes []DutyNote `yaml:"notes" json:"notes"`
	// FirstReport is what the first report of an accident tells; nil where the
	// content does not say.
	FirstReport *FirstReportForm `yaml:"first_report,omitempty" json:"first_report,omitempty"`
}

// FirstReportForm lists what the first report of an accident tells, in the
// order of the form, with the provision that asks for it.
type FirstReportForm struct {
	Provision string       `yaml:"provision" json:"provision"`
	Cite      []Citation   `yaml:"cite" json:"cite"`
	Items     []ReportItem `yaml:"items" json:"items"`
}

// ReportItem is one thing that a first report tells.
type ReportItem struct {
	ID   ReportItemID `yaml:"id" json:"id"`
	Name Text         `yaml:"name" json:"name"`
	// Hint says what to write.
	Hint Text `yaml:"hint" json:"hint"`
}

// ReportItemID tells the items of a first report apart.
type ReportItemID string

// The items. Time, services and users follow from the question about the
// report duty, the others are written by people.
const (
	ReportTime       ReportItemID = "time"       // 発生日時
	ReportPlace      ReportItemID = "place"      // 発生場所
	ReportOverview   ReportItemID = "overview"   // 概要
	ReportServices   ReportItemID = "services"   // 影響を与えた役務
	ReportScope      ReportItemID = "scope"      // 影響を与えた範囲
	ReportUsers      ReportItemID = "users"      // 影響を与えた利用者数
	ReportCause      ReportItemID = "cause"      // 発生原因
	ReportMeasures   ReportItemID = "measures"   // 措置模様
	ReportComplaints ReportItemID = "complaints" // 利用者からの申告の状況
	ReportOther      ReportItemID = "other"      // その他参考となる事項
)

// ReportItemIDs lists the items of a first report in the order of the guideline.
func ReportItemIDs() []ReportItemID {
	return []ReportItemID{ReportTime, ReportPlace, ReportOverview, ReportServices, ReportScope, ReportUsers,
		ReportCause, ReportMeasures, ReportComplaints, ReportOther}
}

// DutyService is a class of services that a reader can choose; which row of
// the table it falls in depends on the version.
type DutyService string

// The classes of services.
const (
	VoiceEmergency   DutyService = "voice-emergency"   // 緊急通報を扱う音声
	VoiceOnly        DutyService = "voice"             // 緊急通報を扱わない音声
	LPWA             DutyService = "lpwa"              // LPWA
	FreeMessaging    DutyService = "free-messaging"    // 無料の大規模なメール・メッセージング
	FreeInternet     DutyService = "free-internet"     // 無料のインターネット関連
	InternetAccess   DutyService = "internet-access"   // インターネット接続
	OtherService     DutyService = "other"             // その他
	CriticalFacility DutyService = "critical-facility" // 衛星・海底ケーブルなど
)

// DutyServices lists the classes in the order in which pages show them.
func DutyServices() []DutyService {
	return []DutyService{VoiceEmergency, VoiceOnly, LPWA, FreeMessaging, FreeInternet, InternetAccess, OtherService, CriticalFacility}
}

// ServiceClass explains a class of services.
type ServiceClass struct {
	ID   DutyService `yaml:"id" json:"id"`
	Name Text        `yaml:"name" json:"name"`
	// Note says what falls in it.
	Note Text `yaml:"note" json:"note"`
}

// RuleVersion says when a version of a rule holds and where it stands.
type RuleVersion struct {
	ID string `yaml:"id" json:"id"`
	// From and To are the first and last day on which an accident falls under
	// the version; To is nil for the newest.
	From Date  `yaml:"from" json:"from"`
	To   *Date `yaml:"to,omitempty" json:"to,omitempty"`
	// Dating says what is uncertain about the dates.
	Dating *Text `yaml:"dating,omitempty" json:"dating,omitempty"`
	// Checked is the date of the newest text of the law in which the version
	// was read; nil where none was.
	Checked *Date `yaml:"checked,omitempty" json:"checked,omitempty"`
	// Provision is the id of the provision, Article where it stands in it.
	Provision string     `yaml:"provision" json:"provision"`
	Article   string     `yaml:"article" json:"article"`
	Cite      []Citation `yaml:"cite" json:"cite"`
	// URLs are further public pages that bear the version out.
	URLs []string `yaml:"urls,omitempty" json:"urls,omitempty"`
	// Note is a remark that answers by this version carry.
	Note *Text `yaml:"note,omitempty" json:"note,omitempty"`
	// Deadlines are ids of the deadlines that follow.
	Deadlines []string `yaml:"deadlines" json:"deadlines"`
}

func (v *RuleVersion) version() *RuleVersion { return v }

// SeriousRules is one version of the table of serious accidents.
type SeriousRules struct {
	RuleVersion `yaml:",inline"`
	// MaybeFrom is the first day on which the version may hold already, where
	// the day of the amendment is not certain; an accident between it and From
	// is judged by this version and the one before.
	MaybeFrom *Date `yaml:"maybe_from,omitempty" json:"maybe_from,omitempty"`
	// Rows hold each class of services exactly once.
	Rows []SeriousRow `yaml:"rows" json:"rows"`
}

// SeriousRow is a row of the table; meeting any criterion makes an accident
// serious.
type SeriousRow struct {
	// Row is how the ordinance numbers it: 一, 二, …; 2号 for facilities.
	Row      string        `yaml:"row" json:"row"`
	Name     Text          `yaml:"name" json:"name"`
	Services []DutyService `yaml:"services" json:"services"`
	AnyOf    []Criterion   `yaml:"any_of" json:"any_of"`
	// Note is a remark that answers by this row carry.
	Note *Text `yaml:"note,omitempty" json:"note,omitempty"`
}

// Criterion is met by an accident of at least so many minutes, with at least
// so many users or, in its place, all traffic over the facility lost.
type Criterion struct {
	Minutes int `yaml:"minutes" json:"minutes"`
	// Users is 0 where AllTrafficLost takes its place.
	Users          int  `yaml:"users,omitempty" json:"users,omitempty"`
	AllTrafficLost bool `yaml:"all_traffic_lost,omitempty" json:"all_traffic_lost,omitempty"`
}

// PeriodicRules is one version of the periodic report. It takes accidents of
// at least Minutes or at least Users.
type PeriodicRules struct {
	RuleVersion `yaml:",inline"`
	Minutes     int `yaml:"minutes" json:"minutes"`
	Users       int `yaml:"users" json:"users"`
	// IncludesSerious is whether serious accidents go into it as well.
	IncludesSerious bool `yaml:"includes_serious" json:"includes_serious"`
	// Covers and Excludes say in words what it takes and leaves out.
	Covers   []Text `yaml:"covers" json:"covers"`
	Excludes []Text `yaml:"excludes" json:"excludes"`
}

// NearMissRules is one version of the test of near misses: an incident at a
// facility of Who that meets all of AllOf, one of AnyOf and none of NoneOf;
// or any of Also by itself. It is a checklist for people.
type NearMissRules struct {
	RuleVersion `yaml:",inline"`
	Who         Text   `yaml:"who" json:"who"`
	AllOf       []Text `yaml:"all_of" json:"all_of"`
	AnyOf       []Text `yaml:"any_of" json:"any_of"`
	NoneOf      []Text `yaml:"none_of" json:"none_of"`
	Also        []Text `yaml:"also" json:"also"`
}

// DueRule says how the day of a deadline is found.
type DueRule string

// The ways of finding a deadline.
const (
	WithoutDelay          DueRule = "without-delay"
	DaysAfterStart        DueRule = "days-after-start"
	DaysAfterAwareness    DueRule = "days-after-awareness"
	MonthsAfterQuarter    DueRule = "months-after-quarter"
	MonthsAfterFiscalYear DueRule = "months-after-fiscal-year"
)

// DeadlineRule is one thing to report, and by when.
type DeadlineRule struct {
	ID   string `yaml:"id" json:"id"`
	What Text   `yaml:"what" json:"what"`
	// When is the deadline in words, How the form and the way.
	When Text    `yaml:"when" json:"when"`
	How  Text    `yaml:"how" json:"how"`
	Due  DueRule `yaml:"due" json:"due"`
	// Amount counts days or months, as Due says; 0 for without-delay.
	Amount    int        `yaml:"amount,omitempty" json:"amount,omitempty"`
	Provision string     `yaml:"provision" json:"provision"`
	Article   string     `yaml:"article" json:"article"`
	Cite      []Citation `yaml:"cite" json:"cite"`
}

// NoteCondition says which answers carry a note.
type NoteCondition string

// The conditions of notes.
const (
	NoteAlways       NoteCondition = "always"
	NoteSerious      NoteCondition = "serious"           // serious, or may be
	NoteUsersUnknown NoteCondition = "users-unknown"     // the number of users is not known
	NoteFacility     NoteCondition = "critical-facility" // the class is critical-facility
	NoteNotDegraded  NoteCondition = "not-degraded"      // no service stopped or degraded
)

// DutyNote is a remark on answers.
type DutyNote struct {
	ID string        `yaml:"id" json:"id"`
	If NoteCondition `yaml:"if" json:"if"`
	// From and To bound the days of accidents for which it is true.
	From *Date `yaml:"from,omitempty" json:"from,omitempty"`
	To   *Date `yaml:"to,omitempty" json:"to,omitempty"`
	Text Text  `yaml:"text" json:"text"`
	// Provision is where it stands, if in one.
	Provision string `yaml:"provision,omitempty" json:"provision,omitempty"`
}

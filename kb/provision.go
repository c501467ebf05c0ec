package kb

// Layer is the layer of the framework that a provision belongs to.
type Layer string

// The layers. Reporting is law on reporting, kept apart from the three.
const (
	Technical  Layer = "technical"  // 技術基準: mandatory
	Management Layer = "management" // 管理規程: set by each operator, filed
	Safety     Layer = "safety"     // 安信基準: recommended
	Reporting  Layer = "reporting"  // 報告制度
)

// Layers lists the layers from the most binding to the least, reporting last.
func Layers() []Layer { return []Layer{Technical, Management, Safety, Reporting} }

// Provision is one item of the framework.
type Provision struct {
	Head `yaml:",inline"`

	Layer Layer `yaml:"layer" json:"layer"`
	// Instrument is the id of the source document that holds the text.
	Instrument string `yaml:"instrument" json:"instrument"`
	// Articles are the article numbers, one for each version looked at; they
	// move with amendments, so none stands in the id.
	Articles []Article `yaml:"articles" json:"articles"`
	// Parent is the provision that this one details.
	Parent string `yaml:"parent,omitempty" json:"parent,omitempty"`
	// Applies says in words to whom the provision applies.
	Applies string `yaml:"applies" json:"applies"`
	// AfterReport is true for what came into force after the report.
	AfterReport bool `yaml:"after_report,omitempty" json:"after_report,omitempty"`
	// Note is a remark on wording or history.
	Note string `yaml:"note,omitempty" json:"note,omitempty"`
}

// Article is where a provision stands in one version of its instrument.
type Article struct {
	// AsOf is the date of the version; nil where the version is not known.
	AsOf *Date `yaml:"as_of,omitempty" json:"as_of,omitempty"`
	// Number is the article as the instrument numbers it, such as
	// 第29条第1項第3号ニ; "なし" where that version lacks the provision.
	Number string `yaml:"number" json:"number"`
	// Verified is whether the number was read in the text of the instrument.
	Verified bool   `yaml:"verified" json:"verified"`
	Note     string `yaml:"note,omitempty" json:"note,omitempty"`
}

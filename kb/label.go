package kb

import "fmt"

// Label names the layer for readers.
func (l Layer) Label() Text {
	switch l {
	case Technical:
		return Text{"技術基準", "Technical standards"}
	case Management:
		return Text{"管理規程", "Management rules"}
	case Safety:
		return Text{"安信基準", "Safety and reliability guidelines"}
	case Reporting:
		return Text{"報告制度", "Reporting rules"}
	}
	return Text{string(l), string(l)}
}

// Label names the stop of a trace for readers.
func (k NodeKind) Label() Text {
	switch k {
	case PartStatement:
		return Text{"教訓の文", "Statement"}
	case PartCause:
		return Text{"原因", "Cause"}
	case PartMeasure:
		return Text{"対策", "Measure"}
	}
	return Kind(k).Label()
}

// Asserted says who stands behind the link, with the confidence of an
// inference.
func (l Link) Asserted() Text {
	if l.By == BySource {
		return Text{"出典の記載", "stated by the source"}
	}
	c := l.Confidence.Label()
	return Text{"編集部の推定・確信度" + c.JA, "inferred by the editors, confidence " + c.EN}
}

// Label names the grade for readers.
func (c Confidence) Label() Text {
	switch c {
	case High:
		return Text{"高", "high"}
	case Medium:
		return Text{"中", "medium"}
	case Low:
		return Text{"低", "low"}
	}
	return Text{string(c), string(c)}
}

// Place writes the section and page of a citation.
func (c Citation) Place(lang string) string {
	s := c.Section
	switch {
	case c.PageTo > 0 && lang == "en":
		s += fmt.Sprintf(", pp. %d–%d", c.Page, c.PageTo)
	case c.PageTo > 0:
		s += fmt.Sprintf(" %d〜%d頁", c.Page, c.PageTo)
	case c.Page > 0 && lang == "en":
		s += fmt.Sprintf(", p. %d", c.Page)
	case c.Page > 0:
		s += fmt.Sprintf(" %d頁", c.Page)
	}
	return s
}

// Label names the role for readers.
func (r CauseRole) Label() Text {
	switch r {
	case Direct:
		return Text{"直接原因", "Direct cause"}
	case Upstream:
		return Text{"発端", "Upstream"}
	case Aggravating:
		return Text{"大規模化", "Aggravating"}
	case Prolonging:
		return Text{"長期化", "Prolonging"}
	}
	return Text{string(r), string(r)}
}

// Label names the kind of measure for readers.
func (k MeasureKind) Label() Text {
	switch k {
	case Interim:
		return Text{"暫定", "Interim"}
	case Permanent:
		return Text{"恒久", "Permanent"}
	case Considered:
		return Text{"検討", "Under study"}
	}
	return Text{string(k), string(k)}
}

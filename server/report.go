package server

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// maxReportRunes bounds each item of a first report.
const maxReportRunes = 1000

// reportItem is an item of the first report that people write.
type reportItem struct{ ID, Name, Hint, Value string }

// reportDraft is the first report as far as it is known, to be copied.
type reportDraft struct {
	// Text is in Japanese in each language of the interface: it goes to the ministry.
	Text string
	// Lines is the number of lines of Text.
	Lines int
	Ref   docRef
	Cites []citeView
}

// answeredItems follow from the question about the report duty.
var answeredItems = []kb.ReportItemID{kb.ReportTime, kb.ReportServices, kb.ReportUsers}

// reportItems are the items to fill in, with what has been sent.
func (c composer) reportItems(v url.Values) []reportItem {
	form := c.lib.Duty().FirstReport
	if form == nil {
		return nil
	}
	var out []reportItem
	for _, item := range form.Items {
		if !slices.Contains(answeredItems, item.ID) {
			out = append(out, reportItem{string(item.ID), c.loc.In(item.Name), c.loc.In(item.Hint), reportValue(v, item.ID)})
		}
	}
	return out
}

func reportValue(v url.Values, id kb.ReportItemID) string {
	s := strings.ReplaceAll(strings.ToValidUTF8(v.Get(string(id)), " "), "\r\n", "\n")
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), maxReportRunes)])
}

// reportDraft composes the first report; nil where the content does not say
// what one tells.
func (c composer) reportDraft(v url.Values, d incidentDuty, now time.Time) *reportDraft {
	form := c.lib.Duty().FirstReport
	if form == nil {
		return nil
	}
	lines := []string{"電気通信事故の第一報（下書き）", now.In(kb.JST).Format(minuteForm) + " 現在", ""}
	for _, item := range form.Items {
		value := c.reported(item.ID, v, d)
		if value == "" {
			value = "調査中"
		}
		lines = append(lines, item.Name.JA+"： "+strings.ReplaceAll(value, "\n", "\n　　"))
	}
	text := strings.Join(lines, "\n") + "\n"
	return &reportDraft{Text: text, Lines: strings.Count(text, "\n") + 1, Ref: c.ref(form.Provision), Cites: c.cites(form.Cite)}
}

// reported is what is known of an item.
func (c composer) reported(id kb.ReportItemID, v url.Values, d incidentDuty) string {
	switch id {
	case kb.ReportTime:
		if d.Form.Time == "" {
			return ""
		}
		return d.Form.On + " " + d.Form.Time
	case kb.ReportServices:
		var names []string
		for _, s := range c.lib.Duty().Services {
			if slices.ContainsFunc(d.Form.Services, func(ch choice) bool { return ch.Chosen && ch.Value == string(s.ID) }) {
				names = append(names, s.Name.JA)
			}
		}
		return strings.Join(names, "、")
	case kb.ReportUsers:
		if d.Result == nil || d.Result.input.Users == nil {
			return d.Form.Users
		}
		return commas(*d.Result.input.Users) + "人"
	case kb.ReportOther:
		return strings.TrimSpace(reportValue(v, id) + "\n" + d.judged())
	}
	return reportValue(v, id)
}

// judged says in Japanese how the accident stands against the test of a
// serious one.
func (d incidentDuty) judged() string {
	if d.Result == nil {
		return ""
	}
	ja := locale{lang: "ja"}
	word := ja.T("duty.word." + string(d.Result.Verdict))
	if d.Live && d.Result.Verdict == kb.No {
		word = ja.T("incident.notyet")
	}
	return "重大な事故の基準：" + word + "（上の時点での目安）"
}

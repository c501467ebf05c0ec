package server

import "kyokun/kb"

// checklistMessages are those of the checklists.
var checklistMessages = map[string]kb.Text{
	"checklist.title":    {JA: "点検表", EN: "Checklist"},
	"checklist.title.of": {JA: "点検表：%s", EN: "Checklist: %s"},
	"checklist.lead":     {JA: "業務の場面を選ぶと、教訓の点検項目が並びます。工事の前の読み合わせに、そのままA4で印刷できます。", EN: "Choose a phase of work to get the check questions of the lessons, ready to print on A4 for a review before the work."},
	"checklist.work":     {JA: "業務の場面", EN: "Phase of work"},
	"checklist.domain":   {JA: "分野", EN: "Domain"},
	"checklist.choose":   {JA: "業務の場面を1つ以上選んでください。", EN: "Choose at least one phase of work."},
	"checklist.count":    {JA: "%d項目", EN: "%d questions"},
	"checklist.done":     {JA: "%1／%2 項目を確認", EN: "%1 of %2 checked"},
	"checklist.print":    {JA: "印刷する", EN: "Print"},
	"checklist.reset":    {JA: "印をすべて外す", EN: "Clear all ticks"},
	"checklist.kept":     {JA: "付けた印は、このタブを閉じるまで残ります。どこにも送りません。", EN: "Ticks are kept until this tab is closed, and sent nowhere."},
	"checklist.job":      {JA: "作業名", EN: "Job"},
	"checklist.by":       {JA: "確認者", EN: "Checked by"},
	"checklist.date":     {JA: "日付", EN: "Date"},
	"checklist.link":     {JA: "業務の場面ごとの点検表", EN: "Checklists by phase of work"},
	"checklist.link.note": {
		JA: "設計、工事・設定変更、維持・運用、障害対応、事後の点検項目", EN: "check questions for design, changes, operation, incidents and afterwards"},
}

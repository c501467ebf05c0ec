package server

import "kyokun/kb"

// boundMessages say what a page, a table or an answer leaves out.
var boundMessages = map[string]kb.Text{
	"survey.latest":  {JA: "%s：新しい順に%s件から（全%s件）。", EN: "%s: the latest %s of %s."},
	"survey.domains": {JA: "%s：分野ごとに新しい順に選んだ%s件から（全%s件）。", EN: "%s: %s, the latest of each domain, of %s."},
	"survey.first":   {JA: "%s：IDの順に先頭の%s件から（全%s件）。", EN: "%s: the first %s of %s by id."},
	"survey.search":  {JA: "検索の絞り込みなら、すべてを数えます", EN: "The filters of the search count all of them"},
	"survey.title":   {JA: "（%s件、全%s件のうち）", EN: " (%s of %s)"},

	"rest.rows":    {JA: "ほか%s件は、ダウンロードする表にあります。", EN: "The table to download has %s more."},
	"rest.latest":  {JA: "新しい順に%s件を示しています。ほか%s件は、ダウンロードする表にあります。", EN: "The latest %s are shown; the table to download has %s more."},
	"rest.some":    {JA: "ほか%s件", EN: "and %s more"},
	"rest.least":   {JA: "ほか%s件以上", EN: "and at least %s more"},
	"rest.more":    {JA: "ほかにもあります", EN: "and more"},
	"rest.cited":   {JA: "この出典を引く文書は、IDの順に%s件までを調べました。ほかにもあります。", EN: "Of the documents that cite this source, the first %s by id were looked at; there are more."},
	"rest.trace":   {JA: "つながりはほかにもあり、ここに示したのはその一部です（省いたもの%s件）。", EN: "There are more links than are shown here (left out: %s)."},
	"rest.further": {JA: "ここへつながる文書は多く、示したのはその一部です（数えたうち、省いたもの%s件）。", EN: "Many documents link here, of which some are shown (left out of those counted: %s)."},
}

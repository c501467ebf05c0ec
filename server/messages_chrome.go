package server

import "kyokun/kb"

// chromeMessages are what every page has, and the first page's.
var chromeMessages = map[string]kb.Text{
	"site.name":    {JA: "教訓 Kyokun", EN: "Kyokun"},
	"site.tagline": {JA: "電気通信事故の事例と教訓", EN: "Telecom accidents and their lessons"},
	"skip":         {JA: "本文へ移動", EN: "Skip to content"},
	"nav.label":    {JA: "主な一覧", EN: "Main"},
	"nav.cases":    {JA: "事例", EN: "Cases"},
	"nav.lessons":  {JA: "教訓", EN: "Lessons"},
	"nav.framework": {
		JA: "制度の枠組み", EN: "Framework"},
	"nav.statistics": {
		JA: "統計", EN: "Statistics"},
	"nav.sources":  {JA: "出典", EN: "Sources"},
	"nav.glossary": {JA: "用語集", EN: "Glossary"},

	"search.label":       {JA: "事例・教訓・条項・出典を検索", EN: "Search cases, lessons, provisions and sources"},
	"search.button":      {JA: "検索", EN: "Search"},
	"search.placeholder": {JA: "症状、設備、原因、条文など", EN: "Symptom, equipment, cause, provision…"},
	"search.suggestions": {JA: "入力候補", EN: "Suggestions"},
	"search.found":       {JA: "候補%s件", EN: "%s suggestions"},

	"footer.about": {
		JA: "文はKyokun編集部が書き、事実には出典の場所を付けています。編集部の推定は、その旨と確信度を示しています。",
		EN: "Texts are written by Kyokun's editors, in Japanese; facts cite their place in a source. What the editors infer is marked as such, with the confidence."},
	"footer.version": {JA: "版 %s", EN: "Version %s"},

	"home.title": {JA: "通信事故の事例と教訓を探す", EN: "Find telecom accidents and their lessons"},
	"home.lead": {
		JA: "国内の電気通信事故の検証から、事例、教訓、よりどころとなる制度の条項を、出典の場所とともに引ける知識ベースです。",
		EN: "A knowledge base of telecom accidents in Japan: cases, lessons and the provisions behind them, each with its place in the source. The documents are in Japanese."},
	"home.incident":      {JA: "いま障害が起きているなら", EN: "An outage going on?"},
	"home.incident.note": {JA: "症状を貼ると、似た事例と効いた対策、報告の期限、第一報の下書きを1つの画面で見られます。", EN: "Paste the symptoms: similar cases and what helped, what must be reported by when, and a draft of the first report on one page."},
	"home.hint": {
		JA: "空白で区切るとすべてを含むもの、\"…\" で語句そのまま、-語 で除外。表記の違い（輻輳・ふくそう、半角・全角、和暦・西暦）は気にせず入力できます。",
		EN: "Spaces mean AND, \"…\" a phrase, -word leaves out. English terms find the Japanese ones."},
	"home.browse":     {JA: "分類から探す", EN: "Browse"},
	"home.loading":    {JA: "検索の準備中です。件数はまもなく表示されます。", EN: "The search is getting ready; counts will appear shortly."},
	"home.cases":      {JA: "最近の事例", EN: "Recent cases"},
	"home.cases.more": {JA: "事例をすべて見る", EN: "All cases"},
	"home.others":     {JA: "ほかの分野", EN: "Other domains"},
	"home.others.explain": {
		JA: "電気通信事故の報告書ではない資料からの教訓です。上の件数や分類には含みません。",
		EN: "Lessons from sources that are no accident reports; not part of the counts and lists above."},
	"home.cases.number": {JA: "新しい順", EN: "Newest first"},

	"home.count.case":      {JA: "事例 %s件", EN: "%s cases"},
	"home.count.lesson":    {JA: "教訓 %s件", EN: "%s lessons"},
	"home.count.provision": {JA: "条項 %s件", EN: "%s provisions"},
	"home.count.source":    {JA: "出典 %s件", EN: "%s sources"},
	"home.counts":          {JA: "収録数", EN: "What it holds"},

	"table.case":     {JA: "事例", EN: "Case"},
	"table.date":     {JA: "発生日", EN: "Date"},
	"table.operator": {JA: "事業者", EN: "Operator"},
	"table.duration": {JA: "継続時間", EN: "Duration"},
	"table.affected": {JA: "影響", EN: "Affected"},
	"table.class":    {JA: "区分", EN: "Class"},
	"class.serious":  {JA: "重大な事故", EN: "Serious"},
	"class.other":    {JA: "その他", EN: "Other"},

	"span.minutes":   {JA: "%d分", EN: "%d min"},
	"span.hours":     {JA: "%d時間", EN: "%d h"},
	"span.both":      {JA: "%d時間%d分", EN: "%d h %d min"},
	"span.total":     {JA: "（%s分）", EN: " (%s min)"},
	"offset.same":    {JA: "発生と同時", EN: "at the start"},
	"offset.before":  {JA: "発生の%s前", EN: "%s before the start"},
	"offset.after":   {JA: "発生から%s後", EN: "%s after the start"},
	"offset.long":    {JA: "発生から%s後（%s分）", EN: "%s after the start (%s min)"},
	"list.comma":     {JA: "、", EN: ", "},
	"operators.more": {JA: "ほか%s社", EN: "%s more"},
}

package server

import "kyokun/kb"

// searchMessages are those of the results.
var searchMessages = map[string]kb.Text{
	"search.title":     {JA: "「%s」の検索結果", EN: "Results for “%s”"},
	"search.title.all": {JA: "一覧", EN: "All documents"},
	"search.count":     {JA: "%s件", EN: "%s found"},
	"search.range":     {JA: "%d〜%d件目", EN: "%d–%d"},
	"search.results":   {JA: "検索結果", EN: "Results"},

	"search.suggested":     {JA: "もしかして：", EN: "Did you mean: "},
	"search.corrected":     {JA: "「%s」では何も見つからないので、", EN: "Nothing holds “%s”. These are the results for "},
	"search.corrected.end": {JA: "の結果を示します。", EN: "."},
	"search.literal":       {JA: "「%s」のまま探す", EN: "Search for “%s” as typed"},
	"search.near":          {JA: "近い候補", EN: "Near matches"},
	"search.near.explain":  {JA: "語の一部だけが一致したもの。件数には含みません。", EN: "Only parts of words match. Not included in the count."},
	"search.why":           {JA: "なぜ該当したか", EN: "Why it was found"},
	"search.why.item":      {JA: "「%s」→「%s」", EN: "“%s” → “%s”"},

	"search.filters":    {JA: "絞り込み", EN: "Narrow down"},
	"search.filters.go": {JA: "絞り込みへ", EN: "To the filters"},
	"search.selected":   {JA: "選択中の条件", EN: "Filters in use"},
	"search.remove":     {JA: "%s「%s」を外す", EN: "Remove %s: %s"},
	"search.clear":      {JA: "条件をすべて外す", EN: "Remove all filters"},

	"search.kind.term": {JA: "用語", EN: "Term"},
	"search.kind.tag":  {JA: "分類", EN: "Tag"},

	"search.sort": {JA: "並べ替え", EN: "Sort"},

	"sort.relevance": {JA: "関連度", EN: "Relevance"},
	"sort.date":      {JA: "新しい順", EN: "Newest"},
	"sort.users":     {JA: "影響の多い順", EN: "Most affected"},
	"sort.duration":  {JA: "長い順", EN: "Longest"},

	"paging.label": {JA: "ページ", EN: "Pages"},
	"paging.prev":  {JA: "前へ", EN: "Previous"},
	"paging.next":  {JA: "次へ", EN: "Next"},

	"zero.title":  {JA: "見つかりませんでした", EN: "Nothing found"},
	"zero.tips":   {JA: "探し方", EN: "Tips"},
	"zero.tip1":   {JA: "言葉を短くする（「つながらない」より「輻輳」「認証」など、設備や原因の語）。", EN: "Use fewer, more technical words: equipment, cause, service."},
	"zero.tip2":   {JA: "正式名と略称のどちらでも探せます（安全・信頼性基準、安信基準）。", EN: "Full names and short ones both work; English terms find the Japanese."},
	"zero.tip3":   {JA: "引用符や - （除外）を外す。", EN: "Leave out quotation marks and - (exclusion)."},
	"zero.drop":   {JA: "語を減らして探す", EN: "Search with a word less"},
	"zero.browse": {JA: "一覧から探す", EN: "Browse instead"},
	"zero.filter": {JA: "条件を外すと見つかることがあります。", EN: "Removing a filter may help."},

	"facet.kind":  {JA: "種類", EN: "Kind"},
	"facet.layer": {JA: "制度の層", EN: "Layer"},
	"facet.fy":    {JA: "年度", EN: "Fiscal year"},

	"via.exact":     {JA: "入力どおり", EN: "as typed"},
	"via.variant":   {JA: "表記・同義語", EN: "variant or synonym"},
	"via.expansion": {JA: "関連する語", EN: "related term"},
	"via.reading":   {JA: "読み", EN: "reading"},
	"via.article":   {JA: "条の番号", EN: "article"},
	"via.bigram":    {JA: "語の一部", EN: "part of a word"},

	"explain.reason":     {JA: "「%s」→「%s」（%s）: %s", EN: "“%s” → “%s” (%s): %s"},
	"explain.score":      {JA: "得点（問いの%s%%を含む）", EN: "score (holds %s%% of the query)"},
	"explain.word":       {JA: "語「%s」", EN: "word “%s”"},
	"explain.form":       {JA: "「%s」（%s、重み%s）", EN: "“%s” (%s, weight %s)"},
	"explain.zone":       {JA: "%sに%d回、重み%s（%s）", EN: "%s: %d×, weight %s (%s)"},
	"explain.zone.title": {JA: "表題", EN: "title"},
	"explain.zone.lead":  {JA: "要点の欄", EN: "main fields"},
	"explain.zone.body":  {JA: "そのほかの欄", EN: "other fields"},
	"explain.zone.names": {JA: "名称・分類・日付の欄", EN: "names, tags and dates"},
	"explain.whole":      {JA: "ひと続きの「%s」", EN: "“%s” in one piece"},
	"explain.near":       {JA: "語どうしが近くにある", EN: "words stand close to each other"},
	"explain.link":       {JA: "つながる文書 %s の得点から", EN: "from the score of the linked %s"},
	"explain.all-words":  {JA: "すべての語を含む文書を先に置く", EN: "documents with all words come first"},
	"explain.article":    {JA: "問いの挙げる条にある条項と、それに基づく教訓を先に置く", EN: "the provisions at the article named, and the lessons that rest on them, come first"},
	"explain.id":         {JA: "番号を指定した文書を先頭に置く", EN: "the document whose id was typed comes first"},
	"explain.resembling": {JA: "文字の並びが似ている（近い候補）", EN: "similar runs of characters (near match)"},
}

package server

import "kyokun/kb"

// changesMessages are those of the change log.
var changesMessages = map[string]kb.Text{
	"changes.title":       {JA: "更新の記録", EN: "Changes"},
	"changes.lead":        {JA: "どの文書が、いつ、誰によって変わったかの記録です。新しい順に並びます。", EN: "Which document changed when, and by whom, the last first."},
	"changes.feed":        {JA: "教訓 Kyokun の更新", EN: "Changes to Kyokun"},
	"changes.feed.link":   {JA: "Atomフィードで受け取る", EN: "Atom feed"},
	"changes.since":       {JA: "この日から（日本時間）", EN: "Since (a day in Japan)"},
	"changes.show":        {JA: "表示する", EN: "Show"},
	"changes.none":        {JA: "この日からの更新はありません。", EN: "Nothing has changed since that day."},
	"changes.time":        {JA: "日時", EN: "Time"},
	"changes.what":        {JA: "文書", EN: "Document"},
	"changes.op":          {JA: "変わったこと", EN: "Change"},
	"changes.op.add":      {JA: "追加", EN: "Added"},
	"changes.op.put":      {JA: "改訂", EN: "Revised"},
	"changes.op.withdraw": {JA: "取り下げ", EN: "Withdrawn"},
	"changes.revision":    {JA: "版", EN: "Revision"},
	"changes.actor":       {JA: "誰が", EN: "By"},
	"changes.older":       {JA: "さらに古い更新", EN: "Older changes"},
	"changes.colon":       {JA: "：", EN: ": "},
	"changes.before":      {JA: "before は1以上の整数にしてください。", EN: "before must be a whole number of at least 1."},
	"changes.since.bad":   {JA: "since は 2026-04-01 の形の日付にしてください。", EN: "since must be a day such as 2026-04-01."},

	"changes.list.vocabulary": {JA: "用語集", EN: "Vocabulary"},
	"changes.list.tags":       {JA: "タグの一覧", EN: "List of tags"},
	"changes.list.own-tags":   {JA: "自社のタグ", EN: "Your own tags"},
	"changes.list.duty":       {JA: "報告義務の基準", EN: "Rules of the report duty"},
	"changes.list.statistics": {JA: "統計", EN: "Statistics"},
}

package server

import "kyokun/kb"

// historyMessages are those of histories and of pages of the past.
var historyMessages = map[string]kb.Text{
	"history.title":         {JA: "%s の経緯", EN: "History of %s"},
	"history.lead":          {JA: "この文書のすべての版と、いつ、誰が、なぜ変えたかの記録です。新しい順に並びます。どの版も消されません。", EN: "All revisions of this document and when, by whom and why it was changed, the last first. No revision is ever deleted."},
	"history.link":          {JA: "この文書の経緯", EN: "History of this document"},
	"history.current":       {JA: "今の版を読む", EN: "Read the current revision"},
	"history.withdrawn":     {JA: "この文書は取り下げられています。", EN: "This document is withdrawn."},
	"history.own":           {JA: "自社の文書", EN: "Your own"},
	"history.bundled":       {JA: "付属の文書", EN: "Bundled"},
	"history.revision":      {JA: "第%d版、経緯を見る", EN: "Revision %d, see the history"},
	"history.reason":        {JA: "理由", EN: "Reason"},
	"history.read":          {JA: "この版", EN: "This revision"},
	"history.revision.none": {JA: "%s に第%d版はありません。", EN: "%s has no revision %d."},
	"history.compare":       {JA: "前の版との違い", EN: "What it changed"},
	"history.see":           {JA: "読む・比べる", EN: "Read, compare"},
	"history.between":       {JA: "第%d版から第%d版への違い", EN: "From revision %d to revision %d"},
	"history.equal":         {JA: "2つの版は同じ内容です。", EN: "The two revisions have the same content."},
	"history.line":          {JA: "%d行目", EN: "line %d"},
	"history.gone.line":     {JA: "削除: ", EN: "removed: "},
	"history.come.line":     {JA: "追加: ", EN: "added: "},
	"history.asof":          {JA: "この日の終わりの内容を読む（日本時間）", EN: "Read it as of the end of a day (in Japan)"},
	"history.rules":         {JA: "%s は保存されていますが、今の版の規則では読めません。kyokun verify が、どこが合わないかを示します。", EN: "%s is stored, but cannot be read by the rules of this version; kyokun verify says what does not fit."},
	"history.gone":          {JA: "%s は %s に %s によって取り下げられました（理由: %s）。", EN: "%s was withdrawn on %s by %s (reason: %s)."},
	"history.revision.bad":  {JA: "%s は1以上の整数にしてください。", EN: "%s must be a whole number of at least 1."},
	"asof.bad":              {JA: "as_of は 2026-04-01 の形の日付にしてください。", EN: "as_of must be a day such as 2026-04-01."},
	"asof.none":             {JA: "%s は %s の終わりには公開されていませんでした。", EN: "%s was not in view at the end of %s."},
	"asof.day":              {JA: "%s の終わりの内容です。", EN: "As of the end of %s."},
	"asof.revision":         {JA: "第%d版（%s に保存）の内容です。", EN: "Revision %d, stored on %s."},
	"asof.links":            {JA: "リンクの先は今の内容です。", EN: "Links lead to what is there today."},
	"asof.same":             {JA: "この文書は、その後も変わっていません。", EN: "It has not changed since."},
	"asof.changed":          {JA: "その後に変わっています。", EN: "It has changed since."},
	"asof.withdrawn":        {JA: "その後に取り下げられました。", EN: "It was withdrawn since."},
}

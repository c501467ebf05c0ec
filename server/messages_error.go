package server

import "kyokun/kb"

// errorMessages are those of errors, by status where there is one.
var errorMessages = map[string]kb.Text{
	"error.400.title":    {JA: "入力を確かめてください", EN: "Check the request"},
	"error.400.detail":   {JA: "指定された条件を読み取れませんでした。", EN: "The request could not be understood."},
	"error.403.title":    {JA: "受け付けられません", EN: "Refused"},
	"error.403.detail":   {JA: "この要求は受け付けられません。", EN: "This request is refused."},
	"error.404.title":    {JA: "ページが見つかりません", EN: "Not found"},
	"error.404.detail":   {JA: "この場所に文書はありません。検索か一覧から探してください。", EN: "There is nothing at this address. Try a search or one of the lists."},
	"error.405.title":    {JA: "この方法では使えません", EN: "Method not allowed"},
	"error.405.detail":   {JA: "この場所は読み取りだけに使えます。", EN: "This address can only be read."},
	"error.409.title":    {JA: "ほかの人の変更とぶつかりました", EN: "Conflict"},
	"error.409.detail":   {JA: "文書がその間に変わっています。", EN: "The document was changed meanwhile."},
	"error.410.title":    {JA: "取り下げられた文書です", EN: "Withdrawn"},
	"error.410.detail":   {JA: "この文書は取り下げられました。", EN: "This document was withdrawn."},
	"error.more":         {JA: "経緯と、それまでの版を見る", EN: "Its history and earlier revisions"},
	"error.413.title":    {JA: "送られた内容が大きすぎます", EN: "Too large"},
	"error.413.detail":   {JA: "送られた内容が大きすぎます。文章は64 kBまでです。要る部分だけにして送り直してください。", EN: "The request body is too large. A text is limited to 64 kB."},
	"error.422.title":    {JA: "文書に問題があります", EN: "The documents have problems"},
	"error.422.detail":   {JA: "検査を通らないため、何も保存していません。", EN: "Nothing was stored."},
	"error.500.title":    {JA: "内部の問題で表示できません", EN: "Something went wrong"},
	"error.500.detail":   {JA: "しばらくしてからもう一度お試しください。続くときは、下の番号を管理者に伝えてください。", EN: "Please try again later. If it goes on, tell the administrator the number below."},
	"error.503.title":    {JA: "ただいま準備中です", EN: "Not ready yet"},
	"error.503.detail":   {JA: "時間内に答えられませんでした。少し待ってからもう一度お試しください。", EN: "No answer in time. Please try again in a moment."},
	"error.other.title":  {JA: "表示できません", EN: "Cannot be shown"},
	"error.other.detail": {JA: "この要求には答えられません。", EN: "This request cannot be answered."},
	"error.loading":      {JA: "検索の索引を読み込んでいます。数秒後にもう一度お試しください。文書のページと一覧は今も読めます。", EN: "The search index is still loading. Try again in a few seconds; the documents themselves can be read meanwhile."},
	"error.noindex":      {JA: "検索の索引を開けませんでした。管理者に知らせてください。文書のページと一覧は今も読めます。", EN: "The search index could not be opened. Please tell the administrator; the documents themselves can be read meanwhile."},
	"error.origin":       {JA: "他のサイトからの書き込みは受け付けられません。", EN: "Requests from another site that change something are refused."},
	"error.param":        {JA: "対象の項目：", EN: "Parameter: "},
	"error.id":           {JA: "問合せ番号：", EN: "Request number: "},
	"error.browse":       {JA: "一覧から探す", EN: "Browse"},

	"param.q":     {JA: "検索語が長すぎます。%d文字以内にしてください。", EN: "The query (q) is too long; at most %d characters are allowed."},
	"param.value": {JA: "%s の値が一覧にありません。", EN: "The value of %s is not one of the list."},
	"param.many":  {JA: "%s の値は%d個までです。", EN: "%s takes at most %d values."},
	"param.range": {JA: "%s は%dから%dまでの整数にしてください。", EN: "%s must be a whole number from %d to %d."},
	"param.sort":  {JA: "sort は relevance、date、users、duration のどれかにしてください。", EN: "sort must be one of relevance, date, users and duration."},
	"param.row":   {JA: "row は %s のどれかにしてください。", EN: "row must be one of %s."},
}

package server

import "kyokun/kb"

// incidentMessages are those of similar incidents.
var incidentMessages = map[string]kb.Text{
	"nav.incident": {JA: "障害対応", EN: "Incident"},

	"incident.title":          {JA: "障害対応：似た事例を探す", EN: "Incident: find similar cases"},
	"incident.lead":           {JA: "いま起きていることを貼り付けると、似た事例と、長引いた理由、原因への対策、教訓の点検項目を示します。", EN: "Paste what is happening: you get similar cases, what prolonged them, the measures that answered, and the check questions of their lessons."},
	"incident.label":          {JA: "いま起きていること", EN: "What is happening"},
	"incident.hint":           {JA: "チャットの記録、警報の文、告知の文をそのまま貼れます（%d kBまで）。あいさつ・おわび・署名は自動で除きます。サーバーは内容を保存も記録もせず、書いた文はこのタブを閉じるまで残ります。", EN: "A chat log, alarms or a notice as they are (up to %d kB). Greetings, apologies and signatures are set aside. The server neither keeps nor logs the text; it stays in this tab until that is closed."},
	"incident.placeholder":    {JA: "例：工事を切り戻したあと、位置登録の信号が急増して交換機が輻輳。音声もデータも使えない。", EN: "Example: after rolling back a migration, location registrations surge and the switches are congested. Neither voice nor data work."},
	"incident.submit":         {JA: "似た事例を探す", EN: "Find similar cases"},
	"incident.clear":          {JA: "消して新しく始める", EN: "Clear and start again"},
	"incident.cut":            {JA: "長いので、先頭の%d kBだけを見ました。", EN: "The text is long: only its first %d kB were looked at."},
	"incident.empty":          {JA: "何も書かれていません。症状、止まった設備、きっかけになった作業などを書いてください。", EN: "Nothing is written. Tell the symptoms, the equipment that failed, or the work that set it off."},
	"incident.none":           {JA: "似た事例は知られていません。", EN: "No similar case is known."},
	"incident.none.help":      {JA: "収めた事例の中に、十分に似たものがありません。設備・現象・きっかけを表す言葉を足すと見つかることがあります。語で探すなら検索をお使いください。", EN: "None of the cases held is similar enough. Words for the equipment, the symptoms or the trigger may help; to look for single words, use the search."},
	"incident.search":         {JA: "検索へ", EN: "To the search"},
	"incident.cases":          {JA: "似た事例", EN: "Similar cases"},
	"incident.lessons":        {JA: "教訓と点検項目", EN: "Lessons and check questions"},
	"incident.read":           {JA: "文から読み取ったこと", EN: "Read out of the text"},
	"incident.aside":          {JA: "除いた部分（%d か所）", EN: "Set aside (%d)"},
	"incident.shared":         {JA: "似ている点", EN: "What they share"},
	"incident.words":          {JA: "共通する言葉", EN: "Words in common"},
	"incident.tag":            {JA: "%s：%s", EN: "%s: %s"},
	"incident.typed":          {JA: "「%s」から", EN: "from “%s”"},
	"incident.prolonged":      {JA: "長引いた理由", EN: "What prolonged it"},
	"incident.prolonged.none": {JA: "出典に記載がありません。", EN: "The source names none."},
	"incident.measures":       {JA: "原因への対策", EN: "Measures that answered its causes"},
	"incident.measures.none":  {JA: "原因に対応する対策の記載がありません。", EN: "The source names none."},
	"incident.through":        {JA: "この事例から：", EN: "Drawn from: "},
	"incident.questions":      {JA: "点検項目 %d件", EN: "%d check questions"},
	"incident.order":          {JA: "言葉・原因・設備・広がり方の近さの順です。似ているかの最後の判断は、事例を読んで行ってください。", EN: "In order of likeness in words, causes, equipment and spread. Read the case before you rely on the likeness."},

	"similar.box":     {JA: "似た事例", EN: "Similar cases"},
	"similar.pending": {JA: "索引を準備中です。少し待って開き直すと表示されます。", EN: "The index is not ready. Open the page again in a moment."},
	"similar.none":    {JA: "似た事例は知られていません。", EN: "No similar case is known."},

	"similar.media":  {JA: "Content-Type は application/json か text/plain にしてください。", EN: "The Content-Type must be application/json or text/plain."},
	"similar.json":   {JA: "本文は {\"text\": \"…\", \"limit\": 5} か {\"id\": \"case-r03-04\"} の形のJSONにしてください。ほかの項目は書けません。", EN: "The body must be JSON such as {\"text\": \"…\", \"limit\": 5} or {\"id\": \"case-r03-04\"}, without other fields."},
	"similar.either": {JA: "text（起きていること）か id（事例か教訓）の、どちらか1つを書いてください。", EN: "Give one of text (what is happening) and id (a case or lesson)."},
	"similar.long":   {JA: "text は%d kBまでです。ログの要る部分だけにしてください。", EN: "text is limited to %d kB: keep the part of the log that matters."},
	"similar.utf8":   {JA: "text はUTF-8で書いてください。", EN: "text must be UTF-8."},
	"similar.id":     {JA: "その id の事例や教訓はありません。", EN: "There is no case or lesson with that id."},
}

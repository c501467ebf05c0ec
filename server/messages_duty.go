package server

import "kyokun/kb"

// dutyMessages are those of the report duty.
var dutyMessages = map[string]kb.Text{
	"nav.duty": {JA: "報告義務", EN: "Report duty"},

	"duty.title": {JA: "事故報告の要否と期限", EN: "Must this accident be reported?"},
	"duty.lead": {
		JA: "役務の区分、時間、人数、発生した日から、重大な事故に当たるか、定期報告の対象か、いつまでに何を報告するかを判定します。分からない項目は空のままで構いません。入力は保存しません。",
		EN: "From the class of service, the minutes, the users and the day: whether an accident is serious, goes into the periodic report, and what is due when. Leave empty what is not known. Nothing is stored."},
	"duty.aid": {
		JA: "この判定は目安で、法的な助言ではありません。",
		EN: "This is an aid, not legal advice."},
	"duty.norules": {JA: "報告義務の基準の表（duty.yaml）が、この内容に入っていません。", EN: "This content has no tables of the report duty (duty.yaml)."},

	"duty.form":          {JA: "事故の内容", EN: "The accident"},
	"duty.service":       {JA: "役務の区分", EN: "Class of service"},
	"duty.service.hint":  {JA: "影響した役務をすべて選びます。それぞれ別に判定し、最も重い結果を先に出します。", EN: "Choose all that suffered. Each is judged by itself; the gravest comes first."},
	"duty.on":            {JA: "発生した日", EN: "Day it began"},
	"duty.time":          {JA: "発生した時刻", EN: "Time it began"},
	"duty.time.hint":     {JA: "日本時間。分かれば、線に届く時刻も出ます。", EN: "In Japan. With it, the answer gives the time at which each line is reached."},
	"duty.minutes.label": {JA: "継続時間（分）", EN: "Minutes so far"},
	"duty.minutes.hint":  {JA: "今までの分数。分からなければ空に。", EN: "How long it has lasted; empty if not known."},
	"duty.users.label":   {JA: "影響した利用者数", EN: "Users affected"},
	"duty.users.hint":    {JA: "例: 30000、3万。分からなければ空に。", EN: "Such as 30000; empty if not known."},
	"duty.degraded":      {JA: "役務が止まったか、品質が落ちましたか", EN: "Did a service stop or degrade?"},
	"duty.degraded.yes":  {JA: "はい", EN: "Yes"},
	"duty.degraded.no":   {JA: "いいえ", EN: "No"},
	"duty.degraded.unknown": {
		JA: "分からない", EN: "Not known"},
	"duty.lost":         {JA: "重要設備で、全ての通信が不能でしたか", EN: "At an important facility: was all traffic lost?"},
	"duty.lost.hint":    {JA: "「衛星・海底ケーブルなどの重要設備」を選んだときだけ使います。", EN: "Used for satellites, submarine cables and the like only."},
	"duty.lost.yes":     {JA: "はい", EN: "Yes"},
	"duty.lost.no":      {JA: "いいえ", EN: "No"},
	"duty.lost.unknown": {JA: "分からない", EN: "Not known"},
	"duty.submit":       {JA: "判定する", EN: "Judge"},
	"duty.change":       {JA: "内容を変える", EN: "Change the details"},
	"duty.fault":        {JA: "入力を確かめてください", EN: "Check the details"},

	"duty.word.yes":         {JA: "該当", EN: "Serious"},
	"duty.word.no":          {JA: "該当しない", EN: "Not serious"},
	"duty.word.unknown":     {JA: "まだ判断できない", EN: "Cannot be said yet"},
	"duty.sentence.yes":     {JA: "重大な事故の基準に当たります。", EN: "It meets the test of a serious accident."},
	"duty.sentence.no":      {JA: "重大な事故の基準には当たりません。", EN: "It does not meet the test of a serious accident."},
	"duty.sentence.unknown": {JA: "重大な事故の基準に当たるかどうかは、まだ決まりません。", EN: "Whether it meets the test of a serious accident stays open."},

	"duty.start":      {JA: "発生", EN: "Began"},
	"duty.length":     {JA: "継続時間", EN: "Duration"},
	"duty.users":      {JA: "影響利用者数", EN: "Users"},
	"duty.unknown":    {JA: "不明", EN: "not known"},
	"duty.people":     {JA: "%s人", EN: "%s users"},
	"duty.minutes":    {JA: "%s分", EN: "%s min"},
	"duty.hours":      {JA: "（%s）", EN: " (%s)"},
	"duty.alltraffic": {JA: "全ての通信が不能", EN: "all traffic lost"},

	"duty.services":   {JA: "区分ごとの判定", EN: "By class of service"},
	"duty.row":        {JA: "表の区分", EN: "Row of the table"},
	"duty.why":        {JA: "理由", EN: "Why"},
	"duty.missing":    {JA: "足りない情報", EN: "Missing"},
	"duty.border":     {JA: "線まで", EN: "To the line"},
	"duty.border.at":  {JA: "届く時刻: ", EN: "Reached at "},
	"duty.lines":      {JA: "該当する線", EN: "Lines"},
	"duty.line":       {JA: "%sかつ%s以上", EN: "%s and %s or more"},
	"duty.line.lost":  {JA: "%s以上、%s", EN: "%s or more, %s"},
	"duty.line.reach": {JA: "時間の線に届くのは", EN: "minutes reached at"},

	"duty.periodic":         {JA: "定期報告", EN: "Periodic report"},
	"duty.periodic.yes":     {JA: "対象です。", EN: "It goes into it."},
	"duty.periodic.no":      {JA: "対象ではありません。", EN: "It does not go into it."},
	"duty.periodic.unknown": {JA: "まだ決まりません。", EN: "It stays open."},

	"duty.deadlines":      {JA: "報告と期限", EN: "What to report, and by when"},
	"duty.deadlines.none": {JA: "この内容では、期限のある報告はありません。下の「おそれの事態」も確かめてください。", EN: "Nothing is due as it stands. Go through the near-miss test below as well."},
	"duty.what":           {JA: "報告", EN: "Report"},
	"duty.by":             {JA: "期限", EN: "By"},
	"duty.how":            {JA: "方法", EN: "How"},
	"duty.basis":          {JA: "根拠", EN: "Where it stands"},
	"duty.maybe":          {JA: "該当した場合", EN: "if it applies"},

	"duty.near":      {JA: "おそれの事態（重大な事故が生ずるおそれ）", EN: "Near misses"},
	"duty.near.lead": {JA: "重大な事故に至らなくても、次に当たれば報告の対象です。人が確かめるための一覧で、自動では判定しません。", EN: "What did not become serious must still be reported where this fits. It is a list for people to go through; nothing is judged here."},
	"duty.near.who":  {JA: "対象の設備", EN: "Facility"},
	"duty.near.all":  {JA: "次のすべてに当たり", EN: "All of these hold,"},
	"duty.near.any":  {JA: "次のどれかがあり", EN: "one of these happened,"},
	"duty.near.none": {JA: "次のどれでもない", EN: "and none of these holds"},
	"duty.near.also": {JA: "または、これだけで当たる", EN: "Or this, by itself"},

	"duty.versions":         {JA: "使った基準の版", EN: "Versions of the rules used"},
	"duty.version.serious":  {JA: "重大な事故の基準", EN: "Serious accidents"},
	"duty.version.periodic": {JA: "定期報告", EN: "Periodic report"},
	"duty.version.near":     {JA: "おそれの事態", EN: "Near misses"},
	"duty.version.what":     {JA: "基準", EN: "Rule"},
	"duty.version.period":   {JA: "事故の日", EN: "Accidents from, to"},
	"duty.version.where":    {JA: "条項", EN: "Provision"},
	"duty.version.checked":  {JA: "確かめた条文", EN: "Text checked"},
	"duty.version.unread":   {JA: "条文は未確認", EN: "text not read"},
	"duty.version.cites":    {JA: "出典", EN: "Sources"},
	"duty.version.dating":   {JA: "日付について", EN: "On the dates"},
	"duty.notes":            {JA: "注意", EN: "Notes"},

	// The units of the clock, then what stands between them.
	"duty.clock.units":    {JA: "日,時間,分,秒,", EN: " d, h, min, s, "},
	"duty.clock.elapsed":  {JA: "今も続いていれば、発生から %s が経過", EN: "If it still goes on: %s since the start"},
	"duty.clock.border":   {JA: "次の時間の線（%s）まで あと %s", EN: "Next line (%s) in %s"},
	"duty.clock.passed":   {JA: "どの時間の線も過ぎています", EN: "All lines of time have passed"},
	"duty.clock.deadline": {JA: "%sの期限（%s）まで あと %s", EN: "%s (%s) is due in %s"},
	"duty.clock.now":      {JA: "今の経過時間で判定する", EN: "Judge by the time elapsed now"},

	"param.long": {JA: "%s の値は%d文字以内の文字で書いてください。", EN: "The value of %s must be text of at most %d characters."},
}

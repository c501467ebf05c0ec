package server

import "kyokun/kb"

// frameworkMessages are those of provisions, the framework and the glossary.
var frameworkMessages = map[string]kb.Text{

	"layer.technical.nature":  {JA: "強制（守らなければならない）", EN: "Mandatory"},
	"layer.management.nature": {JA: "自主（各社が定めて届け出る）", EN: "Set by each operator and filed"},
	"layer.safety.nature":     {JA: "推奨（目安）", EN: "Recommended"},
	"layer.reporting.nature":  {JA: "法定の義務（報告）", EN: "Duty by law (reporting)"},

	"layer.technical.explain": {
		JA: "設備が満たすべき最低線を、法律の委任を受けた省令が決めています。外れた設備は改めるよう命じられることがあります。設備を持つ事業者と、規模の大きい有料の事業者に及びます。",
		EN: "The floor that equipment has to meet, laid down by ministerial ordinance under the Act. Operators with their own facilities, and large paid services without, are bound by it."},
	"layer.management.explain": {
		JA: "何を決めておくべきかの項目は法令が並べ、中身は各社が自分の設備と体制に合わせて書きます。事業を始める前に届け出て、変えたらまた届け出ます。決めたことを守っているかが問われます。",
		EN: "Law lists the headings; each operator fills them in for its own equipment and organisation, files the rules before it starts and again whenever they change, and is held to them."},
	"layer.safety.explain": {
		JA: "守る義務まではないものの、すべての事業者が目安にするよう国が示した対策の一覧です。設備そのものの対策と、体制や手順の対策からなります。教訓の多くは、ここの項目を引いています。",
		EN: "A catalogue of measures that the state holds out to every operator as a yardstick, without a duty to follow it. It covers equipment on one side, organisation and procedure on the other."},
	"layer.reporting.explain": {
		JA: "事故を起こしたときに、何を、いつまでに、どこへ知らせるかの決まりです。上の三つが事故を防ぎ抑えるためのものであるのに対し、こちらは起きた後の義務なので、分けて示します。",
		EN: "What has to be reported after an accident, to whom and by when. The three layers above prevent and contain accidents; this one begins when an accident has happened, so it stands apart."},

	"provision.layer":       {JA: "制度の層", EN: "Layer"},
	"provision.nature":      {JA: "拘束力", EN: "Binding force"},
	"provision.instrument":  {JA: "収める文書", EN: "Instrument"},
	"provision.applies":     {JA: "対象", EN: "Applies to"},
	"provision.articles":    {JA: "版ごとの条番号", EN: "Article by version"},
	"provision.version":     {JA: "版（時点）", EN: "Version as of"},
	"provision.number":      {JA: "条番号", EN: "Article"},
	"provision.checked":     {JA: "条文での確認", EN: "Checked in the text"},
	"provision.verified":    {JA: "確認済み", EN: "Verified"},
	"provision.unverified":  {JA: "未確認", EN: "Not verified"},
	"provision.undated":     {JA: "版は不明", EN: "version unknown"},
	"provision.parent":      {JA: "上位の条項", EN: "Details"},
	"provision.children":    {JA: "細目", EN: "Detailed by"},
	"provision.position":    {JA: "条項の位置", EN: "Place in the framework"},
	"provision.lessons":     {JA: "この条項をよりどころとする教訓", EN: "Lessons that lean on it"},
	"provision.gap":         {JA: "提示された教訓なし", EN: "No lesson leans on it"},
	"provision.afterreport": {JA: "報告書の後に施行", EN: "In force after the report"},

	"framework.title":     {JA: "制度の枠組み", EN: "Framework"},
	"framework.lead":      {JA: "通信事故を防ぎ、抑え、報告するための決まりを層に分けて示し、それぞれの条項をいくつの教訓がよりどころとしているかを数えます。", EN: "The rules for preventing, containing and reporting telecom accidents, by layer, with the number of lessons that lean on each provision."},
	"framework.provision": {JA: "条項", EN: "Provision"},
	"framework.article":   {JA: "条番号", EN: "Article"},
	"framework.earlier":   {JA: "%sの版では", EN: "in the version of %s:"},
	"framework.lessons":   {JA: "教訓", EN: "Lessons"},
	"framework.count":     {JA: "教訓 %d（文 %d）", EN: "lessons: %d (statements: %d)"},
	"framework.stats":     {JA: "%d条項、うち教訓のよりどころになっていないもの%d", EN: "%d provisions, %d of which no lesson leans on"},
	"framework.empty":     {JA: "この条件に当てはまる、この層の条項はありません。", EN: "No provision of this layer answers to the choice."},

	"framework.applies":     {JA: "対象事業者", EN: "Type of operator"},
	"framework.layer":       {JA: "層", EN: "Layer"},
	"framework.phase":       {JA: "段階", EN: "Phase"},
	"framework.by":          {JA: "誰が言うか", EN: "Asserted by"},
	"framework.only.source": {JA: "出典", EN: "The source"},
	"framework.only.editor": {JA: "編集部の推定", EN: "Inferred"},
	"framework.filters":     {JA: "絞り込み", EN: "Filters"},
	"framework.ground":      {JA: "根拠", EN: "Ground"},
	"framework.everyone":    {JA: "すべて", EN: "All"},
	"framework.layers":      {JA: "層ごとの数", EN: "Counts by layer"},
	"framework.provisions":  {JA: "条項の数", EN: "Provisions"},
	"framework.by.source":   {JA: "出典が教訓に結ぶ", EN: "Named by the source"},
	"framework.by.editor":   {JA: "編集部の推定だけ", EN: "Inferred only"},
	"framework.matrix":      {JA: "教訓と制度の対応", EN: "Lessons and layers"},
	"framework.matrix.explain": {
		JA: "電気通信事故の報告書の教訓が、各層の条項をいくつよりどころとするかを示します。出典も編集部も挙げる条項は、出典の数に入れます。「なし」は、つながりが見つかっていない空きです。",
		EN: "How many provisions of each layer the lessons of the accident reports lean on. A provision that both the source and the editors name counts as the source's. “None” is a gap: no link is known."},
	"framework.lesson":      {JA: "教訓", EN: "Lesson"},
	"framework.none":        {JA: "なし", EN: "None"},
	"framework.outside":     {JA: "対象外", EN: "Does not apply"},
	"framework.cell.source": {JA: "出典 %d", EN: "source %d"},
	"framework.cell.editor": {JA: "推定 %d", EN: "inferred %d"},
	"framework.technical.none": {
		JA: "報告書の教訓は、技術基準の条項を1つも挙げていません。",
		EN: "The report’s lessons cite no provision of the technical standards."},
	"framework.technical.editor": {
		JA: "教訓と技術基準の条項とのつながり%d件は、すべて編集部の推定です。",
		EN: "All %d links between its lessons and technical provisions are inferred by the editors."},
	"framework.technical.some": {
		JA: "報告書の教訓が技術基準の条項を挙げるつながりは%d件、編集部の推定によるものは%d件です。",
		EN: "The report’s lessons cite technical provisions in %d links; the editors infer %d more."},
	"framework.technical.doubt": {
		JA: "「技術基準」の語を使う教訓は1か所だけあり、管理規程との取り違えの疑いがあります。",
		EN: "The one lesson that does say “technical standards” is suspected to mean the management rules."},
	"framework.gap.explain": {
		JA: "「提示された教訓なし」は、収録した報告書の教訓がこの条項を挙げていないことを表します。対策が要らないという意味ではありません。",
		EN: "“No lesson leans on it” says that no lesson held here names the provision, not that it needs no attention."},

	"glossary.title":          {JA: "用語集", EN: "Glossary"},
	"glossary.title.row":      {JA: "用語集 %s", EN: "Glossary: %s"},
	"glossary.description":    {JA: "通信事故の報告や制度、情報セキュリティの文書で使われる言葉の説明です。", EN: "Terms of telecom accident reports, regulation and information security, with definitions in Japanese."},
	"glossary.lead.names":     {JA: "事故の報告や制度で使われる言葉を、読みの五十音順に並べます。語を選ぶと説明を、行を選ぶとその行の説明をまとめて読めます。", EN: "Terms of accident reports and regulation, in the order of their Japanese readings. A term leads to its definition, in Japanese; a row to the definitions of all its terms."},
	"glossary.lead":           {JA: "語を選ぶと、その語を使う事例や教訓を検索します。≒は別の書き方です。", EN: "A term leads to the documents that use it; ≒ marks other spellings. Definitions are in Japanese."},
	"glossary.filter":         {JA: "用語を探す", EN: "Find a term"},
	"glossary.filter.hint":    {JA: "用語・読み・別の書き方・英語の一部。例：ふくそう、IP、切り戻し", EN: "Part of a term, of its reading in kana, or of its English: congestion, IP, rollback"},
	"glossary.filter.go":      {JA: "探す", EN: "Find"},
	"glossary.index":          {JA: "五十音の行", EN: "Rows of the kana table"},
	"glossary.all":            {JA: "すべての語", EN: "All terms"},
	"glossary.row":            {JA: "行", EN: " row"},
	"glossary.latin":          {JA: "英字など", EN: "Latin letters"},
	"glossary.total":          {JA: "%d語", EN: "%d terms"},
	"glossary.many":           {JA: "多いので語だけを並べます。語を選ぶと説明を読めます。", EN: "Too many to show with their definitions; a term leads to its own."},
	"glossary.none":           {JA: "当てはまる語はありません。", EN: "No term fits."},
	"glossary.documents":      {JA: "この言葉で事例や教訓を検索", EN: "Search the documents for these words"},
	"glossary.neighbours":     {JA: "前後の行", EN: "Rows before and after"},
	"glossary.undefined":      {JA: "説明は付いていません。", EN: "No definition."},
	"glossary.origin.own":     {JA: "自社の用語", EN: "own term"},
	"glossary.origin.amended": {JA: "自社の追記あり", EN: "with own additions"},
}

package server

import "kyokun/kb"

// backupMessages are those of the state of backups.
var backupMessages = map[string]kb.Text{
	"backup.title":        {JA: "バックアップの状態", EN: "Backups"},
	"backup.lead":         {JA: "このサーバーのデータが、3-2-1の決まり（写しを3つ、媒体を2種類、1つは離れた場所）どおりに守られているかを示します。", EN: "Whether the data of this server are kept by the 3-2-1 rule: three copies, two kinds of media, one off-site."},
	"backup.more":         {JA: "置き場所と失敗の理由は、サーバーの管理者が kyokun backup status で確かめられます。", EN: "The operator of the server sees places and the reasons of failures by kyokun backup status."},
	"backup.lesson":       {JA: "この決まりの教訓", EN: "The lesson behind the rule"},
	"backup.met":          {JA: "3-2-1の決まりを満たしています。", EN: "The 3-2-1 rule is met."},
	"backup.unmet":        {JA: "3-2-1の決まりを満たしていません。", EN: "The 3-2-1 rule is not met."},
	"backup.unknown":      {JA: "このサーバーはバックアップの記録を持っていません。", EN: "This server keeps no record of backups."},
	"backup.rule":         {JA: "決まり", EN: "Rule"},
	"backup.state":        {JA: "状態", EN: "State"},
	"backup.missing":      {JA: "足りないもの", EN: "What is missing"},
	"backup.ok":           {JA: "満たす", EN: "Met"},
	"backup.no":           {JA: "満たさない", EN: "Not met"},
	"backup.advice":       {JA: "助言", EN: "Advice"},
	"backup.targets":      {JA: "控え", EN: "Copies"},
	"backup.none":         {JA: "控えはまだありません。", EN: "There is no backup yet."},
	"backup.name":         {JA: "控え", EN: "Copy"},
	"backup.target":       {JA: "控え%d（%s）", EN: "Copy %d (%s)"},
	"backup.created":      {JA: "最新の世代", EN: "Newest generation"},
	"backup.verified":     {JA: "最後の確認", EN: "Last verified"},
	"backup.drilled":      {JA: "最後の戻す訓練", EN: "Last restore drill"},
	"backup.never":        {JA: "なし", EN: "none"},
	"backup.state.fresh":  {JA: "新しく、無事", EN: "fresh and sound"},
	"backup.state.old":    {JA: "7日より古い", EN: "older than 7 days"},
	"backup.state.failed": {JA: "最後の操作が失敗", EN: "the last attempt failed"},
}

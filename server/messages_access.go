package server

import "kyokun/kb"

// accessMessages are those about who may read.
var accessMessages = map[string]kb.Text{
	"error.401.title": {JA: "トークンが要ります", EN: "A token is needed"},
	"access.token": {
		JA: "ほかの機械からの閲覧と、APIとMCPの利用には、トークンが要ります。管理者に kyokun token create で作ってもらい、プログラムは「Authorization: Bearer トークン」で、ブラウザーはパスワードの欄（利用者名は何でもよい）で渡してください。誰にでも見せるなら、管理者は kyokun serve --public-read で起動します。",
		EN: "Reading from another machine, and the API and MCP there, take a token. Have the administrator make one by kyokun token create; programs send it as \"Authorization: Bearer TOKEN\", browsers as the password of any user name. To let everybody read, the administrator starts kyokun serve --public-read."},
	"access.foreign": {
		JA: "Authorization に Kyokun のトークン（kyokun_ で始まる）がありません。管理者に kyokun token create で作ってもらってください。",
		EN: "Authorization holds no token of Kyokun's (they begin with kyokun_). Have the administrator make one by kyokun token create."},
	"access.scope":    {JA: "このトークンでは読めません。スコープ %s の付いたトークンが要ります。", EN: "This token may not read: one with the scope %s is needed."},
	"access.rate":     {JA: "短い間に要求が多すぎます。%d秒待ってから、もう一度送ってください。", EN: "Too many requests in a short time: wait %d s and send it again."},
	"error.429.title": {JA: "要求が多すぎます", EN: "Too many requests"},
	"error.421.title": {JA: "この名前では応じません", EN: "Not under this name"},
	"access.host": {
		JA: "「%s」という名前では応じません（よそのサイトがこの名前をここに向けている恐れがあるため）。IPアドレスか localhost で開くか、管理者が kyokun serve --host 名前 で起動してください。",
		EN: "This server does not answer to the name \"%s\", which another site may have made lead here. Use its IP address or localhost, or have the administrator start kyokun serve --host NAME."},
	"access.nomcp": {JA: "このサーバーでは MCP を止めています（kyokun serve --no-mcp）。", EN: "MCP is switched off on this server (kyokun serve --no-mcp)."},

	"token.name":    {JA: "名前は%d文字までで、改行などの制御文字は使えません。", EN: "the name is limited to %d characters, none of them control characters"},
	"token.expires": {JA: "期限は%d日から%d日までです（例: 90d）。", EN: "the lifetime is %d to %d days (example: 90d)"},
	"token.scope":   {JA: "スコープは %s から選んでください。", EN: "the scope is one of: %s"},
}

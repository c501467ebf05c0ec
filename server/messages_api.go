package server

import "kyokun/kb"

// apiMessages are those of the reference of the API.
var apiMessages = map[string]kb.Text{
	"api.title":       {JA: "API", EN: "API"},
	"api.about":       {JA: "教訓をプログラムから読むためのAPIの説明。", EN: "How programs read Kyokun."},
	"api.document":    {JA: "OpenAPI 3.1 の文書（JSON）", EN: "The OpenAPI 3.1 document (JSON)"},
	"api.operations":  {JA: "場所", EN: "Addresses"},
	"api.schemas":     {JA: "答えの形", EN: "Shapes of answers"},
	"api.schemas.why": {JA: "名前の後の ? は、無いことがある項目です。説明は英語です。", EN: "A ? after a name marks a member that may be missing."},
	"api.parameters":  {JA: "パラメーター", EN: "Parameters"},
	"api.body":        {JA: "送るもの", EN: "Request body"},
	"api.replies":     {JA: "答え", EN: "Answers"},
	"api.errors":      {JA: "誤り", EN: "Errors"},
	"api.errors.form": {JA: "どの誤りも application/problem+json（RFC 9457）で、形は次のとおりです。", EN: "Each error is application/problem+json (RFC 9457) of the form"},
	"api.name":        {JA: "名前", EN: "Name"},
	"api.type":        {JA: "型", EN: "Type"},
	"api.limits":      {JA: "範囲", EN: "Limits"},
	"api.example":     {JA: "例", EN: "Example"},
	"api.text":        {JA: "説明", EN: "Meaning"},
	"api.required":    {JA: "必須", EN: "required"},
	"api.most.length": {JA: "%v文字まで", EN: "at most %v characters"},
	"api.most.items":  {JA: "%v個まで", EN: "at most %v"},
	"api.default":     {JA: "既定 %v", EN: "default %v"},
}

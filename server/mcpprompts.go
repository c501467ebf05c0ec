package server

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"kyokun/kb"
)

func (m *mcpService) addPrompts() {
	lang := &mcp.PromptArgument{Name: "lang", Title: "言語 / Language", Description: "ja か en。既定は ja。/ ja or en; ja by default."}
	m.addPrompt(&mcp.Prompt{
		Name: "incident_brief", Title: "障害対応の要約 / Incident brief",
		Description: "起きている障害の文から、似た事例、効いた対策、点検項目、報告の要否をまとめる。/ From a text about an outage: similar cases, measures, checks, the report duty.",
		Arguments: []*mcp.PromptArgument{
			{Name: "situation", Title: "状況 / Situation", Description: "障害の記録や警報の文（8,000文字まで）。/ A log or alarms, up to 8,000 characters.", Required: true},
			{Name: "services", Title: "役務 / Services", Description: "duty の services をコンマで区切る。例: voice-emergency。/ Services of duty, separated by commas."},
			{Name: "minutes", Title: "分 / Minutes", Description: "続いた分。/ Minutes so far."},
			{Name: "users", Title: "利用者数 / Users", Description: "影響した利用者数。/ Users affected."},
			lang,
		},
	}, m.incidentBrief)
	m.addPrompt(&mcp.Prompt{
		Name: "audit_brief", Title: "監査の要約 / Audit brief",
		Description: "教訓・条項・事例の求め、根拠、再掲、点検項目を監査のためにまとめる。/ What a lesson, provision or case asks for, its ground, restatements and checks, for an audit.",
		Arguments:   []*mcp.PromptArgument{{Name: "id", Title: "id", Description: "文書の id。例: lesson-r03-1-03。/ Id of a document.", Required: true}, lang},
	}, m.auditBrief)
}

// bounds are the longest values of the arguments of prompts, in characters.
var mcpPromptBounds = map[string]int{"situation": 8000, "services": 200, "minutes": 10, "users": 12, "id": 100, "lang": 2}

func (m *mcpService) addPrompt(p *mcp.Prompt, run func(context.Context, map[string]string, string) ([]string, error)) {
	m.prompts = append(m.prompts, p)
	m.protocol.AddPrompt(p, func(ctx context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
		args := req.Params.Arguments
		lang, err := checkPrompt(p, args)
		if err != nil {
			return nil, err
		}
		texts, err := run(ctx, args, lang)
		if err != nil {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: err.Error()}
		}
		res := &mcp.GetPromptResult{Description: p.Description}
		for _, text := range texts {
			res.Messages = append(res.Messages, &mcp.PromptMessage{Role: "user", Content: &mcp.TextContent{Text: text}})
		}
		return res, nil
	})
}

// checkPrompt holds arguments to their names and bounds and finds the language.
func checkPrompt(p *mcp.Prompt, args map[string]string) (lang string, err error) {
	lang = "ja"
	refuse := func(key string, values ...any) error {
		return &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: locale{lang: lang}.T(key, values...)}
	}
	switch v, given := args["lang"]; {
	case v == "en" || v == "ja":
		lang = v
	case given && v != "":
		return lang, refuse("mcp.lang")
	}
	for name := range args {
		if !slices.ContainsFunc(p.Arguments, func(a *mcp.PromptArgument) bool { return a.Name == name }) {
			return lang, refuse("mcp.prompt.name", strconv.Quote(visible(name)))
		}
	}
	for _, a := range p.Arguments {
		most := mcpPromptBounds[a.Name]
		if v := args[a.Name]; utf8.RuneCountInString(v) > most || a.Required && strings.TrimSpace(v) == "" {
			return lang, refuse("mcp.prompt.arg", a.Name, most)
		}
	}
	return lang, nil
}

func (m *mcpService) incidentBrief(ctx context.Context, args map[string]string, lang string) ([]string, error) {
	found, err := answerCall(ctx, m, lang, func(c mcpCall) (any, *mcpCut, error) {
		return c.similar(ctx, m, mcpSimilarArguments{Text: args["situation"], Limit: 3})
	})
	if err != nil {
		return nil, err
	}
	situation, err := json.Marshal(map[string]string{"situation": args["situation"]})
	if err != nil {
		return nil, err
	}
	texts := []string{messageText("mcp.incident").In(lang), string(stripHidden(situation)), "similar: " + string(found)}
	if args["services"] == "" {
		return texts, nil
	}
	duty, err := answerCall(ctx, m, lang, func(c mcpCall) (any, *mcpCut, error) {
		in := mcpDutyArguments{Services: strings.Split(args["services"], ",")}
		for name, to := range map[string]**int{kb.ParamMinutes: &in.Minutes, kb.ParamUsers: &in.Users} {
			if args[name] == "" {
				continue
			}
			n, err := strconv.Atoi(args[name])
			if err != nil || n < 0 {
				return nil, nil, badParam(name, "param.range", name, 0, 1_000_000_000)
			}
			*to = &n
		}
		return c.duty(ctx, m, in)
	})
	if err != nil {
		return nil, err
	}
	return append(texts, "duty: "+string(duty)), nil
}

func (m *mcpService) auditBrief(ctx context.Context, args map[string]string, lang string) ([]string, error) {
	id := args["id"]
	if !mcpID.MatchString(id) {
		return nil, mcpError(notFound(), lang)
	}
	texts := []string{messageText("mcp.audit", id).In(lang)}
	for _, traced := range []bool{false, true} {
		body, err := m.document(ctx, lang, id, traced)
		if err != nil {
			return nil, err
		}
		texts = append(texts, map[bool]string{false: "get: ", true: "trace: "}[traced]+string(body))
	}
	return texts, nil
}

package server

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"kyokun/kb"
)

// mcpListed is how many resources are listed at a time.
const mcpListed = 100

var mcpID = regexp.MustCompile(mcpIDPattern)

func (m *mcpService) addResources() {
	m.templates = []*mcp.ResourceTemplate{
		{
			Name: "document", Title: "文書 / Document", URITemplate: mcpScheme + "{id}", MIMEType: "application/json",
			Description: "事例・教訓・条項・出典。例: kyokun://case-r03-04。get と同じ答え。/ A case, lesson, provision or source; answers as get does.",
		},
		{
			Name: "trace", Title: "追跡 / Trace", URITemplate: mcpScheme + "{id}/trace", MIMEType: "application/json",
			Description: "文書のつながり。例: kyokun://lesson-r03-1-03/trace。trace と同じ答え。/ The links of a document; answers as trace does.",
		},
	}
	for _, t := range m.templates {
		m.protocol.AddResourceTemplate(t, m.readResource)
	}
	m.protocol.AddReceivingMiddleware(m.listResources)
}

func (m *mcpService) readResource(ctx context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	rest, _ := strings.CutPrefix(req.Params.URI, mcpScheme)
	id, traced := strings.CutSuffix(rest, "/trace")
	if !mcpID.MatchString(id) || strings.Contains(id, "#") {
		return nil, mcp.ResourceNotFoundError(req.Params.URI)
	}
	if _, ok := m.current.Load().lib.Document(id); !ok {
		return nil, mcp.ResourceNotFoundError(req.Params.URI)
	}
	body, err := m.document(ctx, "ja", id, traced)
	if err != nil {
		return nil, err
	}
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: req.Params.URI, MIMEType: "application/json", Text: string(body)}}}, nil
}

// document is the answer of get for a document, or that of trace.
func (m *mcpService) document(ctx context.Context, lang, id string, traced bool) (json.RawMessage, error) {
	return answerCall(ctx, m, lang, func(c mcpCall) (any, *mcpCut, error) {
		if traced {
			return c.trace(ctx, m, mcpReadArguments{ID: id})
		}
		return c.get(ctx, m, mcpReadArguments{ID: id})
	})
}

// listResources lists the documents of now, ordered by id. The protocol's own
// list would have to be told of each change.
func (m *mcpService) listResources(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		params, ok := req.GetParams().(*mcp.ListResourcesParams)
		if method != "resources/list" || !ok {
			return next(ctx, method, req)
		}
		after := ""
		if params != nil && params.Cursor != "" {
			id, err := base64.RawURLEncoding.DecodeString(params.Cursor)
			if err != nil || !mcpID.Match(id) {
				return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "invalid cursor"}
			}
			after = string(id)
		}
		res := &mcp.ListResourcesResult{Resources: []*mcp.Resource{}}
		res.CacheScope = "private"
		lib := m.current.Load().lib
		ids := lib.IDs("", after, mcpListed+1)
		if len(ids) > mcpListed {
			ids = ids[:mcpListed]
			res.NextCursor = base64.RawURLEncoding.EncodeToString([]byte(ids[mcpListed-1]))
		}
		for _, id := range ids {
			if d, ok := lib.Document(id); ok {
				res.Resources = append(res.Resources, resourceOf(d.Common()))
			}
		}
		return res, nil
	}
}

func resourceOf(h *kb.Head) *mcp.Resource {
	return &mcp.Resource{
		URI: resourceURI(h.ID), Name: h.ID, Title: visible(h.Title), Description: visible(h.Summary), MIMEType: "application/json",
	}
}

// visible is a text without characters that show as nothing.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, s)
}

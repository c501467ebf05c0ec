package server

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kyokun/kb"
)

// params checks the arguments as the parameters of a search are.
func (in mcpSearchArguments) params(tags *kb.TagList) (searchParams, error) {
	v := url.Values{
		"q": {in.Query}, "kind": in.Kind, "layer": in.Layer, "phase": in.Phase, "domain": in.Domain, "cause": in.Cause, "service": in.Service,
		"equipment": in.Equipment, "operator": in.Operator, "sort": {in.Sort}, "page": {strconv.Itoa(in.Page)},
	}
	for _, year := range in.FY {
		v.Add("fy", strconv.Itoa(year))
	}
	return readSearch(v, tags)
}

type mcpReadArguments struct {
	spoken
	ID     string `json:"id"`
	Offset int    `json:"offset"`
}

const (
	// mcpLinkBytes bounds the links each way of a document that is read.
	mcpLinkBytes = 6 << 10
	// mcpTextBytes bounds its text.
	mcpTextBytes = 28 << 10
)

type mcpDocument struct {
	mcpRef
	TitleEN   string        `json:"title_en"`
	Summary   string        `json:"summary"`
	Citations []mcpCitation `json:"citations"`
	// Statement is the one that was asked for.
	Statement *mcpStatement `json:"statement,omitempty"`
	Revision  int           `json:"revision"`
	Own       bool          `json:"own"`
	Links     []mcpLink     `json:"links"`
	Backlinks []mcpLink     `json:"backlinks"`
	// MoreBacklinks is true where there are more than were looked at.
	MoreBacklinks bool `json:"more_backlinks,omitempty"`
	// Format says how Text is written. Offset is where it begins, in
	// characters, of Length.
	Format string `json:"format"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	Text   string `json:"text"`
}

type mcpStatement struct {
	kb.Statement
	URL       string        `json:"url"`
	Citations []mcpCitation `json:"citations"`
}

type mcpLink struct {
	mcpRef
	// From and To are the statements at its ends.
	From       string        `json:"from,omitempty"`
	To         string        `json:"to,omitempty"`
	Relation   kb.Relation   `json:"relation"`
	By         kb.Asserter   `json:"by"`
	Confidence kb.Confidence `json:"confidence,omitempty"`
	Why        string        `json:"why,omitempty"`
	Citation   *mcpCitation  `json:"citation,omitempty"`
}

func (c mcpCall) get(ctx context.Context, m *mcpService, in mcpReadArguments) (any, *mcpCut, error) {
	docID, _, isStatement := strings.Cut(in.ID, "#")
	d, ok := c.lib.Document(docID)
	if !ok {
		return nil, nil, missing(c.lib, notFound())
	}
	entries, err := m.store.History(ctx, docID)
	if err != nil {
		return nil, nil, historyError(err)
	}
	f, err := m.store.Revision(ctx, docID, entries[0].Revision)
	if err != nil {
		return nil, nil, historyError(err)
	}
	h := d.Common()
	v := mcpDocument{
		mcpRef: c.ref(docID), TitleEN: h.TitleEN, Summary: h.Summary, Citations: c.citations(nil, h.Cite),
		Revision: entries[0].Revision, Own: entries[0].Own, Format: "YAML front matter + Markdown", Offset: in.Offset,
	}
	if isStatement {
		l, st, ok := c.lib.Statement(in.ID)
		if !ok {
			return nil, nil, missing(c.lib, notFound())
		}
		v.Statement = &mcpStatement{Statement: *st, URL: c.url(in.ID), Citations: c.citations(st.Cite, l.Cite)}
	}
	omitted, err := c.links(&v, docID)
	if err != nil {
		return nil, nil, err
	}
	cut := c.text(&v, string(f.Data))
	if omitted > 0 {
		if cut == nil {
			cut = &mcpCut{Omitted: omitted}
		}
		cut.Message = strings.TrimSpace(cut.Message + " " + c.loc.T("mcp.cut.links", omitted))
	}
	return v, cut, nil
}

// links fills in the links of a document, as far as they fit.
func (c mcpCall) links(v *mcpDocument, id string) (omitted int, err error) {
	back, more := c.lib.Backlinks(id)
	v.MoreBacklinks = more
	for _, way := range []struct {
		edges []kb.Edge
		to    *[]mcpLink
		other func(kb.Edge) string
	}{
		{c.lib.Links(id), &v.Links, func(e kb.Edge) string { return e.To }},
		{back, &v.Backlinks, func(e kb.Edge) string { return e.From }},
	} {
		var list []mcpLink
		for _, e := range way.edges {
			l := mcpLink{mcpRef: c.ref(way.other(e)), From: e.FromStatement, To: e.ToStatement, Relation: e.Relation, By: e.Link.By, Confidence: e.Link.Confidence, Why: e.Link.Why}
			if e.Link.Cite != nil {
				k := c.citation(*e.Link.Cite)
				l.Citation = &k
			}
			list = append(list, l)
		}
		left := mcpLinkBytes
		if *way.to, err = fit(list, &left); err != nil {
			return 0, err
		}
		omitted += len(list) - len(*way.to)
	}
	return omitted, nil
}

// text fills in what fits of a text from the offset on.
func (c mcpCall) text(v *mcpDocument, text string) *mcpCut {
	runes := []rune(text)
	v.Length = len(runes)
	v.Offset = min(v.Offset, len(runes))
	size, end := 0, v.Offset
	for end < len(runes) {
		if size += max(utf8.RuneLen(runes[end]), 1); size > mcpTextBytes {
			break
		}
		end++
	}
	v.Text = string(runes[v.Offset:end])
	if end == len(runes) {
		return nil
	}
	return &mcpCut{Message: c.loc.T("mcp.cut.text", len(runes)-end, end), Omitted: len(runes) - end, NextOffset: end}
}

type mcpTrace struct {
	mcpRef
	Offset int `json:"offset"`
	Count  int `json:"count"`
	// Omitted counts stops that no offset reaches; Further is true where
	// documents link here beyond those that were looked at.
	Omitted int  `json:"omitted,omitempty"`
	Further bool `json:"further,omitempty"`
	// Nodes are the stops of the trace, each after the one it hangs on.
	Nodes []mcpNode `json:"nodes"`
}

type mcpNode struct {
	mcpRef
	// Depth is how many steps the stop is away from what was asked for; Kind
	// tells parts of documents too.
	Depth int         `json:"depth"`
	Kind  kb.NodeKind `json:"kind"`
	Layer kb.Layer    `json:"layer,omitempty"`
	// Up is true where the link was followed against its direction.
	Up         bool          `json:"up,omitempty"`
	Relation   kb.Relation   `json:"relation,omitempty"`
	By         kb.Asserter   `json:"by,omitempty"`
	Confidence kb.Confidence `json:"confidence,omitempty"`
	Why        string        `json:"why,omitempty"`
	Citations  []mcpCitation `json:"citations,omitempty"`
}

func (c mcpCall) trace(_ context.Context, _ *mcpService, in mcpReadArguments) (any, *mcpCut, error) {
	part, ok := c.traced(in.ID, traceSent, traceSent)
	if !ok {
		return nil, nil, missing(c.lib, notFound())
	}
	nodes := c.nodes(nil, part.root, 0)
	offset := min(in.Offset, len(nodes))
	left := mcpAnswerBytes
	kept, err := fit(nodes[offset:], &left)
	next := offset + len(kept)
	return mcpTrace{c.ref(in.ID), offset, len(nodes), part.omitted, part.further, kept}, c.cutList(len(kept), len(nodes)-next, next), err
}

// nodes lists a tree from its root down.
func (c mcpCall) nodes(list []mcpNode, n *kb.TraceNode, depth int) []mcpNode {
	id := n.ID
	if n.Part != "" {
		id += "#" + n.Part
	}
	v := mcpNode{mcpRef: c.ref(id), Depth: depth, Kind: n.Kind, Layer: n.Layer, Up: n.Up, Relation: n.Relation}
	v.Title = n.Title
	if n.Link != nil {
		v.By, v.Confidence, v.Why = n.Link.By, n.Link.Confidence, n.Link.Why
		if n.Link.Cite != nil && n.Cite == nil {
			v.Citations = c.citations(n.Link.Cite, nil)
		}
	}
	if n.Cite != nil {
		v.Citations = c.citations(n.Cite, nil)
	}
	list = append(list, v)
	for _, child := range n.Children {
		list = c.nodes(list, child, depth+1)
	}
	return list
}

type mcpSimilarArguments struct {
	spoken
	Text  string `json:"text"`
	ID    string `json:"id"`
	Limit int    `json:"limit"`
}

type mcpSimilar struct {
	Known    bool            `json:"known"`
	Message  string          `json:"message,omitempty"`
	Terms    []string        `json:"terms"`
	Tags     []apiSharing    `json:"tags"`
	SetAside []string        `json:"set_aside"`
	Hits     []mcpSimilarHit `json:"hits"`
}

type mcpSimilarHit struct {
	apiSimilarHit
	URI       string        `json:"uri"`
	URL       string        `json:"url"`
	Citations []mcpCitation `json:"citations"`
}

func (c mcpCall) similar(ctx context.Context, m *mcpService, in mcpSimilarArguments) (any, *mcpCut, error) {
	q, err := apiSimilarRequest{Text: in.Text, ID: in.ID, Limit: &in.Limit}.incident(c.lib)
	if err != nil {
		return nil, nil, err
	}
	res, err := m.Server.similar(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	a := c.apiSimilar(res)
	v := mcpSimilar{Known: a.Known, Message: a.Message, Terms: a.Terms, Tags: a.Tags, SetAside: a.SetAside}
	var hits []mcpSimilarHit
	for _, h := range a.Hits {
		d, _ := c.lib.Document(h.ID)
		for _, part := range []*[]apiCasePart{&h.Prolonged, &h.Measures} {
			for i := range *part {
				(*part)[i].URL = c.base + (*part)[i].URL
			}
		}
		for i := range h.Questions {
			h.Questions[i].URL = c.base + h.Questions[i].URL
		}
		hits = append(hits, mcpSimilarHit{h, resourceURI(h.ID), c.url(h.ID), c.citations(nil, d.Common().Cite)})
	}
	left := mcpAnswerBytes - mcpLinkBytes
	if v.Hits, err = fit(hits, &left); err != nil {
		return nil, nil, err
	}
	// A pasted text may be mostly greetings.
	room := mcpLinkBytes
	if v.SetAside, err = fit(v.SetAside, &room); err != nil {
		return nil, nil, err
	}
	var cut *mcpCut
	if omitted := len(hits) - len(v.Hits) + len(a.SetAside) - len(v.SetAside); omitted > 0 {
		cut = &mcpCut{Message: c.loc.T("mcp.cut.hits", omitted), Omitted: omitted}
	}
	return v, cut, nil
}

type mcpDutyArguments struct {
	spoken
	Services []string `json:"services"`
	Minutes  *int     `json:"minutes"`
	Users    *int     `json:"users"`
	On       string   `json:"on"`
}

type mcpDuty struct {
	apiDutyResponse
	URL string `json:"url"`
	// Provisions are those that the answer names.
	Provisions []mcpProvision `json:"provisions"`
}

type mcpProvision struct {
	mcpRef
	Citations []mcpCitation `json:"citations"`
}

func (c mcpCall) duty(_ context.Context, _ *mcpService, in mcpDutyArguments) (any, *mcpCut, error) {
	v := url.Values{kb.ParamService: in.Services}
	if in.Minutes != nil {
		v.Set(kb.ParamMinutes, strconv.Itoa(*in.Minutes))
	}
	if in.Users != nil {
		v.Set(kb.ParamUsers, strconv.Itoa(*in.Users))
	}
	if in.On != "" {
		v.Set(kb.ParamOn, in.On)
	}
	q, err := readDuty(v, time.Now())
	if err != nil {
		return nil, nil, err
	}
	answers, err := judgeDuty(c.lib.Duty(), q)
	if err != nil {
		return nil, nil, err
	}
	out := mcpDuty{apiDutyResponse: c.loc.apiDutyAll(answers), URL: c.base + "/duty?" + v.Encode(), Provisions: []mcpProvision{}}
	for _, id := range provisionsOf(answers) {
		p := mcpProvision{mcpRef: c.ref(id), Citations: []mcpCitation{}}
		if d, ok := c.lib.Document(id); ok {
			p.Citations = c.citations(nil, d.Common().Cite)
		}
		out.Provisions = append(out.Provisions, p)
	}
	return out, nil, nil
}

// provisionsOf lists the provisions that answers rest on, each once.
func provisionsOf(answers []kb.DutyAnswer) []string {
	var ids []string
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, a := range answers {
		add(a.Provision)
		deadlines := a.Deadlines
		if a.NearMiss != nil {
			add(a.NearMiss.Provision)
			deadlines = slices.Concat(deadlines, a.NearMiss.Deadlines)
		}
		for _, d := range deadlines {
			add(d.Provision)
		}
	}
	return ids
}

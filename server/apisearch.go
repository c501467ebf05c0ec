package server

import (
	"cmp"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
)

// Limits of the API.
const (
	apiLimit       = 20
	apiMaxLimit    = 100
	suggestLimit   = 8
	suggestMost    = 20
	suggestMaxText = 100
)

// apiSearchResponse is the answer to a search.
type apiSearchResponse struct {
	Query  string   `json:"query"`
	Total  int      `json:"total"`
	Page   int      `json:"page"`
	Limit  int      `json:"limit"`
	TookMS float64  `json:"took_ms"`
	Hits   []apiHit `json:"hits"`
	// Near are weaker matches, of parts of words, that are not counted in Total.
	Near       []apiHit                `json:"near"`
	Facets     map[string][]apiCounted `json:"facets"`
	DidYouMean string                  `json:"did_you_mean"`
	// Corrected says that the hits are those of DidYouMean.
	Corrected bool `json:"corrected"`
}

type apiHit struct {
	ID        string        `json:"id"`
	Kind      kb.Kind       `json:"kind"`
	Title     string        `json:"title"`
	Domain    string        `json:"domain"`
	URL       string        `json:"url"`
	Score     float64       `json:"score"`
	Fragments []apiFragment `json:"fragments"`
	Why       []apiReason   `json:"why"`
	// Explanation says how the score came about, where the request asks for it.
	Explanation *apiExplanation `json:"explanation,omitempty"`
}

type apiFragment struct {
	Field string    `json:"field"`
	Parts []apiPart `json:"parts"`
}

type apiPart struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

type apiCounted struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

type apiSuggestResponse struct {
	Suggestions []apiSuggestion `json:"suggestions"`
}

type apiSuggestion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`
	ID   string `json:"id,omitempty"`
}

func (s *Server) apiSearch(c echo.Context) error { return s.answerSearch(c, false) }

// adminSearch is apiSearch with an exhaustive ranking. It takes as long as there are
// hits, so that the owner alone has it and no one else can make the server work.
func (s *Server) adminSearch(c echo.Context) error { return s.answerSearch(c, true) }

func (s *Server) answerSearch(c echo.Context, exhaustive bool) error {
	loc, snap := localeOf(c.Request()), s.current.Load()
	params, err := readSearch(c.QueryParams(), snap.lib.Tags())
	if err != nil {
		return err
	}
	limit, err := readInt(c.QueryParams(), "limit", 1, apiMaxLimit, apiLimit)
	if err != nil {
		return err
	}
	explain, err := readInt(c.QueryParams(), "explain", 0, 1, 0)
	if err != nil {
		return err
	}
	q := params.query(limit)
	q.Explain, q.Exhaustive = explain == 1, exhaustive
	res, err := s.search(c.Request().Context(), q)
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: snap.lib}
	return sendFresh(c, apiSearchResponse{
		Query: params.q, Total: res.Total, Page: params.page, Limit: limit,
		TookMS: float64(res.Took.Microseconds()) / 1000,
		Hits:   cp.apiHits(res.Hits), Near: cp.apiHits(res.Near),
		Facets: cp.apiFacets(res.Facets), DidYouMean: res.DidYouMean, Corrected: res.Corrected,
	})
}

func (c composer) apiHits(hits []index.Hit) []apiHit {
	out := []apiHit{}
	for _, h := range hits {
		a := apiHit{
			ID: h.ID, Kind: h.Kind, Title: h.Title, Domain: h.Domain, URL: documentPath(h.ID, ""), Score: h.Score,
			Fragments: []apiFragment{}, Why: []apiReason{},
		}
		for _, f := range h.Fragments {
			parts := []apiPart{}
			for _, p := range f.Parts {
				parts = append(parts, apiPart(p))
			}
			a.Fragments = append(a.Fragments, apiFragment{Field: f.Field, Parts: parts})
		}
		for _, r := range h.Why {
			a.Why = append(a.Why, c.apiReason(r))
		}
		if h.Explanation != nil {
			e := c.apiExplanation(*h.Explanation)
			a.Explanation = &e
		}
		out = append(out, a)
	}
	return out
}

func (c composer) apiFacets(facets []index.FacetCounts) map[string][]apiCounted {
	out := map[string][]apiCounted{}
	for _, f := range facets {
		values := []apiCounted{}
		for _, v := range f.Values {
			values = append(values, apiCounted{Value: v.Value, Label: c.facetValue(f.Name, v.Value), Count: v.Count})
		}
		out[f.Name] = values
	}
	return out
}

func (s *Server) apiSuggest(c echo.Context) error {
	v := c.QueryParams()
	q, err := readQuery(v)
	if err != nil {
		return err
	}
	if len([]rune(q)) > suggestMaxText {
		return badParam("q", "param.q", suggestMaxText)
	}
	limit, err := readInt(v, "limit", 1, suggestMost, suggestLimit)
	if err != nil {
		return err
	}
	res := apiSuggestResponse{Suggestions: []apiSuggestion{}}
	if q == "" {
		return sendFresh(c, res)
	}
	found, err := s.index.Suggest(c.Request().Context(), q, limit)
	if err != nil {
		return s.indexError(err)
	}
	for _, f := range found {
		res.Suggestions = append(res.Suggestions, apiSuggestion(f))
	}
	return sendFresh(c, res)
}

// statementPath is the page of a document or of a statement of a lesson.
func statementPath(id string) string {
	doc, part, _ := strings.Cut(id, "#")
	return cmp.Or(documentPath(doc, part), "/")
}

package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
)

// apiSimilarRequest asks for what resembles an incident: one of Text and ID.
type apiSimilarRequest struct {
	Text string `json:"text"`
	// ID is a case or lesson to start from.
	ID string `json:"id"`
	// Limit bounds the cases, and the lessons.
	Limit *int `json:"limit"`
}

// apiSimilarResponse is what resembles an incident.
type apiSimilarResponse struct {
	// Known says that some case resembles it; Message what to tell if not.
	Known   bool    `json:"known"`
	Message string  `json:"message"`
	TookMS  float64 `json:"took_ms"`
	// Hits are cases and lessons, by score; a score tells those of one kind apart.
	Hits []apiSimilarHit `json:"hits"`
	// Terms and Tags are what was read out of the text, SetAside what was not
	// looked at.
	Terms    []string     `json:"terms"`
	Tags     []apiSharing `json:"tags"`
	SetAside []string     `json:"set_aside"`
}

type apiSimilarHit struct {
	ID      string       `json:"id"`
	Kind    kb.Kind      `json:"kind"`
	Title   string       `json:"title"`
	Summary string       `json:"summary"`
	URL     string       `json:"url"`
	Score   float64      `json:"score"`
	Reasons []apiSharing `json:"reasons"`
	// Through are hits of the other kind that it is linked with.
	Through []string `json:"through"`
	// Prolonged and Measures are of cases, Questions of lessons.
	Prolonged []apiCasePart `json:"prolonged,omitempty"`
	Measures  []apiCasePart `json:"measures,omitempty"`
	Questions []apiQuestion `json:"questions,omitempty"`
}

// apiSharing is a word or a tag that both share, with its share in the words or
// tags of the hit.
type apiSharing struct {
	Term string `json:"term,omitempty"`
	// Field is the facet of the tag Value; Label is how both are called.
	Field string `json:"field,omitempty"`
	Value string `json:"value,omitempty"`
	Label string `json:"label,omitempty"`
	// Typed are the words of the text that show the tag.
	Typed  string  `json:"typed,omitempty"`
	Weight float64 `json:"weight"`
}

type apiCasePart struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Text  string `json:"text"`
	URL   string `json:"url"`
}

type apiQuestion struct {
	Statement string `json:"statement"`
	Text      string `json:"text"`
	Work      string `json:"work"`
	URL       string `json:"url"`
}

func (s *Server) apiSimilar(c echo.Context) error {
	loc, lib := localeOf(c.Request()), s.current.Load().lib
	q, err := readSimilar(c.Request(), lib)
	if err != nil {
		return err
	}
	res, err := s.similar(c.Request().Context(), q)
	if err != nil {
		return err
	}
	loc.explicit = false // addresses in the API name no language
	c.Response().Header().Set("Content-Language", loc.lang)
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return sendFresh(c, composer{loc: loc, lib: lib}.apiSimilar(res))
}

// readSimilar reads a request in JSON, or the text alone as text/plain.
func readSimilar(r *http.Request, lib *kb.Library) (q index.Incident, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return q, err
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	var in apiSimilarRequest
	switch {
	case err == nil && kind == "text/plain":
		in.Text = string(body)
	case err == nil && kind == echo.MIMEApplicationJSON:
		if in, err = decodeSimilar(body); err != nil {
			return q, err
		}
	default:
		return q, &statusError{status: http.StatusUnsupportedMediaType, text: messageText("similar.media"), err: err}
	}
	return in.incident(lib)
}

func decodeSimilar(body []byte) (in apiSimilarRequest, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err = d.Decode(&in); err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return in, nil
		}
	}
	return in, &statusError{status: http.StatusBadRequest, param: "body", text: messageText("similar.json"), err: err}
}

// incident checks the request.
func (in apiSimilarRequest) incident(lib *kb.Library) (index.Incident, error) {
	q := index.Incident{Text: in.Text, Like: in.ID, Limit: apiSimilarLimit}
	if in.Limit != nil {
		if *in.Limit < 1 || *in.Limit > apiMaxLimit {
			return q, badParam("limit", "param.range", "limit", 1, apiMaxLimit)
		}
		q.Limit = *in.Limit
	}
	switch {
	case (in.Text == "") == (in.ID == ""):
		return q, badParam("text", "similar.either")
	case len(in.Text) > index.MaxIncident:
		return q, &statusError{status: http.StatusRequestEntityTooLarge, param: "text", text: messageText("similar.long", index.MaxIncident>>10)}
	case !utf8.ValidString(in.Text):
		return q, badParam("text", "similar.utf8")
	}
	if d, ok := lib.Document(in.ID); in.ID != "" && (!ok || !tells(d)) {
		return q, &statusError{status: http.StatusNotFound, param: "id", text: messageText("similar.id")}
	}
	return q, nil
}

// apiSimilarLimit is how many cases and lessons are returned by default.
const apiSimilarLimit = 5

// tells reports whether a document tells of an accident.
func tells(d kb.Document) bool {
	k := d.Common().Kind()
	return k == kb.KindCase || k == kb.KindLesson
}

func (c composer) apiSimilar(res *index.Similar) apiSimilarResponse {
	out := apiSimilarResponse{
		Known: len(res.Cases) > 0, TookMS: float64(res.Took.Microseconds()) / 1000, Hits: []apiSimilarHit{},
		Terms: append([]string{}, res.Terms...), Tags: c.apiSharings(nil, res.Tags), SetAside: append([]string{}, res.SetAside...),
	}
	if !out.Known {
		out.Message = c.loc.T("incident.none")
	}
	cases, lessons := res.Cases, res.Lessons
	for len(cases)+len(lessons) > 0 {
		from := &cases
		if len(cases) == 0 || len(lessons) > 0 && lessons[0].Score > cases[0].Score {
			from = &lessons
		}
		if h, ok := c.apiSimilarHit((*from)[0]); ok {
			out.Hits = append(out.Hits, h)
		}
		*from = (*from)[1:]
	}
	return out
}

func (c composer) apiSimilarHit(r index.Resemblance) (h apiSimilarHit, ok bool) {
	d, ok := c.lib.Document(r.ID)
	if !ok { // the index is ahead of the snapshot for a moment after a write
		return h, false
	}
	h = apiSimilarHit{
		ID: r.ID, Kind: r.Kind, Title: r.Title, Summary: d.Common().Summary, URL: documentPath(r.ID, ""), Score: r.Score,
		Reasons: c.apiSharings(r.Terms, r.Tags), Through: append([]string{}, r.Through...),
	}
	switch d := d.(type) {
	case *kb.Case:
		h.Prolonged, h.Measures = apiCaseParts(c.prolonged(d)), apiCaseParts(c.answering(d))
	case *kb.Lesson:
		for _, q := range c.questionsOf(d) {
			h.Questions = append(h.Questions, apiQuestion{q.Statement, q.Text, q.Work, q.URL})
		}
	}
	return h, true
}

func apiCaseParts(list []casePart) []apiCasePart {
	var out []apiCasePart
	for _, p := range list {
		out = append(out, apiCasePart{p.ID, p.Label, p.Text, p.URL})
	}
	return out
}

func (c composer) apiSharings(terms []index.SharedTerm, tags []index.SharedTag) []apiSharing {
	out := []apiSharing{}
	for _, t := range terms {
		out = append(out, apiSharing{Term: t.Term, Weight: t.Weight})
	}
	for _, t := range tags {
		out = append(out, apiSharing{
			Field: t.Facet, Value: t.Tag, Label: c.loc.T("incident.tag", c.facet(t.Facet), c.tag(t.Facet, t.Tag)), Typed: t.Typed, Weight: t.Weight,
		})
	}
	return out
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

// searchFilters are the facets that are flags of search, with what they mean.
var searchFilters = []struct{ name, ja, en string }{
	{"kind", "種別で絞る: case, lesson, provision, source", "only this kind: case, lesson, provision, source"},
	{"layer", "枠組みの層で絞る: technical, management, safety, reporting", "only this layer: technical, management, safety, reporting"},
	{"phase", "段階で絞る: prevention, response, follow-up", "only this phase: prevention, response, follow-up"},
	{"fy", "年度（西暦）で絞る", "only this fiscal year"},
	{"cause", "原因のタグで絞る", "only this cause (a tag)"},
	{"service", "サービスのタグで絞る", "only this service (a tag)"},
	{"equipment", "設備のタグで絞る", "only this equipment (a tag)"},
	{"operator", "事業者のタグで絞る（例: ntt-docomo）", "only this operator (a tag, such as ntt-docomo)"},
	{"applies", "対象事業者のタグで絞る", "only what applies to this type of operator (a tag)"},
	{"domain", "分野のタグで絞る", "only this domain (a tag)"},
}

// searchAnswer is what search reads of the API's answer.
type searchAnswer struct {
	Query      string      `json:"query"`
	Total      int         `json:"total"`
	Hits       []searchHit `json:"hits"`
	Near       []searchHit `json:"near"`
	DidYouMean string      `json:"did_you_mean"`
	Corrected  bool        `json:"corrected"`
	Facets     struct {
		Domain []facetLabel `json:"domain"`
	} `json:"facets"`
}

// facetLabel names a value of a facet in the language of the answer.
type facetLabel struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

type searchHit struct {
	ID     string  `json:"id"`
	Kind   kb.Kind `json:"kind"`
	Title  string  `json:"title"`
	Domain string  `json:"domain"`
	Why    []struct {
		Label string `json:"label"`
	} `json:"why"`
	Explanation *explanation `json:"explanation"`
	Fragments   []struct {
		Field string     `json:"field"`
		Parts []textPart `json:"parts"`
	} `json:"fragments"`
}

type textPart struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

func (a *app) searchCommand() *cobra.Command {
	var asJSON, explain, literal bool
	var limit int
	var sort string
	cmd := &cobra.Command{
		Use:   "search QUERY…",
		Short: a.say("事例・教訓・条項を探す", "Search cases, lessons and provisions"),
		Long: a.say(`語を並べると、すべてを含む文書から順に並びます。文のまま貼り付けても探せます。
"…" は語順どおりの句、先頭の - は除外（-語 の前に -- を置くか引用符で囲む）、OR はどちらか。
ひとつも見つからないときの終了コードは1です。`,
			`Several words rank the documents that hold all of them first; a whole sentence
works as well. "…" is a phrase, a leading - excludes a word (put -- before it, or
quote the query), OR means either. The exit status is 1 if nothing is found.`),
		Example: "  kyokun search 端末の再試行で輻輳\n  kyokun search 輻輳 --kind case --operator rakuten-mobile\n  kyokun search -- 停電 -地震",
		Args:    cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	filters := map[string]*[]string{}
	for _, f := range searchFilters {
		filters[f.name] = flags.StringSlice(f.name, nil, a.say(f.ja, f.en))
		a.completeTags(cmd, f.name)
	}
	flags.IntVar(&limit, "limit", 10, a.say("表示する件数（1〜100）", "how many hits to print (1 to 100)"))
	flags.StringVar(&sort, "sort", "relevance", a.say("並べ方: relevance, date, users, duration", "the order: relevance, date, users, duration"))
	flags.BoolVar(&literal, "literal", false, a.say("何も見つからなくても、打った言葉のまま探す", "keep to the query as typed, even where it finds nothing"))
	flags.BoolVar(&explain, "explain", false, a.say("なぜ該当したかと、得点の内訳を示す", "say why each was found and how its score came about"))
	a.vocabularyFlag(cmd)
	a.jsonFlag(cmd, &asJSON)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q := url.Values{"q": {strings.Join(args, " ")}, "limit": {strconv.Itoa(limit)}, "sort": {sort}}
		empty := len(args) == 0
		for name, values := range filters {
			if len(*values) > 0 {
				q[name], empty = *values, false
			}
		}
		if empty {
			return usage("探す言葉か、絞り込みを指定してください（例: kyokun search 輻輳）", "give a query or a filter (example: kyokun search 輻輳)")
		}
		if literal {
			q.Set("literal", "1")
		}
		if explain {
			q.Set("explain", "1")
		}
		return a.search(cmd.Context(), q, asJSON)
	}
	return cmd
}

func (a *app) search(ctx context.Context, q url.Values, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "search", q)
	if err != nil {
		return err
	}
	var res searchAnswer
	if err := json.Unmarshal(body, &res); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if asJSON {
		err = a.printJSON(body)
	} else {
		a.printHits(res)
	}
	if err == nil && res.Total == 0 {
		return errNothing
	}
	return err
}

func (a *app) printHits(res searchAnswer) {
	p := a.printer()
	if res.Total == 0 {
		p.line(a.say("見つかりませんでした。語を減らすか、別の言い方で試してください。", "Nothing found: try fewer or other words."))
	} else {
		p.line(fmt.Sprintf(a.say("%d件", "%d found"), res.Total))
	}
	switch {
	case res.Corrected:
		p.line(fmt.Sprintf(a.say("「%s」では何も見つからないので、「%s」の結果です（このまま探すには --literal）",
			"Nothing holds “%s”: these are the results for “%s” (--literal keeps to what was typed)"), res.Query, res.DidYouMean))
	case res.DidYouMean != "":
		p.line(a.say("もしかして: ", "Did you mean: ") + res.DidYouMean)
	}
	for i, h := range res.Hits {
		a.printHit(p, fmt.Sprintf("%2d. ", i+1), h, res.label(h))
	}
	if len(res.Near) > 0 {
		p.line("\n" + a.say("近い候補（語の一部だけが一致）", "Near matches (only parts of words match)"))
		for _, h := range res.Near {
			a.printHit(p, "  - ", h, res.label(h))
		}
	}
}

// label is the name of the hit's domain; "" for telecom accidents, which need none.
func (r searchAnswer) label(h searchHit) string {
	if h.Domain == kb.Telecom {
		return ""
	}
	for _, f := range r.Facets.Domain {
		if f.Value == h.Domain {
			return f.Label
		}
	}
	return h.Domain
}

func (a *app) printHit(p *printer, lead string, h searchHit, domain string) {
	kind := "[" + h.Kind.Label().In(a.lang) + "]"
	if domain != "" {
		kind += "[" + domain + "]"
	}
	p.line(fmt.Sprintf("%s%s %s  %s", lead, kind, h.Title, p.dim(h.ID)))
	p.extract(h)
	if h.Explanation != nil {
		a.printExplanation(p, h)
	}
}

// extract prints the first extract that is not the title.
func (p *printer) extract(h searchHit) {
	for _, f := range h.Fragments {
		if f.Field == "title" {
			continue
		}
		var b strings.Builder
		for _, part := range f.Parts {
			if part.Match {
				b.WriteString(p.strong(part.Text))
			} else {
				b.WriteString(part.Text)
			}
		}
		p.line("      " + strings.ReplaceAll(b.String(), "\n", " "))
		return
	}
}

// printer writes lines, with emphasis where a person reads them on a terminal.
type printer struct {
	out    io.Writer
	styled bool
}

func (a *app) printer() *printer {
	f, ok := a.out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return &printer{out: a.out}
	}
	info, err := f.Stat()
	return &printer{out: a.out, styled: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

func (p *printer) line(s string)          { fmt.Fprintln(p.out, s) }
func (p *printer) strong(s string) string { return p.style("1;4", s) }
func (p *printer) dim(s string) string    { return p.style("2", s) }

func (p *printer) style(code, s string) string {
	if !p.styled {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// printJSON prints an answer of the API, indented.
func (a *app) printJSON(body []byte) error { return a.printValue(json.RawMessage(body)) }

// printValue prints a value as JSON, indented.
func (a *app) printValue(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

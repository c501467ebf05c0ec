package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/index/judge"
	"kyokun/kb"
)

// evalOptions are the flags of eval.
type evalOptions struct {
	only    []string
	compare string
	asJSON  bool
}

func (a *app) evalCommand() *cobra.Command {
	var opt evalOptions
	cmd := &cobra.Command{
		Use:   "eval FILE.jsonl",
		Short: a.say("判定済みの問いで、検索の良さを測る", "Measure the search by judged queries"),
		Long: a.say(`判定済みの問いのファイル（- で標準入力）を読み、利用者と同じ検索にかけて、問いの種類ごとに
測ります。1行に1つ、次の形のJSONを書きます。関連度は1（触れている）から3（探していた文書）、
関連する文書の無い問いは、何も見つからないのが正解です。どの問いも、上限なし（見つかった文書すべてを採点し、
語の近さもすべてで調べる）でもう一度測り、検索の上限が失うものを示します。

  {"id":"kw-01","query":"輻輳","user":"夜勤の運用者","kind":"keyword","relevant":{"case-r03-04":3}}

ファイルに問題があれば、すべてを行番号とともに表示し、終了コードは1です。`,
			`Reads a file of judged queries (- for standard input), puts them to the search
that a user gets and measures the answers by kind of query. Each line is JSON as
below. A grade goes from 1 (touches on it) to 3 (the document looked for); a
query without relevant documents must find nothing. Every query is measured a
second time exhaustively (all documents found are scored, and looked at for words
close together), which tells what the bounds of the search lose.

  {"id":"kw-01","query":"輻輳","user":"night shift","kind":"keyword","relevant":{"case-r03-04":3}}

If the file has problems, all are printed with their lines; the status is 1.`),
		Example: "  kyokun eval index/judge/testdata/tuning.jsonl --json > old.json\n  kyokun eval index/judge/testdata/tuning.jsonl --compare old.json\n  kyokun eval tuning.jsonl --only case,lesson",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("判定済みの問いのファイルを1つ指定してください（- で標準入力）", "give one file of judged queries (- for standard input)")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.eval(cmd.Context(), args[0], opt) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&opt.only, "only", nil, a.say("この種別の文書だけで測る: case, lesson, provision, source", "count documents of these kinds only: case, lesson, provision, source"))
	flags.StringVar(&opt.compare, "compare", "", a.say("以前の --json の出力と、問いごとに比べる", "compare with an earlier output of --json, query by query"))
	a.vocabularyFlag(cmd)
	a.jsonFlag(cmd, &opt.asJSON)
	// The flag was made above, which is all that can go wrong.
	_ = cmd.RegisterFlagCompletionFunc("only", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return facetValues("kind", a.lang), cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func (a *app) eval(ctx context.Context, file string, opt evalOptions) (err error) {
	for _, k := range opt.only {
		if !slices.Contains(kb.Kinds(), kb.Kind(k)) {
			return usage("--only: 「%s」という種別はありません", "--only: there is no kind %q", k)
		}
	}
	set, err := a.readJudged(file)
	if err != nil {
		return err
	}
	var old *judge.Report
	if opt.compare != "" {
		if old, err = readReport(opt.compare); err != nil {
			return err
		}
	}
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if set, err = a.fit(ctx, c, file, set, opt.only); err != nil {
		return err
	}
	report, err := c.measure(ctx, set)
	if err != nil {
		return a.searchRefused(file, err)
	}
	return a.printEval(report, old, opt)
}

// measure puts every query twice: as users get it, and exhaustively. The second is
// no switch, since nobody asks for the loss of a bound that they do not know of;
// it takes a microsecond or two for each hit that a query has. The error is a
// [*judge.SearchError].
func (c *api) measure(ctx context.Context, set judge.Set) (*judge.Report, error) {
	report, err := judge.Run(ctx, set, c.judged("search", set.Only))
	if err != nil {
		return nil, err
	}
	exhaustive, err := judge.Run(ctx, set, c.judged("admin/search", set.Only))
	if err != nil {
		return nil, err
	}
	report.Loss = judge.LossOf(report, exhaustive)
	return report, nil
}

// searchRefused turns the search's refusal of a query, such as one too long,
// into a problem of the file; any other error stays.
func (a *app) searchRefused(file string, err error) error {
	var at *judge.SearchError
	var exit *exitError
	if !errors.As(err, &at) || !errors.As(err, &exit) || exit.status != exitUsage {
		return err
	}
	return a.judgedProblems(file, []judge.Problem{{Line: at.Judgement.Line, Field: "query", JA: exit.text.JA, EN: exit.text.EN}})
}

// readJudged reads a judged set; its problems are printed.
func (a *app) readJudged(file string) (judge.Set, error) {
	var b []byte
	var err error
	if file == "-" {
		b, err = io.ReadAll(a.in)
	} else {
		b, err = os.ReadFile(file)
	}
	if err != nil {
		return judge.Set{}, &exitError{status: exitFailure, err: err, text: text("判定済みの問いを読めません: %v", "can't read the judged queries: %v", err)}
	}
	set, problems := judge.Parse(b)
	return set, a.judgedProblems(file, problems)
}

// judgedProblems prints the problems of a judged set; the error is nil where
// there are none.
func (a *app) judgedProblems(file string, problems []judge.Problem) error {
	for _, p := range problems {
		fmt.Fprintln(a.err, kb.Problem{File: file, Line: p.Line, Field: p.Field, Message: kb.Text{JA: p.JA, EN: p.EN}}.Format(a.lang))
	}
	if len(problems) > 0 {
		return &exitError{status: exitNotFound, text: text("問題が%d件あります", "problems: %d", len(problems))}
	}
	return nil
}

// fit checks that the judged documents exist, and keeps the kinds asked for.
func (a *app) fit(ctx context.Context, c *api, file string, set judge.Set, only []string) (judge.Set, error) {
	kinds := map[string]string{}
	for _, id := range set.Documents() {
		kind, err := c.kindOf(ctx, id)
		if err != nil {
			return set, err
		}
		kinds[id] = kind
	}
	unknown := set.Unknown(func(id string) bool { return kinds[id] != "" })
	if err := a.judgedProblems(file, unknown); err != nil || len(only) == 0 {
		return set, err
	}
	set = set.Restrict(only, func(id string) string { return kinds[id] })
	if len(set.Judgements) == 0 {
		return set, &exitError{status: exitNotFound, text: text("--only %s で残る問いがありません", "--only %s leaves no query", strings.Join(only, ","))}
	}
	return set, nil
}

// kindOf returns the kind of a document, "" where there is no such document.
func (c *api) kindOf(ctx context.Context, id string) (string, error) {
	body, err := c.get(ctx, "documents/"+id, url.Values{})
	var exit *exitError
	if errors.As(err, &exit) && exit.status == exitNotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var doc struct{ ID, Kind string }
	if err := json.Unmarshal(body, &doc); err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	if doc.ID != id { // a path below a document
		return "", nil
	}
	return doc.Kind, nil
}

// judged is the search at a path of the API, for documents of the kinds given, or all.
func (c *api) judged(path string, only []string) judge.Search {
	return func(ctx context.Context, query string, limit int) ([]string, error) {
		q := url.Values{"q": {query}, "limit": {strconv.Itoa(limit)}, "kind": only}
		body, err := c.get(ctx, path, q)
		if err != nil {
			return nil, err
		}
		var res searchAnswer
		if err := json.Unmarshal(body, &res); err != nil {
			return nil, fmt.Errorf("read the answer: %w", err)
		}
		ids := []string{}
		for _, h := range res.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}
}

// readReport reads an earlier output of --json.
func readReport(file string) (*judge.Report, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, &exitError{status: exitFailure, err: err, text: text("以前の結果を読めません: %v", "can't read the earlier result: %v", err)}
	}
	r, err := judge.ReadReport(b)
	if err != nil {
		return nil, &exitError{status: exitNotFound, err: err, text: text("%s は kyokun eval --json の出力ではありません: %v", "%s is no output of kyokun eval --json: %v", file, err)}
	}
	return r, nil
}

func (a *app) printEval(report, old *judge.Report, opt evalOptions) error {
	s := sheet{app: a, printer: a.printer()}
	if old == nil {
		if !opt.asJSON {
			s.evaluation(report)
			return nil
		}
		body, err := json.Marshal(report)
		if err != nil {
			return err
		}
		return a.printJSON(body)
	}
	if !slices.Equal(old.Only, report.Only) {
		return usage("--compare: 以前の結果は --only が違います（%s）", "--compare: the earlier result has another --only (%s)", strings.Join(old.Only, ","))
	}
	c := judge.Compare(old, report)
	if c.Paired == 0 {
		return &exitError{status: exitNotFound, text: text("--compare: 以前の結果と同じ問いがありません", "--compare: no query is the same as in the earlier result")}
	}
	if opt.asJSON {
		body, err := judge.MarshalComparison(report, c)
		if err != nil {
			return err
		}
		return a.printJSON(body)
	}
	s.evaluation(report)
	s.comparison(c)
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kyokun/index"
	"kyokun/index/corpus"
	"kyokun/kb"
)

// The names of the rows of hostile inputs begin with this.
const hostilePrefix = "hostile-"

func isHostile(name string) bool { return strings.HasPrefix(name, hostilePrefix) }

// benchRowNames lists all rows.
func benchRowNames() []string {
	var out []string
	w := &benchWork{queries: map[corpus.Kind][]string{}}
	for _, t := range slices.Concat(w.tasks(), w.hostile()) {
		out = append(out, t.name)
	}
	for _, l := range losses {
		out = append(out, l.name)
	}
	return out
}

// search is a task of one search for each query of a kind.
func (w *benchWork) search(name, ja, en string, k corpus.Kind, shape func(i int, text string) index.Query) benchTask {
	return benchTask{name, ja, en, len(w.queries[k]), func(ctx context.Context, i int) (benchAnswer, error) {
		return found(w.index.Search(ctx, shape(i, w.queries[k][i])))
	}}
}

func plainQuery(_ int, text string) index.Query { return index.Query{Text: text} }

// tasks are the rows. Every search counts all facets; those of bare hits say what
// counting and ranking cost by themselves.
func (w *benchWork) tasks() []benchTask {
	bare := func(_ int, t string) index.Query { return index.Query{Text: t, Bare: true} }
	quoted := func(t string) string { return `"` + t + `"` }
	return []benchTask{
		w.search("bare-term", "1語（抜粋なし）", "one word, bare hits", corpus.Term, bare),
		w.search("bare-and", "2語（抜粋なし）", "two words, bare hits", corpus.And, bare),
		w.search("bare-phrase", "句（抜粋なし）", "phrase, bare hits", corpus.Phrase, func(i int, t string) index.Query { return bare(i, quoted(t)) }),
		w.search("bare-sentence", "5語の文（抜粋なし）", "sentence, bare hits", corpus.Sentence, bare),
		w.search("bare-date", "1語、日付順（抜粋なし）", "one word by date, bare hits", corpus.Term, func(_ int, t string) index.Query { return index.Query{Text: t, Sort: index.ByDate, Bare: true} }),
		w.search("term", "1語", "one word", corpus.Term, plainQuery),
		w.search("and", "2語", "two words", corpus.And, plainQuery),
		w.search("phrase", "句", "phrase", corpus.Phrase, func(i int, t string) index.Query { return plainQuery(i, quoted(t)) }),
		w.search("sentence", "5語の文", "sentence of five words", corpus.Sentence, plainQuery),
		w.search("fuzzy", "打ち誤り", "misspelt word", corpus.Fuzzy, plainQuery),
		w.all("facets", "全件とファセット", "everything, facets", func(int) index.Query { return index.Query{Limit: -1} }),
		w.search("term-20", "1語と20件の抜粋", "one word, 20 hits with extracts", corpus.Term, func(_ int, t string) index.Query { return index.Query{Text: t, Limit: 20} }),
		w.search("term-date", "1語、日付順", "one word by date", corpus.Term, func(_ int, t string) index.Query { return index.Query{Text: t, Sort: index.ByDate} }),
		w.search("term-filter", "1語と絞り込み", "one word, filtered", corpus.Term, func(i int, t string) index.Query {
			return index.Query{Text: t, Filters: map[string][]string{"kind": {"case"}, "fy": {fmt.Sprint(2010 + i%12), fmt.Sprint(2011 + i%12)}}}
		}),
		w.search("deep", "1語の500ページ目", "page 500 of one word", corpus.Term, func(_ int, t string) index.Query { return index.Query{Text: t, Offset: 499 * 20, Limit: 20} }),
		w.suggestTask(),
		w.similarTask(),
		w.traceTask(),
		w.pageTask("page", "結果のページ（HTTP、2語）", "page of results over HTTP, two words", corpus.And),
		w.pageTask("page-term", "結果のページ（HTTP、1語）", "page of results over HTTP, one word", corpus.Term),
		w.repeatTask(),
		w.documentTask(),
		w.homeTask(),
	}
}

func (w *benchWork) all(name, ja, en string, shape func(i int) index.Query) benchTask {
	return benchTask{name, ja, en, 10, func(ctx context.Context, i int) (benchAnswer, error) {
		return found(w.index.Search(ctx, shape(i)))
	}}
}

func (w *benchWork) suggestTask() benchTask {
	q := w.queries[corpus.Prefix]
	return benchTask{"suggest", "候補", "suggestions", len(q), func(ctx context.Context, i int) (benchAnswer, error) {
		list, err := w.index.Suggest(ctx, q[i], 8)
		return benchAnswer{len(list), fmt.Sprint(list)}, err
	}}
}

// similarTask takes documents of the corpus as incidents: their text for the
// even ones, their ids for the odd.
func (w *benchWork) similarTask() benchTask {
	return benchTask{"similar", "似た事例", "similar incidents", 20, func(ctx context.Context, i int) (benchAnswer, error) {
		d := w.corpus.Document(i * (w.corpus.Len() / 20)).Common()
		in := index.Incident{Text: d.Summary + "\n" + d.Body}
		if i%2 == 1 {
			in = index.Incident{Like: d.ID}
		}
		res, err := w.index.Similar(ctx, in)
		if err != nil {
			return benchAnswer{}, err
		}
		var ids []string
		for _, r := range slices.Concat(res.Cases, res.Lessons) {
			ids = append(ids, r.ID)
		}
		return benchAnswer{len(ids), strings.Join(ids, " ")}, nil
	}}
}

// traceTask follows documents of the corpus, lessons among them, to what they
// rest on and what rests on them.
func (w *benchWork) traceTask() benchTask {
	return benchTask{"trace", "追跡", "trace", 100, func(_ context.Context, i int) (benchAnswer, error) {
		id := w.someDocument(i, 100)
		t, ok := w.lib.Trace(id)
		if !ok {
			return benchAnswer{}, errors.Join(fmt.Errorf("no trace of %s", id), w.lib.Err())
		}
		return benchAnswer{len(t.Root.Children), t.Root.ID}, nil
	}}
}

// someDocument is one of n documents from all over the corpus.
func (w *benchWork) someDocument(i, n int) string {
	return w.corpus.Document(i * (w.corpus.Len() - 1) / n).Common().ID
}

// documentTask asks for pages of documents, of which the server has read some
// before.
func (w *benchWork) documentTask() benchTask {
	const n = 400
	return benchTask{"page-document", "文書のページ（HTTP）", "page of a document over HTTP", n, func(ctx context.Context, i int) (benchAnswer, error) {
		id := w.someDocument(i, n)
		return w.page(ctx, "/"+string(kb.KindOf(id))+"s/"+id, nil)
	}}
}

// homeTask asks for the first page.
func (w *benchWork) homeTask() benchTask {
	return benchTask{"page-home", "最初のページ（HTTP）", "first page over HTTP", 10, func(ctx context.Context, _ int) (benchAnswer, error) {
		return w.page(ctx, "/", nil)
	}}
}

// pageTask asks for pages of results. Each query is asked for again only after
// more others than the server remembers, so that each is worked out anew.
func (w *benchWork) pageTask(name, ja, en string, k corpus.Kind) benchTask {
	q := w.queries[k]
	n := max(len(q), 400) * min(len(q), 1)
	return benchTask{name, ja, en, n, func(ctx context.Context, i int) (benchAnswer, error) {
		// The second page and the orders make different pages of one query.
		v := url.Values{"q": {q[i%len(q)]}, "fy": {fmt.Sprint(2008 + i/len(q))}}
		if i < len(q) {
			v.Del("fy")
		}
		return w.page(ctx, "/search", v)
	}}
}

// repeatTask asks for the same page again and again.
func (w *benchWork) repeatTask() benchTask {
	q := w.queries[corpus.And]
	return benchTask{"page-again", "同じ結果のページ（HTTP）", "the same page again over HTTP", len(q), func(ctx context.Context, _ int) (benchAnswer, error) {
		return w.page(ctx, "/search", url.Values{"q": {q[0]}})
	}}
}

func (w *benchWork) page(ctx context.Context, path string, v url.Values) (benchAnswer, error) {
	status, size, err := w.get(ctx, path, v)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s?%s: status %d", path, v.Encode(), status)
	}
	return benchAnswer{size, fmt.Sprint(status)}, err
}

// hostile are inputs that are made to be slow. Each is answered, or refused
// with a status from 400 to 499.
func (w *benchWork) hostile() []benchTask {
	words := make([]string, 10_000)
	for i := range words {
		words[i] = fmt.Sprintf("障害%d", i)
	}
	values := url.Values{"q": {"障害"}}
	for i := range 1000 {
		values.Add("operator", fmt.Sprintf("operator-%d", i))
	}
	text := func(s string) url.Values { return url.Values{"q": {s}} }
	return []benchTask{
		w.hostileGet("latin", "60 kBの英字", "60 kB of Latin letters", text(strings.Repeat("a", 60_000))),
		w.hostileGet("katakana", "60 kBのカタカナ", "60 kB of katakana", text(strings.Repeat("ア", 20_000))),
		w.hostileGet("words", "1万語", "10,000 words", text(strings.Join(words, " "))),
		w.hostileGet("facets", "1,000のファセットの値", "1,000 values of a facet", values),
		w.hostileGet("page", "1億ページ目", "page 100,000,000", url.Values{"q": {"障害"}, "page": {"100000000"}}),
		w.hostileGet("longest", "受け付ける最も長い問い", "the longest query that is taken", text(w.joined("", 499))),
		w.hostileGet("kana", "ひらがな500字", "500 hiragana", text(strings.Repeat("しょうがい", 100))),
		w.hostileGet("or", "ORの連なり", "a chain of OR", text(w.joined(" OR ", 499))),
		w.hostileGet("not", "除外の連なり", "a chain of exclusions", text("障害"+strings.Repeat(" -の", 150))),
		w.hostilePost("similar-latin", "似た事例に60 kBの英字", "60 kB of Latin letters as an incident", strings.Repeat("a", 60_000)),
		w.hostilePost("similar-katakana", "似た事例に60 kBのカタカナ", "60 kB of katakana as an incident", strings.Repeat("ア", 20_000)),
		w.hostilePost("similar-words", "似た事例に1万語", "10,000 words as an incident", strings.Join(words, " ")[:60_000]),
	}
}

// joined joins different frequent words, up to so many characters.
func (w *benchWork) joined(between string, most int) string {
	var out string
	for _, word := range w.queries[corpus.Term] {
		longer := out + between + word
		if out == "" {
			longer = word
		}
		if utf8.RuneCountInString(longer) > most {
			break
		}
		out = longer
	}
	return out
}

// hostileGet asks for another page each time, so that no result is remembered.
func (w *benchWork) hostileGet(name, ja, en string, v url.Values) benchTask {
	page := 0
	return benchTask{hostilePrefix + name, ja, en, 1, func(ctx context.Context, _ int) (benchAnswer, error) {
		if name != "page" {
			page++
			v.Set("page", strconv.Itoa(page))
		}
		status, _, err := w.get(ctx, "/search", v)
		return refused(status, err)
	}}
}

func (w *benchWork) hostilePost(name, ja, en, text string) benchTask {
	return benchTask{hostilePrefix + name, ja, en, 1, func(ctx context.Context, _ int) (benchAnswer, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.base+"/api/v1/similar", strings.NewReader(strings.ToValidUTF8(text, "")))
		if err != nil {
			return benchAnswer{}, err
		}
		req.Header.Set("Content-Type", "text/plain; charset=utf-8")
		status, _, err := w.ask(req)
		return refused(status, err)
	}}
}

// refused is the answer to a hostile input, of which only the status counts.
func refused(status int, err error) (benchAnswer, error) {
	if err == nil && status >= http.StatusInternalServerError {
		err = fmt.Errorf("status %d", status)
	}
	return benchAnswer{status, fmt.Sprint(status)}, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// exportForms are the forms of an export.
var exportForms = []string{"jsonl", "csv", "xlsx", "md"}

func (a *app) exportCommand() *cobra.Command {
	var form, query, out, sort string
	cmd := &cobra.Command{
		Use:   "export [ID…]",
		Short: a.say("文書を書き出す（JSON Lines、CSV、Excel、Markdown）", "Export documents (JSON Lines, CSV, Excel, Markdown)"),
		Long: a.say(`文書を書き出します。IDを並べればその文書を、--query や絞り込みがあれば検索の結果を、
どちらも無ければすべてを書き出します。

jsonl は1行に1文書で、kyokun put でそのまま戻せます。csv と xlsx は1行に1文書の表で、
Excelで開けます（式として動く値はありません）。md は出典の箇所を付けた作業調書です。
保存した出典の原文（passages-…）は、どの形でも書き出しません。`,
			`Exports documents: those named, else what --query and the filters find, else all.

jsonl has a document a line, which kyokun put takes back as it is. csv and xlsx are
tables of a document a row for Excel, in which nothing runs as a formula. md is a work
paper with the places in the sources. The stored text of sources (passages-…) is in none.`),
		Example: "  kyokun export --format jsonl --out all.jsonl\n  kyokun export --format xlsx --query 輻輳 --kind case --out 輻輳.xlsx\n  kyokun export lesson-r03-1-03 --format md",
	}
	flags := cmd.Flags()
	filters := map[string]*[]string{}
	for _, f := range searchFilters {
		filters[f.name] = flags.StringSlice(f.name, nil, a.say(f.ja, f.en))
		a.completeTags(cmd, f.name)
	}
	flags.StringVar(&form, "format", "", a.say("形式: jsonl, csv, xlsx, md", "the form: jsonl, csv, xlsx, md"))
	flags.StringVar(&query, "query", "", a.say("検索の言葉", "a query"))
	flags.StringVar(&sort, "sort", "", a.say("並べ方: relevance, date, users, duration", "the order: relevance, date, users, duration"))
	flags.StringVar(&out, "out", "", a.say("書き出すファイル（既定は標準出力）", "the file to write (default: standard output)"))
	a.vocabularyFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, ids []string) error {
		if !slices.Contains(exportForms, form) {
			return usage("--format に %s のどれかを指定してください", "give one of %s by --format", strings.Join(exportForms, ", "))
		}
		q := url.Values{"format": {form}}
		for name, values := range filters {
			if len(*values) > 0 {
				q[name] = *values
			}
		}
		for name, value := range map[string]string{"q": query, "sort": sort} {
			if value != "" {
				q.Set(name, value)
			}
		}
		if len(ids) > 0 && len(q) > 1 {
			return usage("IDと、--query や絞り込みは、一緒に指定できません", "ids go without --query and filters")
		}
		q["id"] = ids
		return a.export(cmd.Context(), q, out)
	}
	return cmd
}

func (a *app) export(ctx context.Context, q url.Values, out string) (err error) {
	if out == "" && q.Get("format") == "xlsx" && isTerminal(a.out) {
		return usage("Excelのファイルは端末に表示できません。--out でファイルを指定してください", "a workbook cannot be shown in a terminal: name a file by --out")
	}
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.open(ctx, http.MethodGet, "export?"+q.Encode(), nil)
	if err != nil {
		return err
	}
	defer body.Close()
	if out == "" {
		_, err = io.Copy(a.out, body)
		return brokenExport(err)
	}
	if err := writeWhole(out, body); err != nil {
		return err
	}
	fmt.Fprintf(a.err, a.say("%s に書き出しました\n", "written to %s\n"), out)
	return nil
}

// brokenExport tells of an export that broke off.
func brokenExport(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{status: exitFailure, err: err, text: text("書き出しが途中で切れました: %v", "the export broke off: %v", err)}
}

// writeWhole writes a file aside and renames it: whoever reads it finds all of
// it or what was there before.
func writeWhole(path string, data io.Reader) (err error) {
	unwritable := func(err error) error {
		return &exitError{status: exitFailure, err: err, text: text("%s に書けません: %v", "can't write %s: %v", path, err)}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(f.Name()) // does nothing once it is renamed
	source := &failing{Reader: data}
	_, err = io.Copy(f, source)
	err = errors.Join(err, f.Sync(), f.Close())
	if source.err != nil {
		return brokenExport(source.err)
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return unwritable(err)
	}
	return nil
}

// failing remembers why it could not be read to its end.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(b []byte) (int, error) {
	n, err := f.Reader.Read(b)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

// isTerminal tells whether what is written there is read by a person.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

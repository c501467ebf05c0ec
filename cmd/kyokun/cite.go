package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kyokun/content"
	"kyokun/kb"
	"kyokun/kb/report"
)

func (a *app) citeCommand() *cobra.Command {
	var passages []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "cite [DIR] --passages FILE",
		Short: a.say("引用した箇所と数が、出典の文章にあるかを確かめる", "Check that what is cited, and its figures, stand in the source's text"),
		Long: a.say(`内容のフォルダー（DIR。省くと本体に入っている内容）の引用を、kyokun import が書いた
出典の文章（passages.jsonl）と突き合わせ、箇所（節と頁）が無い引用と、そこに無い数・日時を
「ファイル:行: 項目: 説明」の形ですべて表示します。1つでもあれば終了コードは1です。
文章の無い出典への引用は確かめません（何件かを最後に示します）。`,
			`Holds the citations of a content folder (DIR; the bundled content if left out)
against the text of their sources as kyokun import wrote it (passages.jsonl), and
prints each that leads to no place there, or to one without its figures, as
file:line: field: message. The exit status is 1 if there is one. Citations of
sources without text are not checked (their number is told at the end).`),
		Example: `  kyokun cite --passages drafts/passages.jsonl
  kyokun cite content --passages r03.jsonl --passages r04.jsonl`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.cite(args, passages, asJSON) },
	}
	cmd.Flags().StringArrayVar(&passages, "passages", nil, a.say("出典の文章（passages.jsonl）。繰り返せる", "text of a source (passages.jsonl); may be repeated"))
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) cite(args, passages []string, asJSON bool) error {
	if len(passages) == 0 {
		return usage("--passages に kyokun import の書いた passages.jsonl を指定してください", "name the passages.jsonl that kyokun import wrote with --passages")
	}
	list, err := a.readPassages(passages)
	if err != nil {
		return err
	}
	fsys, prefix := fs.FS(content.FS), ""
	if len(args) == 1 {
		fsys, prefix = os.DirFS(args[0]), args[0]
	}
	files, err := kb.ReadFiles(fsys)
	if err != nil {
		return &exitError{status: exitFailure, err: err, text: text("内容を読めません: %v", "can't read the content: %v", err)}
	}
	checked := report.CheckCitations(kb.CitedFacts(files), kb.NewPassages(list))
	for i := range checked.Problems {
		checked.Problems[i].File = filepath.Join(prefix, checked.Problems[i].File)
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"citations": checked.Citations, "elsewhere": checked.Elsewhere, "unresolved": checked.Unresolved,
			"unsupported": checked.Unsupported, "problems": append([]kb.Problem{}, checked.Problems...)}); err != nil {
			return err
		}
	} else {
		a.printChecked(checked)
	}
	if len(checked.Problems) > 0 {
		return errNothing
	}
	return nil
}

func (a *app) printChecked(c report.Checked) {
	for _, p := range c.Problems {
		fmt.Fprintln(a.out, p.Format(a.lang))
	}
	fmt.Fprintf(a.err, a.say("引用%d件を確かめました: 箇所が無い%d件、数が無い%d件（文章の無い出典への引用%d件は確かめていません）\n",
		"citations checked: %d; place not found: %d; figures not found: %d (citations of sources without text, not checked: %d)\n"),
		c.Citations, c.Unresolved, c.Unsupported, c.Elsewhere)
}

// readPassages reads the files; a line that is no passage ends the command.
func (a *app) readPassages(paths []string) ([]kb.Passage, error) {
	var all []kb.Passage
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, unreadable(path, err)
		}
		list, problems, err := kb.ReadPassages(f, path)
		f.Close()
		if err != nil {
			return nil, unreadable(path, err)
		}
		for _, p := range problems {
			fmt.Fprintln(a.err, p.Format(a.lang))
		}
		if len(problems) > 0 {
			return nil, usage("%s は出典の文章のファイルではないか、壊れています", "%s is no file of passages, or is damaged", path)
		}
		all = append(all, list...)
	}
	return all, nil
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
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
		Use:   "cite [DIR]",
		Short: a.say("引用した箇所と数が、出典の原文にあるかを確かめる", "Check that what is cited, and its figures, stand in the source's text"),
		Long: a.say(`引用を出典の原文と突き合わせ、箇所（節と頁）が無い引用と、そこに無い数・日時を
「ファイル:行: 項目: 説明」の形ですべて表示します。1つでもあれば終了コードは1です。
原文の無い出典への引用は確かめません（何件かを最後に示します）。

引用は、内容のフォルダー（DIR）のもの。省くと、保存されている文書（付属のものと自社のもの）のもの。
原文は、kyokun put で保存したもの。--passages があれば、そのファイル（kyokun import が書く
passages-出典のid.jsonl）。--passages だけなら、本体に入っている内容の引用を確かめます。`,
			`Holds citations against the text of their sources and prints each that leads to no
place there, or to one without its figures, as file:line: field: message. The exit
status is 1 if there is one. Citations of sources without text are not checked (their
number is told at the end).

The citations are those of a content folder (DIR); else those of the stored documents,
bundled and your own. The text is that which kyokun put has stored, or, with --passages,
that of the files (passages-SOURCE.jsonl, which kyokun import writes). With --passages
alone, the citations are those of the bundled content.`),
		Example: `  kyokun cite
  kyokun cite content
  kyokun cite content --passages drafts/passages-source-r04-report.jsonl`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := ""
			if len(args) == 1 {
				dir = args[0]
			}
			return a.cite(cmd.Context(), dir, passages, asJSON)
		},
	}
	cmd.Flags().StringArrayVar(&passages, "passages", nil, a.say("出典の原文（passages-出典のid.jsonl）。繰り返せる", "text of a source (passages-SOURCE.jsonl); may be repeated"))
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

// citeAnswer is the answer of the API; what is checked here has the same form.
type citeAnswer struct {
	// Read is how many of the Documents were looked at; 0 of a folder, of which
	// all are.
	Read        int             `json:"read,omitempty"`
	Documents   int             `json:"documents,omitempty"`
	Citations   int             `json:"citations"`
	Elsewhere   int             `json:"elsewhere"`
	Unresolved  int             `json:"unresolved"`
	Unsupported int             `json:"unsupported"`
	Sources     []citeOfASource `json:"sources,omitempty"`
	Problems    []kb.Problem    `json:"problems"`
}

type citeOfASource struct {
	Source      string `json:"source"`
	Passages    int    `json:"passages"`
	Citations   int    `json:"citations"`
	Unresolved  int    `json:"unresolved"`
	Unsupported int    `json:"unsupported"`
	// More is true where more documents refer to the source than were read.
	More bool `json:"more,omitempty"`
}

func (a *app) cite(ctx context.Context, dir string, passages []string, asJSON bool) error {
	answer, err := a.checkCites(ctx, dir, passages)
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(answer); err != nil {
			return err
		}
	} else {
		a.printChecked(answer)
	}
	if len(answer.Problems) > 0 {
		return errNothing
	}
	return nil
}

// checkCites checks the citations of the folder dir, or, where it is empty, of
// the bundled content if files of passages are named, else of what is stored.
func (a *app) checkCites(ctx context.Context, dir string, files []string) (citeAnswer, error) {
	var answer citeAnswer
	var list []kb.Passage
	var err error
	if len(files) > 0 {
		list, err = a.readPassages(files)
	} else {
		answer, list, err = a.storedCites(ctx, dir != "")
	}
	if err != nil || len(files) == 0 && dir == "" {
		return answer, err
	}
	return checkFolder(dir, list)
}

// checkFolder holds the citations of a content folder, the bundled one where
// dir is empty, against passages.
func checkFolder(dir string, list []kb.Passage) (citeAnswer, error) {
	fsys := fs.FS(content.FS)
	if dir != "" {
		fsys = os.DirFS(dir)
	}
	files, err := kb.ReadFiles(fsys)
	if err != nil {
		return citeAnswer{}, &exitError{status: exitFailure, err: err, text: text("内容を読めません: %v", "can't read the content: %v", err)}
	}
	checked := report.CheckCitations(kb.CitedFacts(files), kb.NewPassages(list))
	answer := citeAnswer{Citations: checked.Citations, Elsewhere: checked.Elsewhere, Unresolved: checked.Unresolved,
		Unsupported: checked.Unsupported, Problems: checked.Problems()}
	for i := range answer.Problems {
		answer.Problems[i].File = filepath.Join(dir, answer.Problems[i].File)
	}
	return answer, nil
}

// storedCites asks for the check of the stored documents, and where texts is
// true for the stored passages.
func (a *app) storedCites(ctx context.Context, texts bool) (answer citeAnswer, list []kb.Passage, err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return answer, nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "evidence", nil)
	if err != nil {
		return answer, nil, err
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(answer.Sources) == 0 {
		return answer, nil, usage("出典の原文が保存されていません。kyokun import で作って kyokun put で保存するか、--passages でファイルを指定してください",
			"no text of a source is stored: make one by kyokun import and store it by kyokun put, or name a file by --passages")
	}
	for _, s := range answer.Sources {
		if !texts {
			break
		}
		id := kb.PassagesID(s.Source)
		body, err := c.get(ctx, "documents/"+url.PathEscape(id)+"/file", nil)
		if err != nil {
			return answer, nil, err
		}
		more, problems, err := kb.ReadPassages(bytes.NewReader(body), id)
		if err == nil && len(problems) > 0 { // which put would have refused
			err = errors.New(problems[0].Format("en"))
		}
		if err != nil {
			return answer, nil, fmt.Errorf("read %s: %w", id, err)
		}
		list = append(list, more...)
	}
	return answer, list, nil
}

func (a *app) printChecked(c citeAnswer) {
	for _, p := range c.Problems {
		fmt.Fprintln(a.out, p.Format(a.lang))
	}
	fmt.Fprintf(a.err, a.say("引用%d件を確かめました: 箇所が無い%d件、数が無い%d件（原文の無い出典への引用%d件は確かめていません）\n",
		"citations checked: %d; place not found: %d; figures not found: %d (citations of sources without text, not checked: %d)\n"),
		c.Citations, c.Unresolved, c.Unsupported, c.Elsewhere)
	for _, s := range c.Sources {
		if s.More {
			fmt.Fprintf(a.err, a.say("%s を引く文書は、ほかにもあります（調べていません）\n", "%s is cited by more documents, which were not looked at\n"), s.Source)
		}
	}
	if c.Read < c.Documents {
		fmt.Fprintf(a.err, a.say("調べたのは、原文のある出典を引く文書など%d件です（全%d件）\n",
			"looked at: %d documents, those that cite the sources with text, of %d\n"), c.Read, c.Documents)
	}
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

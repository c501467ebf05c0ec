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
)

func (a *app) lintCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "lint [DIR]",
		Short: a.say("内容のファイルを検査し、問題をすべて表示する", "Check content files and print every problem"),
		Long: a.say(`内容のフォルダー（DIR。省くと本体に入っている内容）を検査し、問題をすべて
「ファイル:行: 項目: 説明」の形で表示します。問題があれば終了コードは1です。
--vocabulary を付けると、自社の用語のファイルを、その内容と合わせて検査します。`,
			`Checks a content folder (DIR; the bundled content if left out) and prints every
problem as file:line: field: message. The exit status is 1 if there is one.
With --vocabulary it also checks a file of your own terms beside that content.`),
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.lint(args, asJSON) },
	}
	a.vocabularyFlag(cmd)
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) lint(args []string, asJSON bool) error {
	fsys, prefix := fs.FS(content.FS), ""
	if len(args) == 1 {
		fsys, prefix = os.DirFS(args[0]), args[0]
	}
	lib, problems, err := kb.Load(fsys)
	if err != nil {
		return &exitError{status: exitFailure, err: err, text: text("内容を読めません: %v", "can't read the content: %v", err)}
	}
	for i := range problems {
		problems[i].File = filepath.Join(prefix, problems[i].File)
	}
	own, err := a.readOwnTerms()
	if err != nil {
		return err
	}
	if own != nil {
		_, more := lib.ExtendVocabulary(*own)
		problems = append(problems, more...)
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"documents": len(lib.Documents()), "problems": append([]kb.Problem{}, problems...)}); err != nil {
			return err
		}
	} else {
		a.printProblems(lib, problems)
	}
	if len(problems) > 0 {
		return errNothing
	}
	return nil
}

func (a *app) printProblems(lib *kb.Library, problems []kb.Problem) {
	for _, p := range problems {
		fmt.Fprintln(a.out, p.Format(a.lang))
	}
	if len(problems) == 0 {
		fmt.Fprintf(a.out, a.say("問題はありません（%d文書）\n", "no problems (%d documents)\n"), len(lib.Documents()))
		return
	}
	fmt.Fprintf(a.err, a.say("問題が%d件あります\n", "problems: %d\n"), len(problems))
}

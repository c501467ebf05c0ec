package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kyokun/content"
	"kyokun/kb"
)

// vocabularyFlag adds --vocabulary to a command that searches or checks.
func (a *app) vocabularyFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.vocabulary, "vocabulary", "", a.say(
		"自社の用語のファイル（content/vocabulary.yaml と同じ形。環境変数 KYOKUN_VOCABULARY でも指定できる）",
		"a file of your own terms (in the form of content/vocabulary.yaml; the variable KYOKUN_VOCABULARY sets it too)"))
}

// ownTerms reads the file of the carrier's own terms: --vocabulary, else
// KYOKUN_VOCABULARY; nil where neither is set. Every problem of the file, by
// itself or beside the bundled terms, is printed and ends the command.
func (a *app) ownTerms() (*kb.File, error) {
	f, err := a.readOwnTerms()
	if f == nil || err != nil {
		return nil, err
	}
	lib, _, err := kb.Load(content.FS)
	if err != nil {
		return nil, fmt.Errorf("read the bundled content: %w", err)
	}
	_, problems := lib.ExtendVocabulary(*f)
	for _, p := range problems {
		fmt.Fprintln(a.err, p.Format(a.lang))
	}
	if len(problems) > 0 {
		return nil, &exitError{status: exitNotFound, text: text("自社の用語のファイルに問題が%d件あります", "problems in the file of your own terms: %d", len(problems))}
	}
	return f, nil
}

// readOwnTerms returns the file as it is, nil where none is set.
func (a *app) readOwnTerms() (*kb.File, error) {
	path := a.vocabulary
	if path == "" {
		path = os.Getenv("KYOKUN_VOCABULARY")
	}
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &exitError{status: exitUsage, err: err, text: text("自社の用語のファイルを読めません: %v", "can't read the file of your own terms: %v", err)}
	}
	return &kb.File{Path: path, Data: data}, nil
}

// ownTermsElsewhere refuses --vocabulary where a running server answers: it
// searches by the terms that it was started with. The variable is not refused:
// it may be set for both.
func (a *app) ownTermsElsewhere() error {
	if a.vocabulary == "" {
		return nil
	}
	return usage("サーバーが動いているので、--vocabulary は効きません。kyokun serve --vocabulary %s でサーバーを起動し直すか、--data で別のデータフォルダーを指定してください",
		"a server is running and answers by its own terms, so that --vocabulary has no effect: restart it by kyokun serve --vocabulary %s, or name another data folder by --data",
		a.vocabulary)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"kyokun/kb"
	"kyokun/kb/store/backup"
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is what all commands share.
type app struct {
	streams
	lang string // "ja" or "en"
	data string // the data folder, from --data
	// vocabulary is the file of the carrier's own terms, from --vocabulary.
	vocabulary string
}

// Exit statuses.
const (
	exitDone     = 0
	exitNotFound = 1 // nothing found, or lint problems
	exitUsage    = 2
	exitFailure  = 3
)

// exitError ends a command with a status; what it has to say is text, unless
// the command has already said it.
type exitError struct {
	status int
	text   kb.Text
	err    error
	// param is the parameter of the API at fault, which a flag is named after.
	param string
}

func (e *exitError) Error() string {
	if e.err != nil {
		return e.err.Error()
	}
	return e.text.EN
}

func (e *exitError) Unwrap() error { return e.err }

// errNothing ends a command with status 1 and no further word.
var errNothing = &exitError{status: exitNotFound}

func usage(ja, en string, args ...any) error {
	return &exitError{status: exitUsage, text: kb.Text{JA: fmt.Sprintf(ja, args...), EN: fmt.Sprintf(en, args...)}}
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s, lang: systemLanguage(os.Getenv)}
	if l, ok := languageFlag(args); ok {
		a.lang = l
	}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	return a.report(root.ExecuteContext(ctx))
}

// report tells the user of an error and turns it into an exit status.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	status, text := exitFailure, kb.Text{JA: err.Error(), EN: err.Error()}
	var exit *exitError
	var told interface{ Text() kb.Text }
	switch {
	case errors.As(err, &exit):
		status, text = exit.status, exit.text
	case errors.As(err, &told):
		text = told.Text()
	}
	switch {
	case errors.Is(err, backup.ErrUsage):
		status = exitUsage
	case errors.Is(err, backup.ErrNotFound):
		status = exitNotFound
	}
	if text != (kb.Text{}) {
		fmt.Fprintln(a.err, "kyokun: "+text.In(a.lang))
	}
	return status
}

// say picks the words for the user's language.
func (a *app) say(ja, en string) string { return kb.Text{JA: ja, EN: en}.In(a.lang) }

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use: "kyokun",
		Short: a.say("通信事故の事例と教訓のナレッジベース",
			"A knowledge base of telecom accidents and their lessons"),
		Long: a.say(`教訓（Kyokun）は、通信事故の事例と、そこから引き出された教訓を、
日本語の全文検索で探せるナレッジベースです。内容は本体に入っています。`,
			`Kyokun (教訓, "lesson learned") is a knowledge base of telecom accident cases
and the lessons drawn from them, with Japanese full-text search. The content
comes with the program.`),
		Example: `  kyokun serve
  kyokun search 端末の再試行で輻輳
  kyokun show case-r03-04
  kyokun trace lesson-r03-1-03`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return usage("「%s」というコマンドはありません。kyokun --help で一覧を見られます",
				"there is no command %q; kyokun --help lists them", args[0])
		},
	}
	root.PersistentFlags().StringVar(&a.data, "data", "", a.say("データフォルダー（既定は利用者ごとの標準の場所。環境変数 KYOKUN_DATA でも指定できる）",
		"the data folder (default: the user's standard place; the variable KYOKUN_DATA sets it too)"))
	root.PersistentFlags().String("lang", a.lang, a.say("表示の言語: ja か en", "the language of messages: ja or en"))
	root.AddCommand(a.serveCommand(), a.searchCommand(), a.similarCommand(), a.showCommand(), a.traceCommand(), a.dutyCommand(), a.putCommand(), a.withdrawCommand(), a.historyCommand(), a.verifyCommand(), a.checkpointCommand(), a.exportCommand(), a.importCommand(), a.citeCommand(),
		a.lintCommand(), a.evalCommand(), a.benchCommand(), a.backupCommand(), a.tokenCommand(), a.mcpCommand(), a.pdfWorkerCommand(), a.versionCommand())
	a.translate(root)
	return root
}

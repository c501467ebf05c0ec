package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// systemLanguage reads the language of messages from the locale, as POSIX
// ranks its variables: "ja" where it is Japanese, else "en".
func systemLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(v, "ja") {
				return "ja"
			}
			return "en"
		}
	}
	return "en"
}

// languageFlag finds --lang before the command line is parsed: help texts are
// made in one language when the commands are built.
func languageFlag(args []string) (lang string, ok bool) {
	for i, arg := range args {
		switch {
		case arg == "--":
			return "", false
		case arg == "--lang" && i+1 < len(args):
			lang = args[i+1]
		case strings.HasPrefix(arg, "--lang="):
			lang = strings.TrimPrefix(arg, "--lang=")
		}
	}
	return lang, lang == "ja" || lang == "en"
}

// usageTemplate is cobra's own, in Japanese.
const usageTemplate = `使い方:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [コマンド]{{end}}{{if .HasExample}}

例:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

コマンド:{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

オプション:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

共通のオプション:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

"{{.CommandPath}} [コマンド] --help" で各コマンドの詳しい説明を表示します。{{end}}
`

// translate puts what cobra says by itself into the user's language, and makes
// errors of flags and arguments errors of usage.
func (a *app) translate(root *cobra.Command) {
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usage("オプションの指定が正しくありません: %v（--help で使い方を見られます）", "wrong option: %v (see --help)", err)
	})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	if a.lang != "ja" {
		return
	}
	root.SetUsageTemplate(usageTemplate)
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "コマンドの説明を表示する"
		case "completion":
			c.Short = "シェルの補完スクリプトを出力する（bash、zsh、fish、powershell）"
		}
		for _, c := range append(c.Commands(), c) {
			c.InitDefaultHelpFlag()
			c.Flags().Lookup("help").Usage = "このコマンドの説明を表示する"
		}
	}
	root.InitDefaultHelpFlag()
	root.Flags().Lookup("help").Usage = "説明を表示する"
}

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kyokun/kb/store/backup"
)

func (a *app) backupStatusCommand() *cobra.Command {
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status [--from TARGET]",
		Short: a.say("3-2-1の決まりを満たすかと、足りないものを表示する", "Tell whether the 3-2-1 rule is met, and what is missing"),
		Long: a.say(`このデータフォルダーから行った控え・確認・訓練の記録から、3-2-1の決まり（写しを3つ、媒体を
2種類、1つは離れた場所、半年に1度の戻す訓練）を満たすかを判定します。満たさなければ終了コードは1です。
--from を付けると、その置き場所を実際に開いて、最新の世代も表示します。`,
			`Judges by the record of this data folder's backups, checks and drills whether the 3-2-1
rule is met (three copies, two media, one off-site, a restore drill each half year). The
exit status is 1 if it is not. With --from the target is opened, too, and its newest
generation shown.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.backupStatus(cmd.Context(), from, asJSON) },
	}
	a.fromFlag(cmd, &from)
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) backupStatus(ctx context.Context, from string, asJSON bool) error {
	journal, _, err := a.journal()
	if err != nil {
		return err
	}
	newest := &backup.Generation{}
	if from != "" {
		r, err := openBackup(ctx, from)
		if err != nil {
			return err
		}
		g, err := r.Find(ctx, "latest")
		if err != nil {
			return err
		}
		newest = &g
	}
	s, err := journal.Status(time.Now())
	if err != nil {
		return err
	}
	if asJSON {
		out := struct {
			backup.Status
			Newest *backup.Generation `json:"newest,omitempty"`
		}{Status: s}
		if from != "" {
			out.Newest = newest
		}
		err = a.printValue(out)
	} else {
		if from != "" {
			a.printGeneration(*newest)
		}
		a.printStatus(s)
	}
	if err == nil && !s.Met {
		err = errNothing
	}
	return err
}

func (a *app) printStatus(s backup.Status) {
	verdict := a.say("3-2-1の決まりを満たしています", "the 3-2-1 rule is met")
	if !s.Met {
		verdict = a.say("3-2-1の決まりを満たしていません", "the 3-2-1 rule is not met")
	}
	fmt.Fprintln(a.out, verdict)
	for _, r := range s.Rules {
		a.printRule(r, a.say("可", "ok"), a.say("否", "no"))
	}
	for _, r := range s.Advice {
		a.printRule(r, a.say("可", "ok"), a.say("助言", "advice"))
	}
	for _, c := range s.Targets {
		fmt.Fprintf(a.out, "\n%s\n", c.Place)
		a.printCopy(c)
	}
}

func (a *app) printRule(r backup.RuleStatus, met, not string) {
	mark := met
	if !r.Met {
		mark = not
	}
	fmt.Fprintf(a.out, "  [%s] %s\n", mark, r.Text.In(a.lang))
	if missing := r.Missing.In(a.lang); missing != "" {
		fmt.Fprintln(a.out, "      → "+missing)
	}
}

func (a *app) printCopy(c backup.Copy) {
	row := func(ja, en string, t time.Time, more string) {
		if !t.IsZero() {
			fmt.Fprintf(a.out, "  %s: %s%s\n", a.say(ja, en), a.when(t), more)
		}
	}
	row("最新の世代", "newest generation", c.Created, "  "+c.Generation)
	row("最後の確認", "last verified", c.Verified, "")
	row("最後の訓練", "last drill", c.Drilled, "")
	if c.Failed != nil {
		row("失敗の始まり", "failing since", c.FailedSince, "")
		fmt.Fprintf(a.out, "  %s: %s\n", a.say("失敗", "failure"), c.Failed.In(a.lang))
	}
}

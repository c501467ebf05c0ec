package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kyokun/kb/store/backup"
)

// createFlags are what backup create takes.
type createFlags struct {
	to         string
	recipients []string
	plain      bool
	medium     string
	offSite    bool
	anew       bool
	asJSON     bool
}

func (a *app) backupCreateCommand() *cobra.Command {
	var f createFlags
	cmd := &cobra.Command{
		Use:   "create --to TARGET (--recipient age1… | --plain)",
		Short: a.say("控えを1世代取り、読み返して確かめる", "Make a backup and read it back"),
		Long: a.say(`いまのデータの控えを取ります。書いたものをすべて読み返して確かめてから、世代として現れます。
暗号化には公開鍵だけを使います（--recipient。繰り返すと、どの鍵でも開けます）。
--medium と --off-site は、3-2-1の判定（kyokun backup status）に使う、置き場所についての申告です。`,
			`Makes a backup of the data as it is now. All of it is read back before it appears as a
generation. Encrypting takes public keys only (--recipient; with several, each of the
keys opens it). --medium and --off-site say what the 3-2-1 rule (kyokun backup status)
goes by.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.backupCreate(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.to, "to", "", a.say("控えの置き場所（フォルダーか s3://…）", "the target: a folder or s3://…"))
	flags.StringArrayVar(&f.recipients, "recipient", nil, a.say("暗号化の相手の公開鍵（age1…。繰り返せる）", "a public key to encrypt to (age1…; may be repeated)"))
	flags.BoolVar(&f.plain, "plain", false, a.say("暗号化しない", "don't encrypt"))
	flags.StringVar(&f.medium, "medium", "", a.say("媒体の種類（例: tape。既定はフォルダーが disk、S3が object-storage）", "the kind of medium, such as tape (default: disk for a folder, object-storage for S3)"))
	flags.BoolVar(&f.offSite, "off-site", false, a.say("離れた場所にある", "it stands at another site"))
	flags.BoolVar(&f.anew, "init", false, a.say("控えが見つからないときも、新しく作り始める", "begin anew where the earlier backup is gone"))
	a.jsonFlag(cmd, &f.asJSON)
	return cmd
}

func (a *app) backupCreate(ctx context.Context, f createFlags) error {
	if f.to == "" {
		return usage("控えの置き場所を --to で指定してください", "give the target by --to")
	}
	if f.plain == (len(f.recipients) > 0) {
		return usage("--recipient age1…（暗号化する）か --plain（しない）の、どちらか1つを指定してください",
			"give either --recipient age1… (encrypt) or --plain (don't)")
	}
	to, err := backup.ParseRecipients(f.recipients)
	if err != nil {
		return err
	}
	journal, dir, err := a.journal()
	if err != nil {
		return err
	}
	job := backup.Job{Target: f.to, To: to, Medium: f.medium, OffSite: f.offSite, Anew: f.anew}
	made, err := journal.Run(ctx, job, func(ctx context.Context) (*backup.Spool, error) { return spoolData(ctx, dir) })
	if err != nil {
		return err
	}
	if f.asJSON {
		return a.printValue(map[string]any{
			"repository": made.Repository.ID(), "place": made.Repository.Place(), "generation": made.Generation,
			"added": made.Added, "mended": made.Mended, "took_ms": made.Took.Milliseconds(),
		})
	}
	if made.Mended > 0 {
		fmt.Fprintf(a.err, a.say("前の世代の壊れた断片 %d 個を、この世代のために書き直しました。kyokun backup verify で前の世代を確かめてください。\n",
			"%d damaged chunks of earlier generations were stored again for this one; check those by kyokun backup verify\n"), made.Mended)
	}
	fmt.Fprintf(a.out, a.say("%s に世代 %s を取り、読み返して確かめました（%s、追加 %s）\n", "at %s, made generation %s and read it back (%s, added %s)\n"),
		made.Repository.Place(), made.ID, megabytes(made.Size), megabytes(made.Added))
	return nil
}

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kyokun/kb"
	"kyokun/kb/store/backup"
)

func (a *app) backupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup",
		Short: a.say("控え（バックアップ）を取り、確かめ、戻す", "Make, verify and restore backups"),
		Long: a.say(`データの控えを、フォルダーかS3の置き場所に世代として取ります。サーバーが動いていても使えます。
置き場所（TARGET）は /mnt/backup のようなフォルダーか、
  s3://バケット/接頭辞?endpoint=https://ホスト:ポート&lock=compliance&days=30
です（endpoint を省くとAWS。lock と days でオブジェクトロック。鍵は環境変数 AWS_ACCESS_KEY_ID と
AWS_SECRET_ACCESS_KEY、または ~/.aws/credentials）。
サーバーに定期的に取らせるには、kyokun serve --backup "TARGET every 6h age1…" とします。`,
			`Backups of the data are kept as generations at a target, a folder or a bucket of S3,
also while the server runs. A TARGET is a folder such as /mnt/backup, or
  s3://bucket/prefix?endpoint=https://host:port&lock=compliance&days=30
(without endpoint it is AWS; lock and days ask for object lock; the credentials are
in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or in ~/.aws/credentials).
To let the server make them: kyokun serve --backup "TARGET every 6h age1…".`),
		Example: `  kyokun backup key --out key.txt
  kyokun backup create --to /mnt/backup --recipient age1…
  kyokun backup restore --from /mnt/backup --identity key.txt --to /tmp/drill
  kyokun backup status`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.backupKeyCommand(), a.backupCreateCommand(), a.backupListCommand(), a.backupVerifyCommand(),
		a.backupRestoreCommand(), a.backupPruneCommand(), a.backupStatusCommand())
	return cmd
}

// fromFlag adds --from, the target that is read.
func (a *app) fromFlag(cmd *cobra.Command, p *string) {
	cmd.Flags().StringVar(p, "from", "", a.say("控えの置き場所（フォルダーか s3://…）", "the target: a folder or s3://…"))
}

func (a *app) keyFlags(cmd *cobra.Command, generation, identity *string) {
	cmd.Flags().StringVar(generation, "generation", "", a.say("世代（名前の先頭だけでもよい）", "the generation (the start of its name will do)"))
	cmd.Flags().StringVar(identity, "identity", "", a.say("秘密鍵のファイル（age の形式）", "the file of the secret key (of age)"))
}

// openBackup opens the repository at --from.
func openBackup(ctx context.Context, from string) (*backup.Repository, error) {
	if from == "" {
		return nil, usage("控えの置き場所を --from で指定してください", "give the target by --from")
	}
	return backup.Open(ctx, from)
}

// journal returns the record of the data folder's backups.
func (a *app) journal() (*backup.Journal, string, error) {
	dir, err := a.dataDir()
	return backup.NewJournal(dir), dir, err
}

// identities reads the secret keys; none where no file is named.
func identities(path string) (backup.Identities, error) {
	if path == "" {
		return backup.Identities{}, nil
	}
	return backup.ReadIdentities(path)
}

func (a *app) backupKeyCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "key --out FILE",
		Short: a.say("暗号化の鍵を作る", "Make a key to encrypt to"),
		Long: a.say(`秘密鍵をファイルに書き、公開鍵を表示します。控えを取るには公開鍵だけで足ります。秘密鍵は
サーバーに置かず、紙や別の保管場所に写しを持ってください。無くすと控えは二度と開けません。`,
			`Writes a secret key to a file and prints its public key, which is all that making backups
needs. Don't keep the secret key on the server, but keep copies of it elsewhere, on
paper too: without it the backups can never be opened.`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if out == "" {
				return usage("秘密鍵を書くファイルを --out で指定してください", "name the file for the secret key by --out")
			}
			public, err := backup.NewIdentity(out)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.out, public)
			return err
		},
	}
	cmd.Flags().StringVar(&out, "out", "", a.say("秘密鍵を書くファイル", "the file for the secret key"))
	return cmd
}

func (a *app) backupListCommand() *cobra.Command {
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list --from TARGET",
		Short: a.say("世代の一覧を表示する", "List the generations"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := openBackup(cmd.Context(), from)
			if err != nil {
				return err
			}
			all, err := r.Generations(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return a.printValue(map[string]any{"repository": r.ID(), "place": r.Place(), "generations": append([]backup.Generation{}, all...)})
			}
			for _, g := range all {
				a.printGeneration(g)
			}
			if len(all) == 0 {
				fmt.Fprintln(a.out, a.say("世代はまだありません", "no generations yet"))
			}
			return nil
		},
	}
	a.fromFlag(cmd, &from)
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) printGeneration(g backup.Generation) {
	line := fmt.Sprintf("%s  %s  %s", g.ID, a.when(g.Created), megabytes(g.Size))
	if g.Encrypted {
		line += a.say("  暗号化", "  encrypted")
	}
	if g.Hidden {
		line += a.say("  置き場所で削除された（まだ戻せます）", "  deleted at the target (can still be restored)")
	}
	if g.Damaged != "" {
		line = g.ID + "  " + a.say("目録が壊れています", "the manifest is damaged")
	}
	fmt.Fprintln(a.out, line)
}

// when writes a time for people, in Japan.
func (a *app) when(t time.Time) string { return t.In(kb.JST).Format("2006-01-02 15:04 JST") }

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func (a *app) backupPruneCommand() *cobra.Command {
	var from, keep string
	var dry, asJSON bool
	cmd := &cobra.Command{
		Use:   "prune --from TARGET",
		Short: a.say("古い世代を決まりに従って減らす", "Thin out old generations by policy"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			policy, err := backup.ParsePolicy(keep)
			if err != nil {
				return err
			}
			r, err := openBackup(cmd.Context(), from)
			if err != nil {
				return err
			}
			return a.prune(cmd.Context(), r, policy, dry, asJSON)
		},
	}
	a.fromFlag(cmd, &from)
	cmd.Flags().StringVar(&keep, "keep", backup.DefaultPolicy().String(), a.say(
		"残す世代の数: 直近,日,週,月,年（直近は8以上）", "how many to keep: last,daily,weekly,monthly,yearly (last is at least 8)"))
	cmd.Flags().BoolVar(&dry, "dry-run", false, a.say("消さずに、消えるものを表示する", "remove nothing and print what would go"))
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) prune(ctx context.Context, r *backup.Repository, policy backup.Policy, dry, asJSON bool) error {
	journal, _, err := a.journal()
	if err != nil {
		return err
	}
	var done backup.Pruned
	if dry {
		done, err = r.Prune(ctx, policy, true)
	} else {
		done, err = pruneAndRecord(ctx, journal, r, policy)
	}
	if err != nil {
		return err
	}
	if asJSON {
		return a.printValue(done)
	}
	for _, g := range done.Removed {
		fmt.Fprintln(a.out, a.say("削除 ", "removed ")+g.ID)
	}
	for _, g := range done.Locked {
		fmt.Fprintln(a.out, a.say("ロック中 ", "locked ")+g.ID)
	}
	format := a.say("残り %d 世代、削除 %d 世代と断片 %d 個（%s）、ロック中 %d 世代\n", "kept %d generations, removed %d and %d chunks (%s), locked %d\n")
	if dry {
		format = a.say("消すとすれば: ", "a dry run: ") + format
	}
	fmt.Fprintf(a.out, format, len(done.Kept), len(done.Removed), done.Chunks, megabytes(done.Bytes), len(done.Locked))
	return nil
}

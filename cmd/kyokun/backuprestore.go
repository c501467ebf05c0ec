package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kyokun/kb/store"
	"kyokun/kb/store/backup"
)

func (a *app) backupVerifyCommand() *cobra.Command {
	var from, generation, identity string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify --from TARGET",
		Short: a.say("控えが無事か確かめる", "Check that the backups are sound"),
		Long: a.say(`置いてあるものをすべて読み、書いたときと同じか確かめます。鍵が無くても、失われたもの、
切れたもの、変わったものはすべて見つかります。--identity を付けると、さらに復号して仮の場所に
戻し、データとしても検査します。問題があれば終了コードは1です。`,
			`Reads all that is stored and holds it against what was written. Whatever was lost, cut or
changed is found without a key. With --identity it is also decrypted, restored to a
scratch folder and checked as data. The exit status is 1 if something is wrong.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keys, err := identities(identity)
			if err != nil {
				return err
			}
			r, err := openBackup(cmd.Context(), from)
			if err != nil {
				return err
			}
			return a.backupVerify(cmd.Context(), r, generation, keys, identity != "", asJSON)
		},
	}
	a.fromFlag(cmd, &from)
	a.keyFlags(cmd, &generation, &identity)
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) backupVerify(ctx context.Context, r *backup.Repository, generation string, keys backup.Identities, opened, asJSON bool) error {
	journal, dir, err := a.journal()
	if err != nil {
		return err
	}
	generations, err := r.Generations(ctx)
	if err == nil && generation != "" {
		var g backup.Generation
		g, err = r.Find(ctx, generation)
		generations = []backup.Generation{g}
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// Without encryption, all can be looked into without a key.
	opened = opened || !anyEncrypted(generations)
	e := backup.Event{Time: time.Now().UTC(), Action: backup.ActionVerify, Repository: r.ID(), Place: r.Place(), Facts: r.Facts(), Opened: opened}
	found, err := r.Verify(ctx, generations, keys, opened, dir)
	e.Took = time.Since(e.Time)
	outcome := err
	if err == nil && len(found) > 0 {
		outcome = found[0].Err
	}
	if ctx.Err() == nil {
		if recorded := journal.Record(e, outcome); err == nil {
			err = recorded
		}
	}
	if err != nil {
		return err
	}
	return a.printVerified(r, len(generations), found, opened, asJSON)
}

func anyEncrypted(generations []backup.Generation) bool {
	for _, g := range generations {
		if g.Encrypted {
			return true
		}
	}
	return false
}

func (a *app) printVerified(r *backup.Repository, n int, found []backup.Finding, opened, asJSON bool) error {
	if asJSON {
		faults := []map[string]string{}
		for _, f := range found {
			faults = append(faults, map[string]string{"generation": f.Generation, "problem": backup.TextOf(f.Err).In(a.lang), "detail": f.Err.Error()})
		}
		if err := a.printValue(map[string]any{"place": r.Place(), "generations": n, "opened": opened, "problems": faults}); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintf(a.out, "%s: %s\n", f.Generation, backup.TextOf(f.Err).In(a.lang))
		}
		if len(found) == 0 {
			how := a.say("置いてあるものは書いたときと同じです", "what is stored is what was written")
			if opened {
				how = a.say("復元してデータの検査も通りました", "each was restored and the data checked")
			}
			fmt.Fprintf(a.out, a.say("%d 世代とも無事です（%s）\n", "all %d generations are sound (%s)\n"), n, how)
		}
	}
	if len(found) > 0 {
		return errNothing
	}
	return nil
}

func (a *app) backupRestoreCommand() *cobra.Command {
	var from, generation, identity, to string
	cmd := &cobra.Command{
		Use:   "restore --from TARGET [--to NEWDIR]",
		Short: a.say("控えから戻す", "Restore a backup"),
		Long: a.say(`世代（省くと最新）を、すべて確かめてから戻します。--to を付けると、新しいフォルダーに戻し、
戻す訓練として記録します。付けなければデータフォルダーに戻します。このとき、いまのデータは
kyokun.db.before-restore-日時 という名前で残り、サーバーが動いていれば断ります。`,
			`Restores a generation (the newest if left out) once all of it has been checked. With --to
it goes to a new folder and counts as a restore drill. Without, it takes the place of
the data, which are kept as kyokun.db.before-restore-TIME; this is refused while a
server runs.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keys, err := identities(identity)
			if err != nil {
				return err
			}
			r, err := openBackup(cmd.Context(), from)
			if err != nil {
				return err
			}
			return a.backupRestore(cmd.Context(), r, generation, keys, to)
		},
	}
	a.fromFlag(cmd, &from)
	a.keyFlags(cmd, &generation, &identity)
	cmd.Flags().StringVar(&to, "to", "", a.say("戻す先の新しいフォルダー（訓練として記録する）", "a new folder to restore to (recorded as a drill)"))
	return cmd
}

func (a *app) backupRestore(ctx context.Context, r *backup.Repository, generation string, keys backup.Identities, to string) error {
	journal, dir, err := a.journal()
	if err != nil {
		return err
	}
	e := backup.Event{Time: time.Now().UTC(), Action: backup.ActionRestore, Repository: r.ID(), Place: r.Place(), Facts: r.Facts(), Opened: true}
	if to != "" {
		e.Action = backup.ActionDrill
		if to, err = filepath.Abs(to); err != nil {
			return err
		}
	} else if c := dialServer(ctx, dir); c != nil {
		c.CloseIdleConnections()
		return &exitError{status: exitFailure, text: text(
			"データフォルダー %s はサーバーが使用中です。サーバーを止めてから戻すか、--to で別の場所に戻してください",
			"a server holds the data folder %s: stop it first, or restore to another place by --to", dir)}
	}
	var aside string
	g, err := r.Find(ctx, generation)
	if err == nil {
		e.Generation = g.ID
		if to != "" {
			err = r.RestoreTo(ctx, g, keys, to)
		} else {
			aside, err = r.Restore(ctx, g, keys, dir, e.Time)
		}
	}
	e.Took = time.Since(e.Time)
	if ctx.Err() == nil && !mistaken(err) {
		if recorded := journal.Record(e, err); err == nil {
			err = recorded
		}
	}
	if err != nil {
		return err
	}
	a.printRestored(g, dir, to, aside, e.Took)
	return nil
}

// mistaken tells a slip of the user, which says nothing about the backup.
func mistaken(err error) bool {
	return errors.Is(err, backup.ErrInUse) || errors.Is(err, backup.ErrNotFound) || errors.Is(err, backup.ErrUsage) || errors.Is(err, store.ErrLocked)
}

func (a *app) printRestored(g backup.Generation, dir, to, aside string, took time.Duration) {
	if to != "" {
		fmt.Fprintf(a.out, a.say("世代 %s を %s に戻し、検査しました（%.1f秒）。戻す訓練として記録しました\n",
			"restored generation %s to %s and checked it (%.1f s); recorded as a drill\n"), g.ID, to, took.Seconds())
		return
	}
	fmt.Fprintf(a.out, a.say("世代 %s をデータフォルダー %s に戻し、検査しました\n", "restored generation %s to the data folder %s and checked it\n"), g.ID, dir)
	if aside != "" {
		fmt.Fprintf(a.out, a.say("前のデータは %s に残しました\n", "the data that were there are kept as %s\n"), aside)
	}
}

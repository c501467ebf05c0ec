package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/server"
)

func (a *app) verifyCommand() *cobra.Command {
	var checkpoint, key string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: a.say("保存されたものが書かれたとおりか確かめる", "Check that what is stored is what was written"),
		Long: a.say(`変更の記録の鎖、版と内容、文書どうしのリンク、索引を突き合わせ、合わない最初の箇所を示します。
合わないものがあれば終了コードは1です。サーバーが動いていても、いなくても使えます。
--checkpoint を付けると、以前に kyokun checkpoint が署名したところまで、記録が変わっていないことも確かめます。`,
			`Holds the chain of the change log, the revisions and contents, the links between
documents and the index against one another, and names the first place that differs;
the exit status is then 1. It works with and without a running server. With
--checkpoint it also proves that the log is unchanged up to where kyokun checkpoint
signed it.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			req := server.VerifyRequest{Key: key}
			if key != "" && checkpoint == "" {
				return usage("--key は --checkpoint と一緒に使ってください", "--key goes with --checkpoint")
			}
			if checkpoint != "" {
				data, err := os.ReadFile(checkpoint)
				if err != nil {
					return &exitError{status: exitUsage, err: err, text: text("チェックポイントを読めません: %v", "can't read the checkpoint: %v", err)}
				}
				if req.Checkpoint = data; len(data) == 0 {
					req.Checkpoint = []byte("\n") // no checkpoint either, but not none given
				}
			}
			return a.verify(cmd.Context(), req, asJSON)
		},
	}
	cmd.Flags().StringVar(&checkpoint, "checkpoint", "", a.say("kyokun checkpoint が書いたファイル", "a file that kyokun checkpoint wrote"))
	cmd.Flags().StringVar(&key, "key", "", a.say("チェックポイントの公開鍵（既定はデータフォルダーの鍵）", "the public key of the checkpoint (default: that of the data folder)"))
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) verify(ctx context.Context, req server.VerifyRequest, asJSON bool) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	var v server.Verification
	if c := dialServer(ctx, dir); c != nil {
		v, err = (&api{http: c, lang: a.lang}).verify(ctx, req)
		c.CloseIdleConnections()
	} else {
		v, err = verifyFolder(ctx, dir, req)
	}
	if errors.Is(err, store.ErrDamaged) {
		var told *store.Error
		errors.As(err, &told)
		v.Findings = []store.Finding{{Part: "store", Text: told.Text()}}
	} else if err != nil {
		return err
	}
	if asJSON {
		body, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := a.printJSON(body); err != nil {
			return err
		}
	} else {
		a.tellVerified(v)
	}
	if !v.OK {
		return errNothing
	}
	return nil
}

func (c *api) verify(ctx context.Context, req server.VerifyRequest) (v server.Verification, err error) {
	status, body, err := c.once(ctx, "admin/verify", req)
	if err != nil {
		return v, err
	}
	if status != http.StatusOK {
		return v, problemError(status, body)
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("read the answer: %w", err)
	}
	return v, nil
}

// verifyFolder verifies a data folder that no server holds. It brings nothing
// in: the bundled content stays as the last command left it.
func verifyFolder(ctx context.Context, dir string, req server.VerifyRequest) (v server.Verification, err error) {
	if _, err := os.Stat(filepath.Join(dir, "kyokun.db")); errors.Is(err, fs.ErrNotExist) {
		return v, &exitError{status: exitFailure, text: text("データフォルダー %s にはまだ何も保存されていません", "nothing is stored in the data folder %s yet", dir)}
	}
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(ctx, dir, store.Options{Logger: log})
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Check(ctx); errors.Is(err, store.ErrDamaged) {
		return server.VerifyStore(ctx, st, req) // no index can be made of it
	}
	ix, err := index.Open(ctx, st, index.Options{Dir: filepath.Join(dir, "index"), Logger: log})
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	if v, err = server.Verify(ctx, st, ix, req); err != nil {
		return v, err
	}
	if state := ix.State(); state.Damaged {
		v.OK = false
		v.Findings = append(v.Findings, store.Finding{Part: "index", Text: text(
			"索引が壊れていたので、作り直しました（%s）。もう一度 verify を実行すると確かめられます", "the index was damaged and has been rebuilt (%s); verify once more to be sure", state.Rebuilt)})
	}
	return v, nil
}

func (a *app) tellVerified(v server.Verification) {
	for _, f := range v.Findings {
		fmt.Fprintf(a.out, "%s: %s\n", a.partName(f.Part), f.Text.In(a.lang))
	}
	if n := len(v.Findings); n > 0 {
		fmt.Fprintf(a.err, a.say("合わないものが%d件あります。最初は上の1行目です\n", "%d things differ; the first is the first line above\n"), n)
		return
	}
	fmt.Fprintf(a.out, a.say("書かれたとおりです: 変更%d件、%d版、公開中の文書など%d件、索引は変更%dまで\n",
		"as written: %d changes, %d revisions, %d documents and lists in view, the index at change %d\n"), v.Head, v.Revisions, v.Documents, v.Index.Seq)
	fmt.Fprintf(a.out, a.say("鎖の先頭: %s\n", "head of the chain: %s\n"), v.Chain)
	if v.Checkpoint != nil {
		fmt.Fprintf(a.out, a.say("チェックポイント: 変更%dまで、署名（%s）のときのままです。そのあとに%d件あります\n",
			"checkpoint: unchanged up to change %d since it was signed (%s); %d came after\n"), v.Checkpoint.Size, v.Checkpoint.Time, v.Checkpoint.Since)
	}
}

// partName names what a finding is of.
func (a *app) partName(part string) string {
	names := map[string]kb.Text{
		"store": {JA: "ファイル", EN: "file"}, "log": {JA: "変更の記録", EN: "change log"}, "chain": {JA: "鎖", EN: "chain"},
		"revisions": {JA: "版", EN: "revisions"}, "contents": {JA: "内容", EN: "contents"}, "documents": {JA: "文書の状態", EN: "documents"},
		"pages": {JA: "ページ", EN: "pages"}, "links": {JA: "リンク", EN: "links"}, "entries": {JA: "目次", EN: "entries"}, "index": {JA: "索引", EN: "index"}, "checkpoint": {JA: "チェックポイント", EN: "checkpoint"},
	}
	return names[part].In(a.lang)
}

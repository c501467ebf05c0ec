package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/spf13/cobra"
)

func (a *app) checkpointCommand() *cobra.Command {
	var out string
	var public bool
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: a.say("変更の記録の先頭に署名する", "Sign the head of the change log"),
		Long: a.say(`変更の記録のいまの先頭を、Ed25519で署名して出力します（C2SPのsigned-note）。別の場所に保管しておけば、
あとで kyokun verify --checkpoint が、そこまでの記録が変わっていないことを確かめます。
鍵は最初の使用のときに、データフォルダーの kyokun.key に作られます。公開鍵は --public-key で出力し、
チェックポイントとは別に控えてください。`,
			`Prints the head of the change log, signed by Ed25519 (C2SP signed-note). Kept
elsewhere, it later lets kyokun verify --checkpoint prove that the log up to there is
unchanged. The key is made on first use, in kyokun.key of the data folder; print the
public key by --public-key and keep it apart from the checkpoints.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.checkpoint(cmd.Context(), out, public) },
	}
	cmd.Flags().StringVar(&out, "out", "", a.say("書き出すファイル（既定は標準出力）。既にあるファイルには書かない", "the file to write (default: standard output); never one that exists"))
	cmd.Flags().BoolVar(&public, "public-key", false, a.say("公開鍵だけを出力する", "print the public key only"))
	cmd.MarkFlagsMutuallyExclusive("out", "public-key")
	return cmd
}

func (a *app) checkpoint(ctx context.Context, out string, public bool) (err error) {
	c, err := a.openAdmin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	status, body, err := c.once(ctx, "admin/checkpoint", map[string]bool{"key_only": public})
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return problemError(status, body)
	}
	var res struct{ Checkpoint, Key string }
	if err := json.Unmarshal(body, &res); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	switch {
	case public:
		fmt.Fprintln(a.out, res.Key)
	case out == "":
		fmt.Fprint(a.out, res.Checkpoint)
	default:
		if err := writeNew(out, res.Checkpoint); err != nil {
			return &exitError{status: exitFailure, err: err, text: text("チェックポイントを書けません: %v", "can't write the checkpoint: %v", err)}
		}
		fmt.Fprintf(a.out, a.say("%s に書きました。公開鍵は kyokun checkpoint --public-key で控えてください\n", "written to %s; keep the public key too: kyokun checkpoint --public-key\n"), out)
	}
	return nil
}

// writeNew writes a file that must not be there yet, to the disk.
func writeNew(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Sync(), f.Close())
}

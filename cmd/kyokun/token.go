package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/server"
)

// newToken is what token create asks for.
type newToken struct {
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Days   int      `json:"days"`

	expires string
	asJSON  bool
}

func (a *app) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: a.say("APIとMCPのトークンを作る・一覧する・取り消す", "Create, list and revoke tokens of the API and MCP"),
		Long: a.say(`ほかの機械からの閲覧と、そこでのAPIとMCPの利用に要るトークンを扱います。
トークンは作ったときに一度だけ表示され、ハッシュだけが保存されます。取り消しはすぐに効きます。
サーバーが動いていれば、そのサーバーを通します。`,
			`Handles the tokens that readers on other machines, and programs there, need.
A token is shown once, when it is made; only its hash is stored. Revoking one takes
effect at once. Where a server runs, it does the work.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.tokenCreateCommand(), a.tokenListCommand(), a.tokenRevokeCommand())
	return cmd
}

func (a *app) tokenCreateCommand() *cobra.Command {
	var t newToken
	cmd := &cobra.Command{
		Use:     "create",
		Short:   a.say("トークンを作る（一度だけ表示する）", "Make a token, shown this once"),
		Example: `  kyokun token create --name 監視システム --scope kb:read --expires 90d`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			days, err := parseDays(t.expires)
			if err != nil {
				return err
			}
			t.Days = days
			return a.createToken(cmd.Context(), t)
		},
	}
	cmd.Flags().StringVar(&t.Name, "name", "", a.say("誰の、何のためのトークンか（一覧に出る）", "whose or what for it is, for the list"))
	cmd.Flags().StringSliceVar(&t.Scopes, "scope", server.Scopes(), a.say("できること。kb:read は読むこと", "what it may do; kb:read is to read"))
	cmd.Flags().StringVar(&t.expires, "expires", "90d", a.say("期限までの日数（730dまで）", "days until it expires, up to 730d"))
	a.jsonFlag(cmd, &t.asJSON)
	return cmd
}

// parseDays reads a lifetime such as 90d.
func parseDays(s string) (int, error) {
	number, ok := strings.CutSuffix(s, "d")
	days, err := strconv.Atoi(number)
	if !ok || err != nil {
		return 0, usage("--expires は 90d のように、日数に d を付けて指定してください", "--expires is a number of days such as 90d")
	}
	return days, nil
}

func (a *app) createToken(ctx context.Context, t newToken) error {
	var made struct {
		store.Token
		Secret string `json:"secret"`
	}
	body, err := a.askAdmin(ctx, http.MethodPost, "admin/tokens", t, &made)
	if err != nil {
		return err
	}
	if t.asJSON {
		return a.printJSON(body)
	}
	// The secret alone goes to the output, so that a script can take it.
	fmt.Fprintf(a.err, a.say("トークン %s を作りました（スコープ %s、期限 %s）。次の行は今だけ表示します。安全な所に保管してください。\n",
		"token %s is made (scope %s, expires %s). The next line is shown this once: keep it safe.\n"),
		made.ID, strings.Join(made.Scopes, ","), minute(made.Expires))
	fmt.Fprintln(a.out, made.Secret)
	return nil
}

func (a *app) tokenListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: a.say("トークンを一覧する（秘密は出ない）", "List the tokens, without their secrets"),
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.listTokens(cmd.Context(), asJSON) },
	}
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) listTokens(ctx context.Context, asJSON bool) error {
	var list struct {
		Tokens []store.Token `json:"tokens"`
	}
	body, err := a.askAdmin(ctx, http.MethodGet, "admin/tokens", nil, &list)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(body)
	}
	if len(list.Tokens) == 0 {
		fmt.Fprintln(a.out, a.say("トークンはありません", "there are no tokens"))
	}
	for _, t := range list.Tokens {
		fmt.Fprintf(a.out, "%s  %s  %s  %s  %s\n", t.ID, a.tokenState(t, time.Now()), strings.Join(t.Scopes, ","), minute(t.Created), t.Name)
	}
	return nil
}

// tokenState says whether a token holds, and until when.
func (a *app) tokenState(t store.Token, now time.Time) string {
	switch {
	case t.Revoked != nil:
		return fmt.Sprintf(a.say("取り消し済み（%s）", "revoked (%s)"), minute(*t.Revoked))
	case !now.Before(t.Expires):
		return fmt.Sprintf(a.say("期限切れ（%s）", "expired (%s)"), minute(t.Expires))
	}
	return fmt.Sprintf(a.say("有効（%sまで）", "valid (until %s)"), minute(t.Expires))
}

func minute(t time.Time) string { return t.In(kb.JST).Format("2006-01-02 15:04") }

func (a *app) tokenRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "revoke ID",
		Short:   a.say("トークンを取り消す（すぐに効く）", "Revoke a token, at once"),
		Example: `  kyokun token revoke q3hvkz7d2a`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("取り消すトークンのIDを1つ指定してください（kyokun token list で分かります）", "name the id of one token; see kyokun token list")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var t store.Token
			if _, err := a.askAdmin(cmd.Context(), http.MethodPost, "admin/tokens/revoke", map[string]string{"id": args[0]}, &t); err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.say("トークン %s（%s）を取り消しました\n", "token %s (%s) is revoked\n"), t.ID, t.Name)
			return nil
		},
	}
}

// askAdmin asks the server of the data folder, or one of our own, to do what
// only the folder's owner may, and decodes its answer.
func (a *app) askAdmin(ctx context.Context, method, path string, sent, answer any) (body []byte, err error) {
	c, err := a.openAdmin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if method == http.MethodGet {
		body, err = c.get(ctx, path, nil)
	} else {
		var status int
		if status, body, err = c.once(ctx, path, sent); err == nil && status != http.StatusOK {
			err = problemError(status, body)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	return body, nil
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/spf13/cobra"

	"kyokun/server"
)

func (a *app) mcpCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: a.say("AIエージェントにMCPで答える（標準入出力）", "Answer AI agents by MCP on standard input and output"),
		Long: a.say(`MCP（Model Context Protocol）のサーバーとして、標準入出力で1つのクライアントに答えます。読むだけです。
サーバーがデータフォルダーを使っていればそのサーバーを通し、動いていなければ自分で開きます。
HTTPで使うときは、kyokun serve の /mcp に接続します。`,
			`Serves the Model Context Protocol to one client on standard input and output; it
only reads. Where a server holds the data folder, it goes through that; else it opens
the folder itself. By HTTP, connect to /mcp of kyokun serve.`),
		Example: `  claude mcp add kyokun -- kyokun mcp
  kyokun mcp manifest`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.mcp(cmd.Context()) },
	}
	a.vocabularyFlag(cmd)
	cmd.AddCommand(a.mcpManifestCommand())
	return cmd
}

func (a *app) mcpManifestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "manifest",
		Short: a.say("MCPで差し出すものの一覧と、そのSHA-256を出力する", "Print what MCP offers, with its SHA-256"),
		Long: a.say(`道具・プロンプト・リソースの一覧を、説明とスキーマのすべてと、SHA-256とともにJSONで出力します。
サーバーの /.well-known/kyokun-mcp.json と同じで、同じ版の kyokun ならいつも同じです。
承認したときの sha256 を控えておけば、変わったことが分かります。`,
			`Prints the tools, prompts and resources with all their descriptions and schemas and
their SHA-256 as JSON: the same as /.well-known/kyokun-mcp.json of a server, and the
same each time for a version of kyokun. Keep the sha256 that you approved.`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			m, err := server.MCPManifest()
			if err != nil {
				return err
			}
			body, err := json.Marshal(m)
			if err != nil {
				return err
			}
			return a.printJSON(body)
		},
	}
}

func (a *app) mcp(ctx context.Context) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	if path, err := socketPath(dir); err == nil {
		if conn, err := dialSocket(ctx, path); err == nil {
			if err := a.ownTermsElsewhere(); err != nil {
				return errors.Join(err, conn.Close())
			}
			return a.joinMCP(ctx, conn)
		}
	}
	own, err := a.ownTerms()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(a.err, nil))
	k, closing, err := openFolder(ctx, dir, own, atOnce, log)
	if err != nil {
		return err
	}
	s, err := server.New(server.Options{Store: k.store, Index: k.index, Logger: log, Version: version()})
	if err != nil {
		return errors.Join(err, closing())
	}
	err = s.ServeMCP(ctx, io.NopCloser(a.in), nopCloser{a.out})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		err = nil
	}
	return errors.Join(err, closing())
}

// joinMCP joins our input and output to a stream of MCP of the server.
func (a *app) joinMCP(ctx context.Context, conn net.Conn) error {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	const ask = "POST /api/v1/admin/mcp HTTP/1.1\r\nHost: kyokun\r\nAccept-Language: %s\r\nConnection: Upgrade\r\nUpgrade: mcp\r\nContent-Length: 0\r\n\r\n"
	if _, err := fmt.Fprintf(conn, ask, a.lang); err != nil {
		return fmt.Errorf("ask the server for MCP: %w", err)
	}
	answers := bufio.NewReader(conn)
	resp, err := http.ReadResponse(answers, nil)
	if err != nil {
		return fmt.Errorf("ask the server for MCP: %w", err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return errors.Join(err, problemError(resp.StatusCode, body))
	}
	go func() {
		_, _ = io.Copy(conn, a.in) // a server that has gone shows below
		if c, ok := conn.(*net.UnixConn); ok {
			_ = c.CloseWrite()
		}
	}()
	if _, err := io.Copy(a.out, answers); err != nil && ctx.Err() == nil {
		return fmt.Errorf("read from the server: %w", err)
	}
	return nil
}

// nopCloser is an output that its user leaves open.
type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

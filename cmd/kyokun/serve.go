package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/net/netutil"

	"kyokun/kb/store/backup"
	"kyokun/server"
)

// shutdownGrace is how long requests under way may take to end when the
// server stops.
const shutdownGrace = 10 * time.Second

// maxConnections is how many connections are open at a time; more wait to be
// taken, so that they cannot use up the memory.
const maxConnections = 8192

// serveOptions are the flags of serve.
type serveOptions struct {
	addr            string
	public, noLocal bool
	hosts           []string
	rate            float64
	noMCP           bool
	backups         []string
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.say("Webサーバーを動かす", "Run the web server"),
		Long: a.say(`画面、API、MCPを出すWebサーバーを動かします。

この機械からは、誰でも読めます。ほかの機械から読むにはトークン（kyokun token create）が要り、
--public-read を付けたときだけ、誰でも読めます。同じ機械のリバースプロキシーを通った要求は、
ほかの機械からのものとして扱います（プロキシーが X-Forwarded-For か Forwarded を付けるとき）。`,
			`Runs the web server with pages, API and MCP.

Whoever sits at this machine may read. From other machines, reading takes a token
(kyokun token create), unless --public-read is given. What comes through a reverse
proxy on this machine counts as from another one, where the proxy sets
X-Forwarded-For or Forwarded.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.rate < 0 {
				return usage("--rate は0以上の数にしてください", "--rate must not be negative")
			}
			return a.serve(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8080", a.say("待ち受けるアドレス", "the address to listen on"))
	f.BoolVar(&o.public, "public-read", false, a.say("ほかの機械からも、トークン無しで誰にでも読ませる", "let everybody read, from other machines too, without a token"))
	f.BoolVar(&o.noLocal, "require-token", false, a.say("この機械からの要求にもトークンを求める", "ask for a token on this machine too"))
	f.StringSliceVar(&o.hosts, "host", nil, a.say("このサーバーの名前（例: kyokun.example.jp）。名前でMCPを使うときに要る。繰り返せる", "a name of this server, such as kyokun.example.jp, needed to use MCP by that name; repeatable"))
	f.Float64Var(&o.rate, "rate", 20, a.say("ほかの機械の1つの相手から1秒に受けるAPIとMCPの要求の数（0は無制限）", "requests a second that the API and MCP take of each client on another machine; 0 is no limit"))
	f.BoolVar(&o.noMCP, "no-mcp", false, a.say("MCPを止める", "switch MCP off"))
	cmd.MarkFlagsMutuallyExclusive("public-read", "require-token")
	f.StringArrayVar(&o.backups, "backup", nil, a.say(
		"控えを取る予定（例: \"/mnt/backup every 6h age1…\"。暗号化しないなら age1… の代わりに plain。繰り返せる。kyokun backup --help を参照）",
		"a schedule of backups, such as \"/mnt/backup every 6h age1…\" (plain in place of age1… leaves them unencrypted; may be repeated; see kyokun backup --help)"))
	a.vocabularyFlag(cmd)
	return cmd
}

// server is what the flags ask of a server that pages are read from at an address.
func (o serveOptions) server(k *knowledge, log *slog.Logger, web net.Addr) server.Options {
	access := server.LocalAccess
	switch {
	case o.public:
		access = server.PublicAccess
	case o.noLocal:
		access = server.TokenAccess
	}
	return server.Options{
		Store: k.store, Index: k.index, Logger: log, Version: version(),
		Access: access, Hosts: o.hosts, Rate: o.rate, NoMCP: o.noMCP, Address: "http://" + reachable(web),
	}
}

// reachable is where this machine finds what listens at an address.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return a.String()
}

// tellAccess says who may read, where others can reach the server.
func (a *app) tellAccess(o serveOptions, web net.Addr) {
	if t, ok := web.(*net.TCPAddr); ok && t.IP.IsLoopback() {
		return
	}
	if o.public {
		fmt.Fprint(a.out, a.say("ほかの機械からも、トークン無しで誰でも読めます（--public-read）\n", "Everybody who reaches this machine can read without a token (--public-read)\n"))
		return
	}
	fmt.Fprint(a.out, a.say("ほかの機械から読むには、トークンが要ります（kyokun token create）。誰にでも読ませるなら、--public-read を付けて起動してください\n",
		"Reading from other machines takes a token (kyokun token create). To let everybody read, start with --public-read\n"))
}

func (a *app) serve(ctx context.Context, o serveOptions) (err error) {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	schedules, err := parseSchedules(o.backups)
	if err != nil {
		return err
	}
	own, err := a.ownTerms()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(a.err, nil))
	web, err := listen(ctx, o.addr)
	if err != nil {
		return err
	}
	defer web.Close()
	k, err := openKnowledge(ctx, dir, own, atOnce, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	journal := backup.NewJournal(dir)
	asked := o.server(k, log, web.Addr())
	asked.Backups = journal
	s, err := server.New(asked)
	if err != nil {
		return err
	}
	defer s.EndMCP()
	socket, err := listenSocket(dir)
	if err != nil {
		return err
	}
	defer socket.Close()
	if err := k.store.Announce(web.Addr().String()); err != nil {
		log.WarnContext(ctx, "announce the address", "error", err)
	}
	fmt.Fprintf(a.out, a.say("教訓（Kyokun）を開けます: http://%s/  （止めるには Ctrl+C）\n", "Kyokun is ready: http://%s/  (Ctrl+C stops it)\n"), web.Addr())
	a.tellAccess(o, web.Addr())
	ctx, stop := context.WithCancel(ctx)
	var working sync.WaitGroup
	defer working.Wait()
	defer stop()
	working.Go(func() { s.Watch(ctx) })
	working.Go(func() { tuneCollector(ctx, k.index) })
	working.Go(func() { k.giveBack(ctx, mostMapped) })
	scheduler{journal: journal, store: k.store, dir: dir, log: log}.start(ctx, &working, schedules)
	// Documents are changed, and the store is copied, by the socket alone.
	return serveUntilDone(ctx, log, served{web, s, time.Minute}, served{socket, snapshotOnly(s.Admin(), k.store, dir), 3 * time.Minute})
}

// served is a listener and what answers there, each request within a time.
type served struct {
	listener net.Listener
	handler  http.Handler
	within   time.Duration
}

// serveUntilDone serves on all listeners until the context ends or one fails,
// then lets requests under way finish.
func serveUntilDone(ctx context.Context, log *slog.Logger, all ...served) error {
	failed := make(chan error, len(all))
	var servers []*http.Server
	for _, s := range all {
		hs := &http.Server{
			Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
			WriteTimeout: s.within, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 128 << 10,
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		}
		servers = append(servers, hs)
		go func() { failed <- hs.Serve(s.listener) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	var ending sync.WaitGroup
	down := make([]error, len(servers))
	for i, hs := range servers {
		ending.Go(func() {
			if stopped := hs.Shutdown(grace); stopped != nil {
				down[i] = errors.Join(fmt.Errorf("stop serving: %w", stopped), hs.Close())
			}
		})
	}
	ending.Wait()
	return errors.Join(err, errors.Join(down...))
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &exitError{status: exitFailure, err: err, text: text(
			"%s は別のプログラムが使っています。--addr 127.0.0.1:8081 のように別の番号を指定してください",
			"%s is in use by another program: choose another, such as --addr 127.0.0.1:8081", addr)}
	case err != nil:
		return nil, &exitError{status: exitUsage, err: err, text: text(
			"%s では待ち受けできません: %v（--addr はホスト:ポートの形で書く）",
			"can't listen on %s: %v (--addr is host:port)", addr, err)}
	}
	return netutil.LimitListener(l, maxConnections), nil
}

// listenSocket opens the socket by which other commands of the same user reach
// this server. The store is ours by now, so a socket that is there already was
// left by a server that crashed.
func listenSocket(dir string) (net.Listener, error) {
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the old socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("protect the socket: %w", err), l.Close())
	}
	return l, nil
}

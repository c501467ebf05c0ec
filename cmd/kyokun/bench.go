package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"

	"github.com/spf13/cobra"

	"kyokun/content"
	"kyokun/index/corpus"
	"kyokun/kb"
)

// benchOptions are the flags of bench.
type benchOptions struct {
	docs    int
	seed    uint64
	queries int
	rounds  int
	clients []int
	only    []string
	dump    string
	dir     string
	profile string
	svg     string
	asJSON  bool
	keep    bool // dir is the user's
	// start is set in the process of its own that measures how an index that
	// is there is opened.
	start bool
}

// The bounds of the flags: what lies beyond is a slip.
const (
	benchMostDocs    = 10_000_000
	benchMostQueries = 1000
	benchMostRounds  = 100
	benchMostClients = 256
)

func (a *app) benchCommand() *cobra.Command {
	var opt benchOptions
	cmd := &cobra.Command{
		Use:   "bench",
		Short: a.say("合成した文書で、索引と検索の速さと大きさを測る", "Measure speed and size of index and search on synthetic documents"),
		Long: a.say(`付属の内容の文を組み替えて文書を作り（同じ --seed なら同じ文書と問い）、索引を作って、
作る速さ、大きさ、メモリー、起動の時間、検索の種類ごとの時間を測ります。利用者のデータには触れません。

--dump DIR は、測らずに、同じ文書と問いを corpus.tsv と queries.tsv に書き出します。ほかの検索エンジンと
比べるためのものです。--svg FILE は、bench --json の出力（引数）から、文書の数と時間の図を描きます。`,
			`Makes documents out of the sentences of the bundled content (the same documents
and queries for the same --seed), indexes them, and measures the speed of that,
sizes, memory, start-up, and the time of each sort of search. It touches no data
of yours.

--dump DIR measures nothing and writes the same documents and queries to
corpus.tsv and queries.tsv, to compare other search engines. --svg FILE draws time
against the number of documents, from outputs of bench --json (the arguments).`),
		Example: "  kyokun bench --docs 10000\n  kyokun bench --docs 100000 --json > 100k.json\n  kyokun bench --docs 100000 --dump /tmp/corpus\n  kyokun bench --svg growth.svg 1k.json 10k.json 100k.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case opt.svg != "":
				return a.drawGrowth(opt.svg, args)
			case len(args) > 0:
				return usage("引数「%s」は余分です", "argument %q is one too many", args[0])
			}
			return a.bench(cmd.Context(), opt)
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&opt.docs, "docs", 1000, a.say("文書の数", "how many documents"))
	flags.Uint64Var(&opt.seed, "seed", 1, a.say("乱数の種", "the seed of the random numbers"))
	flags.IntVar(&opt.queries, "queries", 100, a.say("種類ごとの問いの数", "how many queries of each kind"))
	flags.IntVar(&opt.rounds, "rounds", 3, a.say("測る回数（各回ですべてを順に測る）", "how many rounds, each of which measures everything in turn"))
	flags.IntSliceVar(&opt.clients, "clients", []int{1, 2, 8}, a.say("同時に尋ねる数", "how many ask at the same time"))
	flags.StringSliceVar(&opt.only, "only", nil, a.say("この行だけを測る（名前は --json の rows の name）", "measure these rows only (names as in rows of --json)"))
	flags.StringVar(&opt.dump, "dump", "", a.say("測らずに、文書と問いをこのフォルダーに書き出す", "measure nothing; write documents and queries to this folder"))
	flags.StringVar(&opt.dir, "dir", "", a.say("文書と索引をこのデータフォルダーに残す（あれば使う。kyokun serve --data で開ける）。既定は一時フォルダー", "keep documents and index in this data folder, and use those there; kyokun serve --data opens it (default: a temporary folder)"))
	flags.StringVar(&opt.profile, "cpuprofile", "", a.say("検索の間のCPUプロファイル（pprof）を書くファイル", "a file for the CPU profile (pprof) of the searches"))
	flags.StringVar(&opt.svg, "svg", "", a.say("測らずに、引数の結果からこのファイルに図を描く", "measure nothing; draw the results given as arguments into this file"))
	flags.BoolVar(&opt.start, "start", false, "")
	a.jsonFlag(cmd, &opt.asJSON)
	_ = flags.MarkHidden("start") // it was made above
	return cmd
}

// check refuses values that make no sense.
func (o benchOptions) check() error {
	in := func(name string, n, low, high int) error {
		if n < low || n > high {
			return usage("--%s は%dから%dまでの数にしてください", "--%s: give a number from %d to %d", name, low, high)
		}
		return nil
	}
	errs := []error{in("docs", o.docs, 10, benchMostDocs), in("queries", o.queries, 1, benchMostQueries), in("rounds", o.rounds, 1, benchMostRounds)}
	for _, c := range o.clients {
		errs = append(errs, in("clients", c, 1, benchMostClients))
	}
	for _, name := range o.only {
		if !slices.Contains(benchRowNames(), name) {
			errs = append(errs, usage("--only: 「%s」という行はありません（%s）", "--only: there is no row %q (%s)", name, fmt.Sprint(benchRowNames())))
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) bench(ctx context.Context, opt benchOptions) (err error) {
	if err := opt.check(); err != nil {
		return err
	}
	lib, _, err := kb.Load(content.FS)
	if err != nil {
		return fmt.Errorf("read the bundled content: %w", err)
	}
	c, err := corpus.New(lib, opt.docs, opt.seed)
	if err != nil {
		return err
	}
	switch {
	case opt.dump != "":
		return a.dumpCorpus(c, opt)
	case opt.start:
		return a.benchStart(ctx, c, opt)
	}
	if opt.keep = opt.dir != ""; !opt.keep {
		if opt.dir, err = os.MkdirTemp("", "kyokun-bench-"); err != nil {
			return fmt.Errorf("make a temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(opt.dir)) }()
	}
	r, err := a.runBench(ctx, c, opt)
	if err != nil {
		return err
	}
	if opt.asJSON {
		e := json.NewEncoder(a.out)
		e.SetIndent("", " ")
		return e.Encode(r)
	}
	sheet{app: a, printer: a.printer()}.benchReport(r)
	return nil
}

// benchStage tells on standard error what is being measured.
func (a *app) benchStage(ja, en string, args ...any) {
	fmt.Fprintf(a.err, a.say(ja, en)+"\n", args...)
}

func (a *app) dumpCorpus(c *corpus.Corpus, opt benchOptions) error {
	if err := os.MkdirAll(opt.dump, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	var size corpus.Size
	err := writeFile(filepath.Join(opt.dump, "corpus.tsv"), func(f *os.File) (err error) {
		size, err = c.WriteTSV(f)
		return err
	})
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(opt.dump, "queries.tsv"), func(f *os.File) error { return c.WriteQueries(f, opt.queries) }); err != nil {
		return err
	}
	if opt.asJSON {
		return json.NewEncoder(a.out).Encode(size)
	}
	fmt.Fprintf(a.out, a.say("文書%d、%.1f MB、SHA-256 %s\n", "documents: %d, %.1f MB, SHA-256 %s\n"), size.Documents, float64(size.Bytes)/1e6, size.Hash)
	return nil
}

// writeFile makes a file and writes it.
func writeFile(name string, write func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// profiled runs what is to be measured, under the CPU profiler where a file is given.
func profiled(name string, run func() error) error {
	if name == "" {
		return run()
	}
	return writeFile(name, func(f *os.File) error {
		if err := pprof.StartCPUProfile(f); err != nil {
			return fmt.Errorf("start the profile: %w", err)
		}
		defer pprof.StopCPUProfile()
		return run()
	})
}

// benchMachine is what figures depend on besides the program.
type benchMachine struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	System  string `json:"system"`
	CPU     string `json:"cpu"`
	CPUs    int    `json:"cpus"`
	// Speedup is how much faster two goroutines that only compute finish the
	// work of one each than one after the other: 2 on an idle machine with two
	// processors. Below 1.6 the figures of several clients say little.
	Speedup float64 `json:"speedup"`
}

func thisMachine() benchMachine {
	return benchMachine{
		Version: version(), Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		CPU: cpuName(), CPUs: runtime.GOMAXPROCS(0), Speedup: speedup(),
	}
}

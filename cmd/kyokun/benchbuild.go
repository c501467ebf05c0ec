package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"kyokun/index"
	"kyokun/index/corpus"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/server"
)

// benchResult is all that one run measures.
type benchResult struct {
	Machine benchMachine `json:"machine"`
	Seed    uint64       `json:"seed"`
	Queries int          `json:"queries"`
	Rounds  int          `json:"rounds"`
	Corpus  corpus.Size  `json:"corpus"`
	Stored  benchStored  `json:"stored"`
	Build   benchBuild   `json:"build"`
	Start   benchStarted `json:"start"`
	Follow  []float64    `json:"follow_ms"`
	Memory  int64        `json:"memory_bytes"`
	// Anonymous is what of Memory is not of files, such as the index's.
	Anonymous int64      `json:"anonymous_bytes"`
	Rows      []benchRow `json:"rows"`
	Hostile   []benchRow `json:"hostile"`
	// Loss is absent where it was not asked for.
	Loss     []benchLoss `json:"loss,omitempty"`
	Finished time.Time   `json:"finished"`
}

// benchBuild is how the index was made; Seconds is 0 where it was there.
type benchBuild struct {
	Seconds float64 `json:"seconds"`
	PerSec  float64 `json:"documents_per_second"`
	Bytes   int64   `json:"index_bytes"`
	Ratio   float64 `json:"index_over_text"`
	// PeakByte is the most memory that was not of files.
	PeakByte int64 `json:"peak_memory_bytes"`
}

// benchStarted is how an index that is there comes up in a process of its own.
type benchStarted struct {
	// ServedMS is from the start of the command until pages of documents are
	// answered, ReadyMS to the first answer of a search.
	ServedMS float64 `json:"served_ms"`
	ReadyMS  float64 `json:"ready_ms"`
	// SuggestMS is the same for a suggestion, which needs no dictionary.
	SuggestMS float64 `json:"suggest_ms"`
	Memory    int64   `json:"memory_bytes"`
	Rebuilt   string  `json:"rebuilt,omitempty"`
	// First are sentences of five words, the first that this process is asked:
	// nothing of what they need has been read before.
	First benchFirst `json:"first"`
}

// benchFirst is how long first questions take.
type benchFirst struct {
	P50  float64 `json:"p50_ms"`
	P99  float64 `json:"p99_ms"`
	Mean float64 `json:"mean_ms"`
}

// measureFirst asks the questions one after the other.
func measureFirst(ctx context.Context, x *index.Index, queries []string) (f benchFirst, err error) {
	var times []float64
	for _, q := range queries {
		began := time.Now()
		if _, err := x.Search(ctx, index.Query{Text: q}); err != nil {
			return f, err
		}
		times = append(times, milliseconds(time.Since(began)))
	}
	for _, t := range times {
		f.Mean += t / float64(len(times))
	}
	slices.Sort(times)
	f.P50, f.P99 = quantile(times, 0.5), quantile(times, 0.99)
	return f, nil
}

func (a *app) runBench(ctx context.Context, c *corpus.Corpus, opt benchOptions) (r *benchResult, err error) {
	r = &benchResult{Machine: thisMachine(), Seed: opt.seed, Queries: opt.queries, Rounds: opt.rounds}
	a.benchStage("文書を作っています（%d）", "making documents (%d)", opt.docs)
	if r.Corpus, err = c.WriteTSV(io.Discard); err != nil {
		return nil, err
	}
	if err := a.prepareBench(ctx, c, r, opt); err != nil {
		return nil, err
	}
	if r.Start, err = a.measureStart(ctx, opt); err != nil {
		return nil, err
	}
	k, err := openKnowledge(ctx, opt.dir, nil, atOnce, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	serving, stop := context.WithCancel(ctx)
	var tuning sync.WaitGroup
	defer tuning.Wait()
	defer stop()
	tuning.Go(func() { tuneCollector(serving, k.index) })
	tuning.Go(func() { k.giveBack(serving, mostMapped) })
	<-k.index.Ready()
	w, err := newBenchWork(ctx, c, k, opt)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := profiled(opt.profile, func() error { return a.measureRows(ctx, w, r, opt) }); err != nil {
		return nil, err
	}
	debug.FreeOSMemory()
	r.Memory, r.Anonymous = memory()
	if r.Loss, err = a.measureLoss(ctx, w, opt); err != nil {
		return nil, err
	}
	r.Finished = time.Now().UTC().Round(time.Second)
	if opt.keep {
		return r, nil
	}
	return r, r.follow(ctx, c, k)
}

// prepareBench makes the store and the index, as far as they are not there.
func (a *app) prepareBench(ctx context.Context, c *corpus.Corpus, r *benchResult, opt benchOptions) error {
	a.benchStage("文書を保存しています", "storing the documents")
	st, err := r.fill(ctx, c, opt)
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	defer collectForBuilding()()
	a.benchStage("索引を作っています", "indexing")
	most, err := mostMemory(func() error { return r.build(ctx, st, opt) })
	if r.Build.Seconds > 0 {
		r.Build.PeakByte = most
	}
	return errors.Join(err, st.Close())
}

// build makes the index, unless it is there.
func (r *benchResult) build(ctx context.Context, st *store.Store, opt benchOptions) error {
	lib, _, err := st.Library(ctx)
	if err != nil {
		return err
	}
	began, dir := time.Now(), indexDir(opt.dir)
	x, err := index.Open(ctx, st, index.Options{Dir: dir})
	if err != nil {
		return err
	}
	select {
	case <-x.Ready():
	case <-ctx.Done():
	}
	took := time.Since(began)
	s := x.State()
	if err := errors.Join(ctx.Err(), s.Err, x.Close()); err != nil {
		return fmt.Errorf("build the index: %w", err)
	}
	if want := lib.Count("", ""); s.Documents != want {
		return fmt.Errorf("build the index: %d documents of %d", s.Documents, want)
	}
	if r.Build.Bytes, err = folderSize(dir); err != nil {
		return err
	}
	r.Build.Ratio = float64(r.Build.Bytes) / float64(r.Corpus.Bytes)
	if s.Rebuilt != "" {
		r.Build.Seconds = took.Seconds()
		r.Build.PerSec = float64(s.Documents) / took.Seconds()
	}
	return nil
}

// folderSize adds up the files below a folder.
func folderSize(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	})
	return total, err
}

// measureStart opens the index in a process of its own, which must load the
// dictionary as a server does.
func (a *app) measureStart(ctx context.Context, opt benchOptions) (benchStarted, error) {
	var out benchStarted
	program, err := os.Executable()
	if err != nil {
		return out, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, program, "bench", "--start", "--dir", opt.dir, "--docs", strconv.Itoa(opt.docs), "--seed", strconv.FormatUint(opt.seed, 10), "--queries", strconv.Itoa(opt.queries))
	cmd.Args[0] = os.Args[0]
	cmd.Stderr = a.err
	body, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("start another process: %w", err)
	}
	if err := json.Unmarshal(body, &out); err != nil {
		return out, fmt.Errorf("read what the other process says: %w", err)
	}
	return out, nil
}

// benchStart is that process.
func (a *app) benchStart(ctx context.Context, c *corpus.Corpus, opt benchOptions) (err error) {
	began := time.Now()
	k, err := openKnowledge(ctx, opt.dir, nil, atOnce, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	var out benchStarted
	if _, err := server.New(server.Options{Store: k.store, Index: k.index, Version: version()}); err != nil {
		return err
	}
	out.ServedMS = milliseconds(time.Since(began))
	x := k.index
	if _, err := x.Suggest(ctx, c.Queries(corpus.Prefix, 1)[0], 10); err != nil {
		return err
	}
	out.SuggestMS = milliseconds(time.Since(began))
	if _, err := x.Search(ctx, index.Query{Text: c.Queries(corpus.Term, 1)[0]}); err != nil {
		return err
	}
	out.ReadyMS = milliseconds(time.Since(began))
	debug.FreeOSMemory()
	out.Memory, _ = memory()
	if out.First, err = measureFirst(ctx, x, c.Queries(corpus.Sentence, opt.queries)); err != nil {
		return err
	}
	out.Rebuilt = x.State().Rebuilt
	return json.NewEncoder(a.out).Encode(out)
}

// follow measures how long it takes to put a document, and until it is found.
// It comes last, and not in a folder that is kept: that would hold more than the
// next run expects.
func (r *benchResult) follow(ctx context.Context, c *corpus.Corpus, k *knowledge) error {
	more, err := corpusFiles(c, c.Len(), c.Len()+5)
	if err != nil {
		return err
	}
	for _, f := range more {
		id, err := kb.FileID(f)
		if err != nil {
			return err
		}
		began := time.Now()
		if err := putFiles(ctx, k.store, []kb.File{f}); err != nil {
			return err
		}
		r.Stored.PutMS = append(r.Stored.PutMS, milliseconds(time.Since(began)))
		if err := k.index.Follow(ctx); err != nil {
			return fmt.Errorf("follow a change: %w", err)
		}
		res, err := k.index.Search(ctx, index.Query{Text: id})
		if err != nil {
			return err
		}
		if len(res.Hits) == 0 || res.Hits[0].ID != id {
			return fmt.Errorf("%s was put but is not found", id)
		}
		r.Follow = append(r.Follow, milliseconds(time.Since(began)))
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

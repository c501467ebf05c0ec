package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// benchTask is one sort of work: n operations, each of which gives the same
// answer whenever it is done.
type benchTask struct {
	name string
	ja   string
	en   string
	n    int
	run  func(ctx context.Context, i int) (benchAnswer, error)
}

// benchAnswer is what an operation found.
type benchAnswer struct {
	total int
	text  string // ids, or a status: what must be the same every time
}

// benchRow is one line of the result: times in milliseconds of single
// operations, over all rounds.
type benchRow struct {
	Name    string  `json:"name"`
	Clients int     `json:"clients"`
	Count   int     `json:"count"`
	P50     float64 `json:"p50_ms"`
	P95     float64 `json:"p95_ms"`
	P99     float64 `json:"p99_ms"`
	Mean    float64 `json:"mean_ms"`
	// CPU is the processor time of the whole process for one operation, in
	// milliseconds, of rows with one client: what else runs on the machine
	// moves it less than the others. 0 where the system does not tell.
	CPU float64 `json:"cpu_ms"`
	// PerSec is the median of the rounds; Low and High are the least and most.
	PerSec float64 `json:"per_second"`
	Low    float64 `json:"per_second_low"`
	High   float64 `json:"per_second_high"`
	// Found is how many documents were found in the mean, Answers a hash of all answers.
	Found   float64 `json:"found"`
	Answers string  `json:"answers"`
	// Status says what became of a hostile input.
	Status string `json:"status,omitempty"`

	label  string
	done   int // operations in earlier rounds
	times  []float64
	speeds []float64
	cpu    []float64
}

// benchSlot is for how long one row may go on in a round; at least one
// operation for each client is done.
const benchSlot = 3 * time.Second

// measureRows does the rounds, each of which takes all rows in turn, so that
// what else the machine does falls on all of them.
func (a *app) measureRows(ctx context.Context, w *benchWork, r *benchResult, opt benchOptions) error {
	tasks := w.tasks()
	for _, t := range slices.Concat(tasks, w.hostile()) {
		if len(opt.only) > 0 && !slices.Contains(opt.only, t.name) {
			continue
		}
		row, err := a.answers(ctx, t)
		if err != nil {
			return err
		}
		if row.Status != "" {
			r.Hostile = append(r.Hostile, row)
			continue
		}
		for _, n := range opt.clients {
			row.Clients = n
			r.Rows = append(r.Rows, row)
		}
	}
	all := slices.Concat(tasks, w.hostile())
	for round := range opt.rounds {
		a.benchStage("測っています（%d/%d回目）", "measuring (round %d of %d)", round+1, opt.rounds)
		for _, rows := range [][]benchRow{r.Rows, r.Hostile} {
			for i := range rows {
				at := slices.IndexFunc(all, func(t benchTask) bool { return t.name == rows[i].Name })
				if err := rows[i].round(ctx, all[at]); err != nil {
					return err
				}
			}
		}
	}
	for _, rows := range [][]benchRow{r.Rows, r.Hostile} {
		for i := range rows {
			rows[i].summarise()
		}
	}
	return nil
}

// answers does each operation once, which also warms up what is warmed up in a
// server, and takes down what it finds.
func (a *app) answers(ctx context.Context, t benchTask) (benchRow, error) {
	row := benchRow{Name: t.name, Clients: 1, label: a.say(t.ja, t.en)}
	sum, total := fnv.New64a(), 0
	for i := range t.n {
		got, err := t.run(ctx, i)
		if err != nil {
			return row, fmt.Errorf("%s: %w", t.name, err)
		}
		total += got.total
		_, _ = fmt.Fprintln(sum, got.total, got.text) // a hash takes everything
		if isHostile(t.name) {
			row.Status = got.text
		}
	}
	row.Found, row.Answers = float64(total)/float64(t.n), fmt.Sprintf("%016x", sum.Sum64())
	return row, nil
}

// round measures one row once: every operation, or as many as fit into the
// slot, from where the round before ended.
func (r *benchRow) round(ctx context.Context, t benchTask) error {
	var next atomic.Int64
	var mu sync.Mutex
	var failed error
	began, used := time.Now(), processorTime()
	done := 0
	var wg sync.WaitGroup
	for range r.Clients {
		wg.Go(func() {
			var own []float64
			var err error
			for i := int(next.Add(1)) - 1; i < t.n*r.Clients && err == nil && (len(own) == 0 || time.Since(began) < benchSlot); i = int(next.Add(1)) - 1 {
				from := time.Now()
				_, err = t.run(ctx, (r.done+i)%t.n)
				own = append(own, milliseconds(time.Since(from)))
			}
			mu.Lock()
			defer mu.Unlock()
			r.times = append(r.times, own...)
			done += len(own)
			if err != nil {
				failed = fmt.Errorf("%s: %w", t.name, err)
			}
		})
	}
	wg.Wait()
	r.done += done
	r.speeds = append(r.speeds, float64(done)/time.Since(began).Seconds())
	r.cpu = append(r.cpu, milliseconds(processorTime()-used)/float64(max(done, 1)))
	return failed
}

func (r *benchRow) summarise() {
	slices.Sort(r.times)
	slices.Sort(r.speeds)
	slices.Sort(r.cpu)
	if r.Clients == 1 {
		r.CPU = r.cpu[len(r.cpu)/2]
	}
	r.Count, r.P50, r.P95, r.P99 = len(r.times), quantile(r.times, 0.5), quantile(r.times, 0.95), quantile(r.times, 0.99)
	for _, t := range r.times {
		r.Mean += t / float64(len(r.times))
	}
	r.PerSec, r.Low, r.High = r.speeds[len(r.speeds)/2], r.speeds[0], r.speeds[len(r.speeds)-1]
}

// quantile is the time that such a share of sorted times does not exceed.
func quantile(times []float64, share float64) float64 {
	return times[int(share*float64(len(times)-1))]
}

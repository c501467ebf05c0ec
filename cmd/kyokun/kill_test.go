package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"
	"time"

	"kyokun/kb"
)

// rounds are how often the server is killed: 20, or 200 in the long mode.
func rounds() int {
	if os.Getenv("KYOKUN_LONG") != "" {
		return 200
	}
	return 20
}

// ledger is what was acknowledged of one document.
type ledger struct {
	id       string
	hashes   []string // of the revisions, from the first
	inFlight string   // the hash that was sent when the server died; empty where none
}

// next is the document as it is to be written next, with a word of its own.
func (l *ledger) next(round, n int) changedFile {
	f := ownSource(l.id, fmt.Sprintf("第%d回の%d番目", round, n))
	l.inFlight = kb.File{Data: f.Data}.Hash()
	return f
}

// settle compares a document after a restart with what was acknowledged: each
// revision is there, and no other than the one in flight.
func (l *ledger) settle(t *testing.T, p *process) {
	t.Helper()
	changes := p.history(l.id)
	if len(changes) < len(l.hashes) || len(changes) > len(l.hashes)+1 {
		t.Fatalf("%s has %d revisions, %d were acknowledged", l.id, len(changes), len(l.hashes))
	}
	for i := range changes {
		c := changes[len(changes)-1-i] // the first is last
		want := l.inFlight
		if i < len(l.hashes) {
			want = l.hashes[i]
		}
		if c.Revision != i+1 || c.Hash != want {
			t.Fatalf("revision %d of %s is %+v, want hash %s", i+1, l.id, c, want)
		}
	}
	if len(changes) > len(l.hashes) {
		l.hashes = append(l.hashes, l.inFlight)
	}
	l.inFlight = ""
}

// TestKill kills the real server (SIGKILL) at random instants under writes over
// the socket, and some of the times while it starts. After each restart no
// acknowledged write is missing, verify finds nothing, and the index has
// caught up without being made anew.
func TestKill(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	serving(t, dir).stop()
	docs := []*ledger{{id: "source-own-1"}, {id: "source-own-2"}}
	acknowledged, kept := 0, 0
	took := 150 * time.Millisecond // the last write that was acknowledged
	for round := range rounds() {
		if random.IntN(4) == 0 {
			starting := launch(t, dir)
			time.Sleep(time.Duration(random.IntN(600)) * time.Millisecond)
			starting.kill()
		}
		p := serving(t, dir)
		for _, l := range docs {
			before := len(l.hashes)
			l.settle(t, p)
			kept += len(l.hashes) - before
		}
		if v := p.verified(); round > 0 && v.Index.Rebuilt != "" {
			t.Errorf("round %d: the index was made anew: %s", round, v.Index.Rebuilt)
		}
		// About two writes on a machine of any speed.
		after := time.Duration(random.Int64N(int64(4 * took)))
		timer := time.AfterFunc(after, func() { _ = p.cmd.Process.Kill() })
		for n := 0; ; n++ {
			l := docs[n%len(docs)]
			f, began := l.next(round, n), time.Now()
			status, body := p.put(f, len(l.hashes))
			if status == 0 {
				break // killed
			}
			if status != http.StatusOK {
				t.Fatalf("put: status %d: %s", status, body)
			}
			l.hashes, l.inFlight = append(l.hashes, l.inFlight), ""
			acknowledged++
			took = min(time.Since(began), 5*time.Second)
		}
		timer.Stop()
		p.kill()
	}
	p := serving(t, dir)
	for _, l := range docs {
		l.settle(t, p)
	}
	p.verified()
	p.stop()
	t.Logf("%d kills, %d writes acknowledged, %d kept that were not", rounds(), acknowledged, kept)
	if acknowledged < rounds()/2 {
		t.Errorf("only %d writes were acknowledged in %d rounds", acknowledged, rounds())
	}
}

package main

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kyokun/index"
)

// resident is how many bytes of the files under a folder the process has in memory.
func resident(t *testing.T, dir string) (n int64) {
	t.Helper()
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	inside := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case strings.Contains(fields[0], "-"): // the addresses of a mapping, and its file
			inside = strings.HasPrefix(fields[len(fields)-1], dir+"/")
		case inside && fields[0] == "Rss:":
			kB, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			n += kB << 10
		}
	}
	return n
}

// TestGiveBack holds that the files' pages leave the memory, and that nobody who reads
// meanwhile sees anything of it.
func TestGiveBack(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	k, err := openKnowledge(t.Context(), dir, nil, atOnce, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	}()
	ask := func() []any {
		lib, head, err := k.store.Library(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := k.index.Search(t.Context(), index.Query{Text: "輻輳 設備", Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		found.Took = 0
		return []any{lib.Documents(), head, found}
	}
	want := ask()
	before := resident(t, dir)
	if before < 1<<20 {
		t.Fatalf("%d bytes of the files are in memory: nothing to give back", before)
	}

	ctx, stop := context.WithCancel(t.Context())
	var giving sync.WaitGroup
	giving.Go(func() { k.giveBack(ctx, 0) })
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(mappedLook / 5) {
		now := resident(t, dir)
		if now < before/4 {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("%d bytes of the files are in memory still, of %d", now, before)
		}
	}
	stop()
	giving.Wait()

	ctx, stop = context.WithCancel(t.Context())
	for range 2 {
		giving.Go(func() {
			for ctx.Err() == nil {
				k.store.GiveBack()
				k.index.GiveBack()
			}
		})
	}
	for range 5 {
		if got := ask(); !reflect.DeepEqual(got, want) {
			t.Error("an answer is another while pages are given back")
		}
	}
	stop()
	giving.Wait()
}

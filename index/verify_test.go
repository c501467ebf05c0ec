package index

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	api "github.com/blevesearch/bleve_index_api"
)

func TestVerify(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(t *testing.T, x *Index, log *memoryLog)
		want string // of the first finding
	}{
		"whole": {func(t *testing.T, _ *Index, log *memoryLog) {
			log.put(changed(t, log.docs["case-r03-01"], "まだ索引にない。"))
			log.withdraw("case-r03-02")
		}, ""},
		"revision not indexed": {func(t *testing.T, _ *Index, log *memoryLog) {
			log.docs["case-r03-01"] = changed(t, log.docs["case-r03-01"], "記録のない変更。")
		}, "case-r03-01 is not of the stored revision"},
		"document lost": {func(t *testing.T, x *Index, _ *memoryLog) {
			b := api.NewBatch()
			b.Delete("case-r03-03")
			if err := x.engine.index.Batch(b); err != nil {
				t.Fatal(err)
			}
		}, "lacks case-r03-03"},
		"document withdrawn": {func(t *testing.T, x *Index, log *memoryLog) {
			log.withdraw("case-r03-03")
			if err := x.commit(uint64(len(log.changes)), nil, nil); err != nil {
				t.Fatal(err)
			}
			x.update(func(s *State) { s.Seq = uint64(len(log.changes)) })
		}, "case-r03-03, which is not in view"},
		"ahead": {func(t *testing.T, x *Index, _ *memoryLog) {
			if err := x.commit(99, nil, nil); err != nil {
				t.Fatal(err)
			}
		}, "at change 99"},
		"bit flipped": {func(t *testing.T, x *Index, _ *memoryLog) {
			names, _ := filepath.Glob(filepath.Join(x.dir, "*.zap"))
			if len(names) == 0 {
				t.Fatal("there are no segments")
			}
			b, err := os.ReadFile(names[0])
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			if err := os.WriteFile(names[0], b, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "checksum"},
	} {
		t.Run(name, func(t *testing.T) {
			log := smallLog(t)
			x := open(t, log, t.TempDir())
			c.harm(t, x, log)
			found, err := x.Verify(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" && len(found) > 0 || c.want != "" && (len(found) == 0 || !strings.Contains(found[0].Text.EN, c.want)) {
				t.Errorf("found %+v, want %q", found, c.want)
			}
		})
	}
}

func TestVerifyRealContent(t *testing.T) {
	x, _ := openReal(t)
	if found, err := x.Verify(context.Background()); err != nil || len(found) > 0 {
		t.Errorf("found %+v, %v", found, err)
	}
}

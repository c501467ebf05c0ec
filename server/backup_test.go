package server

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"kyokun/kb/store/backup"
)

// TestNoSnapshotOnTheSite holds the store itself back from readers.
func TestNoSnapshotOnTheSite(t *testing.T) {
	if a := ask(t, http.MethodGet, "/api/v1/admin/snapshot"); a.status != http.StatusNotFound {
		t.Errorf("status %d", a.status)
	}
}

// TestBackupPage follows the page from no backup at all to a rule that is met,
// and to a failure.
func TestBackupPage(t *testing.T) {
	journal := backup.NewJournal(t.TempDir())
	s, err := New(Options{Store: site.store, Index: site.index, Backups: journal})
	if err != nil {
		t.Fatal(err)
	}
	shows := func(lang string, words ...string) string {
		t.Helper()
		a := askOf(t, s, http.MethodGet, "/backup?lang="+lang)
		text := parse(t, a).Find("main").Text()
		for _, w := range words {
			if a.status != http.StatusOK || !strings.Contains(text, w) {
				t.Errorf("status %d; no %q in %s", a.status, w, text)
			}
		}
		return text
	}
	shows("ja", "満たしていません", "写しは本番を含めて1個", "控えはまだありません", "戻す訓練の記録がありません")
	shows("en", "is not met", "no restore drill is on record", "There is no backup yet")

	now := time.Now()
	event := func(action, id, place string, facts backup.Facts, err error) {
		t.Helper()
		e := backup.Event{Time: now.Add(-time.Hour), Action: action, Repository: id, Place: place, Facts: facts, Generation: "g"}
		if err := journal.Record(e, err); err != nil {
			t.Fatal(err)
		}
	}
	near := backup.Facts{Medium: "disk", Encrypted: true}
	far := backup.Facts{Medium: "object-storage", OffSite: true, Locked: true, Encrypted: true}
	event(backup.ActionCreate, "A", "/秘密の場所", near, nil)
	event(backup.ActionCreate, "B", "s3://bucket", far, nil)
	shows("ja", "満たしていません", "写しは本番を含めて3個")
	event(backup.ActionDrill, "B", "s3://bucket", far, nil)
	text := shows("ja", "3-2-1の決まりを満たしています", "object-storage")
	for _, secret := range []string{"秘密の場所", "bucket"} {
		if strings.Contains(text, secret) {
			t.Errorf("the page tells where the backups are: %s", secret)
		}
	}
	event(backup.ActionCreate, "", "/秘密の場所", near, errors.New("秘密の理由"))
	text = shows("ja", "満たしていません", "最後の操作が失敗", "写しは本番を含めて2個")
	if strings.Contains(text, "秘密") {
		t.Errorf("the page tells why it failed: %s", text)
	}
}

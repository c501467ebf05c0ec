package index

import (
	"strings"
	"testing"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
)

// TestEntriesBreakNoWords holds the vocabulary's dictionary entries against
// the texts of all documents: where IPADIC alone reads a word that runs beyond
// the end of an entry, as 報告 beyond 復旧報, the entry breaks that word.
func TestEntriesBreakNoWords(t *testing.T) {
	lib := library(t)
	l := newLexicon(lib.Vocabulary())
	checked := 0
	for _, doc := range lib.Documents() {
		for _, pieces := range (extractor{lib.Tags()}).zones(doc) {
			for _, p := range pieces {
				n, broken := brokenWords(t, l, normalForm(p.text))
				checked += n
				for _, word := range broken {
					t.Errorf("%s %s: %s", doc.Common().ID, p.field, word)
				}
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d entries found in the texts", checked)
	}
}

// TestEntryThatBreaksWords makes sure that the check finds what it is for.
func TestEntryThatBreaksWords(t *testing.T) {
	l := &lexicon{users: map[string][]string{"復旧報": {"復旧", "報"}}}
	if _, broken := brokenWords(t, l, "復旧報告を送る"); len(broken) != 1 {
		t.Errorf("復旧報 in 復旧報告 is not found: %v", broken)
	}
	if n, broken := brokenWords(t, l, "復旧報を送る"); n != 1 || len(broken) != 0 {
		t.Errorf("復旧報 by itself, %d times, breaks %v", n, broken)
	}
}

// brokenWords returns how many entries begin in the text, and those that end
// within a word that the dictionary alone sees there. An entry that goes on
// after the middle dot of a name breaks nothing.
func brokenWords(t *testing.T, l *lexicon, text string) (checked int, broken []string) {
	t.Helper()
	ends := wordEnds(t, text)
	for form := range l.users {
		for at, rest := 0, text; ; {
			i := strings.Index(rest, form)
			if i < 0 {
				break
			}
			at += i + len(form)
			rest = text[at:]
			checked++
			if !ends[at] && !longerEntry(l, text[at-len(form):], len(form)) && !strings.HasPrefix(rest, "・") {
				broken = append(broken, form+" cuts "+form+rest[:wordRest(ends, at)])
			}
		}
	}
	return checked, broken
}

// wordRest is how many bytes of the word at that place remain.
func wordRest(ends map[int]bool, at int) int {
	n := 0
	for !ends[at+n] {
		n++
	}
	return n
}

// longerEntry reports whether the text begins with an entry of more than n bytes.
func longerEntry(l *lexicon, text string, n int) bool {
	for form := range l.users {
		if len(form) > n && strings.HasPrefix(text, form) {
			return true
		}
	}
	return false
}

// wordEnds returns where words of the dictionary alone end.
func wordEnds(t *testing.T, text string) map[int]bool {
	t.Helper()
	plain, err := tokenizer.New(ipa.Dict(), tokenizer.OmitBosEos())
	if err != nil {
		t.Fatal(err)
	}
	ends := map[int]bool{}
	at := 0
	for _, w := range plain.Tokenize(text) {
		at += len(w.Surface)
		ends[at] = true
	}
	return ends
}

package kb

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDifference(t *testing.T) {
	old := "---\nid: case-a\ntitle: 古い題\nsummary: 三つの回線が切れた。\n---\n本文の一行目。\n二行目。\n"
	new := "---\nid: case-a\ntitle: 古い題\nsummary: 四つの回線が切れた。\n---\n本文の一行目。\n"
	hunks := Difference([]byte(old), []byte(new))
	if len(hunks) != 1 || hunks[0].Field != "summary" || hunks[0].Old != 1 || hunks[0].New != 1 {
		t.Fatalf("%+v", hunks)
	}
	var got []string
	for _, l := range hunks[0].Lines {
		if l.Op != " " {
			got = append(got, l.Op+l.Text+"|"+l.Text[l.From:l.To])
		}
	}
	want := []string{"-summary: 三つの回線が切れた。|三", "+summary: 四つの回線が切れた。|四", "-二行目。|"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDifferenceOfBody(t *testing.T) {
	text := "---\nid: x\n---\n" + strings.Repeat("行。\n", 9)
	hunks := Difference([]byte(text), []byte(text+"足した行。"))
	if len(hunks) != 1 || hunks[0].Field != "body" {
		t.Errorf("%+v", hunks)
	}
	if got := Difference([]byte(text), []byte(strings.TrimSuffix(text, "\n"))); len(got) != 0 {
		t.Errorf("a missing end of line differs: %+v", got)
	}
}

// TestDifferenceLosesNothing puts the old text together again from the new one
// and the hunks.
func TestDifferenceLosesNothing(t *testing.T) {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"---", "a: 1", "b: 二", "-x", "+y", "@@ -1 +1 @@", " z", ""}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		old, new := lines.Draw(t, "old"), lines.Draw(t, "new")
		var got []string
		at := 1 // the next line of new
		for _, h := range Difference(textOf(old), textOf(new)) {
			for ; at < h.New; at++ {
				got = append(got, new[at-1])
			}
			for _, l := range h.Lines {
				if l.Text[l.From:l.To] == "" && l.From > len(l.Text) {
					t.Fatal("marks outside the line")
				}
				if l.Op != "+" {
					got = append(got, l.Text)
				}
				if l.Op != "-" {
					at++
				}
			}
		}
		got = append(got, new[min(at-1, len(new)):]...)
		if !slices.Equal(got, old) {
			t.Fatalf("got %q, want %q", got, old)
		}
	})
}

func textOf(lines []string) []byte {
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

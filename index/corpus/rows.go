package corpus

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"kyokun/kb"
)

// Size says how large a corpus is, and names it.
type Size struct {
	Documents int `json:"documents"`
	// Bytes are those of titles and texts in UTF-8.
	Bytes int64 `json:"bytes"`
	// Hash is the SHA-256 of all rows as [Corpus.WriteTSV] writes them.
	Hash string `json:"hash"`
}

// WriteTSV writes all documents, one a line, tab separated: id, title, text,
// fiscal year, layer, cause, service, operator, minutes, users, start (RFC
// 3339, UTC). A lesson has minutes and users 0 and starts with its fiscal year.
// The layers, which are of provisions alone, go to the documents by turns, so
// that other engines count five facets.
func (c *Corpus) WriteTSV(w io.Writer) (Size, error) {
	size := Size{Documents: c.docs}
	sum := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(w, sum))
	for i := range c.docs {
		r := c.row(i)
		size.Bytes += int64(len(r[1]) + len(r[2]))
		if _, err := out.WriteString(strings.Join(r, "\t") + "\n"); err != nil {
			return size, fmt.Errorf("writing the corpus: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return size, fmt.Errorf("writing the corpus: %w", err)
	}
	size.Hash = hex.EncodeToString(sum.Sum(nil))
	return size, nil
}

// row is the i-th document as a line of the file.
func (c *Corpus) row(i int) []string {
	doc := c.Document(i)
	h := doc.Common()
	text := []string{h.Summary}
	year, operator, minutes, users := 0, "", 0, 0
	var start time.Time
	switch d := doc.(type) {
	case *kb.Case:
		year, operator, minutes, users, start = d.FiscalYear, d.Operators[0].ID, d.Duration.Minutes, *d.Affected[0].Max, d.Start.At.Time
		text = append(text, d.Phenomenon.Text, d.Duration.Text, d.Affected[0].Text, d.Region.Text, d.Equipment[0].Text, d.NoticesNote)
		for i := range d.Causes {
			text = append(text, d.Causes[i].Text, d.Measures[i].Text)
		}
	case *kb.Lesson:
		year, operator = d.FiscalYear, "none"
		start = time.Date(year, time.April, 1, 0, 0, 0, 0, kb.JST)
		for _, v := range d.Incidents {
			text = append(text, v.Text)
		}
		for _, v := range d.Statements {
			text = append(text, v.Text)
		}
	}
	text = append(text, h.Body)
	one := func(facet string) string { return h.Tags[facet][0] }
	return []string{
		h.ID, h.Title, flat(strings.Join(text, " ")), fmt.Sprint(year), string(kb.Layers()[i%len(kb.Layers())]), one("cause"), one("service"), operator,
		fmt.Sprint(minutes), fmt.Sprint(users), start.UTC().Format(time.RFC3339),
	}
}

// flat is a text on one line without tabs.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

package store

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// Conflict is a document that was changed by others since a draft was made.
type Conflict struct {
	ID string `json:"id"`
	// Based is the revision that the draft says it was made from, 0 for none.
	Based int `json:"based"`
	// Current is the change that made the document as it is now; its Seq is 0
	// where there is no such document.
	Current kb.Change `json:"current"`
	// Difference leads from the stored file to the draft; none of a withdrawal
	// and of the text of a source, which differs in all or nothing.
	Difference []kb.Hunk `json:"difference"`
}

// conflict composes what is to be said of a draft that is refused.
func (t tx) conflict(id string, st state, d Draft) (Conflict, error) {
	c := Conflict{ID: id, Based: d.Revision, Difference: []kb.Hunk{}}
	if st.Revision == 0 {
		return c, nil
	}
	stored, err := t.file(st)
	if err != nil {
		return c, err
	}
	if c.Current, err = t.change(st.Seq); err != nil {
		return c, err
	}
	if d.File.Path != "" && kb.PassagesOf(id) == "" {
		c.Difference = append(c.Difference, kb.Difference(stored.Data, d.File.Data)...)
	}
	return c, nil
}

func conflicting(list []Conflict) error {
	var ja, en []string
	for _, c := range list {
		t := c.text()
		ja, en = append(ja, t.JA), append(en, t.EN)
	}
	return &Error{Kind: ErrConflict, Conflicts: list, text: kb.Text{JA: strings.Join(ja, "\n"), EN: strings.Join(en, "\n")}}
}

// text says how the two came apart and how to go on.
func (c Conflict) text() kb.Text {
	now := c.Current
	when := now.Time.In(kb.JST).Format("2006-01-02 15:04")
	switch {
	case now.Seq == 0:
		return kb.Text{
			JA: fmt.Sprintf("%s はまだありません。新しい文書なら、版の指定（--revision や kyokun-revision の行）を外してください。", c.ID),
			EN: fmt.Sprintf("there is no %s yet: for a new document leave out the revision (--revision, or the line kyokun-revision)", c.ID),
		}
	case now.Op == kb.OpWithdraw:
		return kb.Text{
			JA: fmt.Sprintf("%s の第%d版は %s に %s によって取り下げられています（理由: %s）。公開し直すなら --revision %d を付けてください。", c.ID, now.Revision, when, now.Actor, now.Reason, now.Revision),
			EN: fmt.Sprintf("revision %d of %s was withdrawn on %s by %s (reason: %s): to bring it back, add --revision %d", now.Revision, c.ID, when, now.Actor, now.Reason, now.Revision),
		}
	case c.Based == 0:
		return kb.Text{
			JA: fmt.Sprintf("%s は既にあります（第%d版、%s、%s）。その版をもとに直したのなら --revision %d を付けてください。", c.ID, now.Revision, when, now.Actor, now.Revision),
			EN: fmt.Sprintf("%s exists already (revision %d, %s, by %s): if your file was made from that one, add --revision %d", c.ID, now.Revision, when, now.Actor, now.Revision),
		}
	}
	return kb.Text{
		JA: fmt.Sprintf("%s はいま第%d版で（%s、%s）、もとにした第%d版から変わっています。", c.ID, now.Revision, when, now.Actor, c.Based),
		EN: fmt.Sprintf("%s is at revision %d now (%s, by %s) and no longer at %d, which yours was made from", c.ID, now.Revision, when, now.Actor, c.Based),
	}
}

func readOnly(id string) error {
	return &Error{Kind: ErrReadOnly, text: kb.Text{
		JA: fmt.Sprintf("%s は付属の文書なので、変えることも取り下げることもできません。自社の見方は、別のIDの文書（例: %s-own-…）に書き、related でつないでください。", id, kb.KindOf(id)),
		EN: fmt.Sprintf("%s is bundled and can be neither changed nor withdrawn: write your own view as a document of another id (such as %s-own-…) and link it by related", id, kb.KindOf(id)),
	}}
}

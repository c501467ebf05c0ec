package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

// historyPage lists the changes of a document and shows how two revisions differ.
type historyPage struct {
	page
	ID      string
	Heading string
	// Current leads to the document as it is now; empty where it is withdrawn.
	Current   string
	Withdrawn bool
	Own       bool
	Changes   []historyRow
	Compare   *compareView
	AsOf      asOfForm
}

// asOfForm asks for a day.
type asOfForm struct {
	Action string // empty for what is no document
	Hidden []field
}

// historyRow is one change.
type historyRow struct {
	changeView
	// Read leads to the document as it was after the change.
	Read string
	// Compare leads to the difference from the revision before.
	Compare string
}

// compareView is the difference of two revisions.
type compareView struct {
	From, To int
	Hunks    []hunkView
}

type hunkView struct {
	// Label is the field, Code its name where it has no label.
	Label, Code string
	Line        int
	Lines       []diffLineView
}

// diffLineView is a line in three parts, of which the middle one differs.
type diffLineView struct {
	Class, Sign, Word   string
	Before, Mark, After string
}

func (s *Server) getHistory(c echo.Context) error {
	loc, id := localeOf(c.Request()), c.Param("id")
	h, err := s.history(c.Request().Context(), id, c.QueryParams())
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := cp.history(h)
	p.page = s.page(c, loc, loc.T("history.title", p.Heading), "")
	p.NoIndex = true
	return s.sendPage(c, http.StatusOK, "history", p)
}

// historyResponse is the history of a document in the API.
type historyResponse struct {
	ID string `json:"id"`
	// Revision is the last one; it may be withdrawn.
	Revision  int           `json:"revision"`
	Withdrawn bool          `json:"withdrawn"`
	Own       bool          `json:"own"`
	Changes   []store.Entry `json:"changes"`
	// From and To are the revisions that Difference leads between; 0 where
	// there are no two.
	From       int       `json:"from,omitempty"`
	To         int       `json:"to,omitempty"`
	Difference []kb.Hunk `json:"difference"`
}

func (s *Server) apiHistory(c echo.Context) error {
	h, err := s.history(c.Request().Context(), c.Param("id"), c.QueryParams())
	if err != nil {
		return err
	}
	return sendJSON(c, h)
}

// history reads the changes of a document and compares the revisions from and
// to of the query, else the last two.
func (s *Server) history(ctx context.Context, id string, v url.Values) (h historyResponse, err error) {
	if h.From, err = revisionParam(v, "from"); err != nil {
		return h, err
	}
	if h.To, err = revisionParam(v, "to"); err != nil {
		return h, err
	}
	entries, err := s.store.History(ctx, id)
	if err != nil {
		return h, historyError(err)
	}
	last := entries[0]
	h.ID, h.Changes, h.Revision, h.Withdrawn, h.Own = id, entries, last.Revision, last.Op == kb.OpWithdraw, last.Own
	if h.To == 0 {
		h.To = h.Revision
	}
	if h.From == 0 {
		h.From = h.To - 1
	}
	h.Difference = []kb.Hunk{}
	if h.From == 0 { // the first has nothing before it
		h.To = 0
		return h, nil
	}
	old, err := s.store.Revision(ctx, id, h.From)
	if err != nil {
		return h, historyError(err)
	}
	next, err := s.store.Revision(ctx, id, h.To)
	if err != nil {
		return h, historyError(err)
	}
	h.Difference = append(h.Difference, kb.Difference(old.Data, next.Data)...)
	return h, nil
}

// historyError is a 404 where the store has no such document or revision.
func historyError(err error) error {
	var told *store.Error
	if errors.Is(err, store.ErrNotFound) && errors.As(err, &told) {
		return &statusError{status: http.StatusNotFound, text: told.Text()}
	}
	return fmt.Errorf("read the history: %w", err)
}

// apiFile sends the file of a revision as it was written, with the number of
// the revision noted in it so that it can be put again.
func (s *Server) apiFile(c echo.Context) error {
	id := c.Param("id")
	number, err := revisionParam(c.QueryParams(), "revision")
	if err != nil {
		return err
	}
	if number == 0 {
		h, err := s.store.History(c.Request().Context(), id)
		if err != nil {
			return historyError(err)
		}
		number = h[0].Revision
	}
	f, err := s.store.Revision(c.Request().Context(), id, number)
	if err != nil {
		return historyError(err)
	}
	return sendCached(c, "text/markdown; charset=utf-8", kb.Stamp(f.Data, number))
}

func (c composer) history(h historyResponse) historyPage {
	p := historyPage{
		ID: h.ID, Heading: h.ID, Withdrawn: h.Withdrawn, Own: h.Own,
		AsOf: asOfForm{Action: documentPath(h.ID, ""), Hidden: langFields(c.loc)},
	}
	if d, ok := c.lib.Document(h.ID); ok {
		p.Heading, _ = c.title(d.Common())
		p.Current = c.loc.URL(documentPath(h.ID, ""))
	} else if kb.KindOf(h.ID) == "" {
		p.Heading = c.loc.T("changes.list." + h.ID)
	}
	for _, e := range h.Changes {
		row := historyRow{changeView: c.change(e.Change)}
		if p.AsOf.Action != "" && e.Op == kb.OpPut {
			row.Read = c.loc.URL(p.AsOf.Action + "?revision=" + strconv.Itoa(e.Revision))
		}
		if e.Op == kb.OpPut && e.Revision > 1 {
			q := url.Values{"from": {strconv.Itoa(e.Revision - 1)}, "to": {strconv.Itoa(e.Revision)}}
			row.Compare = c.loc.URL(historyPath(h.ID)+"?"+q.Encode()) + "#difference"
		}
		p.Changes = append(p.Changes, row)
	}
	if h.To > 0 {
		p.Compare = &compareView{From: h.From, To: h.To}
		for _, k := range h.Difference {
			p.Compare.Hunks = append(p.Compare.Hunks, c.hunk(k))
		}
	}
	return p
}

func (c composer) hunk(k kb.Hunk) hunkView {
	v := hunkView{Line: k.New}
	if _, ok := catalogue["field."+k.Field]; ok {
		v.Label = c.loc.T("field." + k.Field)
	} else {
		v.Code = k.Field
	}
	for _, l := range k.Lines {
		line := diffLineView{Class: "same", Before: l.Text}
		switch l.Op {
		case "-":
			line.Class, line.Sign, line.Word = "gone", "−", c.loc.T("history.gone.line")
		case "+":
			line.Class, line.Sign, line.Word = "come", "＋", c.loc.T("history.come.line")
		}
		if l.To > l.From {
			line.Before, line.Mark, line.After = l.Text[:l.From], l.Text[l.From:l.To], l.Text[l.To:]
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}

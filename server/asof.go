package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

// asOfParam is the parameter that asks for the documents of a day.
const asOfParam = "as_of"

// pastKept is how many states of the past are kept at hand.
const pastKept = 4

// pastLibraries keeps the states of the store that were asked for last, with
// the documents of them that were read. The zero value is empty.
type pastLibraries struct {
	mu   sync.Mutex
	kept []*snapshot // the one asked for last is last; guarded by mu
}

// at returns the state after the change with the number, with the glossary of
// today to which its words lead; from read where it is not at hand.
func (p *pastLibraries) at(head uint64, terms *termTable, read func() (*kb.Library, error)) (*snapshot, error) {
	if s := p.use(head, nil); s != nil {
		return s, nil
	}
	lib, err := read()
	if err != nil {
		return nil, err
	}
	return p.use(head, &snapshot{lib: lib, head: head, terms: terms}), nil
}

// use returns the state that is kept, else keeps the fresh one if there is one.
func (p *pastLibraries) use(head uint64, fresh *snapshot) *snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.kept, func(s *snapshot) bool { return s.head == head }); i >= 0 {
		fresh = p.kept[i]
		p.kept = slices.Delete(p.kept, i, i+1)
	}
	if fresh != nil {
		p.kept = append(p.kept[max(0, len(p.kept)+1-pastKept):], fresh)
	}
	return fresh
}

// past is the moment in the past that a request asks for; zero for now.
type past struct {
	day      string // the end of a day in Japan
	revision int    // or when a revision of the document was made
	made     time.Time
}

// asOf returns the documents that a request for one of them asks for.
func (s *Server) asOf(ctx context.Context, id string, v url.Values) (*snapshot, past, error) {
	now := s.current.Load()
	p, head, err := s.readPast(ctx, id, v)
	if err != nil || p == (past{}) || head >= now.head {
		return now, p, err
	}
	snap, err := s.past.at(head, now.terms, func() (*kb.Library, error) { return s.store.LibraryAt(ctx, head) })
	if err != nil {
		return nil, p, fmt.Errorf("read the documents of the past: %w", err)
	}
	return snap, p, nil
}

// readPast reads the moment from a query and finds its last change.
func (s *Server) readPast(ctx context.Context, id string, v url.Values) (p past, head uint64, err error) {
	if p.revision, err = revisionParam(v, "revision"); err != nil {
		return p, 0, err
	}
	if p.revision > 0 {
		entries, err := s.store.History(ctx, id)
		if err != nil {
			return p, 0, historyError(err)
		}
		i := slices.IndexFunc(entries, func(e store.Entry) bool { return e.Op == kb.OpPut && e.Revision == p.revision })
		if i < 0 {
			return p, 0, &statusError{status: http.StatusNotFound, text: messageText("history.revision.none", id, p.revision), more: historyPath(id)}
		}
		p.made = entries[i].Time
		return p, entries[i].Seq, nil
	}
	p.day = v.Get(asOfParam)
	if p.day == "" {
		return p, 0, nil
	}
	begin, err := time.ParseInLocation(dayForm, p.day, kb.JST)
	if err != nil {
		return p, 0, badParam(asOfParam, "asof.bad")
	}
	if head, err = s.store.HeadAt(ctx, begin.AddDate(0, 0, 1).Add(-1)); err != nil {
		return p, 0, fmt.Errorf("find the state of a day: %w", err)
	}
	return p, head, nil
}

// oldView marks a page as one of the past.
type oldView struct {
	// Heading says of when it is.
	Heading string
	// Same is whether the document is still as it was.
	Same bool
	// Current leads to the page of now, empty where the document was withdrawn.
	Current string
}

// old says how the document that a page of the past shows stands today.
func (s *Server) old(c composer, d kb.Document, p past) *oldView {
	v := &oldView{}
	switch {
	case p.revision > 0:
		v.Heading = c.loc.T("asof.revision", p.revision, p.made.In(kb.JST).Format(minuteForm))
	case p.day != "":
		v.Heading = c.loc.T("asof.day", p.day)
	default:
		return nil
	}
	h := d.Common()
	if now, ok := s.current.Load().lib.Document(h.ID); ok {
		v.Current = c.loc.URL(documentPath(h.ID, ""))
		v.Same = reflect.DeepEqual(now, d)
	}
	return v
}

// absent says why a document is not there: it was withdrawn, does not parse by the
// rules of this version, or is unknown.
func (s *Server) absent(c echo.Context, id string, p past) error {
	h, err := s.store.History(c.Request().Context(), id)
	if err != nil || kb.KindOf(id) == "" {
		return notFound()
	}
	if p.day != "" {
		return &statusError{status: http.StatusNotFound, text: messageText("asof.none", id, p.day), more: historyPath(id)}
	}
	last := h[0]
	if last.Op == kb.OpPut {
		return &statusError{status: http.StatusInternalServerError, text: messageText("history.rules", id), more: historyPath(id)}
	}
	text := messageText("history.gone", id, last.Time.In(kb.JST).Format(minuteForm), last.Actor, last.Reason)
	return &statusError{status: http.StatusGone, text: text, more: historyPath(id)}
}

func historyPath(id string) string { return "/documents/" + url.PathEscape(id) + "/history" }

// revisionParam reads the number of a revision; 0 where there is none.
func revisionParam(v url.Values, name string) (int, error) {
	text := v.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badParam(name, "history.revision.bad", name)
	}
	return n, nil
}

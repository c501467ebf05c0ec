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
)

// asOfParam is the parameter that asks for the documents of a day.
const asOfParam = "as_of"

// pastKept is how many states of the past are kept at hand.
const pastKept = 4

// pastLibraries keeps the states of the store that were asked for last. The
// zero value is empty.
type pastLibraries struct {
	mu   sync.Mutex
	kept []*snapshot // the one asked for last is last
}

// at returns the state after the change with the number, from read where it is
// not at hand; one at a time, as each takes work and memory.
func (p *pastLibraries) at(head uint64, read func() (*kb.Library, error)) (*snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.kept, func(s *snapshot) bool { return s.head == head }); i >= 0 {
		s := p.kept[i]
		p.kept = append(slices.Delete(p.kept, i, i+1), s)
		return s, nil
	}
	lib, err := read()
	if err != nil {
		return nil, err
	}
	s := &snapshot{lib: lib, head: head, terms: newTermTable(lib.Vocabulary())}
	p.kept = append(p.kept[max(0, len(p.kept)+1-pastKept):], s)
	return s, nil
}

// asOf returns the documents that a request asks for: those of the end of a
// day in Japan, or, where it names none, those of now; day is then empty.
func (s *Server) asOf(ctx context.Context, v url.Values) (snap *snapshot, day string, err error) {
	snap = s.current.Load()
	day = v.Get(asOfParam)
	if day == "" {
		return snap, "", nil
	}
	begin, err := time.ParseInLocation(dayForm, day, kb.JST)
	if err != nil {
		return nil, "", badParam(asOfParam, "asof.bad")
	}
	head, err := s.store.HeadAt(ctx, begin.AddDate(0, 0, 1).Add(-1))
	if err != nil {
		return nil, "", fmt.Errorf("find the state of a day: %w", err)
	}
	if head >= snap.head {
		return snap, day, nil
	}
	snap, err = s.past.at(head, func() (*kb.Library, error) { return s.store.LibraryAt(ctx, head) })
	if err != nil {
		return nil, "", fmt.Errorf("read the documents of a day: %w", err)
	}
	return snap, day, nil
}

// oldView marks a page as one of the past.
type oldView struct {
	Day string
	// Same is whether the document is still as it was.
	Same bool
	// Current leads to the page of now, empty where the document was withdrawn.
	Current string
}

// old says how the document that a page of the past shows stands today.
func (s *Server) old(c composer, d kb.Document, day string) *oldView {
	if day == "" {
		return nil
	}
	h := d.Common()
	v := &oldView{Day: day}
	if now, ok := s.current.Load().lib.Document(h.ID); ok {
		v.Current = c.loc.URL(documentPath(h.ID, ""))
		v.Same = reflect.DeepEqual(now, d)
	}
	return v
}

// absent says why a document is not there: it was withdrawn, or is unknown.
func (s *Server) absent(c echo.Context, id, day string) error {
	h, err := s.store.History(c.Request().Context(), id)
	if err != nil || kb.KindOf(id) == "" {
		return notFound()
	}
	if day != "" {
		return &statusError{status: http.StatusNotFound, text: messageText("asof.none", id, day), more: historyPath(id)}
	}
	last := h[0]
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

package server

import (
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

const (
	changesPath = "/changes"
	feedPath    = "/changes.atom"
	// changesShown is how many changes a page or the feed holds.
	changesShown = 50
)

// changesPage lists what was changed, the last first.
type changesPage struct {
	page
	// Since is the day from which on changes are listed, empty for all.
	Since   string
	Action  string
	Hidden  []field
	Changes []changeView
	// Older leads to what comes before.
	Older string
	Feed  string
}

// changeView is one change of a document, or of a list beside the documents.
type changeView struct {
	Seq      uint64
	Time     timeView
	Op       string
	Ref      docRef
	List     string // the name of a list; empty for documents
	Revision int
	Actor    string
	// Own is whether it is of a document of the user's own.
	Own    bool
	Reason string
	// History leads to the history of the document or list.
	History string
}

// changesAsked says which changes are asked for.
type changesAsked struct {
	since  time.Time // zero for all
	before uint64    // the first number that is too new
}

func readChanges(v url.Values) (a changesAsked, err error) {
	a.before = math.MaxUint64
	if s := v.Get("before"); s != "" {
		if a.before, err = strconv.ParseUint(s, 10, 64); err != nil || a.before == 0 {
			return a, badParam("before", "changes.before")
		}
	}
	if s := v.Get("since"); s != "" {
		if a.since, err = time.ParseInLocation(dayForm, s, kb.JST); err != nil {
			return a, badParam("since", "changes.since.bad")
		}
	}
	return a, nil
}

// changes returns a page of the change log, the last first, and whether older
// ones follow.
func (s *Server) changes(ctx context.Context, a changesAsked) (list []kb.Change, more bool, err error) {
	last := min(s.current.Load().head, a.before-1)
	after := last - min(last, changesShown)
	if last == after { // a limit of 0 would mean all
		return nil, false, nil
	}
	list, err = s.store.Changes(ctx, after, int(last-after))
	if err != nil {
		return nil, false, fmt.Errorf("list changes: %w", err)
	}
	slices.Reverse(list)
	if i := slices.IndexFunc(list, func(c kb.Change) bool { return c.Time.Before(a.since) }); i >= 0 {
		return list[:i], false, nil
	}
	return list, after > 0, nil
}

func (s *Server) getChanges(c echo.Context) error {
	loc := localeOf(c.Request())
	asked, err := readChanges(c.QueryParams())
	if err != nil {
		return err
	}
	list, more, err := s.changes(c.Request().Context(), asked)
	if err != nil {
		return err
	}
	p := changesPage{
		Since: c.QueryParam("since"), Action: changesPath, Hidden: langFields(loc), Feed: feedPath,
		page: s.page(c, loc, loc.T("changes.title"), loc.T("changes.lead")),
	}
	cp := composer{loc: loc, lib: s.current.Load().lib}
	for _, change := range list {
		p.Changes = append(p.Changes, cp.change(change))
	}
	if more {
		v := url.Values{"before": {strconv.FormatUint(list[len(list)-1].Seq, 10)}}
		if p.Since != "" {
			v.Set("since", p.Since)
		}
		p.Older = loc.URL(changesPath + "?" + v.Encode())
	}
	return s.sendPage(c, http.StatusOK, "changes", p)
}

func (c composer) change(k kb.Change) changeView {
	v := changeView{
		Seq: k.Seq, Time: moment(k.Time), Op: c.loc.T("changes.op." + c.opOf(k)),
		Revision: k.Revision, Actor: k.Actor, Own: k.Actor != kb.BundledActor, Reason: k.Reason,
		History: c.loc.URL(historyPath(k.ID)),
	}
	if kb.KindOf(k.ID) == "" {
		v.List = c.loc.T("changes.list." + k.ID)
	} else {
		v.Ref = c.ref(k.ID)
	}
	return v
}

// opOf tells new documents from changed ones.
func (c composer) opOf(k kb.Change) string {
	if k.Op == kb.OpPut && k.Revision == 1 {
		return "add"
	}
	return string(k.Op)
}

// atomFeed is a feed after RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Author  atomAuthor `xml:"author"`
	Link    atomLink   `xml:"link"`
	Summary string     `xml:"summary,omitempty"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

func (s *Server) getFeed(c echo.Context) error {
	loc, base := localeOf(c.Request()), siteBase(c)
	list, _, err := s.changes(c.Request().Context(), changesAsked{before: math.MaxUint64})
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: s.current.Load().lib}
	f := atomFeed{
		Lang: loc.lang, ID: base + changesPath, Title: loc.T("changes.feed"), Updated: atomTime(time.Unix(0, 0)),
		Links: []atomLink{{"self", base + feedPath}, {"alternate", base + changesPath}},
	}
	for i, k := range list {
		if i == 0 {
			f.Updated = atomTime(k.Time)
		}
		f.Entries = append(f.Entries, cp.atomEntry(base, k))
	}
	return sendXML(c, "application/atom+xml", f)
}

func (c composer) atomEntry(base string, k kb.Change) atomEntry {
	v := c.change(k)
	at := base + changesPath + "?before=" + strconv.FormatUint(k.Seq+1, 10) + "#change-" + strconv.FormatUint(k.Seq, 10)
	e := atomEntry{
		ID: at, Title: v.Op + c.loc.T("changes.colon") + v.List + v.Ref.Title, Updated: atomTime(k.Time),
		Author: atomAuthor{k.Actor}, Link: atomLink{"alternate", at},
	}
	if d, ok := c.lib.Document(k.ID); ok {
		e.Link.Href, e.Summary = base+documentPath(k.ID, ""), d.Common().Summary
	}
	if k.Reason != "" {
		e.Summary = strings.TrimSpace(c.loc.T("history.reason") + c.loc.T("changes.colon") + k.Reason + "\n" + e.Summary)
	}
	return e
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

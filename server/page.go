package server

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// page is what the base template needs; every page's struct embeds one.
type page struct {
	Lang string
	// Title is the name of the page without the site's.
	Title       string
	Description string
	NoIndex     bool
	Home        string
	Nav         []link
	Switch      langSwitch
	// HeaderSearch is the box in the header; pages with a box of their own
	// leave it out.
	HeaderSearch searchBox
	HideSearch   bool
	Style        string
	Script       string
	Icon         string
	Version      string
	// ChangeLog leads to what has changed.
	ChangeLog string
	// APIDocs leads to the reference of the API.
	APIDocs string
	// Backups leads to how the data are kept.
	Backups string

	loc locale
	lib *kb.Library
}

// link is a link with its words in the language of the interface.
type link struct {
	URL     string
	Text    string
	Current bool
}

// langSwitch leads to the same page in the other language.
type langSwitch struct{ URL, Lang, Text string }

// searchBox is a form that leads to the results.
type searchBox struct {
	Action string
	Query  string
	// Hidden are the fields that a new query keeps.
	Hidden []field
}

type field struct{ Name, Value string }

// page composes the base of a page for a request.
func (s *Server) page(c echo.Context, loc locale, title, description string) page {
	u := c.Request().URL
	return page{
		Lang: loc.lang, Title: title, Description: description,
		Home:   loc.URL("/"),
		Nav:    composeNav(loc, u),
		Switch: composeSwitch(loc, u),
		HeaderSearch: searchBox{
			Action: "/search", Hidden: langFields(loc),
		},
		Style: s.assets.urls["app.css"], Script: s.assets.urls["app.js"], Icon: s.assets.urls["icon.svg"],
		Version: s.version, ChangeLog: loc.URL(changesPath), Backups: loc.URL(backupPath), APIDocs: loc.URL(apiDocsPath), loc: loc, lib: s.current.Load().lib,
	}
}

// langFields keep an explicit language when a form is sent.
func langFields(loc locale) []field {
	if !loc.explicit {
		return nil
	}
	return []field{{"lang", loc.lang}}
}

func composeNav(loc locale, u *url.URL) []link {
	kinds, domains := u.Query()["kind"], u.Query()["domain"]
	accidents := len(domains) == 0 || len(domains) == 1 && domains[0] == kb.Telecom
	onKind := func(kind, folder string) bool {
		return strings.HasPrefix(u.Path, folder) ||
			u.Path == "/search" && accidents && len(kinds) == 1 && kinds[0] == kind
	}
	return []link{
		{URL: loc.URL(incidentPath), Text: loc.T("nav.incident"), Current: u.Path == incidentPath},
		{URL: loc.URL(casesPath), Text: loc.T("nav.cases"), Current: onKind("case", "/cases/")},
		{URL: loc.URL(lessonsPath), Text: loc.T("nav.lessons"), Current: onKind("lesson", "/lessons/")},
		{URL: loc.URL("/framework"), Text: loc.T("nav.framework"),
			Current: u.Path == "/framework" || onKind("provision", "/provisions/")},
		{URL: loc.URL(statisticsPath), Text: loc.T("nav.statistics"), Current: strings.HasPrefix(u.Path, statisticsPath) || u.Path == lineagePath},
		{URL: loc.URL("/duty"), Text: loc.T("nav.duty"), Current: u.Path == "/duty"},
		{URL: loc.URL("/search?kind=source"), Text: loc.T("nav.sources"), Current: onKind("source", "/sources/")},
		{URL: loc.URL("/glossary"), Text: loc.T("nav.glossary"), Current: u.Path == "/glossary"},
	}
}

// composeSwitch links to the same address in the other language. A query too
// long to be sensible is left out.
func composeSwitch(loc locale, u *url.URL) langSwitch {
	other, text := "en", "English"
	if loc.lang == "en" {
		other, text = "ja", "日本語"
	}
	path := u.EscapedPath()
	if u.RawQuery != "" && len(u.RawQuery) <= maxQueryRunes*9 {
		path += "?" + u.RawQuery
	}
	return langSwitch{URL: withLang(path, other), Lang: other, Text: text}
}

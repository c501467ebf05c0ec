package server

import (
	"encoding/xml"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// The addresses by which browsers and crawlers find their way.
const (
	openSearchPath = "/opensearch.xml"
	sitemapPath    = "/sitemap.xml"
)

// openSearch describes the search to browsers, after OpenSearch 1.1.
type openSearch struct {
	XMLName       xml.Name      `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string        // at most 16 characters
	Description   string        // at most 1024
	InputEncoding string        // of the query in the address
	Language      string        // of what it finds
	Image         openSearchPic // the icon
	URL           openSearchURL `xml:"Url"`
}

type openSearchPic struct {
	Type string `xml:"type,attr"`
	URL  string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

// sitemap lists the pages, after the protocol of sitemaps.org.
type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// sitemapIndex lists the parts of a sitemap.
type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []sitemapURL `xml:"sitemap"`
}

const (
	// sitemapMost is how many pages the protocol lets a sitemap list.
	sitemapMost = 50_000
	// sitemapAfter is the parameter of a part: the id after which its documents
	// come, empty for the first, which has the pages that are no documents too.
	sitemapAfter = "after"
)

// sitemapPages are the pages that are no documents.
var sitemapPages = []string{"/", casesPath, lessonsPath, "/framework", statisticsPath, lineagePath, "/duty", "/glossary", incidentPath, checklistPath, changesPath, apiDocsPath}

func (s *Server) getOpenSearch(c echo.Context) error {
	loc := localeOf(c.Request())
	base := siteBase(c)
	return sendXML(c, "application/opensearchdescription+xml", openSearch{
		ShortName: loc.T("site.name"), Description: loc.T("home.lead"), InputEncoding: "UTF-8", Language: "ja",
		Image: openSearchPic{"image/svg+xml", base + s.assets.urls["icon.svg"]},
		URL:   openSearchURL{"text/html", base + "/search?q={searchTerms}"},
	})
}

func (s *Server) getSitemap(c echo.Context) error {
	snap, base := s.current.Load(), siteBase(c)
	q := c.QueryParams()
	if after := q.Get(sitemapAfter); after != "" && (!mcpID.MatchString(after) || strings.Contains(after, "#")) {
		return badParam(sitemapAfter, "param.value", sitemapAfter)
	}
	if !q.Has(sitemapAfter) && snap.lib.Count("", "")+len(sitemapPages) > sitemapMost {
		return sendXML(c, echo.MIMEApplicationXMLCharsetUTF8, newSitemapIndex(base, snap.sitemapParts()))
	}
	return sendXML(c, echo.MIMEApplicationXMLCharsetUTF8, newSitemap(snap.lib, base, q.Get(sitemapAfter), sitemapMost))
}

// newSitemap lists the first pages after an id, at most so many.
func newSitemap(lib *kb.Library, base, after string, most int) sitemap {
	var m sitemap
	add := func(path string) { m.URLs = append(m.URLs, sitemapURL{base + path}) }
	if after == "" {
		for _, path := range sitemapPages {
			add(path)
		}
	}
	for _, id := range lib.IDs("", after, most-len(m.URLs)) {
		add(documentPath(id, ""))
	}
	return m
}

// sitemapParts returns the ids after which the parts of a sitemap come, each
// with so many pages.
func sitemapParts(lib *kb.Library, most int) []string {
	parts := []string{""}
	for room := most - len(sitemapPages); ; room = most {
		ids := lib.IDs("", parts[len(parts)-1], room+1)
		if len(ids) <= room {
			return parts
		}
		parts = append(parts, ids[room-1])
	}
}

func newSitemapIndex(base string, parts []string) sitemapIndex {
	var m sitemapIndex
	for _, after := range parts {
		m.Parts = append(m.Parts, sitemapURL{base + sitemapPath + "?" + sitemapAfter + "=" + url.QueryEscape(after)})
	}
	return m
}

// siteBase is the address of the site as the client reached it.
func siteBase(c echo.Context) string {
	return (&url.URL{Scheme: c.Scheme(), Host: c.Request().Host}).String()
}

func sendXML(c echo.Context, mediaType string, v any) error {
	body, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return sendCached(c, mediaType, append([]byte(xml.Header), body...))
}

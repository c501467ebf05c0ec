package server

import (
	"encoding/xml"
	"net/url"

	"github.com/labstack/echo/v4"
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
	base, lib := siteBase(c), s.current.Load().lib
	var m sitemap
	add := func(path string) { m.URLs = append(m.URLs, sitemapURL{base + path}) }
	for _, path := range []string{"/", casesPath, lessonsPath, "/framework", statisticsPath, lineagePath, "/duty", "/glossary", incidentPath, checklistPath, changesPath, apiDocsPath} {
		add(path)
	}
	for _, d := range lib.Documents() {
		add(documentPath(d.Common().ID, ""))
	}
	return sendXML(c, echo.MIMEApplicationXMLCharsetUTF8, m)
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

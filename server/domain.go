package server

import (
	"net/url"

	"kyokun/kb"
)

// domainView says of which field of knowledge a document is.
type domainView struct {
	// Domain is the name of the field, empty where the library lacks the document.
	Domain string
	// OtherDomain is true for all but telecom accidents: what belongs to them
	// must never pass for one.
	OtherDomain bool
	// DomainURL leads to what the field holds.
	DomainURL string
}

func (c composer) domain(h *kb.Head) domainView {
	return domainView{
		Domain:      c.tag("domain", h.Domain),
		OtherDomain: h.Domain != kb.Telecom,
		DomainURL:   c.loc.URL(domainPath(h.Domain, "")),
	}
}

// The lists of accidents and of the lessons drawn from them, to which the menu leads.
var (
	casesPath   = domainPath(kb.Telecom, kb.KindCase)
	lessonsPath = domainPath(kb.Telecom, kb.KindLesson)
)

// domainPath is the list of a domain, of one kind where that is given.
func domainPath(domain string, kind kb.Kind) string {
	path := "/search?domain=" + url.QueryEscape(domain)
	if kind != "" {
		path += "&kind=" + url.QueryEscape(string(kind))
	}
	return path
}

// domainCounts are the documents of one domain by kind, as links to them.
type domainCounts struct {
	link
	Kinds []link
}

// otherDomains lists the domains besides telecom accidents that hold anything.
func (c composer) otherDomains() []domainCounts {
	facet, _ := c.lib.Tags().Facet("domain")
	var out []domainCounts
	for _, tag := range facet.Tags {
		kinds := c.kindCounts(tag.ID)
		if tag.ID == kb.Telecom || len(kinds) == 0 {
			continue
		}
		out = append(out, domainCounts{
			link:  link{URL: c.loc.URL(domainPath(tag.ID, "")), Text: c.loc.In(tag.Label())},
			Kinds: kinds,
		})
	}
	return out
}

// kindCounts say how much there is of each kind in a domain.
func (c composer) kindCounts(domain string) []link {
	var out []link
	for _, kind := range kb.Kinds() {
		if n := c.lib.Count(kind, domain); n > 0 {
			out = append(out, link{URL: c.loc.URL(domainPath(domain, kind)), Text: c.loc.T("home.count."+string(kind), commas(n))})
		}
	}
	return out
}

package server

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

//go:embed templates
var templateFS embed.FS

// languages of the interface, the main one first.
var languages = []string{"ja", "en"}

// pageSet holds the template of each page in each language.
type pageSet struct {
	byLang map[string]map[string]*template.Template
}

// parsePages clones the base with the parts for each file of templates/pages.
func parsePages() (*pageSet, error) {
	set := &pageSet{byLang: map[string]map[string]*template.Template{}}
	files, err := fs.Glob(templateFS, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, lang := range languages {
		base, err := template.New("base.html").Funcs(funcsFor(lang)).
			ParseFS(templateFS, "templates/base.html", "templates/parts/*.html")
		if err != nil {
			return nil, err
		}
		set.byLang[lang] = map[string]*template.Template{}
		for _, f := range files {
			t, err := template.Must(base.Clone()).ParseFS(templateFS, f)
			if err != nil {
				return nil, err
			}
			set.byLang[lang][strings.TrimSuffix(path.Base(f), ".html")] = t
		}
	}
	return set, nil
}

// funcsFor returns the functions of templates in a language.
func funcsFor(lang string) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) string { return locale{lang: lang}.T(key, args...) },
		// facets are the parameters that take a tag.
		"facets": func() string { return strings.Join(searchFacets, " ") },
		// kinds are the kinds of document with their labels, for suggestions.
		"kinds": func() []field {
			var out []field
			for _, k := range kb.Kinds() {
				out = append(out, field{string(k), k.Label().In(lang)})
			}
			return out
		},
	}
}

func (p *pageSet) execute(lang, name string, data any) ([]byte, error) {
	t, ok := p.byLang[lang][name]
	if !ok {
		return nil, fmt.Errorf("no template %s in %s", name, lang)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// sendPage renders a page as a whole before it sends the first byte.
func (s *Server) sendPage(c echo.Context, status int, name string, data any) error {
	loc := localeOf(c.Request())
	body, err := s.pages.execute(loc.lang, name, data)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Language", loc.lang)
	h.Add(echo.HeaderVary, "Accept-Language")
	if status != http.StatusOK {
		return c.HTMLBlob(status, body)
	}
	return sendCached(c, echo.MIMETextHTMLCharsetUTF8, body)
}

// sendPrivate sends a page that answers what somebody sent, and is kept nowhere.
func (s *Server) sendPrivate(c echo.Context, status int, name string, data any) error {
	loc := localeOf(c.Request())
	body, err := s.pages.execute(loc.lang, name, data)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Language", loc.lang)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.HTMLBlob(status, body)
}

// sendCached sends a body that a client may keep if it asks each time whether
// it still holds.
func sendCached(c echo.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set(echo.HeaderCacheControl, "no-cache")
	if matchesTag(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

// matchesTag compares weakly, as If-None-Match asks for.
func matchesTag(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

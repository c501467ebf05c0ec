package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	"kyokun/kb"
)

// locale is the language of the interface for one request.
type locale struct {
	lang string
	// explicit is true where the address chose it; links then carry it on.
	explicit bool
}

// T returns the message in the language, with its arguments filled in.
func (l locale) T(key string, args ...any) string { return l.In(messageText(key, args...)) }

// In picks the language of a text.
func (l locale) In(t kb.Text) string { return t.In(l.lang) }

// URL returns a path of this site as a link that keeps the language.
func (l locale) URL(path string) string {
	if !l.explicit {
		return path
	}
	return withLang(path, l.lang)
}

// withLang sets the parameter lang of a path, which may have a query and a fragment.
func withLang(path, lang string) string {
	rest, fragment, hasFragment := strings.Cut(path, "#")
	base, query, _ := strings.Cut(rest, "?")
	kept := []string{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" && !strings.HasPrefix(pair, "lang=") {
			kept = append(kept, pair)
		}
	}
	kept = append(kept, "lang="+url.QueryEscape(lang))
	out := base + "?" + strings.Join(kept, "&")
	if hasFragment {
		out += "#" + fragment
	}
	return out
}

// acceptable matches Accept-Language headers; Japanese wins where neither fits.
var acceptable = language.NewMatcher([]language.Tag{language.Japanese, language.English})

// localeOf reads the language from the parameter lang, else from Accept-Language.
func localeOf(r *http.Request) locale {
	switch lang := r.URL.Query().Get("lang"); lang {
	case "ja", "en":
		return locale{lang: lang, explicit: true}
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return locale{lang: languages[0]}
	}
	_, i, confidence := acceptable.Match(tags...)
	if confidence == language.No {
		i = 0
	}
	return locale{lang: languages[i]}
}

// messageText returns a message in both languages. A key that does not exist
// comes back in brackets; a test holds that no page shows one.
func messageText(key string, args ...any) kb.Text {
	m, ok := catalogue[key]
	if !ok {
		return kb.Text{JA: "⟦" + key + "⟧", EN: "⟦" + key + "⟧"}
	}
	if len(args) == 0 {
		return m
	}
	return kb.Text{JA: fmt.Sprintf(m.JA, args...), EN: fmt.Sprintf(m.EN, args...)}
}

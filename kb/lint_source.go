package kb

import (
	"fmt"
	"reflect"
	"regexp"
)

var (
	publishedPattern = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)
	erratumPattern   = regexp.MustCompile(`^e\d{2,}$`)
)

func (k checks) source(p parsed, s *Source) {
	if !publishedPattern.MatchString(s.Published) {
		p.add("published", "YYYY、YYYY-MM、YYYY-MM-DD のどれかで書いてください", "write YYYY, YYYY-MM or YYYY-MM-DD")
	}
	seen := map[string]bool{}
	page := 0
	for i, sec := range s.Sections {
		at := fmt.Sprintf("sections[%d]", i)
		if seen[sec.Number] {
			p.add(at+".number", "同じ節が2回あります", "the section stands twice")
		}
		seen[sec.Number] = true
		if s.Paginated == (sec.Page == 0) || sec.Page < page {
			p.add(at+".page", "節のページは、ページのある出典では必須で、順に大きくなります", "pages of sections are required in a source with pages, and ascend")
		}
		page = sec.Page
	}
	k.errata(p, s)
}

func (k checks) errata(p parsed, s *Source) {
	seen := map[string]bool{}
	for i, e := range s.Errata {
		at := fmt.Sprintf("errata[%d]", i)
		if !erratumPattern.MatchString(e.ID) || seen[e.ID] {
			p.add(at+".id", "e と2桁以上の番号で、重ならないようにしてください（例: e01）", "use e and two or more digits, each once (example: e01)")
		}
		seen[e.ID] = true
		if len(e.Readings) == 0 {
			p.add(at+".readings", "記載を1つは書いてください", "give at least one reading")
		}
		for j, a := range e.About {
			k.about(p, fmt.Sprintf("%s.about[%d]", at, j), a)
		}
	}
}

func (k checks) about(p parsed, at string, a About) {
	other, ok := k.named(a.ID)
	if !ok {
		p.add(at+".id", "「%s」という文書はありません", "there is no document %q", a.ID)
		return
	}
	if a.Field == "" || other.doc == nil {
		return
	}
	if _, ok := yamlFields(reflect.TypeOf(other.doc).Elem())[a.Field]; !ok {
		p.add(at+".field", "「%s」に %s という項目はありません", "%q has no field %s", a.ID, a.Field)
	}
}

package server

import (
	"strings"
	"testing"
)

// TestAPIPage holds that the reference shows every operation, parameter and
// shape of the document, and that it is led to.
func TestAPIPage(t *testing.T) {
	d := readOpenAPI(t)
	for _, lang := range []string{"ja", "en"} {
		page := get(t, apiDocsPath+"?lang="+lang)
		text := words(page.Find("main"))
		for path, methods := range d.doc.Paths {
			for method, o := range methods {
				if !strings.Contains(text, strings.ToUpper(method)+" "+path) {
					t.Errorf("%s: %s %s is not shown", lang, method, path)
				}
				section := page.Find("section[aria-labelledby='" + o.OperationID + "']")
				for _, p := range o.Parameters {
					name := d.doc.parameter(p).Name
					if !strings.Contains(words(section.Find("table").First()), name) {
						t.Errorf("%s: %s: %s is not shown", lang, path, name)
					}
				}
			}
		}
		for name := range d.doc.Components.Schemas {
			if page.Find("#schema-"+name).Length() != 1 {
				t.Errorf("%s: %s is not shown", lang, name)
			}
		}
	}
	if got := get(t, "/").Find("footer a[href='/api']").Length(); got != 1 {
		t.Errorf("%d links of the footer lead to the reference", got)
	}
}

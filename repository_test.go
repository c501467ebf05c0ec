// Package kyokun_test holds the rules of the repository as a whole.
package kyokun_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	return strings.Fields(string(out))
}

// allowed are the packages of ours that each package may import. A package
// that is not here may not exist.
var allowed = map[string][]string{
	"kyokun/content":            nil,
	"kyokun/kb":                 nil,
	"kyokun/kb/report":          {"kyokun/kb"}, // reads the text of a report; pure, as kb is
	"kyokun/kb/store":           {"kyokun/kb"},
	"kyokun/kb/store/storetest": {"kyokun/kb", "kyokun/kb/store"},
	"kyokun/kb/store/backup":    {"kyokun/kb", "kyokun/kb/store"}, // reads snapshots and knows no bucket of the store
	"kyokun/index":              {"kyokun/kb"},
	"kyokun/index/judge":        nil,           // takes the search as a function, so it cannot lean on what it measures
	"kyokun/index/corpus":       {"kyokun/kb"}, // of the bench command and of the benchmarks of several packages
	"kyokun/server":             {"kyokun/kb", "kyokun/kb/report", "kyokun/kb/store", "kyokun/kb/store/backup", "kyokun/index"},
	"kyokun/cmd/kyokun":         {"kyokun/content", "kyokun/kb", "kyokun/kb/report", "kyokun/kb/store", "kyokun/kb/store/backup", "kyokun/index", "kyokun/index/corpus", "kyokun/index/judge", "kyokun/server", "kyokun/cmd/kyokun/pdf"},
	"kyokun/cmd/kyokun/pdf":     nil, // runs in a process of its own and is the only user of pdfium
}

// owned are the modules that one package alone may import.
var owned = map[string]string{
	"go.etcd.io/bbolt":                        "kyokun/kb/store",
	"github.com/blevesearch/bleve/":           "kyokun/index",
	"github.com/ikawaha/kagome":               "kyokun/index",
	"github.com/labstack/echo/":               "kyokun/server",
	"github.com/spf13/cobra":                  "kyokun/cmd/kyokun",
	"go.yaml.in/yaml/":                        "kyokun/kb",
	"filippo.io/age":                          "kyokun/kb/store/backup",
	"github.com/minio/":                       "kyokun/kb/store/backup",
	"github.com/klauspost/compress":           "kyokun/kb/store/backup",
	"github.com/klippa-app/":                  "kyokun/cmd/kyokun/pdf",
	"github.com/tetratelabs/wazero":           "kyokun/cmd/kyokun/pdf",
	"github.com/modelcontextprotocol/go-sdk/": "kyokun/server",
	"golang.org/x/mod/":                       "kyokun/kb/store",
}

func TestImports(t *testing.T) {
	packages := goList(t, "./...")
	if len(packages) < len(allowed) {
		t.Fatalf("found only %v", packages)
	}
	for _, pkg := range packages {
		if pkg == "kyokun" {
			continue // this test
		}
		may, known := allowed[pkg]
		if !known {
			t.Errorf("%s is not a package of the design; a new one needs a reason, and a line here", pkg)
		}
		for _, imp := range goList(t, "-f", `{{join .Imports "\n"}}`, pkg) {
			if strings.HasPrefix(imp, "kyokun/") && !slices.Contains(may, imp) {
				t.Errorf("%s imports %s", pkg, imp)
			}
			for module, owner := range owned {
				if strings.HasPrefix(imp, module) && pkg != owner {
					t.Errorf("%s imports %s, which is %s's alone", pkg, imp, owner)
				}
			}
		}
	}
}

// TestNotice checks that every module linked into the program is named in
// NOTICE.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	modules := goList(t, "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/kyokun")
	if len(modules) < 10 {
		t.Fatalf("found only %v", modules)
	}
	for _, m := range modules {
		if m != "kyokun" && !strings.Contains(string(notice), "  "+m+"  ") {
			t.Errorf("NOTICE does not name %s", m)
		}
	}
}

// TestNoCgo checks that the program builds as one static binary.
func TestNoCgo(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if .CgoFiles}}{{.ImportPath}}{{end}}", "./cmd/kyokun")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil || strings.TrimSpace(string(out)) != "" {
		t.Errorf("packages with cgo: %s (error %v)", out, err)
	}
}

package server

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	templateKey = regexp.MustCompile(`\bt "([^"]+)"`)
	verbs       = regexp.MustCompile(`%[a-z]`)
)

// TestMessages holds that each message is in both languages with the same arguments.
func TestMessages(t *testing.T) {
	for key, m := range catalogue {
		if strings.TrimSpace(m.JA) == "" || strings.TrimSpace(m.EN) == "" {
			t.Errorf("%s lacks a language: %+v", key, m)
		}
		if ja, en := verbs.FindAllString(m.JA, -1), verbs.FindAllString(m.EN, -1); strings.Join(ja, "") != strings.Join(en, "") {
			t.Errorf("%s takes %v in Japanese and %v in English", key, ja, en)
		}
		if japanese.MatchString(m.EN) {
			t.Errorf("%s has Japanese in English: %s", key, m.EN)
		}
	}
}

// TestMessageKeys holds that templates and code use only keys that exist, and
// that none is left over. Keys put together at run time are known by their
// beginning, such as "sort.".
func TestMessageKeys(t *testing.T) {
	used, begun := templateKeys(t), map[string]bool{}
	codeKeys(t, used, begun)
	for key := range used {
		if _, ok := catalogue[key]; !ok {
			t.Errorf("key %q does not exist", key)
		}
	}
	for key := range catalogue {
		if used[key] {
			continue
		}
		known := false
		for prefix := range begun {
			known = known || strings.HasPrefix(key, prefix)
		}
		if !known {
			t.Errorf("key %q is not used", key)
		}
	}
}

func templateKeys(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	err := fs.WalkDir(templateFS, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templateFS, path)
		if err != nil {
			return err
		}
		for _, m := range templateKey.FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = true
		}
		return nil
	})
	if err != nil || len(used) == 0 {
		t.Fatalf("%d keys in templates: %v", len(used), err)
	}
	return used
}

// codeKeys finds the string constants of the package's code that are keys, and
// those that begin one, ending in a dot.
func codeKeys(t *testing.T, used, begun map[string]bool) {
	t.Helper()
	files, err := fs.Glob(sources, "*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "messages") {
			continue
		}
		data, err := fs.ReadFile(sources, name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok {
				noteCall(call, used)
			}
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			switch s, _ := strconv.Unquote(lit.Value); {
			case strings.HasSuffix(s, ".") && len(s) > 1:
				begun[s] = true
			default:
				if _, ok := catalogue[s]; ok {
					used[s] = true
				}
			}
			return true
		})
	}
}

// noteCall notes the key of a call of T with a constant, whether it exists or not.
func noteCall(call *ast.CallExpr, used map[string]bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "T" || len(call.Args) == 0 {
		return
	}
	if lit, ok := call.Args[0].(*ast.BasicLit); ok {
		if key, err := strconv.Unquote(lit.Value); err == nil {
			used[key] = true
		}
	}
}

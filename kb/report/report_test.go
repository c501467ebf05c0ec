package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"kyokun/kb"
)

var update = flag.Bool("update", false, "rewrite golden files")

// invented is the text of a report about operators and accidents that do not
// exist, laid out as the yearly reports are.
func invented(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t testing.TB, text string) *Report {
	t.Helper()
	rep, err := sharedReader(t).Read(SplitPages(text), Options{Source: "source-r09-report"})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func drafts(rep *Report) []byte {
	var a txtar.Archive
	for _, f := range rep.Files() {
		a.Files = append(a.Files, txtar.File{Name: f.Path, Data: f.Data})
	}
	return txtar.Format(&a)
}

// TestDrafts holds the drafts of the invented report against the golden file.
func TestDrafts(t *testing.T) {
	got := drafts(read(t, invented(t, "report.txt")))
	golden := filepath.Join("testdata", "drafts.txtar")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the drafts differ from %s (-update rewrites it):\n%s", golden, got)
	}
}

// facts are drafts without their places and quotations, which the same report
// may have otherwise in another form.
func facts(rep *Report) string {
	var out []string
	for l := range strings.SplitSeq(string(drafts(rep)), "\n") {
		if !placeLine.MatchString(l) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

var placeLine = regexp.MustCompile(`^\s*(?:#|cite:|- \{source:|- \{number:|sections:)`)

// TestPages reads the same report as a PDF gives it: lines broken by narrow
// cells, no blank line between paragraphs, page numbers at the foot.
func TestPages(t *testing.T) {
	rep := read(t, invented(t, "report.pdf.txt"))
	if got, want := facts(rep), facts(read(t, invented(t, "report.txt"))); got != want {
		t.Errorf("pages and plain text differ:\n%s", firstDifference(got, want))
	}
	if !rep.Paged {
		t.Fatal("the pages have no numbers")
	}
	a := rep.Accidents[0]
	if a.Section.Page != 4 || a.Section.PageTo != 5 || a.Measures[0].Page != 5 || a.Causes[0].Page != 4 {
		t.Errorf("pages of the first accident: section %d–%d, cause %d, measure %d; want 4–5, 4, 5",
			a.Section.Page, a.Section.PageTo, a.Causes[0].Page, a.Measures[0].Page)
	}
	for _, p := range rep.Passages {
		if strings.Contains(p.Text, "二人以上で持ち") && (p.Page != 9 || !p.Exact || p.Section != "2(1)イ") {
			t.Errorf("passage %+v, want page 9 of 2(1)イ", p)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			from := max(0, i-6)
			return "got\n" + strings.Join(g[from:min(len(g), i+6)], "\n") + "\nwant\n" + strings.Join(w[from:min(len(w), i+6)], "\n")
		}
	}
	return "got less than was wanted"
}

// styles are other ways in which reports number their sections and mark what is
// new and what is restated.
var styles = map[string][]string{
	"chapters": {
		"\n1. 令和", "\n第1章 令和", "\n2. 令和", "\n第2章 令和",
		"\n(1) ", "\n第1節 ", "\n(2) ", "\n第2節 ", "\n(3) ", "\n第3節 ",
		"\nア ", "\n1 ", "\nイ ", "\n2 ", "\n(ア) ", "\n(1) ", "\n(イ) ", "\n(2) ",
		"【本年度新規】", "（新規）", "【新規事例】", "（新規）", "に挙げた教訓の再掲】", "の再掲）", "【平成28年度及び令和5年度報告", "（平成28年度、令和5年度",
		"【令和2年度報告", "（令和2年度", "【令和元年度報告", "（令和元年度", "【平成30年度及び令和4年度にも見られた事例】", "（平成30年度・令和4年度にも見られた事例）",
		"<教訓等>", "【教訓】", "<事故事例>", "【事故事例】", "<制度的枠組み>", "【制度的枠組み】",
	},
	"dotted, full width": {
		"\n1. 令和", "\n１．令和", "\n2. 令和", "\n２．令和",
		"\n(1) 電気", "\n１．１ 電気", "\n(2) 重大", "\n１．２ 重大", "\n(3) その", "\n１．３ その",
		"\nア 発生", "\n１．２．１ 発生", "\nイ 重大", "\n１．２．２ 重大", "\n(ア) ", "\n１．２．２．１ ", "\n(イ) ", "\n１．２．２．２ ", "\nア 霧笛", "\n１．３．１ 霧笛",
		"\n(1) 事故", "\n２．１ 事故", "\n(2) 事故", "\n２．２ 事故", "\n(3) 事故", "\n２．３ 事故",
		"\nア 予備", "\n２．１．１ 予備", "\nイ 証明", "\n２．１．２ 証明", "\nア 初報", "\n２．２．１ 初報", "\nア 振り", "\n２．３．１ 振り",
		"【本年度新規】", "★", "おわりに\n\n架空", "★：本年度新規の教訓\n\nおわりに\n\n架空", "<教訓等>", "〈教訓等〉", "<事故事例>", "■事故事例",
		"【平成28年度及び令和5年度報告に挙げた教訓の再掲】", "【H28、R5再掲】", "【令和2年度報告に挙げた教訓の再掲】", "［再掲：2020年度］",
		"令和9年6月3日 9:48 初報掲載", "令和９年６月３日 ９時４８分 初報掲載", "約12万人", "約１２万人", "48,210人", "４８，２１０人",
	},
	"roman": {
		"\n1. 令和", "\nⅠ 令和", "\n2. 令和", "\nⅡ 令和", "\n(1) ", "\n１．", "\n(2) ", "\n２．", "\n(3) ", "\n３．",
		"\nア ", "\n（１）", "\nイ ", "\n（２）", "\n(ア) ", "\nア　", "\n(イ) ", "\nイ　",
		"<教訓等>", "＜教訓等＞", "<事故事例>", "◆ 事故事例", "<制度的枠組み>", "○制度的な枠組み",
		"事業者への\n問合せ件数", "利用者からの問合せ件数", "情報周知", "利用者への周知", "障害内容", "事故の概要",
	},
}

// TestStyles: other numbering and marks of the same report give the same facts.
func TestStyles(t *testing.T) {
	plain := invented(t, "report.txt")
	want := facts(read(t, plain))
	for name, pairs := range styles {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer(pairs...).Replace(plain)
			if got := facts(read(t, text)); got != want {
				t.Error(firstDifference(got, want))
			}
			// The table of contents is a help, not a need.
			from, to := strings.Index(text, "目次"), strings.LastIndex(text, "\t12\n")
			got := strings.Replace(facts(read(t, text[:from]+text[to+len("\t12\n"):])), "paginated: false", "paginated: true", 1)
			if got != want {
				t.Errorf("without the table of contents: %s", firstDifference(got, want))
			}
		})
	}
}

// TestOverview reads the short version: accidents in rows, lessons with bullets.
func TestOverview(t *testing.T) {
	got := drafts(read(t, invented(t, "overview.txt")))
	golden := filepath.Join("testdata", "overview.txtar")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the drafts differ from %s (-update rewrites it):\n%s", golden, got)
	}
}

func TestNoYear(t *testing.T) {
	r := sharedReader(t)
	if _, err := r.Read(SplitPages("年度の無い文書"), Options{Source: "source-x"}); !errors.Is(err, ErrNoYear) {
		t.Errorf("error %v, want ErrNoYear", err)
	}
	rep, err := r.Read(SplitPages("年度の無い文書"), Options{Source: "source-x", FiscalYear: 2024})
	if err != nil || len(rep.Accidents)+len(rep.Lessons) != 0 || len(rep.Passages) != 1 {
		t.Errorf("%+v, error %v; want one passage and nothing else", rep, err)
	}
}

// TestDraftsAreRefused: no draft passes lint before a person has finished it,
// and lint finds no other fault of form in it than what is open.
func TestDraftsAreRefused(t *testing.T) {
	for _, name := range []string{"report.txt", "overview.txt"} {
		for _, f := range read(t, invented(t, name)).Files() {
			doc, problems := kb.ParseDocument(f)
			if doc != nil || len(problems) == 0 {
				t.Errorf("%s passes lint as it is", f.Path)
			}
			for _, p := range problems {
				if !strings.Contains(p.Message.JA, "TODO") && !strings.Contains(p.Message.JA, "原文") && !strings.Contains(p.Message.JA, "型が違います") {
					t.Errorf("%s: a fault that no person left open: %s", name, p.Format("ja"))
				}
			}
		}
	}
}

// TestPassagesHoldTheText: whatever the text, each of its visible characters is
// in the passages, in order, unless it belongs to a page number.
func TestPassagesHoldTheText(t *testing.T) {
	reader := sharedReader(t)
	all := strings.Split(invented(t, "report.txt"), "\n")
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom(all), 0, 80).Draw(t, "lines")
		text := strings.Join(rows, "\n")
		rep, err := reader.Read([]Page{{Text: text}}, Options{Source: "source-x", FiscalYear: 2027})
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for i, p := range rep.Passages {
			if p.Position != i+1 {
				t.Fatalf("passage %d has position %d", i+1, p.Position)
			}
			got.WriteString(p.Text)
		}
		if squeeze(got.String()) != squeeze(text) {
			t.Fatalf("the passages hold\n%s\nof\n%s", got.String(), text)
		}
	})
}

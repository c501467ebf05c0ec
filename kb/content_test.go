package kb

import (
	"io/fs"
	"os"
	"slices"
	"testing"
)

func realLibrary(t testing.TB) (*Library, []Problem) {
	t.Helper()
	lib, problems, err := Load(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	return lib, problems
}

// TestContent lints every real file in a subtest of its own.
func TestContent(t *testing.T) {
	_, problems := realLibrary(t)
	byFile := map[string][]Problem{}
	for _, p := range problems {
		byFile[p.File] = append(byFile[p.File], p)
	}
	files, err := ReadFiles(os.DirFS("../content"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d content files, want at least 100 (error %v)", len(files), err)
	}
	for _, f := range files {
		t.Run(f.Path, func(t *testing.T) {
			for _, p := range byFile[f.Path] {
				t.Error(p.Format("en"))
			}
			if f.Path == tagsFile || f.Path == vocabularyFile || f.Path == dutyFile || f.Path == statisticsFile {
				return
			}
			if doc, problems := ParseDocument(f); doc == nil || len(problems) > 0 || doc.Common().Body == "" {
				t.Errorf("does not stand by itself, or has no body: %v", problems)
			}
		})
	}
}

// TestContentIsWhole holds the ids that others refer to and the counts that
// the report itself gives.
func TestContentIsWhole(t *testing.T) {
	lib, _ := realLibrary(t)
	const report = "source-r03-report"
	var cases, lessons, serious int
	for _, c := range lib.Cases() {
		if c.Cite[0].Source != report {
			continue
		}
		cases++
		if c.Serious.Stated {
			serious++
		}
	}
	statements := map[Recurrence]int{}
	for _, l := range lib.Lessons() {
		if l.Cite[0].Source != report {
			continue
		}
		lessons++
		for _, s := range l.Statements {
			statements[s.Status]++
		}
	}
	for _, tt := range []struct {
		what      string
		got, want int
	}{
		{"cases of the FY2021 report", cases, 9},
		{"serious accidents", serious, 7},
		{"lessons of the FY2021 report", lessons, 14},
		{"new statements", statements[New], 14},
		{"restated statements", statements[Restated], 14},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.what, tt.got, tt.want)
		}
	}
	for _, id := range []string{"source-r03-report", "source-r03-summary", "case-r03-01", "case-r03-09",
		"lesson-r03-1-11", "lesson-r03-2-02", "lesson-r03-3-01", "provision-technical-11", "provision-law-28"} {
		if _, ok := lib.Document(id); !ok {
			t.Errorf("%s is missing", id)
		}
	}
}

// TestOfficialFigures holds the figures of the report's table 3 and of its two
// further cases: minutes, and the greatest or least count of those affected.
func TestOfficialFigures(t *testing.T) {
	lib, _ := realLibrary(t)
	for _, tt := range []struct {
		id             string
		start          string
		minutes, users int
		unit           string
	}{
		{"case-r03-01", "2021-05-30T20:41", 342, 9, "社"},
		{"case-r03-02", "2021-08-03T15:00", 145, 456516, "人"},
		{"case-r03-03", "2021-09-08T20:48", 179, 500000, "人"},
		{"case-r03-04", "2021-09-11T13:23", 243, 1000000, "人"},
		{"case-r03-05", "2021-10-09T07:56", 177, 62095, "人"},
		{"case-r03-06", "2021-10-14T17:37", 140, 1000000, "人"},
		{"case-r03-07", "2022-03-16T23:51", 2049, 41417, "人"},
		{"case-r03-08", "2021-09-23T01:47", 9577, 860000, "通"},
		{"case-r03-09", "2022-02-01T07:30", 97, 17800, "人"},
	} {
		d, _ := lib.Document(tt.id)
		c, ok := d.(*Case)
		if !ok {
			t.Errorf("%s is missing", tt.id)
			continue
		}
		a := c.Affected[0]
		users := a.Max
		if users == nil {
			users = a.Min
		}
		if c.Start.At.String() != tt.start || c.Duration.Minutes != tt.minutes || *users != tt.users || a.Unit != tt.unit {
			t.Errorf("%s: %s, %d min, %d %s; want %s, %d, %d %s", tt.id, c.Start.At, c.Duration.Minutes, *users, a.Unit,
				tt.start, tt.minutes, tt.users, tt.unit)
		}
	}
}

// TestReportCitations checks that lessons reach the layers as the report links
// them: 67 citations, two pairs of which name one provision.
func TestReportCitations(t *testing.T) {
	lib, _ := realLibrary(t)
	bySource, layers := 0, map[Layer]int{}
	for _, l := range lib.Lessons() {
		for _, link := range l.Provisions {
			d, ok := lib.Document(link.To)
			p, isProvision := d.(*Provision)
			if !ok || !isProvision {
				t.Errorf("%s links to %s, which is no provision", l.ID, link.To)
				continue
			}
			if link.By == BySource {
				bySource++
				layers[p.Layer]++
			}
		}
	}
	if bySource != 65 {
		t.Errorf("%d links that the report asserts, want 65", bySource)
	}
	if layers[Technical] != 0 || layers[Management] == 0 || layers[Safety] == 0 || layers[Reporting] == 0 {
		t.Errorf("links by layer %v: the report cites no technical standard, and all other layers", layers)
	}
}

func TestNoticeMinutes(t *testing.T) {
	lib, _ := realLibrary(t)
	want := map[string]int{"case-r03-01": 5, "case-r03-02": 20, "case-r03-03": 42, "case-r03-04": 122, "case-r03-05": 37, "case-r03-06": 16}
	for id, minutes := range want {
		d, _ := lib.Document(id)
		c := d.(*Case)
		var all []int
		for _, n := range c.Notices {
			if m, ok := c.NoticeMinutes(n); ok {
				all = append(all, m)
			}
		}
		if len(all) == 0 || slices.Min(all) != minutes {
			t.Errorf("%s: first notice after %v minutes, want %d", id, all, minutes)
		}
	}
}

func TestReadFilesRefusesAnEmptyFolder(t *testing.T) {
	if _, err := ReadFiles(os.DirFS(t.TempDir())); err == nil {
		t.Error("no error for a folder without content")
	}
	if _, err := fs.ReadFile(os.DirFS("../content"), "tags.yaml"); err != nil {
		t.Error(err)
	}
}

package report

import (
	"strings"
	"testing"

	"kyokun/kb"
)

// FuzzRead: no text makes the reader panic, and whatever it holds, its drafts
// are well-formed files that lint refuses for nothing but what is open.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"report.txt", "report.pdf.txt", "overview.txt"} {
		// Pieces: a whole report takes the fuzzer too long to vary.
		rows := strings.SplitAfter(invented(f, name), "\n")
		for i := 0; i < len(rows); i += 12 {
			f.Add(strings.Join(rows[i:min(len(rows), i+24)], ""))
		}
	}
	for _, s := range []string{"", "\f\f", "目次\nア a\t1\nイ b\t2\nウ c\t3\n", "事業者名\t'\": {}\n発生日時\t令和99年2月30日 25時61分\n継続時間\t9時間\n",
		"<教訓等>\n【再掲】\n", "(1) ---\n<教訓等>\n# TODO: x\n", "事業者名\ta\t発生日時\tb\n継続時間\tc\n影響利用者数 最大99,999,999,999億人\n"} {
		f.Add(s)
	}
	reader := sharedReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		rep, err := reader.Read(SplitPages(text), Options{Source: "source-x", FiscalYear: 2024})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range rep.Files() {
			for l := range strings.SplitSeq(string(file.Data), "\n") {
				if strings.ContainsAny(l, "\r\x00\u2028") {
					t.Fatalf("%s holds a character that ends lines or is not seen: %q", file.Path, l)
				}
			}
			_, problems := kb.ParseDocument(file)
			for _, p := range problems {
				if strings.Contains(p.Message.JA, "YAML") || strings.Contains(p.Message.JA, "知らない項目") || strings.Contains(p.Message.JA, "2回") {
					t.Fatalf("%s\n%s", p.Format("ja"), file.Data)
				}
			}
		}
		CheckCitations(nil, kb.NewPassages(rep.Passages))
		figuresOf(text)
	})
}

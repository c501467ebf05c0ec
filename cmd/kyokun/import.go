package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"kyokun/content"
	"kyokun/kb"
	"kyokun/kb/report"
)

// maxReport is the largest file that import reads: 256 MiB.
const maxReport = 256 << 20

// importOptions are the flags of kyokun import.
type importOptions struct {
	source, year, out string
	timeout           time.Duration
}

func (a *app) importCommand() *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE --source ID --out DIR",
		Short: a.say("検証報告のPDFか文章を読み、下書きを作る", "Read a review report (PDF or text) into drafts"),
		Long: a.say(`検証報告（FILE。PDFか文章）を読み、節・事故の表・教訓・印・制度の項目を取り出して、
事例・教訓・出典の下書きを新しいフォルダー（--out）に書きます。人が書くか確かめるべき所には
TODO を、その根拠には原文の引用（#| の行）を付けます。どちらも残っていれば lint が断ります。
原文は段落ごとに passages.jsonl にも書き、kyokun cite が引用と突き合わせます。`,
			`Reads a review report (FILE: PDF or text), takes out sections, accident tables,
lessons, marks and framework items, and writes drafts of cases, lessons and the
source into a new folder (--out). What a person has to write or check says TODO,
and lines with #| quote the source beside it; lint refuses both. The text goes
paragraph by paragraph into passages.jsonl, which kyokun cite holds citations against.`),
		Example: `  kyokun import report.pdf --source source-r04-report --out drafts
  kyokun import report.txt --source source-r04-report --year 2022 --out drafts`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("取り込むファイルを1つ指定してください（例: kyokun import report.pdf --source source-r04-report --out drafts）",
					"name one file to import (example: kyokun import report.pdf --source source-r04-report --out drafts)")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.importReport(cmd.Context(), args[0], o) },
	}
	cmd.Flags().StringVar(&o.source, "source", "", a.say("出典の文書のid（source-r04-report など）", "id of the source document (such as source-r04-report)"))
	cmd.Flags().StringVar(&o.year, "year", "", a.say("報告書が検証した事故の年度（2022、令和4、R4。省くと表題から読む）",
		"fiscal year of the accidents (2022, 令和4 or R4; read from the title if left out)"))
	cmd.Flags().StringVar(&o.out, "out", "", a.say("下書きを書く新しいフォルダー", "new folder for the drafts"))
	cmd.Flags().DurationVar(&o.timeout, "timeout", 5*time.Minute, a.say("PDFを読むのにかけてよい時間", "how long reading a PDF may take"))
	return cmd
}

var sourceID = regexp.MustCompile(`^source(-[a-z0-9]+)+$`)

func (o importOptions) check() (year int, err error) {
	switch {
	case !sourceID.MatchString(o.source):
		return 0, usage("--source には出典のidを指定してください（source- で始まる小文字の英数字。例: source-r04-report）",
			"--source must be the id of a source: source-, then lower-case letters and digits (example: source-r04-report)")
	case o.out == "":
		return 0, usage("--out に下書きを書くフォルダーを指定してください", "name the folder for the drafts with --out")
	case o.timeout <= 0:
		return 0, usage("--timeout は正の時間で指定してください（例: 5m）", "--timeout must be positive (example: 5m)")
	case o.year == "":
		return 0, nil
	}
	year, ok := report.FiscalYear(o.year)
	if !ok {
		return 0, usage("--year の「%s」は年度として読めません（例: 2022、令和4、R4）", "--year %q is no fiscal year (examples: 2022, 令和4, R4)", o.year)
	}
	return year, nil
}

func (a *app) importReport(ctx context.Context, file string, o importOptions) error {
	year, err := o.check()
	if err != nil {
		return err
	}
	if err := outFree(o.out); err != nil {
		return err
	}
	data, err := readSource(file)
	if err != nil {
		return err
	}
	pages, err := a.reportPages(ctx, file, data, o.timeout)
	if err != nil {
		return err
	}
	lib, _, err := kb.Load(content.FS)
	if err != nil {
		return fmt.Errorf("read the bundled content: %w", err)
	}
	rep, err := report.NewReader(lib).Read(pages, report.Options{Source: o.source, FiscalYear: year})
	if errors.Is(err, report.ErrNoYear) {
		return usage("表題から年度を読めません。--year で指定してください（例: --year 2022）", "the title names no fiscal year: give --year (example: --year 2022)")
	}
	if err != nil {
		return fmt.Errorf("read the report: %w", err)
	}
	files := draftFiles(rep, lib)
	if err := writeDrafts(ctx, o.out, files, rep.Passages); err != nil {
		return err
	}
	return a.imported(rep, lib, files, o.out)
}

// draftFiles leaves out the draft of a source that the content has already.
func draftFiles(rep *report.Report, lib *kb.Library) []kb.File {
	var out []kb.File
	for _, f := range rep.Files() {
		if _, there := lib.Document(rep.Source); there && strings.HasPrefix(f.Path, "sources/") {
			continue
		}
		out = append(out, f)
	}
	return out
}

// readSource reads the file as it is.
func readSource(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxReport+1))
	switch {
	case err != nil:
		return nil, unreadable(file, err)
	case len(data) > maxReport:
		return nil, &exitError{status: exitFailure, text: text("%s は大きすぎます（%d MiBまで）", "%s is too large (%d MiB at most)", file, maxReport>>20)}
	case len(bytes.TrimSpace(data)) == 0:
		return nil, &exitError{status: exitFailure, text: text("%s には何も入っていません", "%s is empty", file)}
	}
	return data, nil
}

func unreadable(file string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usage("%s がありません", "%s does not exist", file)
	}
	return &exitError{status: exitFailure, err: err, text: text("%s を読めません: %v", "can't read %s: %v", file, err)}
}

// reportPages takes the text out of the file: a PDF by its first bytes, else text.
func (a *app) reportPages(ctx context.Context, file string, data []byte, timeout time.Duration) ([]report.Page, error) {
	if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		texts, err := a.pdfText(ctx, file, data, timeout)
		if err != nil {
			return nil, err
		}
		a.warnBlank(texts)
		return report.NumberPages(texts), nil
	}
	s, err := decodeText(data)
	if err != nil {
		return nil, &exitError{status: exitFailure, err: err, text: text("%s は文章として読めません。UTF-8の文章かPDFを指定してください",
			"%s is not readable as text: give UTF-8 text or a PDF", file)}
	}
	return report.SplitPages(s), nil
}

// warnBlank names the pages of a PDF that hold no text: pictures, or blank.
func (a *app) warnBlank(texts []string) {
	var blank []string
	for i, t := range texts {
		if strings.TrimSpace(t) == "" {
			blank = append(blank, strconv.Itoa(i+1))
		}
	}
	if len(blank) > 0 {
		fmt.Fprintf(a.err, a.say("文字の無い頁があります（PDFの %s 頁目）。図や画像なら、内容は下書きに入りません\n",
			"pages without text (of the PDF, page %s): pictures are not in the drafts\n"), strings.Join(blank, ", "))
	}
}

var errNoText = errors.New("neither UTF-8, UTF-16 nor Shift_JIS text")

// decodeText reads UTF-8, UTF-16 with its mark, and Shift_JIS, as Japanese
// programs write text.
func decodeText(data []byte) (string, error) {
	var from encoding.Encoding = japanese.ShiftJIS
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case utf8.Valid(data):
		if bytes.IndexByte(data, 0) >= 0 {
			return "", errNoText
		}
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	out, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) || bytes.IndexByte(out, 0) >= 0 {
		return "", errNoText
	}
	return string(out), nil
}

// imported tells what was found and what to do next; nothing found is status 1.
func (a *app) imported(rep *report.Report, lib *kb.Library, files []kb.File, out string) error {
	fmt.Fprintf(a.out, a.say("%d年度の報告書から、事例%d件、教訓%d件、節%d、段落%dを取り出しました\n",
		"from the report of fiscal %d: %d cases, %d lessons, %d sections, %d passages\n"),
		rep.FiscalYear, len(rep.Accidents), len(rep.Lessons), len(rep.Sections), len(rep.Passages))
	same := 0
	for _, f := range files {
		open := strings.Count(string(f.Data), report.Todo)
		fmt.Fprintf(a.out, a.say("  %s  TODO %dか所\n", "  %s  TODO: %d\n"), f.Path, open)
		if id := strings.TrimSuffix(f.Path[strings.IndexByte(f.Path, '/')+1:], ".md"); lib != nil {
			if _, there := lib.Document(id); there {
				same++
			}
		}
	}
	if same > 0 {
		fmt.Fprintf(a.out, a.say("同じidの文書が、付属の内容に%d件あります\n", "documents of the same id in the bundled content: %d\n"), same)
	}
	fmt.Fprintf(a.out, a.say("書いた場所: %s（下書き）と %s（原文の段落。公開しない）\n", "written: %s (drafts) and %s (passages of the source: not to be published)\n"),
		out, out+string(os.PathSeparator)+passagesFile)
	if len(rep.Accidents)+len(rep.Lessons) == 0 {
		return &exitError{status: exitNotFound, text: text("事故の表も教訓も見つかりませんでした。報告書か、頁の画像だけでないかを確かめてください",
			"no accident table and no lesson was found: is the file a review report, and its text complete?")}
	}
	fmt.Fprintln(a.out, a.say("次は: TODO と #| の行をなくし、内容のフォルダーに移して kyokun lint で確かめ、kyokun cite で引用を確かめる",
		"next: do away with TODO and the lines with #|, move the drafts into your content folder, run kyokun lint, then kyokun cite"))
	return nil
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kyokun/cmd/kyokun/pdf"
	"kyokun/kb"
)

// pdfWorker is the hidden command that reads a PDF in a process of its own:
// what a damaged or hostile file does to it ends there.
const pdfWorker = "pdf-text"

// pdfMessage is one line that the worker writes: a page, or why it gave up.
type pdfMessage struct {
	Page  int    `json:"page,omitempty"`
	Pages int    `json:"pages,omitempty"`
	Text  string `json:"text,omitempty"`
	Error string `json:"error,omitempty"`
}

// pdfFaults are the ways in which a PDF can't be read, as the worker names them.
var pdfFaults = []struct {
	name string
	err  error
	text kb.Text
}{
	{"password", pdf.ErrPassword, kb.Text{JA: "パスワードのかかったPDFです。解除したものを指定してください", EN: "the PDF asks for a password: give one without"}},
	{"format", pdf.ErrFormat, kb.Text{JA: "PDFとして読めません。壊れているかもしれません", EN: "not readable as a PDF; it may be damaged"}},
	{"large", pdf.ErrTooLarge, kb.Text{JA: "頁か文字が多すぎます", EN: "it has too many pages or too much text"}},
	{"no-text", pdf.ErrNoText, kb.Text{JA: "文字の入っていない（画像だけの）PDFです。OCRで文字にしたものを指定してください", EN: "the PDF holds pictures of pages and no text: run OCR on it first"}},
}

func (a *app) pdfWorkerCommand() *cobra.Command {
	return &cobra.Command{
		Use:    pdfWorker,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			limitWorker()
			return pdfWork(cmd.Context(), a.in, a.out)
		},
	}
}

// pdfWork reads a PDF and writes a line for each page.
func pdfWork(ctx context.Context, in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(in, maxReport))
	if err != nil {
		return fmt.Errorf("read the PDF: %w", err)
	}
	enc := json.NewEncoder(out)
	err = pdf.Text(ctx, data, codeCache(), func(i, n int, text string) error {
		return enc.Encode(pdfMessage{Page: i + 1, Pages: n, Text: text})
	})
	if err == nil {
		return nil
	}
	name := "other: " + err.Error()
	for _, f := range pdfFaults {
		if errors.Is(err, f.err) {
			name = f.name
		}
	}
	return enc.Encode(pdfMessage{Error: name})
}

// codeCache is where the compiled code of the PDF reader is kept for the next
// time; nothing is kept where the user has no such folder.
func codeCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "kyokun", "pdfium")
}

// pdfText takes the text out of a PDF, page by page, in a process of its own.
func (a *app) pdfText(ctx context.Context, file string, data []byte, timeout time.Duration) ([]string, error) {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program itself: %w", err)
	}
	cmd := exec.CommandContext(limited, exe, pdfWorker)
	cmd.Args[0] = os.Args[0]
	cmd.Stdin = bytes.NewReader(data)
	cmd.Env = append(os.Environ(), "GOMEMLIMIT=1GiB")
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the PDF reader: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the PDF reader: %w", err)
	}
	a.progress(a.say("PDFを読み始めています（初めてのときは数秒かかります）", "starting the PDF reader (the first time takes some seconds)"))
	texts, fault := a.pages(out)
	waited := cmd.Wait()
	a.progress("")
	switch {
	case ctx.Err() != nil:
		return nil, interrupted(ctx.Err())
	case limited.Err() != nil:
		return nil, pdfError(file, text("%v では読み終わりませんでした（--timeout で延ばせます）", "not finished in %v (--timeout allows more)", timeout))
	case fault != nil:
		return nil, pdfError(file, *fault)
	case waited != nil || len(texts) == 0:
		return nil, pdfError(file, text("PDFを読む処理が途中で止まりました: %v %s", "the PDF reader broke off: %v %s", waited, lastLine(said.Bytes())))
	}
	return texts, nil
}

func pdfError(file string, why kb.Text) error {
	return &exitError{status: exitFailure, text: kb.Text{JA: file + ": " + why.JA, EN: file + ": " + why.EN}}
}

// pages reads what the worker writes.
func (a *app) pages(out io.Reader) ([]string, *kb.Text) {
	var texts []string
	dec := json.NewDecoder(io.LimitReader(out, 2*pdf.MaxText))
	for {
		var m pdfMessage
		if err := dec.Decode(&m); err != nil {
			return texts, nil // the end, or the worker has died: its status tells
		}
		if m.Error != "" {
			return nil, faultText(m.Error)
		}
		texts = append(texts, m.Text)
		a.progress(fmt.Sprintf(a.say("PDFを読んでいます: %d / %d 頁", "reading the PDF: page %d of %d"), m.Page, m.Pages))
	}
}

func faultText(name string) *kb.Text {
	for _, f := range pdfFaults {
		if f.name == name {
			return &f.text
		}
	}
	t := text("PDFを読めません: %s", "can't read the PDF: %s", name)
	return &t
}

// progress shows how far the work is on one line of a terminal, and nothing
// elsewhere; an empty text takes the line away.
func (a *app) progress(text string) {
	f, ok := a.err.(*os.File)
	if !ok {
		return
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return
	}
	fmt.Fprint(f, "\r\x1b[K"+text)
}

func lastLine(b []byte) string {
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	return string(bytes.TrimSpace(lines[len(lines)-1]))
}

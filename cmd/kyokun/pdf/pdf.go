// Package pdf takes the text out of a PDF with pdfium, compiled to WebAssembly:
// the code that reads a stranger's file sees neither the file system nor the
// network, and its memory is bounded.
//
// It is a package of its own because it is the only user of pdfium and wazero,
// and because what it does runs in a process of its own.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// What is refused: a PDF with more pages, or more text, than any report has.
const (
	MaxPages = 3000
	MaxText  = 64 << 20
	// memoryPages bounds the memory of pdfium, in pages of 64 KiB: 512 MiB.
	memoryPages = 8192
)

// The ways in which a PDF can't be read.
var (
	ErrPassword = errors.New("the PDF asks for a password")
	ErrFormat   = errors.New("the file is no PDF, or is damaged")
	ErrTooLarge = errors.New("the PDF has more pages or text than can be read")
	ErrNoText   = errors.New("the PDF holds pictures of pages and no text")
)

// Text calls page with the text of each page in order, and how many there are
// in all. What page returns ends it. It takes seconds to begin, as pdfium is
// compiled first; cache, if not empty, is a folder that keeps the compiled code.
func Text(ctx context.Context, data []byte, cache string, page func(i, n int, text string) error) error {
	instance, done, err := start(ctx, cache)
	if err != nil {
		return err
	}
	defer done()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return openError(err)
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return fmt.Errorf("count the pages: %w", err)
	}
	if count.PageCount > MaxPages {
		return ErrTooLarge
	}
	total := 0
	for i := range count.PageCount {
		text, err := pageText(ctx, instance, doc.Document, i)
		if err != nil {
			return err
		}
		if total += len(text); total > MaxText {
			return ErrTooLarge
		}
		if err := page(i, count.PageCount, text); err != nil {
			return err
		}
	}
	if total == 0 {
		return ErrNoText
	}
	return nil
}

func pageText(ctx context.Context, instance pdfium.Pdfium, doc references.FPDF_DOCUMENT, i int) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	text, err := instance.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: i}}})
	if err != nil {
		return "", fmt.Errorf("read the text of page %d: %w", i+1, err)
	}
	return text.Text, nil
}

func openError(err error) error {
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return ErrPassword
	case errors.Is(err, pdferrors.ErrFormat), errors.Is(err, pdferrors.ErrFile), errors.Is(err, pdferrors.ErrPage), errors.Is(err, pdferrors.ErrUnknown):
		return ErrFormat
	}
	return fmt.Errorf("open the PDF: %w", err)
}

// start compiles pdfium and makes one instance of it.
func start(ctx context.Context, cache string) (pdfium.Pdfium, func(), error) {
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).WithCloseOnContextDone(true)
	if cache != "" {
		// Where the folder can't be used, pdfium is compiled anew each time.
		if kept, err := compilationCache(cache); err == nil {
			config = config.WithCompilationCache(kept)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{Context: ctx, MaxIdle: 1, MaxTotal: 1,
		RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: os.Stderr})
	if err != nil {
		return nil, nil, fmt.Errorf("start pdfium: %w", err)
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("start pdfium: %w", err), pool.Close())
	}
	return instance, func() { _, _ = instance.Close(), pool.Close() }, nil
}

func compilationCache(dir string) (wazero.CompilationCache, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for compiled code: %w", err)
	}
	c, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder for compiled code: %w", err)
	}
	return c, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kyokun/kb"
)

// passagesFile holds the source's text beside the drafts.
const passagesFile = "passages.jsonl"

// outFree checks that the folder for the drafts is not there, or is empty:
// drafts that a person has worked on are never overwritten.
func outFree(out string) error {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return usage("--out の %s はフォルダーとして使えません: %v", "--out %s can't be used as a folder: %v", out, err)
	case len(entries) > 0:
		return usage("%s には既に何か入っています。書きかけの下書きを壊さないよう、新しいフォルダーを指定してください",
			"%s is not empty: name a new folder, so that no draft is overwritten", out)
	}
	return nil
}

// writeDrafts writes the drafts and the passages into a folder beside out and
// gives it its name only when all of it is on the disk: a stop leaves nothing.
func writeDrafts(ctx context.Context, out string, files []kb.File, passages []kb.Passage) (err error) {
	parent := filepath.Dir(filepath.Clean(out))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", out, err)
	}
	temp, err := os.MkdirTemp(parent, ".kyokun-import-*")
	if err != nil {
		return fmt.Errorf("make a temporary folder beside %s: %w", out, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temp))
		}
	}()
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return interrupted(err)
		}
		if err := writeSynced(filepath.Join(temp, filepath.FromSlash(f.Path)), func(w *os.File) error {
			_, err := w.Write(f.Data)
			return err
		}); err != nil {
			return err
		}
	}
	if err := writeSynced(filepath.Join(temp, passagesFile), func(w *os.File) error { return kb.WritePassages(w, passages) }); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return interrupted(err)
	}
	return publish(temp, out)
}

// publish gives the finished folder its name; an empty folder there gives way.
func publish(temp, out string) error {
	if err := os.Chmod(temp, 0o755); err != nil {
		return fmt.Errorf("open the folder to others: %w", err)
	}
	if err := os.Remove(out); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the drafts in the place of %s: %w", out, err)
	}
	if err := os.Rename(temp, out); err != nil {
		return fmt.Errorf("give the drafts the name %s: %w", out, err)
	}
	return nil
}

// writeSynced makes a file with its folder and waits until it is on the disk.
func writeSynced(path string, write func(*os.File) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the folder of a draft: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("make a draft: %w", err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// interrupted ends a command that the user stopped.
func interrupted(err error) error {
	return &exitError{status: exitFailure, err: err, text: text("中断しました。何も書いていません", "stopped; nothing was written")}
}

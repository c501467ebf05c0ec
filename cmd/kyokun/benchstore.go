package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kyokun/content"
	"kyokun/index/corpus"
	"kyokun/kb"
	"kyokun/kb/store"
)

// benchStored is how the documents were put into the store; Seconds is 0 where
// they were there.
type benchStored struct {
	Seconds float64 `json:"seconds"`
	PerSec  float64 `json:"documents_per_second"`
	Bytes   int64   `json:"store_bytes"`
	// PutMS is how long it takes to put one document more, each time another.
	PutMS []float64 `json:"put_ms"`
}

// benchBatch is how many documents are put at a time.
const benchBatch = 1000

var benchAuthor = store.Author{Actor: "bench", Reason: "synthetic"}

// fill opens the store of the folder and puts the documents of the corpus into
// it, after the bundled content and the reports that they cite, unless they are
// there: a folder that kyokun serve --data takes, too.
func (r *benchResult) fill(ctx context.Context, c *corpus.Corpus, opt benchOptions) (*store.Store, error) {
	st, err := store.Open(ctx, opt.dir, store.Options{})
	if err != nil {
		return nil, err
	}
	if err := r.fillStore(ctx, st, c); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	info, err := os.Stat(filepath.Join(opt.dir, "kyokun.db"))
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	r.Stored.Bytes = info.Size()
	return st, nil
}

func (r *benchResult) fillStore(ctx context.Context, st *store.Store, c *corpus.Corpus) error {
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		return fmt.Errorf("read the bundled content: %w", err)
	}
	if _, err := st.Import(ctx, kb.BundledActor, files); err != nil {
		return err
	}
	bundled := 0
	for _, f := range files {
		if id, err := kb.FileID(f); err == nil && kb.KindOf(id) != "" {
			bundled++
		}
	}
	there, err := holdsCorpus(ctx, st, c, bundled)
	if err != nil || there {
		return err
	}
	sources, err := c.Sources()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := putFiles(ctx, st, sources); err != nil {
		return err
	}
	for from := 0; from < c.Len(); from += benchBatch {
		batch, err := corpusFiles(c, from, min(from+benchBatch, c.Len()))
		if err != nil {
			return err
		}
		if err := putFiles(ctx, st, batch); err != nil {
			return err
		}
	}
	took := time.Since(began)
	r.Stored.Seconds, r.Stored.PerSec = took.Seconds(), float64(c.Len())/took.Seconds()
	return nil
}

// holdsCorpus is whether the store has the corpus besides so many bundled
// documents; an error where it has something else of the user's.
func holdsCorpus(ctx context.Context, st *store.Store, c *corpus.Corpus, bundled int) (bool, error) {
	lib, _, err := st.Library(ctx)
	if err != nil {
		return false, err
	}
	ends, err := corpusFiles(c, c.Len()-1, c.Len()+1) // the last, and one that must not be there
	if err != nil {
		return false, err
	}
	for i, f := range ends {
		id, err := kb.FileID(f)
		if err != nil {
			return false, err
		}
		d, there := lib.Document(id)
		if i == 0 && !there && lib.Count("", "") == bundled {
			return false, nil
		}
		want, _ := kb.ParseDocument(f)
		if there != (i == 0) || there && d.Common().Body != want.Common().Body {
			return false, usage("--dir のフォルダーには、ほかの文書があります。空のフォルダーか、同じ --docs と --seed で作ったものを指定してください",
				"the folder of --dir holds other documents: name an empty one, or one made with the same --docs and --seed")
		}
	}
	return true, lib.Err()
}

func corpusFiles(c *corpus.Corpus, from, to int) ([]kb.File, error) {
	var out []kb.File
	for i := from; i < to; i++ {
		f, err := c.File(i)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func putFiles(ctx context.Context, st *store.Store, files []kb.File) error {
	drafts := make([]store.Draft, len(files))
	for i, f := range files {
		drafts[i].File = f
	}
	_, err := st.Put(ctx, benchAuthor, drafts)
	return err
}

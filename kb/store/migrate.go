package store

import (
	"bytes"
	"context"
	"fmt"

	"kyokun/kb"
)

// migrate brings a store of an earlier format up to date, in one transaction:
// a stop in the middle leaves the old one. From 1 to 2, each entry of the
// change log gets its chain.
func (s *Store) migrate(ctx context.Context) error {
	entries := 0
	err := s.update(ctx, func(t tx) (bool, error) {
		log, err := t.log(ctx)
		if err != nil {
			return false, err
		}
		chain := s.id
		for _, c := range log {
			c.Chain = c.Link(chain)
			chain = c.Chain
			if err := t.put(bucketChanges, number(c.Seq), c); err != nil {
				return false, err
			}
		}
		entries = len(log)
		return true, t.bucket(bucketMeta).Put([]byte(metaFormat), number(format))
	})
	if err != nil {
		return fmt.Errorf("bring the store up to format %d: %w", format, err)
	}
	s.logger.InfoContext(ctx, "store brought up to date", "format", format, "changes", entries)
	return nil
}

// log returns the whole change log.
func (t tx) log(ctx context.Context) ([]kb.Change, error) {
	var log []kb.Change
	err := t.bucket(bucketChanges).ForEach(func(key, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := parseChange(key, data)
		if err == nil && !bytes.Equal(number(c.Seq), key) {
			err = fmt.Errorf("%w: entry %x of the change log has number %d", errCorrupt, key, c.Seq)
		}
		log = append(log, c)
		return err
	})
	return log, err
}

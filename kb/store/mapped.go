package store

import "go.etcd.io/bbolt"

// GiveBack tells the system that the pages of the file which reading has brought into
// this process's memory need not stay there. They remain in the system's cache as long
// as nobody else needs the memory, and come back when they are looked at, so that a
// process which has read all of a large store does not count as holding all of it. It
// does nothing where the system is not Linux, or the store is closed.
func (s *Store) GiveBack() {
	// The mapping stays where it is while a transaction is open.
	_ = s.guard(func() error {
		return s.db.View(func(b *bbolt.Tx) error {
			giveBack(s.db.Info().Data, b.Size())
			return nil
		})
	})
}

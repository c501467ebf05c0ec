package store_test

import (
	"testing"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(dir string, now func() time.Time) (storetest.Store, error) {
		return store.Open(t.Context(), dir, store.Options{Now: now})
	})
}

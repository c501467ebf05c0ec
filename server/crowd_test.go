package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/labstack/echo/v4"
)

// TestTakeTurns holds that no more than so many requests work at a time, that
// all are answered, and that whoever gives up waiting is told.
func TestTakeTurns(t *testing.T) {
	var working, most, done atomic.Int32
	release := make(chan struct{})
	h := takeTurns(3)(func(echo.Context) error {
		most.Store(max(most.Load(), working.Add(1)))
		<-release
		working.Add(-1)
		done.Add(1)
		return nil
	})
	request := func(ctx context.Context, path string) error {
		r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(ctx)
		return h(echo.New().NewContext(r, httptest.NewRecorder()))
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := request(t.Context(), "/search"); err != nil {
				t.Error(err)
			}
		})
	}
	for working.Load() < 3 { // all turns are taken
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if se := statusOf(request(gone, "/search")); se.status != http.StatusServiceUnavailable || se.retry == 0 {
		t.Errorf("whoever gives up is answered %+v", se)
	}
	all.Go(func() { // needs no turn
		if err := request(t.Context(), "/readyz"); err != nil {
			t.Error(err)
		}
	})
	for working.Load() < 4 {
	}
	close(release)
	all.Wait()
	if most.Load() != 4 || done.Load() != 21 {
		t.Errorf("%d at a time, %d answered", most.Load(), done.Load())
	}
}

package kb

import (
	"container/list"
	"sync"
)

// recent remembers what was used last, at most so many entries. It is safe for
// use by several goroutines.
type recent[K comparable, V any] struct {
	most int

	mu      sync.Mutex
	entries map[K]*list.Element // of recentEntry[K, V]; guarded by mu
	order   *list.List          // the last used in front; guarded by mu
}

type recentEntry[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most: most, entries: map[K]*list.Element{}, order: list.New()}
}

func (r *recent[K, V]) get(key K) (v V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.entries[key]
	if !ok {
		return v, false
	}
	r.order.MoveToFront(e)
	return e.Value.(recentEntry[K, V]).value, true
}

// put remembers a value and forgets the one not used for the longest.
func (r *recent[K, V]) put(key K, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, ok := r.entries[key]; ok {
		e.Value = recentEntry[K, V]{key, v}
		r.order.MoveToFront(e)
		return
	}
	r.entries[key] = r.order.PushFront(recentEntry[K, V]{key, v})
	if r.order.Len() > r.most {
		oldest := r.order.Remove(r.order.Back()).(recentEntry[K, V])
		delete(r.entries, oldest.key)
	}
}

package server

import (
	"container/list"
	"fmt"
	"strings"
	"sync"

	"kyokun/index"
)

// cachedResults is how many results are remembered: those of the queries that
// people page through and come back to. A page of results holds its documents,
// some hundred kilobytes.
const cachedResults = 64

// resultCache remembers the latest results. A key names the last change that
// the index has applied, so that no result outlives the documents it was made
// from. What people search for stays in memory, and is gone with the process.
// The results are shared and must not be changed.
type resultCache struct {
	mu      sync.Mutex
	entries map[string]*list.Element // of cachedResult; guarded by mu
	recent  *list.List               // the latest in front; guarded by mu
}

type cachedResult struct {
	key    string
	result *index.Result
}

func newResultCache() *resultCache {
	return &resultCache{entries: map[string]*list.Element{}, recent: list.New()}
}

// resultKey tells queries and states of the index apart.
func resultKey(seq uint64, q index.Query) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %q %s %d %d %t %t %t", seq, q.Text, q.Sort, q.Offset, q.Limit, q.Explain, q.Literal, q.Exhaustive)
	for _, name := range searchFacets {
		if len(q.Filters[name]) > 0 {
			fmt.Fprintf(&b, " %s %q", name, q.Filters[name])
		}
	}
	return b.String()
}

// get returns the result remembered under the key, nil where there is none.
func (c *resultCache) get(key string) *index.Result {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[key]
	if e == nil {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(cachedResult).result
}

// put remembers a result and forgets the one not asked for the longest.
func (c *resultCache) put(key string, r *index.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] != nil {
		return
	}
	c.entries[key] = c.recent.PushFront(cachedResult{key, r})
	if c.recent.Len() > cachedResults {
		oldest := c.recent.Remove(c.recent.Back()).(cachedResult)
		delete(c.entries, oldest.key)
	}
}

package index

import (
	"container/list"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// listCache keeps posting lists that searches have read. Zap's postings are made
// to be small and take some 50 ns each to decode; the list of a word that stands
// in every third document is read once and then used by every search for it. A
// segment never changes, so that no list does; what was struck out of a segment
// since is left out when a list is used. It is safe for concurrent use.
type listCache struct {
	mu     sync.Mutex
	lists  map[listKey]*list.Element // of *cachedList
	recent *list.List                // the list used last in front
	used   int                       // bytes
	limit  int                       // bytes
}

type listKey struct {
	segment  uint64
	sequence string
}

type cachedList struct {
	key listKey
	postingList
}

// What the cache may take: as much as one list of every document for each of
// some sixty sequences, and never less than small indexes need.
const (
	listsBase = 16 << 20
	listsEach = 512 // bytes for a document
	// A posting takes eight bytes, and a list some more for itself.
	postingBytes = 8
	listBytes    = 256
)

func newListCache() *listCache {
	return &listCache{lists: map[listKey]*list.Element{}, recent: list.New(), limit: listsBase}
}

// fit sets the limit for an index of so many documents.
func (c *listCache) fit(documents int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit = listsBase + documents*listsEach
	c.shrink()
}

func (c *listCache) find(key listKey) (postingList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.lists[key]
	if !ok {
		return postingList{}, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*cachedList).postingList, true
}

func (c *listCache) keep(key listKey, l postingList) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.lists[key]; ok {
		return // another search was as quick
	}
	c.lists[key] = c.recent.PushFront(&cachedList{key, l})
	c.used += l.bytes()
	c.shrink()
}

// shrink drops what was not used for longest. The caller holds mu.
func (c *listCache) shrink() {
	for c.used > c.limit {
		e := c.recent.Back()
		l := c.recent.Remove(e).(*cachedList)
		delete(c.lists, l.key)
		c.used -= l.bytes()
	}
}

func (l postingList) bytes() int { return listBytes + postingBytes*cap(l.docs) }

// matches are the documents that hold a sequence, by number.
type matches struct {
	parts []matchPart
	held  int // how many
}

// matchPart is what one segment has; the number of a document is that of the
// segment's first and its own.
type matchPart struct {
	first docnum
	postingList
}

// find returns the documents that hold a sequence.
func (s *snapshot) find(ctx context.Context, seq sequence) (m matches, err error) {
	key := listKey{sequence: seq.key()}
	first := docnum(0)
	for _, seg := range s.segments {
		key.segment = seg.Id()
		l, ok := s.lists.find(key)
		if !ok {
			if l, err = readList(ctx, seg.Segment(), seq); err != nil {
				return m, err
			}
			s.lists.keep(key, l)
		}
		if seg.Deleted() != nil {
			l = s.live(first, l)
		}
		if len(l.docs) > 0 {
			m.parts = append(m.parts, matchPart{first, l})
			m.held += len(l.docs)
		}
		first += docnum(seg.FullSize())
	}
	return m, ctx.Err()
}

// live leaves out the documents that are struck out.
func (s *snapshot) live(first docnum, l postingList) (out postingList) {
	for i, d := range l.docs {
		if s.columns.records[first+docnum(d)] != nil {
			out.docs, out.counts = append(out.docs, d), append(out.counts, l.counts[i])
		}
	}
	return out
}

// holds reports whether some document holds a sequence.
func (s *snapshot) holdsSequence(ctx context.Context, seq sequence) (bool, error) {
	m, err := s.find(ctx, seq)
	return m.held > 0, err
}

// each calls visit for each document, by number.
func (m matches) each(visit func(docnum, zoneCounts)) {
	for _, p := range m.parts {
		for i, d := range p.docs {
			visit(p.first+docnum(d), p.counts[i])
		}
	}
}

// has reports whether a document is among them.
func (m matches) has(d docnum) bool { return m.of(d) > 0 }

// of is how often a document has it.
func (m matches) of(d docnum) zoneCounts {
	for _, p := range m.parts {
		if d < p.first {
			break
		}
		if i, found := slices.BinarySearch(p.docs, uint32(d-p.first)); found {
			return p.counts[i]
		}
	}
	return 0
}

// key tells sequences apart.
func (seq sequence) key() string {
	var b strings.Builder
	b.WriteByte(byte(seq.attr))
	b.WriteString(strconv.Itoa(seq.slack))
	for i, t := range seq.terms {
		b.WriteByte(0)
		b.WriteString(strconv.Itoa(seq.steps[i]))
		b.WriteByte(' ')
		b.WriteString(t)
	}
	return b.String()
}

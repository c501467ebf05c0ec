package index

import (
	"container/list"
	"context"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
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
	read   int                       // bytes, since pages were given back
}

type listKey struct {
	segment  uint64
	sequence string
}

type cachedList struct {
	key listKey
	*postingList
}

// What the cache may take: lists of all documents for 120 words, and
// never less than small indexes need.
const (
	listsBase = 16 << 20
	listsEach = 1024 // bytes for a document
	listBytes = 320  // what a list takes besides its documents
	// listsRead is after how many bytes the pages that lists were read from are
	// given back.
	listsRead = 32 << 20
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

func (c *listCache) find(key listKey) (*postingList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.lists[key]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*cachedList).postingList, true
}

// keep keeps a list; much is true where many were read since it last was.
func (c *listCache) keep(key listKey, l *postingList) (much bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read += l.bytes(); c.read > listsRead {
		c.read, much = 0, true
	}
	if _, ok := c.lists[key]; ok {
		return much // another search was as quick
	}
	c.lists[key] = c.recent.PushFront(&cachedList{key, l})
	c.used += l.bytes()
	c.shrink()
	return much
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

// matches are the documents that hold a sequence, by number.
type matches struct {
	parts []matchPart
	held  int // how many
}

// matchPart is what one block of a segment has: those of a list's documents from
// one to before another, the numbers of which begin at that of the block's first.
type matchPart struct {
	*postingList
	first    docnum
	from, to uint32
}

// find returns the documents that hold a sequence.
func (s *snapshot) find(ctx context.Context, seq sequence) (m matches, err error) {
	lists, err := s.listsOf(ctx, seq)
	if err != nil {
		return m, err
	}
	first := docnum(0)
	for i, seg := range s.segments {
		l := lists[i]
		if seg.Deleted() != nil {
			l = s.live(first, l)
		}
		m.held += len(l.docs)
		from := uint32(0)
		for block, end := range l.ends {
			if end > from {
				m.parts = append(m.parts, matchPart{l, first + docnum(block)*boardSize, from, end})
			}
			from = end
		}
		first += docnum(seg.FullSize())
	}
	return m, ctx.Err()
}

// listsOf returns the lists of a sequence by segment. Those that are not at hand
// are read on all processors: whoever asks first for a word waits for it.
func (s *snapshot) listsOf(ctx context.Context, seq sequence) ([]*postingList, error) {
	lists := make([]*postingList, len(s.segments))
	key := listKey{sequence: seq.key()}
	var missing []int
	for i, seg := range s.segments {
		key.segment = seg.Id()
		var ok bool
		if lists[i], ok = s.lists.find(key); !ok {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return lists, nil
	}
	read, ctx := errgroup.WithContext(ctx)
	read.SetLimit(runtime.GOMAXPROCS(0))
	for _, i := range missing {
		read.Go(func() error {
			l, err := readList(ctx, s.segments[i].Segment(), seq)
			if err != nil {
				return err
			}
			lists[i] = &l
			if s.lists.keep(listKey{s.segments[i].Id(), key.sequence}, &l) {
				s.giveBack()
			}
			return nil
		})
	}
	return lists, read.Wait()
}

// live leaves out the documents that are struck out.
func (s *snapshot) live(first docnum, l *postingList) *postingList {
	w := newListWriter(len(l.docs))
	l.each(func(doc uint32, n zoneCounts) {
		if s.columns.records[first+docnum(doc)] != nil {
			w.add(doc, n)
		}
	})
	kept := w.list()
	return &kept
}

// holdsSequence reports whether some document holds a sequence.
func (s *snapshot) holdsSequence(ctx context.Context, seq sequence) (bool, error) {
	m, err := s.find(ctx, seq)
	return m.held > 0, err
}

// each calls visit for each document, by number.
func (m matches) each(visit func(docnum, zoneCounts)) {
	for _, p := range m.parts {
		for i := p.from; i < p.to; i++ {
			visit(p.first+docnum(p.docs[i]), p.at(int(i)))
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
		if d >= p.first+boardSize {
			continue
		}
		if i, found := slices.BinarySearch(p.docs[p.from:p.to], uint16(d-p.first)); found {
			return p.at(int(p.from) + i)
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

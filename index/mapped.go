package index

import "github.com/blevesearch/bleve/v2/index/scorch"

// GiveBack tells the system that the pages of the index's files which reading, or
// merging, has brought into this process's memory need not stay there: they come back
// when they are looked at. It does nothing where the system is not Linux, and little
// while the index is being changed.
func (x *Index) GiveBack() {
	if s := x.hold(); s != nil {
		s.giveBack()
		s.release()
	}
	if !x.follow.TryLock() {
		return
	}
	defer x.follow.Unlock()
	if x.engine == nil {
		return
	}
	if r, err := x.engine.index.Reader(); err == nil { // of what was merged since, too
		giveBackSegments(r.(*scorch.IndexSnapshot).Segments())
		_ = r.Close()
	}
}

// giveBackSegments gives back what is mapped of the files of segments.
func giveBackSegments(segments []*scorch.SegmentSnapshot) {
	for _, seg := range segments {
		file, ok := seg.Segment().(interface {
			Path() string
			Data() []byte
		})
		if ok { // else it is in memory that is ours, and must not be given away
			giveBack(file.Data())
		}
	}
}

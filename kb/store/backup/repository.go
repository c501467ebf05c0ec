package backup

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// markName is the file that makes a place a repository.
const markName = "kyokun-backup.json"

// mark is the content of that file.
type mark struct {
	Format  int       `json:"format"`
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

// Repository is an open repository.
type Repository struct {
	target target
	id     string
}

// Open opens the repository at a target: a folder or s3://bucket/prefix?….
func Open(ctx context.Context, name string) (*Repository, error) {
	t, err := openTarget(ctx, name, false)
	if err != nil {
		return nil, err
	}
	r, err := find(ctx, t)
	if errors.Is(err, errAbsent) {
		return nil, noRepository(t.place(), err)
	}
	return r, failed(t.place(), err)
}

// OpenOrInit opens the repository at a target and makes one where there is none.
// One that the journal knows is not made again: a disk that is not mounted
// looks like an empty folder. With anew, it is.
func OpenOrInit(ctx context.Context, name string, j *Journal, anew bool) (*Repository, error) {
	known := j.knows(name)
	t, err := openTarget(ctx, name, !known || anew)
	if known && errors.Is(err, ErrVanished) {
		return nil, noRepository(PlaceOf(name), err)
	}
	if err != nil {
		return nil, err
	}
	r, err := find(ctx, t)
	if !errors.Is(err, errAbsent) {
		return r, failed(t.place(), err)
	}
	if known && !anew {
		return nil, noRepository(t.place(), err)
	}
	if there, err := t.list(ctx, ""); err != nil || len(there) > 0 {
		if err != nil {
			return nil, failed(t.place(), err)
		}
		return nil, fault(ErrInUse, nil, "%s には控えではないものがあります（%s など）。空の場所を指定してください。",
			"%s holds something that is no backup (such as %s); choose an empty place", t.place(), there[0].name)
	}
	m := mark{Format: format, ID: rand.Text(), Created: time.Now().UTC().Round(0)}
	data, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	if err := t.write(ctx, markName, append(data, '\n')); err != nil {
		return nil, failed(t.place(), err)
	}
	return &Repository{target: t, id: m.ID}, nil
}

func noRepository(place string, cause error) error {
	return fault(ErrVanished, cause, "%s に控えがありません。ディスクがつながっているか（マウントされているか）、場所が正しいかを確かめてください。新しい控えを作り始めるなら create --init を使ってください。",
		"there is no backup at %s; check that the disk is connected (mounted) and the place is right, or begin a new one by create --init", place)
}

// find reads the mark; errAbsent where there is none.
func find(ctx context.Context, t target) (*Repository, error) {
	var m mark
	_, err := t.read(ctx, markName, 4096, func(data []byte) error {
		m = mark{}
		if err := decodeStrictly(data, &m); err != nil {
			return err
		}
		if m.Format != format || m.ID == "" {
			return fmt.Errorf("%w: format %d, id %q", ErrDamaged, m.Format, m.ID)
		}
		return nil
	})
	if errors.Is(err, ErrDamaged) {
		return nil, damaged(err, "控えの目印 "+markName, "the mark of the backup, "+markName+",")
	}
	if err != nil {
		return nil, err
	}
	return &Repository{target: t, id: m.ID}, nil
}

// ID returns the random name that the repository got when it was made.
func (r *Repository) ID() string { return r.id }

// Place names the target for people, without secrets.
func (r *Repository) Place() string { return r.target.place() }

// Facts returns what is known of the target by itself.
func (r *Repository) Facts() Facts { return r.target.facts() }

// Generation is one backup.
type Generation struct {
	ID        string    `json:"id"`
	Created   time.Time `json:"created"`
	Size      int64     `json:"size"`
	Chunks    int       `json:"chunks"`
	Encrypted bool      `json:"encrypted"`
	// Hidden means that somebody has deleted it at the target, which has kept it.
	Hidden bool `json:"hidden,omitempty"`
	// Damaged says what is wrong with the manifest; "" where it can be read.
	Damaged string `json:"damaged,omitempty"`

	manifest *manifest
}

// Generations returns all generations, the newest first, those with a damaged
// manifest too.
func (r *Repository) Generations(ctx context.Context) ([]Generation, error) {
	return r.newest(ctx, 0)
}

// newest returns the newest generations, at most limit of them; 0 means all.
func (r *Repository) newest(ctx context.Context, limit int) ([]Generation, error) {
	objects, err := r.target.list(ctx, generationsFolder)
	if err == nil && len(objects) == 0 {
		err = r.there(ctx)
	}
	if err != nil {
		return nil, failed(r.Place(), err)
	}
	slices.SortFunc(objects, func(a, b object) int { return cmp.Compare(b.name, a.name) })
	var out []Generation
	for _, o := range objects {
		id := strings.TrimPrefix(o.name, generationsFolder)
		if !generationID.MatchString(id) {
			continue
		}
		if limit > 0 && len(out) == limit {
			break
		}
		g, err := r.generation(ctx, id)
		if err != nil {
			return nil, failed(r.Place(), err)
		}
		g.Hidden = o.hidden
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Generation) int { return b.Created.Compare(a.Created) })
	return out, nil
}

// generation reads a manifest. What is wrong with it is in the result; the
// error is of the target.
func (r *Repository) generation(ctx context.Context, id string) (Generation, error) {
	g := Generation{ID: id}
	_, err := r.target.read(ctx, generationsFolder+id, manifestLimit, func(data []byte) (err error) {
		g.manifest, err = parseManifest(id, data)
		return err
	})
	switch {
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrNewer):
		g.manifest, g.Damaged = nil, err.Error()
		g.Created, _ = time.Parse(generationTime, strings.SplitN(id, "-", 2)[0])
	case err != nil:
		return g, err
	default:
		m := g.manifest
		g.Created, g.Size, g.Chunks, g.Encrypted = m.Created, m.Size, len(m.Chunks), m.Encrypted
	}
	return g, nil
}

// Find returns the generation whose id begins with the prefix; "" or "latest"
// is the newest whose manifest is sound.
func (r *Repository) Find(ctx context.Context, prefix string) (Generation, error) {
	all, err := r.Generations(ctx)
	if err != nil {
		return Generation{}, err
	}
	var found []Generation
	for _, g := range all {
		if prefix == "" || prefix == "latest" {
			if g.Damaged == "" {
				return g, nil
			}
		} else if strings.HasPrefix(g.ID, prefix) {
			found = append(found, g)
		}
	}
	switch {
	case len(found) == 1 && found[0].Damaged == "":
		return found[0], nil
	case len(found) == 1:
		return Generation{}, damaged(errors.New(found[0].Damaged), "世代 "+found[0].ID+" の目録", "the manifest of generation "+found[0].ID)
	case len(found) > 1:
		return Generation{}, wrong("「%s」で始まる世代が%d個あります。もう少し長く指定してください。", "%q begins the names of %d generations; give more of it", prefix, len(found))
	}
	return Generation{}, fault(ErrNotFound, nil, "%s に世代「%s」はありません。kyokun backup list で一覧を見られます。",
		"there is no generation %[2]q at %[1]s; kyokun backup list lists them", r.Place(), prefix)
}

// stored reads a chunk as it is stored and holds it against its name.
func (r *Repository) stored(ctx context.Context, c chunk) ([]byte, error) {
	data, err := r.target.read(ctx, c.object(), chunkLimit, c.check)
	if errors.Is(err, errAbsent) {
		err = r.lost(ctx, c)
	}
	return data, err
}

// check holds stored bytes against the chunk's name.
func (c chunk) check(data []byte) error {
	if int64(len(data)) != c.Size || sum(sha256.Sum256(data)) != c.Name {
		return fmt.Errorf("%w: chunk %s has other bytes", ErrDamaged, c.Name)
	}
	return nil
}

// lost is the error for a chunk that is not there.
func (r *Repository) lost(ctx context.Context, c chunk) error {
	return cmp.Or(r.there(ctx), fmt.Errorf("%w: chunk %s is missing", ErrDamaged, c.Name))
}

// there tells a target that has gone, such as a disk that was pulled out, from
// one that has lost something.
func (r *Repository) there(ctx context.Context) error {
	_, err := find(ctx, r.target)
	if errors.Is(err, errAbsent) {
		return noRepository(r.Place(), err)
	}
	return failed(r.Place(), err)
}

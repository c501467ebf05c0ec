package backup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// target is a place for objects: small files under slash-separated names.
type target interface {
	// read returns the object of at most limit bytes that check accepts. A
	// target that keeps versions offers the newest first and goes back: what
	// somebody has written over or deleted is found behind it. errAbsent
	// where there is none.
	read(ctx context.Context, name string, limit int64, check func([]byte) error) ([]byte, error)
	// write stores an object. It is durable and whole when write returns; a
	// stop before leaves nothing under the name, or what was there.
	write(ctx context.Context, name string, data []byte) error
	// confirm reads back what stands under the name now, holds it against check,
	// and sees to it that it stays locked for as long as the target locks objects.
	confirm(ctx context.Context, name string, limit int64, check func([]byte) error) error
	// list returns the objects whose names begin with the prefix, hidden ones too.
	list(ctx context.Context, prefix string) ([]object, error)
	// remove removes an object and all its versions, or none and a *lockedError.
	remove(ctx context.Context, name string) error
	// drop takes an object out of sight; what is locked may stay behind it.
	drop(ctx context.Context, name string) error
	// tidy removes what a stop has left of objects half written before a time.
	tidy(ctx context.Context, before time.Time) error
	// place names the target for people, without secrets.
	place() string
	// facts say what is known of the target by itself.
	facts() Facts
}

// object is what a target knows of an object without reading it.
type object struct {
	name     string
	size     int64
	modified time.Time // by the clock of the target
	// hidden means that somebody has deleted it, but an older version is there.
	hidden bool
}

// Facts are what makes a target a copy of its own by the 3-2-1 rule.
type Facts struct {
	// Medium names the kind of storage, such as disk or object-storage.
	Medium string `json:"medium,omitempty"`
	// OffSite means that it stands at another place than the data folder.
	OffSite bool `json:"off_site,omitempty"`
	// Locked means that what is stored cannot be changed or removed for a time,
	// even with the credentials that wrote it.
	Locked bool `json:"locked,omitempty"`
	// Encrypted means that the generations are encrypted.
	Encrypted bool `json:"encrypted,omitempty"`
}

const s3Scheme = "s3://"

// openTarget finds the target of a name: a folder, or s3://bucket/prefix?….
// A folder is made where the one that it is in exists and create is set.
func openTarget(ctx context.Context, name string, create bool) (target, error) {
	if strings.HasPrefix(name, s3Scheme) {
		return openS3(ctx, name)
	}
	if name == "" || strings.Contains(name, "://") {
		return nil, wrong("「%s」は控えの置き場所ではありません。フォルダーか s3://バケット/接頭辞 を指定してください。",
			"%q is no target: give a folder or s3://bucket/prefix", name)
	}
	dir, err := filepath.Abs(name)
	if err != nil {
		return nil, failed(name, err)
	}
	if create {
		// Not MkdirAll: a disk that is not mounted must not be made up for.
		if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
			return nil, failed(dir, err)
		}
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, failed(dir, err)
	}
	if !info.IsDir() {
		return nil, failed(dir, fmt.Errorf("not a folder"))
	}
	return folder(dir), nil
}

package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	// s3Retries is how often a request is tried again, within some seconds.
	s3Retries = 4
	// lockSlack is by how much more than asked for an object is locked, so that
	// the lock of what many generations share need not be renewed each time.
	lockSlack = 24 * time.Hour
)

// bucket is a target in a bucket of S3.
type bucket struct {
	s3Place
	client *minio.Client
	// versioned means that the bucket keeps versions.
	versioned bool
}

func openS3(ctx context.Context, name string) (target, error) {
	p, err := parseS3(name)
	if err != nil {
		return nil, err
	}
	// Only what the operator has set: looking for credentials of the machine
	// would ask another host.
	creds := credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}})
	client, err := minio.New(p.endpoint, &minio.Options{
		Creds: creds, Secure: !p.insecure, Region: p.region, MaxRetries: s3Retries,
	})
	if err != nil {
		return nil, failed(p.String(), err)
	}
	b := &bucket{s3Place: p, client: client}
	return b, b.inspect(ctx)
}

// inspect finds out whether the bucket is there and what it can do.
func (b *bucket) inspect(ctx context.Context) error {
	there, err := b.client.BucketExists(ctx, b.bucket)
	if err != nil {
		return b.unreachable(err)
	}
	if !there {
		return failed(b.String(), fmt.Errorf("%w: bucket %s", errAbsent, b.bucket))
	}
	if v, err := b.client.GetBucketVersioning(ctx, b.bucket); err == nil {
		b.versioned = v.Enabled() || v.Suspended()
	}
	if b.lock == "" {
		return nil
	}
	if enabled, _, _, _, err := b.client.GetObjectLockConfig(ctx, b.bucket); err != nil || enabled != "Enabled" {
		return fault(nil, err, "バケット %s ではオブジェクトロックが有効になっていません。オブジェクトロックを有効にしてバケットを作るか、lock を外してください。",
			"object lock is not enabled for the bucket %s: make a bucket with it enabled, or leave out lock", b.bucket)
	}
	b.versioned = true
	return nil
}

// unreachable sorts what a server of S3 answers.
func (b *bucket) unreachable(err error) error {
	switch minio.ToErrorResponse(err).Code {
	case "":
		if errors.Is(err, context.Canceled) {
			return err
		}
		return fault(ErrVanished, err, "%s につながりません（%v）。サーバーとつながりを確かめてください。", "%s does not answer (%v); check the server and the connection", b.String(), err)
	case minio.NoSuchBucket:
		return fmt.Errorf("%w: %w", errAbsent, err)
	}
	return err
}

func (b *bucket) key(name string) string {
	if b.prefix == "" {
		return name
	}
	return b.prefix + "/" + name
}

func (b *bucket) place() string { return b.String() }

func (b *bucket) facts() Facts {
	// A server of one's own may stand in the same room: only its operator knows.
	return Facts{Medium: "object-storage", OffSite: b.endpoint == aws, Locked: b.lock != ""}
}

func (b *bucket) read(ctx context.Context, name string, limit int64, check func([]byte) error) ([]byte, error) {
	data, err := b.readVersion(ctx, name, "", limit, check)
	if err == nil || !b.versioned || ctx.Err() != nil || !errors.Is(err, errAbsent) && !errors.Is(err, ErrDamaged) {
		return data, err
	}
	versions, listErr := b.versions(ctx, name)
	if listErr != nil {
		return nil, listErr
	}
	for _, v := range versions {
		if data, err := b.readVersion(ctx, name, v.VersionID, limit, check); err == nil {
			return data, nil
		}
	}
	return nil, err
}

func (b *bucket) readVersion(ctx context.Context, name, version string, limit int64, check func([]byte) error) ([]byte, error) {
	data, _, err := b.get(ctx, name, version, limit)
	if err != nil {
		return nil, err
	}
	return data, check(data)
}

func (b *bucket) get(ctx context.Context, name, version string, limit int64) ([]byte, minio.ObjectInfo, error) {
	o, err := b.client.GetObject(ctx, b.bucket, b.key(name), minio.GetObjectOptions{VersionID: version})
	if err != nil {
		return nil, minio.ObjectInfo{}, b.unreachable(err)
	}
	defer o.Close()
	data, err := readAll(o, limit)
	if errors.Is(err, ErrDamaged) {
		return nil, minio.ObjectInfo{}, err
	}
	var info minio.ObjectInfo
	if err == nil {
		info, err = o.Stat()
	}
	if isAbsent(err) {
		return nil, info, fmt.Errorf("%w: %w", errAbsent, err)
	}
	return data, info, b.unreachableOrNil(err)
}

// isAbsent also knows a mark of deletion.
func isAbsent(err error) bool {
	response := minio.ToErrorResponse(err)
	return response.Code == minio.NoSuchKey || response.StatusCode == http.StatusMethodNotAllowed
}

// versions returns the versions of an object that have content, the newest first.
func (b *bucket) versions(ctx context.Context, name string) ([]minio.ObjectInfo, error) {
	var out []minio.ObjectInfo
	for o := range b.client.ListObjectsIter(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.key(name), WithVersions: true, Recursive: true}) {
		if o.Err != nil {
			return nil, b.unreachable(o.Err)
		}
		if o.Key == b.key(name) && !o.IsDeleteMarker {
			out = append(out, o)
		}
	}
	return out, nil
}

func (b *bucket) write(ctx context.Context, name string, data []byte) error {
	opts := minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, DisableMultipart: true}
	// What says who is at work is to go away again.
	if b.lock != "" && !strings.HasPrefix(name, claimsFolder) {
		opts.Mode = minio.RetentionMode(b.lock)
		opts.RetainUntilDate = b.lockEnd()
	}
	_, err := b.client.PutObject(ctx, b.bucket, b.key(name), bytes.NewReader(data), int64(len(data)), opts)
	return b.unreachableOrNil(err)
}

func (b *bucket) unreachableOrNil(err error) error {
	if err == nil {
		return nil
	}
	return b.unreachable(err)
}

func (b *bucket) confirm(ctx context.Context, name string, limit int64, check func([]byte) error) error {
	data, info, err := b.get(ctx, name, "", limit)
	if err == nil {
		err = check(data)
	}
	if err != nil || b.lock == "" || lockedUntil(info).After(time.Now().Add(b.keep)) {
		return err
	}
	mode, until := minio.RetentionMode(b.lock), b.lockEnd()
	err = b.client.PutObjectRetention(ctx, b.bucket, b.key(name), minio.PutObjectRetentionOptions{
		Mode: &mode, RetainUntilDate: &until, VersionID: info.VersionID,
	})
	return b.unreachableOrNil(err)
}

// lockEnd is until when what is stored now is locked.
func (b *bucket) lockEnd() time.Time {
	return time.Now().UTC().Add(b.keep + lockSlack).Truncate(time.Second)
}

// lockedUntil returns when a version's lock ends, the zero time where it has none.
func lockedUntil(o minio.ObjectInfo) time.Time {
	if o.Metadata.Get("X-Amz-Object-Lock-Legal-Hold") == "ON" {
		return time.Now().AddDate(100, 0, 0) // somebody has to lift it first
	}
	until, err := time.Parse(time.RFC3339, o.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date"))
	if err != nil {
		return time.Time{}
	}
	return until
}

func (b *bucket) list(ctx context.Context, prefix string) ([]object, error) {
	seen := map[string]*object{}
	opts := minio.ListObjectsOptions{Prefix: b.key(prefix), Recursive: true, WithVersions: b.versioned}
	var names []string
	for o := range b.client.ListObjectsIter(ctx, b.bucket, opts) {
		if o.Err != nil {
			return nil, b.unreachable(o.Err)
		}
		name := strings.TrimPrefix(o.Key, b.key(""))
		known := seen[name]
		if known == nil {
			known = &object{name: name, hidden: true}
			seen[name], names = known, append(names, name)
		}
		if o.IsDeleteMarker {
			continue
		}
		if known.modified.Before(o.LastModified) {
			known.size, known.modified = o.Size, o.LastModified
		}
		known.hidden = known.hidden && b.versioned && !o.IsLatest
	}
	var out []object
	for _, name := range names {
		if o := *seen[name]; !o.modified.IsZero() {
			out = append(out, o)
		}
	}
	return out, nil
}

func (b *bucket) remove(ctx context.Context, name string) error {
	if !b.versioned {
		return b.drop(ctx, name)
	}
	all, err := b.removable(ctx, name)
	if err != nil {
		return err
	}
	for _, version := range all {
		err := b.client.RemoveObject(ctx, b.bucket, b.key(name), minio.RemoveObjectOptions{VersionID: version})
		if err != nil {
			return b.unreachable(err)
		}
	}
	return nil
}

// removable returns the ids of all versions and marks of deletion of an object,
// the marks last; where one version is locked, none may go.
func (b *bucket) removable(ctx context.Context, name string) (ids []string, err error) {
	var marks []string
	opts := minio.ListObjectsOptions{Prefix: b.key(name), WithVersions: true, Recursive: true}
	for o := range b.client.ListObjectsIter(ctx, b.bucket, opts) {
		switch {
		case o.Err != nil:
			return nil, b.unreachable(o.Err)
		case o.Key != b.key(name):
		case o.IsDeleteMarker:
			marks = append(marks, o.VersionID)
		default:
			info, err := b.client.StatObject(ctx, b.bucket, o.Key, minio.StatObjectOptions{VersionID: o.VersionID})
			if err != nil {
				return nil, b.unreachable(err)
			}
			if until := lockedUntil(info); until.After(time.Now()) {
				return nil, &lockedError{until}
			}
			ids = append(ids, o.VersionID)
		}
	}
	return slices.Concat(ids, marks), nil
}

func (b *bucket) drop(ctx context.Context, name string) error {
	return b.unreachableOrNil(b.client.RemoveObject(ctx, b.bucket, b.key(name), minio.RemoveObjectOptions{}))
}

// tidy has nothing to do: an object is there as a whole or not at all.
func (b *bucket) tidy(context.Context, time.Time) error { return nil }

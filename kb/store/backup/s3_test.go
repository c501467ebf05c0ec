package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"kyokun/kb/store/backup"
)

const (
	accessKey = "kyokun-test"
	secretKey = "kyokun-test-secret"
)

// gateway is a running server of S3, whose objects are files.
type gateway struct {
	addr, dir string
	client    *minio.Client
	stop      func()
}

// startGateway runs the server that "make versitygw" installs.
func startGateway(t *testing.T) *gateway {
	t.Helper()
	binary, err := filepath.Abs("../../../.tools/versitygw")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(binary); err != nil {
		t.Fatalf("this test needs a server of S3: run make test, which installs it (%v)", err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", accessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{addr: l.Addr().String(), dir: t.TempDir()}
	l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	var log bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, "--port", g.addr, "--quiet", "posix", "--versioning-dir", t.TempDir(), g.dir)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+secretKey)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	g.stop = func() { cancel(); _ = cmd.Wait() }
	t.Cleanup(g.stop)
	if g.client, err = minio.New(g.addr, &minio.Options{Creds: credentials.NewStaticV4(accessKey, secretKey, "")}); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if _, err = g.client.ListBuckets(t.Context()); err == nil {
			return g
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server of S3 does not answer: %v\n%s", err, &log)
	return nil
}

// site makes a site whose target is a new bucket.
func (g *gateway) site(t *testing.T, bucket, lock string) *site {
	t.Helper()
	if err := g.client.MakeBucket(t.Context(), bucket, minio.MakeBucketOptions{ObjectLocking: lock != ""}); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("s3://%s/kyokun?endpoint=http://%s%s", bucket, g.addr, lock)
	return newSite(t, name, filepath.Join(g.dir, bucket, "kyokun"))
}

func TestS3(t *testing.T) {
	g := startGateway(t)
	n := 0
	for name, test := range contract {
		n++
		s := g.site(t, fmt.Sprintf("contract-%d", n), "")
		t.Run(name, func(t *testing.T) { s.t = t; test(t, s) })
	}
}

const lockDays = "&lock=compliance&days=30"

// TestObjectLock is about what somebody can do who has our credentials.
func TestObjectLock(t *testing.T) {
	g := startGateway(t)
	t.Run("NothingCanBeRemoved", func(t *testing.T) { testLocked(t, g) })
	t.Run("DeletedAndOverwrittenIsFound", func(t *testing.T) { testHidden(t, g) })
	t.Run("LockIsRenewed", func(t *testing.T) { testRenewed(t, g) })
	t.Run("PruneLeavesTheLocked", func(t *testing.T) { testPruneLocked(t, g) })
	t.Run("BucketWithoutLock", func(t *testing.T) {
		s := g.site(t, "without", "")
		_, err := backup.OpenOrInit(t.Context(), s.name+lockDays, s.journal, false)
		wants(t, err, nil)
		if !strings.Contains(err.Error(), "object lock is not enabled") {
			t.Errorf("error %v", err)
		}
	})
}

// objects returns all versions in a bucket.
func (g *gateway) objects(t *testing.T, bucket string) []minio.ObjectInfo {
	t.Helper()
	var out []minio.ObjectInfo
	for o := range g.client.ListObjectsIter(t.Context(), bucket, minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		if !strings.Contains(o.Key, "/claims/") {
			out = append(out, o)
		}
	}
	return out
}

// retention reads a version's lock from the headers: not every server answers
// the request for it in the form that the client knows.
func (g *gateway) retention(t *testing.T, bucket string, o minio.ObjectInfo) (mode string, until time.Time) {
	t.Helper()
	info, err := g.client.StatObject(t.Context(), bucket, o.Key, minio.StatObjectOptions{VersionID: o.VersionID})
	if err != nil {
		t.Fatal(err)
	}
	until, err = time.Parse(time.RFC3339, info.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date"))
	if err != nil {
		t.Errorf("%s has no lock: %v", o.Key, err)
	}
	return info.Metadata.Get("X-Amz-Object-Lock-Mode"), until
}

func testLocked(t *testing.T, g *gateway) {
	s := g.site(t, "locked", lockDays)
	s.create()
	objects := g.objects(t, "locked")
	if len(objects) < 5 {
		t.Fatalf("only %d objects", len(objects))
	}
	for _, o := range objects {
		if mode, until := g.retention(t, "locked", o); mode != "COMPLIANCE" || time.Until(until) < 30*24*time.Hour {
			t.Errorf("%s: retention %s until %v", o.Key, mode, until)
		}
		err := g.client.RemoveObject(t.Context(), "locked", o.Key, minio.RemoveObjectOptions{VersionID: o.VersionID, GovernanceBypass: true})
		if err == nil {
			t.Errorf("%s could be removed", o.Key)
		}
	}
	s.sound()
}

// testHidden deletes everything as an intruder would, writes over the rest, and
// restores all the same.
func testHidden(t *testing.T, g *gateway) {
	s := g.site(t, "hidden", lockDays)
	id := s.create().ID
	for i, o := range g.objects(t, "hidden") {
		var err error
		if i%2 == 0 {
			err = g.client.RemoveObject(t.Context(), "hidden", o.Key, minio.RemoveObjectOptions{})
		} else {
			_, err = g.client.PutObject(t.Context(), "hidden", o.Key, strings.NewReader("身代金"), 9, minio.PutObjectOptions{})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := backup.Open(t.Context(), s.name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Generations(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A restore need not know of the lock.
	s.name = strings.TrimSuffix(s.name, lockDays)
	if got, err := s.restored(id); err != nil || !bytes.Equal(got, s.storeBytes()) {
		t.Errorf("does not restore: %v", err)
	}
	s.sound()
}

func testRenewed(t *testing.T, g *gateway) {
	s := g.site(t, "renewed", lockDays)
	s.create()
	s.name = strings.Replace(s.name, "days=30", "days=90", 1)
	s.create()
	for _, o := range g.objects(t, "renewed") {
		if !strings.Contains(o.Key, "/chunks/") {
			continue
		}
		if _, until := g.retention(t, "renewed", o); time.Until(until) < 90*24*time.Hour {
			t.Errorf("%s is locked until %v only", o.Key, until)
		}
	}
}

func testPruneLocked(t *testing.T, g *gateway) {
	s := g.site(t, "pruned", lockDays)
	for range 10 {
		s.change(s.clock.String())
		s.create()
	}
	done, err := s.repository().Prune(t.Context(), backup.Policy{Last: 8}, false)
	if err != nil || len(done.Locked) != 2 || len(done.Removed) != 0 || done.Chunks != 0 {
		t.Errorf("%d locked, %d removed, %d chunks, error %v", len(done.Locked), len(done.Removed), done.Chunks, err)
	}
	if all, err := s.repository().Generations(t.Context()); err != nil || len(all) != 10 {
		t.Errorf("%d generations are left, error %v", len(all), err)
	}
	s.sound()
}

// TestS3Vanished stops the server between two backups and in the middle of one.
func TestS3Vanished(t *testing.T) {
	g := startGateway(t)
	s := g.site(t, "vanished", "")
	s.create()
	r := s.repository()
	src := s.source()
	src.Data = &stopping{src.Data, 64 << 10, g.stop}
	s.change("違う文")
	_, err := r.Create(t.Context(), src)
	wants(t, err, nil)
	before := s.storeBytes()
	_, err = backup.Open(t.Context(), s.name)
	wants(t, err, backup.ErrVanished)
	if !bytes.Equal(s.storeBytes(), before) {
		t.Error("the store was touched")
	}
}

func TestS3Refuses(t *testing.T) {
	for _, name := range []string{
		"s3://", "s3:///x", "s3://key:secret@bucket/x", "s3://b/../x", "s3://b?lock=compliance", "s3://b?days=3",
		"s3://b?lock=never&days=3", "s3://b?lock=compliance&days=0", "s3://b?endpoint=host:1", "s3://b?color=red", "s3://b?region=a&region=b",
	} {
		_, err := backup.Open(t.Context(), name)
		wants(t, err, backup.ErrUsage)
		if strings.Contains(err.Error(), "secret@") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}

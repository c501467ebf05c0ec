package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// dataDir returns the data folder: --data, else KYOKUN_DATA, else the
// platform's folder for a user's data.
func (a *app) dataDir() (string, error) {
	dir := a.data
	if dir == "" {
		dir = os.Getenv("KYOKUN_DATA")
	}
	if dir != "" {
		return filepath.Abs(dir)
	}
	base, err := userDataDir()
	if err != nil {
		return "", usage("データフォルダーの場所を決められません（%v）。--data で指定してください",
			"can't tell where the data folder is (%v): give it with --data", err)
	}
	return filepath.Join(base, "kyokun"), nil
}

func userDataDir() (string, error) {
	if runtime.GOOS == "windows" {
		return os.UserCacheDir() // %LocalAppData%
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "share"), nil
}

// indexDir is the folder of the index in a data folder.
func indexDir(dir string) string { return filepath.Join(dir, "index") }

// socketPath returns where the server of a data folder listens for other
// commands: in the folder, which only its owner can enter. The system limits a
// socket's path to about 100 bytes; a longer one moves to a folder of the
// user's among the temporary files.
func socketPath(dir string) (string, error) {
	path := filepath.Join(dir, "kyokun.sock")
	if len(path) <= 100 {
		return path, nil
	}
	private := filepath.Join(os.TempDir(), fmt.Sprintf("kyokun-%d", os.Getuid()))
	if err := os.MkdirAll(private, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of the socket: %w", err)
	}
	info, err := os.Lstat(private)
	if err != nil {
		return "", fmt.Errorf("inspect the folder of the socket: %w", err)
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s is open to other users", private)
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(private, hex.EncodeToString(sum[:8])+".sock"), nil
}

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// holderName is the file beside the store that says who holds it. The lock is
// the operating system's, on the store itself: what is left of this file after
// a crash locks nothing and is overwritten by the next holder.
const holderName = "kyokun.holder.json"

// Holder is the process that holds a store.
type Holder struct {
	PID  int    `json:"pid"`
	Host string `json:"host"`
	// Addr is where the process serves, such as 127.0.0.1:8080; empty where it
	// does not.
	Addr string `json:"addr,omitempty"`
	// Since is when it opened the store.
	Since time.Time `json:"since"`
}

// Announce records the address at which this process serves, so that whoever
// finds the store locked can be told, or can ask there instead.
func (s *Store) Announce(addr string) error {
	host, err := os.Hostname()
	if err != nil {
		host = "" // the process number alone still helps
	}
	data, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, Addr: addr, Since: s.opened})
	if err != nil {
		return fmt.Errorf("encode the holder of the store: %w", err)
	}
	// Written aside and renamed: a reader never finds half of it.
	path := filepath.Join(s.dir, holderName)
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return fmt.Errorf("record the holder of the store: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("record the holder of the store: %w", err)
	}
	return nil
}

// findHolder returns who last held the store in dir and has not closed it, or
// nil where that is unknown. After a crash it may name a process that is gone.
func findHolder(dir string) *Holder {
	data, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return nil
	}
	var h Holder
	if json.Unmarshal(data, &h) != nil || h.PID == 0 {
		return nil
	}
	return &h
}

func removeHolder(dir string) error {
	err := os.Remove(filepath.Join(dir, holderName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the record of the holder: %w", err)
	}
	return nil
}

// describe names the holder in Japanese and in English.
func (h *Holder) describe() (ja, en string) {
	if h == nil {
		return "使用中のプロセスは不明", "which one is not known"
	}
	jas := []string{fmt.Sprintf("プロセス番号 %d", h.PID)}
	ens := []string{fmt.Sprintf("pid %d", h.PID)}
	if h.Host != "" {
		jas = append(jas, "ホスト "+h.Host)
		ens = append(ens, "host "+h.Host)
	}
	if h.Addr != "" {
		jas = append(jas, "アドレス "+h.Addr)
		ens = append(ens, "serving "+h.Addr)
	}
	return strings.Join(jas, "、"), strings.Join(ens, ", ")
}

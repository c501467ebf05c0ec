package server

import (
	"context"
	"errors"
	"fmt"

	"kyokun/index"
	"kyokun/kb/store"
)

// VerifyRequest says what to verify besides the store and the index.
type VerifyRequest struct {
	// Checkpoint is held against the log, where there is one.
	Checkpoint []byte `json:"checkpoint,omitempty"`
	// Key verifies it; empty means the data folder's own.
	Key string `json:"key,omitempty"`
}

// Verification is what a check of store and index against one another came to.
type Verification struct {
	OK bool `json:"ok"`
	store.Verified
	// Findings are those of the store in the order of its log, the checkpoint and the
	// index; the first is the first place that differs.
	Findings []store.Finding `json:"findings"`
	// Index says how far the index is, and why it was rebuilt if it was.
	Index struct {
		Seq       uint64 `json:"seq"`
		Documents int    `json:"documents"`
		Rebuilt   string `json:"rebuilt,omitempty"`
	} `json:"index"`
	// Checkpoint is what the checkpoint proves, where one was given and does.
	Checkpoint *store.Proof `json:"checkpoint,omitempty"`
}

// VerifyStore is [Verify] without an index, for a store that none can be made of.
func VerifyStore(ctx context.Context, st *store.Store, req VerifyRequest) (Verification, error) {
	v := Verification{Findings: []store.Finding{}}
	var err error
	if v.Verified, err = st.Verify(ctx); err != nil {
		return v, fmt.Errorf("verify the store: %w", err)
	}
	v.Findings = append(v.Findings, v.Verified.Findings...)
	err = v.prove(ctx, st, req)
	v.OK = len(v.Findings) == 0
	return v, err
}

// Verify checks the store by itself, the index against it, and a checkpoint
// against its log. The error is of reading.
func Verify(ctx context.Context, st *store.Store, ix *index.Index, req VerifyRequest) (Verification, error) {
	v, err := VerifyStore(ctx, st, req)
	if err != nil {
		return v, err
	}
	if !broken(v.Findings) { // else the index has nothing to be held against
		found, err := ix.Verify(ctx)
		if err != nil {
			return v, fmt.Errorf("verify the index: %w", err)
		}
		for _, f := range found {
			v.Findings = append(v.Findings, store.Finding{Part: "index", ID: f.ID, Text: f.Text})
		}
	}
	state := ix.State()
	v.Index.Seq, v.Index.Documents, v.Index.Rebuilt = state.Seq, state.Documents, state.Rebuilt
	v.OK = len(v.Findings) == 0
	return v, nil
}

// broken is whether something is wrong besides links.
func broken(found []store.Finding) bool {
	for _, f := range found {
		if f.Part != "links" && f.Part != "checkpoint" {
			return true
		}
	}
	return false
}

func (v *Verification) prove(ctx context.Context, st *store.Store, req VerifyRequest) error {
	if len(req.Checkpoint) == 0 {
		return nil
	}
	proof, err := st.Prove(ctx, req.Checkpoint, req.Key)
	var told *store.Error
	switch {
	case err == nil:
		v.Checkpoint = &proof
		return nil
	case errors.As(err, &told):
		v.Findings = append(v.Findings, store.Finding{Part: "checkpoint", Text: told.Text()})
		return nil
	}
	return fmt.Errorf("hold the checkpoint against the log: %w", err)
}

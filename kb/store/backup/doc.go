// Package backup keeps generations of the store at a target: a folder or a
// bucket of S3, with object lock where it has that.
//
// A repository is what stands at a target:
//
//	kyokun-backup.json      its mark: format and id
//	chunks/ab/abcd…         64 KiB of the store, compressed and encrypted, under
//	                        the SHA-256 of its stored bytes
//	generations/TIME-HASH   one manifest each, under the start of its SHA-256
//	claims/…                who is writing or pruning just now
//
// What is stored is never changed, only added and, by [Repository.Prune],
// removed. So every reader can hold each object against its name without any
// key, two writers cannot meet, and a manifest that is there has all its
// chunks: they are durable and read back before it is written.
//
// What a user has to read about comes back as an [*Error], in both languages.
package backup

// Package store keeps the documents of Kyokun in one bbolt file: every revision
// of every document, and the append-only log of the changes that made them.
//
// A store is a folder with the file kyokun.db in it. One process at a time
// holds it; a second one is told at once who the holder is. Content that comes
// with a release enters by [Store.Import]; nothing is ever deleted, what a
// release no longer holds is marked withdrawn. [Store.Library] reads documents
// when they are asked for, as they are at one change of the log, so that a
// million cost no more than those that somebody looks at; a write is checked
// against what it touches.
//
// What a user has to read about comes back as an [*Error], which has its text
// in both languages and is told apart with [errors.Is]. After [Store.Close]
// every method fails.
package store

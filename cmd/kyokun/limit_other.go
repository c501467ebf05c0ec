//go:build !linux

package main

// limitWorker does nothing where the system has no such bounds: the memory of
// pdfium itself is bounded everywhere.
func limitWorker() {}

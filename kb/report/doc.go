// Package report reads the text of an accident review report into drafts of
// Kyokun's documents, for a person to finish.
//
// It finds sections, accident tables, lessons, marks and framework items by the
// layouts that the yearly reports and their summaries have used. What it can't
// read it leaves open, marked TODO, and never guesses; facts, figures, names
// and headings carry over, while a sentence of the source is only quoted in a
// comment beside the TODO, to be rewritten.
//
// The package is pure: it takes text and returns text.
package report

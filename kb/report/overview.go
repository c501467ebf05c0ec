package report

// overview reads what only the short version of a report has.
func (r *reader) overview(rep *Report) {}

package server

import (
	"maps"

	"kyokun/kb"
)

// catalogue holds every text of the interface, by short name. It never changes.
var catalogue = collect(chromeMessages, boundMessages, searchMessages, documentMessages, fieldMessages, frameworkMessages, dutyMessages, incidentMessages, tableMessages, checklistMessages, changesMessages, historyMessages, evidenceMessages, backupMessages, statisticsMessages, errorMessages, accessMessages, mcpMessages, apiMessages)

func collect(parts ...map[string]kb.Text) map[string]kb.Text {
	all := map[string]kb.Text{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

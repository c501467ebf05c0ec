package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// pagePaths are the folders of the documents' pages.
var pagePaths = map[kb.Kind]string{
	kb.KindCase:      "/cases/",
	kb.KindLesson:    "/lessons/",
	kb.KindProvision: "/provisions/",
	kb.KindSource:    "/sources/",
}

func (s *Server) route(e *echo.Echo) {
	get := func(path string, h echo.HandlerFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, h)
	}
	get("/", s.getHome)
	get("/search", s.getSearch)
	for kind, folder := range pagePaths {
		get(folder+":id", s.getDocument(kind))
	}
	get("/documents/:id/history", s.getHistory)
	get("/framework", s.getFramework)
	get(statisticsPath, s.getStatistics)
	get(statisticsPath+"/:part", s.getStatisticsPart)
	get(lineagePath, s.getLineage)
	get(tablesFolder+":file", s.getTable)
	get("/duty", s.getDuty)
	get(checklistPath, s.getChecklist)
	get(incidentPath, s.getIncident)
	e.POST(incidentPath, s.postIncident)
	get("/glossary", s.getGlossary)
	get(changesPath, s.getChanges)
	get(feedPath, s.getFeed)
	get(backupPath, s.getBackup)
	get(openSearchPath, s.getOpenSearch)
	get(sitemapPath, s.getSitemap)
	get(staticFolder+":file", s.getStatic)

	get("/api/v1/search", s.apiSearch)
	get("/api/v1/suggest", s.apiSuggest)
	get("/api/v1/documents/:id", s.apiDocument)
	get("/api/v1/documents/:id/trace", s.apiTrace)
	get("/api/v1/documents/:id/history", s.apiHistory)
	get("/api/v1/documents/:id/file", s.apiFile)
	get("/api/v1/duty", s.apiDuty)
	e.POST("/api/v1/similar", s.apiSimilar)
	get(statisticsAPI, s.apiStatistics)
	get(exportPath, s.apiExport)

	get("/healthz", s.getHealth)
	get("/readyz", s.getReady)
}

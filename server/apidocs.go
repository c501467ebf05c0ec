package server
const apiDocsPath = "/api"

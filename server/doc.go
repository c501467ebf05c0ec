// Package server is Kyokun on the web: HTML pages for readers and a JSON API
// for programs, on one [http.Handler].
//
// A handler reads its request, lets a pure function compose what the page says
// (files named after the page), and hands that to a template; the composing is
// tested without HTML, the templates with all documents there are. Handlers
// return errors; errors.go alone turns them into a page or a problem document.
//
// The documents come from a snapshot of the store that [Server.Refresh]
// replaces as a whole, hits and suggestions from the index. While the index is
// loading every page but the search works.
package server

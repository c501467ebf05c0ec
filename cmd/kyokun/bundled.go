package main

import (
	"io/fs"

	"kyokun/content"
	"kyokun/kb"
)

// bundled reads one of the lists that come with the program; what is not there
// is empty, and a test holds that it is.
func bundled(name string) kb.File {
	data, err := fs.ReadFile(content.FS, name)
	if err != nil {
		return kb.File{Path: name}
	}
	return kb.File{Path: name, Data: data}
}

// serviceClasses are the classes of services of the bundled rules. They are
// read when they are asked for, as few commands need them.
func serviceClasses() []kb.ServiceClass {
	rules, _ := kb.ParseDuty(bundled("duty.yaml"))
	return rules.Services
}

// workLabel names a phase of work by the bundled tags; one of a carrier's own
// keeps its id.
func (s sheet) workLabel(tags *kb.TagList, id string) string {
	t, ok := tags.Tag("work", id)
	if !ok {
		return id
	}
	return t.Label().In(s.lang)
}

package kb

import "fmt"

// Problem is one fault that lint found.
type Problem struct {
	// File is the path relative to the content folder; Line counts from 1.
	File string `json:"file"`
	Line int    `json:"line"`
	// Field is the path of the field, such as measures[2].done; empty where
	// the fault is of the whole file.
	Field string `json:"field,omitempty"`
	// Message says what is wrong and how to mend it.
	Message Text `json:"message"`
}

// Format writes the problem as file:line: field: message in the language.
func (p Problem) Format(lang string) string {
	if p.Field == "" {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message.In(lang))
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Field, p.Message.In(lang))
}

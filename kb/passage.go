package kb

// Passage is one paragraph of a source's text, kept so that a citation can be
// held against it. The text is the source's and is not part of the content.
type Passage struct {
	// Source is the id of the source document.
	Source string `json:"source"`
	// Section is the section as the source numbers it; empty before the first.
	Section string `json:"section,omitempty"`
	// Page and PageTo are the printed pages it stands on; where the text shows
	// no pages, those on which its section can stand; 0 where neither is known.
	Page   int `json:"page,omitempty"`
	PageTo int `json:"page_to,omitempty"`
	// Exact is true where the pages are the passage's own.
	Exact bool `json:"exact,omitempty"`
	// Position counts the passages of the source from 1.
	Position int    `json:"position"`
	Text     string `json:"text"`
}

package kb

import (
	"fmt"
	"regexp"
	"strings"
)

var tagPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func lintTags(t *tree, l *TagList) {
	if len(l.Facets) == 0 && len(t.problems) == 0 {
		t.add("facets", "分類が1つもありません", "there is no facet")
	}
	facets := map[string]bool{}
	for i, f := range l.Facets {
		at := fmt.Sprintf("facets[%d]", i)
		if facets[f.ID] || !tagPattern.MatchString(f.ID) {
			t.add(at+".id", "分類のidは小文字の英数字とハイフンで、重ならないようにしてください", "a facet id is lower-case letters, digits and hyphens, each once")
		}
		facets[f.ID] = true
		tags := map[string]bool{}
		for j, tag := range f.Tags {
			if tags[tag.ID] || !tagPattern.MatchString(tag.ID) {
				t.add(fmt.Sprintf("%s.tags[%d].id", at, j), "タグのidは小文字の英数字とハイフンで、重ならないようにしてください",
					"a tag id is lower-case letters, digits and hyphens, each once")
			}
			tags[tag.ID] = true
			lintSigns(t, fmt.Sprintf("%s.tags[%d].signs", at, j), tag)
		}
	}
}

// lintOwnTags holds a user's own tags against the bundled list. A tag that a
// later release brings as well is no fault: the bundled one is then used.
func lintOwnTags(t *tree, own, bundled *TagList) {
	if len(own.Facets) == 0 {
		return // no such file, or it did not parse
	}
	lintTags(t, own)
	for i, f := range own.Facets {
		if _, ok := bundled.Facet(f.ID); !ok {
			t.add(fmt.Sprintf("facets[%d].id", i), "「%s」という分類はありません。付属の tags.yaml にある分類にだけ、タグを足せます",
				"there is no facet %q: tags can be added to those of the bundled tags.yaml only", f.ID)
		}
	}
}

// lintSigns reports signs that say nothing, or what the label or another says.
func lintSigns(t *tree, at string, tag Tag) {
	seen := map[string]bool{tag.JA: true, tag.EN: true}
	for k, s := range tag.Signs {
		if seen[s] || strings.TrimSpace(s) == "" {
			t.add(fmt.Sprintf("%s[%d]", at, k), "目印の言葉は空にせず、タグの名前やほかの目印と重ねないでください",
				"a sign must not be empty, nor repeat the label or another sign")
		}
		seen[s] = true
	}
}

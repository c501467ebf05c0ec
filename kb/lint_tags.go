package kb

import (
	"fmt"
	"regexp"
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
		}
	}
}

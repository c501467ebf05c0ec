package server

import (
	"fmt"
	"maps"
	"slices"
)

// shape lists the paths of a JSON value with the types at their ends, each
// once, sorted.
func shape(path string, v any) []string {
	set := map[string]bool{}
	collectShape(path, v, set)
	return slices.Sorted(maps.Keys(set))
}

func collectShape(path string, v any, set map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			collectShape(path+"."+k, child, set)
		}
	case []any:
		if len(v) == 0 {
			set[path+"[]"] = true
		}
		for _, child := range v {
			collectShape(path+"[]", child, set)
		}
	default:
		set[fmt.Sprintf("%s %T", path, v)] = true
	}
}

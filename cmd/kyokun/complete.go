package main

import (
	"github.com/spf13/cobra"

	"kyokun/content"
	"kyokun/kb"
)

// completeIDs offers the ids of the bundled documents with their titles.
func completeIDs(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	lib, _, err := kb.Load(content.FS)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, d := range lib.Documents() {
		h := d.Common()
		out = append(out, h.ID+"\t"+h.Title)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeTags offers the values of a filter.
func (a *app) completeTags(cmd *cobra.Command, facet string) {
	// The flag was made on the line before, which is all that can go wrong.
	_ = cmd.RegisterFlagCompletionFunc(facet, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return facetValues(facet, a.lang), cobra.ShellCompDirectiveNoFileComp
	})
}

func facetValues(facet, lang string) []string {
	var out []string
	switch facet {
	case "kind":
		for _, k := range kb.Kinds() {
			out = append(out, string(k)+"\t"+k.Label().In(lang))
		}
	case "layer":
		for _, l := range kb.Layers() {
			out = append(out, string(l)+"\t"+l.Label().In(lang))
		}
	default:
		lib, _, err := kb.Load(content.FS)
		if err != nil {
			return nil
		}
		f, _ := lib.Tags().Facet(facet)
		for _, t := range f.Tags {
			out = append(out, t.ID+"\t"+t.Label().In(lang))
		}
	}
	return out
}

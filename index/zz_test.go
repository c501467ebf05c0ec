package index

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestZZ(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		t.Skip()
	}
	x := open(t, logOf(library(t)), "")
	for _, q := range strings.Split(os.Getenv("ZZ"), ";") {
		r := search(t, x, Query{Text: q, Limit: 6})
		fmt.Println("==", q, r.Total, r.Took, r.Terms)
		for _, h := range r.Hits {
			fmt.Printf("  %.2f %s %s\n", h.Score, h.ID, h.Title)
			for _, w := range h.Why {
				fmt.Printf("      %+v\n", w)
			}
			if os.Getenv("FR") != "" {
				for _, f := range h.Fragments {
					fmt.Print("      ", f.Field, ": ")
					for _, p := range f.Parts {
						if p.Match {
							fmt.Print("[", p.Text, "]")
						} else {
							fmt.Print(p.Text)
						}
					}
					fmt.Println()
				}
			}
		}
		for _, h := range r.Near {
			fmt.Println("  near", h.ID, h.Score)
		}
	}
}

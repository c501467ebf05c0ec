package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// completeServices offers the classes with their names.
func (a *app) completeServices(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, c := range serviceClasses() {
		out = append(out, string(c.ID)+"\t"+c.Name.In(a.lang))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// helpWithClasses adds the classes of services to the help of duty.
func (a *app) helpWithClasses(cmd *cobra.Command) {
	cmd.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		var b strings.Builder
		b.WriteString(cmd.Long + "\n\n" + a.say("役務の区分:", "Classes of service:"))
		for _, c := range serviceClasses() {
			fmt.Fprintf(&b, "\n  %-18s %s", c.ID, c.Name.In(a.lang))
		}
		cmd.Long = b.String()
		cmd.Parent().HelpFunc()(cmd, args)
	})
}

package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

func (a *app) traceCommand() *cobra.Command {
	var asJSON, asCSV, asMermaid bool
	cmd := &cobra.Command{
		Use:   "trace ID",
		Short: a.say("文書の根拠と、その文書を根拠とするものをたどる", "Follow what a document rests on and what rests on it"),
		Long: a.say(`教訓からは出典の箇所・文・事例・原因・対策・条項へ、事例や条項からは教訓へさかのぼります。
ID には教訓の文も書けます（例: lesson-r03-1-03#s1）。`,
			`Leads from a lesson to its source places, statements, cases, causes, measures and
provisions; from a case or a provision back up to the lessons. ID may be a
statement, such as lesson-r03-1-03#s1.`),
		Args:              a.oneID,
		ValidArgsFunction: completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.trace(cmd.Context(), args[0], asJSON, asCSV, asMermaid)
		},
	}
	a.jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&asCSV, "csv", false, a.say("CSV（1行に1つの段）で出力する", "print CSV, a stop a row"))
	cmd.Flags().BoolVar(&asMermaid, "mermaid", false, a.say("Mermaidの図として出力する", "print a Mermaid diagram"))
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "mermaid")
	return cmd
}

// oneID is the argument check of commands that take one id.
func (a *app) oneID(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("文書のIDを1つ指定してください（例: case-r03-04）", "give one id of a document (example: case-r03-04)")
	}
	return nil
}

func (a *app) trace(ctx context.Context, id string, asJSON, asCSV, asMermaid bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "documents/"+id+"/trace", url.Values{})
	if err != nil {
		return err
	}
	var res struct{ Root *kb.TraceNode }
	if err := json.Unmarshal(body, &res); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	switch {
	case asJSON:
		return a.printJSON(body)
	case asCSV:
		return a.traceCSV(res.Root)
	case asMermaid:
		a.traceMermaid(res.Root)
	default:
		a.traceTree(a.printer(), res.Root, "", "")
	}
	return nil
}

// traceTree prints the trace as a tree of lines.
func (a *app) traceTree(p *printer, n *kb.TraceNode, lead, indent string) {
	p.line(lead + a.traceLine(p, n))
	for i, child := range n.Children {
		if i == len(n.Children)-1 {
			a.traceTree(p, child, indent+"└ ", indent+"   ")
		} else {
			a.traceTree(p, child, indent+"├ ", indent+"│  ")
		}
	}
}

func (a *app) traceLine(p *printer, n *kb.TraceNode) string {
	label := n.Kind.Label().In(a.lang)
	if n.Layer != "" {
		label = n.Layer.Label().In(a.lang)
	}
	line := fmt.Sprintf("[%s] %s  %s", label, n.Title, p.dim(nodeRef(n)))
	if n.Cite != nil {
		line += "  " + n.Cite.Place(a.lang)
	}
	if n.Link != nil {
		line += "  " + p.dim("("+n.Link.Asserted().In(a.lang)+")")
	}
	return line
}

func nodeRef(n *kb.TraceNode) string {
	if n.Part != "" {
		return n.ID + "#" + n.Part
	}
	return n.ID
}

// traceCSV prints one row a stop, each with the stop it was reached from.
func (a *app) traceCSV(root *kb.TraceNode) error {
	w := csv.NewWriter(a.out)
	_ = w.Write([]string{"depth", "from", "id", "kind", "layer", "title", "relation", "direction", "by", "confidence", "why", "source", "section", "page"})
	var row func(n *kb.TraceNode, from string, depth int)
	row = func(n *kb.TraceNode, from string, depth int) {
		_ = w.Write(traceRow(n, from, depth))
		for _, c := range n.Children {
			row(c, nodeRef(n), depth+1)
		}
	}
	row(root, "", 0)
	w.Flush()
	return w.Error() // the error of any write
}

func traceRow(n *kb.TraceNode, from string, depth int) []string {
	direction := "down"
	if n.Up {
		direction = "up"
	}
	row := []string{fmt.Sprint(depth), from, nodeRef(n), string(n.Kind), string(n.Layer), n.Title, string(n.Relation), direction}
	link, cite := kb.Link{}, kb.Citation{}
	if n.Link != nil {
		link = *n.Link
	}
	if n.Cite != nil {
		cite = *n.Cite
	} else if link.Cite != nil {
		cite = *link.Cite
	}
	page := ""
	if cite.Page > 0 {
		page = fmt.Sprint(cite.Page)
	}
	return append(row, string(link.By), string(link.Confidence), link.Why, cite.Source, cite.Section, page)
}

// traceMermaid prints a flowchart; links that the editors infer are dotted.
func (a *app) traceMermaid(root *kb.TraceNode) {
	fmt.Fprintln(a.out, "flowchart LR")
	count := 0
	var draw func(n *kb.TraceNode) string
	draw = func(n *kb.TraceNode) string {
		name := fmt.Sprintf("n%d", count)
		count++
		fmt.Fprintf(a.out, "  %s[\"%s: %s\"]\n", name, n.Kind.Label().In(a.lang), mermaidText(n.Title))
		for _, c := range n.Children {
			child := draw(c)
			arrow := "-->"
			if c.Link != nil && c.Link.By == kb.ByEditor {
				arrow = "-.->"
			}
			if c.Up {
				fmt.Fprintf(a.out, "  %s %s %s\n", child, arrow, name)
			} else {
				fmt.Fprintf(a.out, "  %s %s %s\n", name, arrow, child)
			}
		}
		return name
	}
	draw(root)
}

// mermaidText makes a title safe inside a quoted label.
func mermaidText(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "\n", " ").Replace(s)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

func (a *app) historyCommand() *cobra.Command {
	var from, to int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "history ID",
		Short: a.say("文書の版と、版どうしの違いを見る", "List the revisions of a document and how they differ"),
		Long: a.say(`文書のすべての版を新しい順に示し、最後の2つの版（--from と --to で選べる）の違いを示します。
取り下げられた文書の経緯も見られます。vocabulary、tags、duty、statistics も指定できます。`,
			`Lists all revisions of a document, the last first, and shows how the last two differ
(or those that --from and --to name). Withdrawn documents have a history too, as have
vocabulary, tags, duty and statistics.`),
		Args:              a.oneID,
		ValidArgsFunction: completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			q := url.Values{}
			for name, n := range map[string]int{"from": from, "to": to} {
				if cmd.Flags().Changed(name) {
					q.Set(name, strconv.Itoa(n))
				}
			}
			return a.history(cmd.Context(), args[0], q, asJSON)
		},
	}
	cmd.Flags().IntVar(&from, "from", 0, a.say("比べる古いほうの版", "the earlier revision to compare"))
	cmd.Flags().IntVar(&to, "to", 0, a.say("比べる新しいほうの版", "the later revision to compare"))
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

// historyAnswer is the answer of the API.
type historyAnswer struct {
	ID         string      `json:"id"`
	Own        bool        `json:"own"`
	Changes    []kb.Change `json:"changes"`
	From       int         `json:"from"`
	To         int         `json:"to"`
	Difference []kb.Hunk   `json:"difference"`
}

func (a *app) history(ctx context.Context, id string, q url.Values, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "documents/"+url.PathEscape(id)+"/history", q)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(body)
	}
	var h historyAnswer
	if err := json.Unmarshal(body, &h); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	p := a.printer()
	p.line(p.strong(h.ID) + "  " + p.dim("("+map[bool]string{true: a.say("自社の文書", "your own"), false: a.say("付属", "bundled")}[h.Own]+")"))
	for _, k := range h.Changes {
		p.line("  " + a.changeLine(p, k))
	}
	if h.To > 0 {
		p.line("\n" + p.strong(fmt.Sprintf(a.say("第%d版から第%d版への違い", "From revision %d to revision %d"), h.From, h.To)))
		if len(h.Difference) == 0 {
			p.line("  " + a.say("ありません", "none"))
		}
		a.printHunks(p, h.Difference)
	}
	return nil
}

func (a *app) changeLine(p *printer, k kb.Change) string {
	op := a.say("改訂", "revised")
	switch {
	case k.Op == kb.OpWithdraw:
		op = a.say("取り下げ", "withdrawn")
	case k.Revision == 1:
		op = a.say("追加", "added")
	}
	line := fmt.Sprintf(a.say("第%d版  %s  %s  %s", "revision %d  %s  %s  %s"), k.Revision, k.Time.In(kb.JST).Format("2006-01-02 15:04:05"), op, k.Actor)
	if k.Reason != "" {
		line += a.say("  理由: ", "  reason: ") + k.Reason
	}
	return line + "  " + p.dim(fmt.Sprintf("#%d", k.Seq))
}

// printHunks prints a difference by lines, each stretch under its field.
func (a *app) printHunks(p *printer, hunks []kb.Hunk) {
	for _, h := range hunks {
		p.line(p.dim(fmt.Sprintf(a.say("@@ %d行目 %s", "@@ line %d %s"), h.New, h.Field)))
		for _, l := range h.Lines {
			text := l.Text
			if l.To > l.From {
				text = l.Text[:l.From] + p.style("7", l.Text[l.From:l.To]) + l.Text[l.To:]
			}
			p.line(l.Op + text)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

func (a *app) showCommand() *cobra.Command {
	var asJSON, raw bool
	var asOf string
	var revision int
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: a.say("文書を1つ表示する", "Print one document"),
		Long: a.say("文書を1つ表示します。教訓の文だけを表示することもできます（例: lesson-r03-1-03#s1）。",
			"Prints one document, or one statement of a lesson (example: lesson-r03-1-03#s1)."),
		Args:              a.oneID,
		ValidArgsFunction: completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			q := url.Values{}
			if asOf != "" {
				q.Set("as_of", asOf)
			}
			if cmd.Flags().Changed("revision") {
				q.Set("revision", strconv.Itoa(revision))
			}
			if raw {
				return a.showRaw(cmd.Context(), args[0], q)
			}
			return a.show(cmd.Context(), args[0], q, asJSON)
		},
	}
	a.jsonFlag(cmd, &asJSON)
	cmd.Flags().StringVar(&asOf, "as-of", "", a.say("この日（2026-04-01 の形、日本時間）の終わりの内容を表示する", "print it as of the end of a day in Japan (such as 2026-04-01)"))
	cmd.Flags().BoolVar(&raw, "raw", false, a.say("保存されたファイルを、版の行を付けて出力する（直して put できる）", "print the file as it is stored, with a line that notes the revision, to edit and put"))
	cmd.Flags().IntVar(&revision, "revision", 0, a.say("表示する版（既定は今の版）", "the revision to print (default: the current one)"))
	cmd.MarkFlagsMutuallyExclusive("raw", "json")
	cmd.MarkFlagsMutuallyExclusive("revision", "as-of")
	cmd.MarkFlagsMutuallyExclusive("raw", "as-of")
	return cmd
}

// showRaw prints the file of a revision.
func (a *app) showRaw(ctx context.Context, id string, q url.Values) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "documents/"+url.PathEscape(id)+"/file", q)
	if err != nil {
		return err
	}
	_, err = a.out.Write(body)
	return err
}

func (a *app) show(ctx context.Context, ref string, q url.Values, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	id, part, isPart := strings.Cut(ref, "#")
	body, err := c.get(ctx, "documents/"+id, q)
	if err != nil {
		return err
	}
	doc, raw, err := decodeDocument(body)
	if err != nil {
		return err
	}
	sheet := sheet{app: a, printer: a.printer()}
	switch {
	case isPart:
		return a.showStatement(sheet, doc, part, asJSON)
	case asJSON:
		return a.printJSON(raw)
	}
	sheet.document(doc)
	return nil
}

// showStatement prints one statement of a lesson.
func (a *app) showStatement(s sheet, doc kb.Document, part string, asJSON bool) error {
	if lesson, ok := doc.(*kb.Lesson); ok {
		for _, st := range lesson.Statements {
			switch {
			case st.ID != part:
			case asJSON:
				body, err := json.Marshal(st)
				if err != nil {
					return err
				}
				return a.printJSON(body)
			default:
				s.statement(lesson, st)
				return nil
			}
		}
	}
	return &exitError{status: exitNotFound, text: text("%s に「%s」という文はありません", "%s has no statement %q", doc.Common().ID, part)}
}

// decodeDocument reads the API's answer about a document; raw is the whole.
func decodeDocument(body []byte) (doc kb.Document, raw []byte, err error) {
	var res struct {
		Kind     kb.Kind         `json:"kind"`
		Document json.RawMessage `json:"document"`
	}
	if err := json.Unmarshal(body, &res); err != nil {
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	doc, err = kb.NewDocument(res.Kind)
	if err != nil {
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	if err := json.Unmarshal(res.Document, doc); err != nil {
		return nil, nil, fmt.Errorf("read the document: %w", err)
	}
	return doc, body, nil
}

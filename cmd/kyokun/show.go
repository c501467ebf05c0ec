package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

func (a *app) showCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: a.say("文書を1つ表示する", "Print one document"),
		Long: a.say("文書を1つ表示します。教訓の文だけを表示することもできます（例: lesson-r03-1-03#s1）。",
			"Prints one document, or one statement of a lesson (example: lesson-r03-1-03#s1)."),
		Args:              a.oneID,
		ValidArgsFunction: completeIDs,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0], asJSON) },
	}
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

func (a *app) show(ctx context.Context, ref string, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	id, part, isPart := strings.Cut(ref, "#")
	body, err := c.get(ctx, "documents/"+id, url.Values{})
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

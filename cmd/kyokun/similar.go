package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kyokun/kb"
)

// similarAsked is a question for similar incidents, as the API takes it.
type similarAsked struct {
	ID    string `json:"id,omitempty"`
	Text  string `json:"text,omitempty"`
	Limit int    `json:"limit"`
}

// similarAnswer is what similar reads of the API's answer.
type similarAnswer struct {
	Known    bool         `json:"known"`
	Message  string       `json:"message"`
	Hits     []similarHit `json:"hits"`
	SetAside []string     `json:"set_aside"`
}

type similarHit struct {
	ID      string  `json:"id"`
	Kind    kb.Kind `json:"kind"`
	Title   string  `json:"title"`
	Reasons []struct {
		Term  string `json:"term"`
		Label string `json:"label"`
		Typed string `json:"typed"`
	} `json:"reasons"`
	Prolonged []casePart `json:"prolonged"`
	Measures  []casePart `json:"measures"`
	Questions []struct {
		Text string `json:"text"`
		Work string `json:"work"`
	} `json:"questions"`
}

type casePart struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

func (a *app) similarCommand() *cobra.Command {
	var file string
	var limit int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "similar (ID | --text FILE | -)",
		Short: a.say("似た事例と、その教訓を探す", "Find similar cases and their lessons"),
		Long: a.say(`事例や教訓のIDか、いま起きていることを書いた文（チャットの記録、警報、告知。64 kBまで）から、
似た事例と、長引いた理由、原因への対策、教訓の点検項目を示します。あいさつや署名は除いて読みます。
似た事例が無いときの終了コードは1です。`,
			`Starts from the id of a case or lesson, or from a text of what is happening (a
chat log, alarms, a notice; up to 64 kB), and gives similar cases, what prolonged
them, the measures that answered, and the check questions of their lessons.
Greetings and signatures are set aside. The exit status is 1 if no case is similar.`),
		Example:           "  kyokun similar case-r03-04\n  kyokun similar --text incident.txt\n  pbpaste | kyokun similar -",
		ValidArgsFunction: completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, err := a.similarTo(args, file)
			if err != nil {
				return err
			}
			asked.Limit = limit
			return a.similar(cmd.Context(), asked, asJSON)
		},
	}
	cmd.Flags().StringVar(&file, "text", "", a.say("起きていることを書いたファイル（- で標準入力）", "a file that tells what is happening (- for standard input)"))
	cmd.Flags().IntVar(&limit, "limit", 5, a.say("事例と教訓を、それぞれ最大何件示すか（1〜100）", "how many cases, and lessons, to print at most (1 to 100)"))
	a.vocabularyFlag(cmd)
	a.jsonFlag(cmd, &asJSON)
	return cmd
}

// similarTo reads what is asked from the arguments.
func (a *app) similarTo(args []string, file string) (similarAsked, error) {
	switch {
	case len(args) == 1 && args[0] == "-" && file == "":
		file = "-"
	case len(args) == 1 && file == "":
		return similarAsked{ID: args[0]}, nil
	case len(args) > 0 || file == "":
		return similarAsked{}, usage("事例か教訓のID、--text ファイル、- （標準入力）のどれか1つを指定してください",
			"give one of the id of a case or lesson, --text FILE, and - for standard input")
	}
	var b []byte
	var err error
	if file == "-" {
		b, err = io.ReadAll(io.LimitReader(a.in, similarMost))
	} else {
		b, err = readStart(file)
	}
	if err != nil {
		return similarAsked{}, &exitError{status: exitFailure, err: err, text: text("起きていることの文を読めません: %v", "can't read the text: %v", err)}
	}
	if t := strings.ToValidUTF8(string(b), " "); strings.TrimSpace(t) != "" {
		return similarAsked{Text: t}, nil
	}
	return similarAsked{}, usage("文が空です。起きていることを書いてください", "the text is empty: tell what is happening")
}

// similarMost is how many bytes of a text are read: more than the server takes,
// so that it says no rather than leave the end out unseen.
const similarMost = 80 << 10

func readStart(file string) (b []byte, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, similarMost))
}

func (a *app) similar(ctx context.Context, asked similarAsked, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.post(ctx, "similar", asked)
	if err != nil {
		return err
	}
	var res similarAnswer
	if err := json.Unmarshal(body, &res); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if asJSON {
		err = a.printJSON(body)
	} else {
		a.printSimilar(res)
	}
	if err == nil && !res.Known {
		return errNothing
	}
	return err
}

func (a *app) printSimilar(res similarAnswer) {
	p := a.printer()
	if !res.Known {
		p.line(res.Message)
	}
	if n := len(res.SetAside); n > 0 {
		p.line(p.dim(fmt.Sprintf(a.say("あいさつ・署名など%dか所は除いて読みました", "%d greetings, signatures and the like were set aside"), n)))
	}
	for _, kind := range []kb.Kind{kb.KindCase, kb.KindLesson} {
		rank := 0
		for _, h := range res.Hits {
			if h.Kind == kind {
				rank++
				a.printResemblance(p, rank, h)
			}
		}
	}
}

func (a *app) printResemblance(p *printer, rank int, h similarHit) {
	p.line(fmt.Sprintf("%2d. [%s] %s  %s", rank, h.Kind.Label().In(a.lang), h.Title, p.dim(h.ID)))
	var terms, tags []string
	for _, r := range h.Reasons {
		if r.Term != "" {
			terms = append(terms, r.Term)
		} else {
			tags = append(tags, r.Label)
		}
	}
	comma := a.say("、", ", ")
	p.part(a.say("似ている点: ", "Shared: "), strings.Join(tags, comma))
	p.part(a.say("共通する言葉: ", "Words: "), strings.Join(terms, comma))
	for _, v := range h.Prolonged {
		p.part(a.say("長引いた理由: ", "Prolonged by: "), v.Text)
	}
	for _, v := range h.Measures {
		p.part(a.say("原因への対策（", "Measure (")+v.Label+a.say("）: ", "): "), v.Text)
	}
	for _, q := range h.Questions {
		p.part("□ ", q.Text+" "+p.dim(q.Work))
	}
}

// part prints a line below a hit; nothing where there is no text.
func (p *printer) part(label, text string) {
	if text != "" {
		p.line("      " + label + text)
	}
}

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

// dutyAnswers is what duty reads of the API's answer.
type dutyAnswers struct {
	Disclaimer string       `json:"disclaimer"`
	Answers    []dutyAnswer `json:"answers"`
}

type dutyAnswer struct {
	Service        kb.DutyService `json:"service"`
	On             string         `json:"on"`
	Serious        kb.Verdict     `json:"serious"`
	Row            string         `json:"row"`
	RowName        string         `json:"row_name"`
	RuleVersion    string         `json:"rule_version"`
	MaybeVersions  []string       `json:"maybe_versions"`
	Provision      string         `json:"provision"`
	Article        string         `json:"article"`
	Why            string         `json:"why"`
	Missing        []string       `json:"missing"`
	BecomesSerious struct {
		At   *kb.Moment `json:"at"`
		Text string     `json:"text"`
	} `json:"becomes_serious"`
	Periodic    kb.Verdict     `json:"periodic"`
	PeriodicWhy string         `json:"periodic_why"`
	Deadlines   []dutyDeadline `json:"deadlines"`
	NearMiss    *dutyNearMiss  `json:"near_miss"`
	Notes       []string       `json:"notes"`
}

// dutyNearMiss is the test of near misses, for people to go through.
type dutyNearMiss struct {
	Version   string         `json:"version"`
	Who       string         `json:"who"`
	AllOf     []string       `json:"all_of"`
	AnyOf     []string       `json:"any_of"`
	NoneOf    []string       `json:"none_of"`
	Also      []string       `json:"also"`
	Provision string         `json:"provision"`
	Article   string         `json:"article"`
	Deadlines []dutyDeadline `json:"deadlines"`
}

type dutyDeadline struct {
	What      string     `json:"what"`
	By        string     `json:"by"`
	When      string     `json:"when"`
	How       string     `json:"how"`
	Applies   kb.Verdict `json:"applies"`
	Provision string     `json:"provision"`
	Article   string     `json:"article"`
}

// dutyFlags are the flags that are parameters of the question as they stand;
// --service, which may be given several times, is apart.
var dutyFlags = []struct{ param, ja, en string }{
	{kb.ParamMinutes, "継続時間（分）。分からなければ省く", "how many minutes it has lasted; leave out if not known"},
	{kb.ParamUsers, "影響した利用者数（例: 30000、3万）。分からなければ省く", "how many users it has affected, such as 30000; leave out if not known"},
	{kb.ParamOn, "発生した日か日時（例: 2026-04-01、2026-04-01T09:30）。既定は日本の今日", "the day or time it began, such as 2026-04-01 or 2026-04-01T09:30 (default: today in Japan)"},
	{kb.ParamDegraded, "役務が止まったか品質が落ちたか: yes, no, unknown（既定は yes）", "whether a service stopped or degraded: yes, no, unknown (default: yes)"},
	{kb.ParamAllTrafficLost, "重要設備の全ての通信が不能か: yes, no, unknown（既定は yes）", "whether all traffic over a critical facility was lost: yes, no, unknown (default: yes)"},
}

// flagOf is the flag for a parameter of the question.
func flagOf(param string) string { return strings.ReplaceAll(param, "_", "-") }

func (a *app) dutyCommand() *cobra.Command {
	var asJSON bool
	var services []string
	cmd := &cobra.Command{
		Use:   "duty --service S",
		Short: a.say("事故報告の要否と期限を判定する", "Tell whether an accident must be reported, and by when"),
		Long: a.say(`重大な事故に当たるか、あと何分・何人で当たるか、定期報告の対象か、いつまでに何を
報告するかを、発生した日の基準で判定します。判定は目安で、法的な助言ではありません。`,
			`Tells by the rules of the day of the accident whether it is serious, how many minutes
or users short of that it is, whether it goes into the periodic report, and what is due
when. It is an aid, not legal advice.`),
		Example: "  kyokun duty --service voice-emergency --minutes 42 --users 3万 --on 2026-04-01T09:30\n" +
			"  kyokun duty --service voice --service internet-access --users 120000",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("「%s」は余分です。値はオプションで指定してください", "%q is too much; give values by flags", args[0])
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&services, kb.ParamService, nil, a.say("役務の区分。上の一覧から選ぶ（繰り返せる）", "class of service, from the list above (may be repeated)"))
	values := map[string]*string{}
	for _, f := range dutyFlags {
		values[f.param] = flags.String(flagOf(f.param), "", a.say(f.ja, f.en))
	}
	_ = cmd.RegisterFlagCompletionFunc(kb.ParamService, a.completeServices) // the flag was made above
	a.helpWithClasses(cmd)
	a.jsonFlag(cmd, &asJSON)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		q := url.Values{kb.ParamService: services}
		for param, value := range values {
			q.Set(param, *value)
		}
		return a.duty(cmd.Context(), q, asJSON)
	}
	return cmd
}

func (a *app) duty(ctx context.Context, q url.Values, asJSON bool) (err error) {
	c, err := a.openAPI(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	body, err := c.get(ctx, "duty", q)
	if err != nil {
		return nameFlag(err)
	}
	if asJSON {
		return a.printJSON(body)
	}
	var res dutyAnswers
	if err := json.Unmarshal(body, &res); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	s := sheet{app: a, printer: a.printer()}
	for i, answer := range res.Answers {
		if i > 0 {
			s.line("")
		}
		s.duty(answer)
	}
	s.nearMiss(res.Answers[0])
	s.dutyNotes(res)
	return nil
}

// nameFlag says which flag an error of the API is about.
func nameFlag(err error) error {
	var exit *exitError
	if errors.As(err, &exit) && exit.param != "" {
		lead := "--" + flagOf(exit.param) + ": "
		exit.text = kb.Text{JA: lead + exit.text.JA, EN: lead + exit.text.EN}
	}
	return err
}

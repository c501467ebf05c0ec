package server

import (
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// apiDutyResponse answers a question about the report duty. Its own fields are
// those of the gravest class of services asked about.
type apiDutyResponse struct {
	apiDutyAnswer
	// Answers are those of each class, the gravest first.
	Answers []apiDutyAnswer `json:"answers"`
	// Disclaimer says what such an answer is worth.
	Disclaimer string `json:"disclaimer"`
}

// apiDutyAnswer is the answer for one class of services; see [kb.DutyAnswer].
// Texts are in the language of the request.
type apiDutyAnswer struct {
	Service         kb.DutyService    `json:"service"`
	On              string            `json:"on"`
	Minutes         *int              `json:"minutes"`
	Users           *int              `json:"users"`
	Serious         kb.Verdict        `json:"serious"`
	Row             string            `json:"row"`
	RowName         string            `json:"row_name"`
	Criteria        []kb.Criterion    `json:"criteria"`
	RuleVersion     string            `json:"rule_version"`
	MaybeVersions   []string          `json:"maybe_versions"`
	Provision       string            `json:"provision"`
	Article         string            `json:"article"`
	Why             string            `json:"why"`
	Missing         []string          `json:"missing"`
	BecomesSerious  apiDutyThreshold  `json:"becomes_serious"`
	Periodic        kb.Verdict        `json:"periodic"`
	PeriodicVersion string            `json:"periodic_version"`
	PeriodicWhy     string            `json:"periodic_why"`
	Deadlines       []apiDutyDeadline `json:"deadlines"`
	NearMiss        *apiNearMiss      `json:"near_miss"`
	Notes           []string          `json:"notes"`
}

type apiDutyThreshold struct {
	Minutes     *int `json:"minutes"`
	Users       *int `json:"users"`
	MinutesLeft *int `json:"minutes_left"`
	UsersLeft   *int `json:"users_left"`
	// At is a minute in Japan, as all times of the documents are.
	At   *kb.Moment `json:"at"`
	Text string     `json:"text"`
}

type apiDutyDeadline struct {
	ID   string `json:"id"`
	What string `json:"what"`
	// By is a day, without-delay, or empty where it counts from a day not known.
	By        string     `json:"by"`
	When      string     `json:"when"`
	How       string     `json:"how"`
	Applies   kb.Verdict `json:"applies"`
	Provision string     `json:"provision"`
	Article   string     `json:"article"`
}

type apiNearMiss struct {
	Version   string            `json:"version"`
	Who       string            `json:"who"`
	AllOf     []string          `json:"all_of"`
	AnyOf     []string          `json:"any_of"`
	NoneOf    []string          `json:"none_of"`
	Also      []string          `json:"also"`
	Provision string            `json:"provision"`
	Article   string            `json:"article"`
	Deadlines []apiDutyDeadline `json:"deadlines"`
}

func (s *Server) apiDuty(c echo.Context) error {
	loc := localeOf(c.Request())
	q, err := readDuty(c.QueryParams(), time.Now())
	if err != nil {
		return err
	}
	answers, err := judgeDuty(s.current.Load().lib.Duty(), q)
	if err != nil {
		return err
	}
	res := loc.apiDutyAll(answers)
	c.Response().Header().Set("Content-Language", loc.lang)
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return sendJSON(c, res)
}

func (l locale) apiDutyAll(answers []kb.DutyAnswer) apiDutyResponse {
	res := apiDutyResponse{apiDutyAnswer: l.apiDuty(answers[0]), Disclaimer: l.T("duty.aid")}
	for _, a := range answers {
		res.Answers = append(res.Answers, l.apiDuty(a))
	}
	return res
}

func (l locale) apiDuty(a kb.DutyAnswer) apiDutyAnswer {
	out := apiDutyAnswer{
		Service: a.Input.Service, On: a.On, Minutes: a.Input.Minutes, Users: a.Input.Users,
		Serious: a.Serious, Row: a.Row, RowName: l.In(a.RowName), Criteria: a.Criteria,
		RuleVersion: a.RuleVersion, MaybeVersions: append([]string{}, a.MaybeVersions...),
		Provision: a.Provision, Article: a.Article, Why: l.In(a.Why), Missing: append([]string{}, a.Missing...),
		BecomesSerious: l.apiThreshold(a.BecomesSerious),
		Periodic:       a.Periodic, PeriodicVersion: a.PeriodicVersion, PeriodicWhy: l.In(a.PeriodicWhy),
		Deadlines: l.apiDeadlines(a.Deadlines), Notes: []string{},
	}
	if n := a.NearMiss; n != nil {
		out.NearMiss = &apiNearMiss{
			Version: n.Version, Who: l.In(n.Who), AllOf: l.texts(n.AllOf), AnyOf: l.texts(n.AnyOf), NoneOf: l.texts(n.NoneOf),
			Also: l.texts(n.Also), Provision: n.Provision, Article: n.Article, Deadlines: l.apiDeadlines(n.Deadlines),
		}
	}
	for _, n := range a.Notes {
		out.Notes = append(out.Notes, l.In(n.Text))
	}
	return out
}

func (l locale) apiThreshold(t kb.DutyThreshold) apiDutyThreshold {
	out := apiDutyThreshold{Minutes: t.Minutes, Users: t.Users, MinutesLeft: t.MinutesLeft, UsersLeft: t.UsersLeft, At: t.At}
	if t.Text != nil {
		out.Text = l.In(*t.Text)
	}
	return out
}

func (l locale) apiDeadlines(list []kb.DutyDeadline) []apiDutyDeadline {
	out := []apiDutyDeadline{}
	for _, d := range list {
		out = append(out, apiDutyDeadline{
			ID: d.ID, What: l.In(d.What), By: d.By, When: l.In(d.When), How: l.In(d.How),
			Applies: d.Applies, Provision: d.Provision, Article: d.Article,
		})
	}
	return out
}

func (l locale) texts(list []kb.Text) []string {
	out := []string{}
	for _, t := range list {
		out = append(out, l.In(t))
	}
	return out
}

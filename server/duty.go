package server

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

const (
	// maxDutyRunes bounds each parameter of a question about the report duty.
	maxDutyRunes = 60
	// paramTime is the hour of the accident, a field of the page alone: forms
	// have no field for a day that may lack its hour.
	paramTime = "time"
)

// dutyParams are the parameters of a question about the report duty.
var dutyParams = []string{
	kb.ParamService, kb.ParamOn, paramTime, kb.ParamMinutes, kb.ParamUsers, kb.ParamDegraded, kb.ParamAllTrafficLost,
}

// readDuty reads a question, written on the day of now where it names none.
func readDuty(v url.Values, now time.Time) (kb.DutyQuery, error) {
	for _, name := range dutyParams {
		if len(v[name]) > maxValues {
			return kb.DutyQuery{}, badParam(name, "param.many", name, maxValues)
		}
		for _, value := range v[name] {
			if utf8.RuneCountInString(value) > maxDutyRunes || !utf8.ValidString(value) {
				return kb.DutyQuery{}, badParam(name, "param.long", name, maxDutyRunes)
			}
		}
	}
	on := cmp.Or(strings.TrimSpace(v.Get(kb.ParamOn)), today(now))
	if clock := strings.TrimSpace(v.Get(paramTime)); clock != "" && !strings.ContainsAny(on, "Tt") {
		on += "T" + clock
	}
	return kb.DutyQuery{
		Services: v[kb.ParamService], Minutes: v.Get(kb.ParamMinutes), Users: v.Get(kb.ParamUsers), On: on,
		AllTrafficLost: v.Get(kb.ParamAllTrafficLost), Degraded: v.Get(kb.ParamDegraded),
	}, nil
}

func today(now time.Time) string { return now.In(kb.JST).Format(dayForm) }

// judgeDuty answers a question, the gravest class of services first.
func judgeDuty(rules *kb.DutyRules, q kb.DutyQuery) ([]kb.DutyAnswer, error) {
	inputs, err := q.Inputs()
	if err != nil {
		return nil, dutyError(err)
	}
	answers, err := rules.JudgeAll(inputs)
	if err != nil {
		return nil, dutyError(err)
	}
	slices.SortStableFunc(answers, func(a, b kb.DutyAnswer) int {
		return cmp.Or(cmp.Compare(gravity(b.Serious), gravity(a.Serious)), cmp.Compare(distance(a), distance(b)))
	})
	return answers, nil
}

func gravity(v kb.Verdict) int { return slices.Index([]kb.Verdict{kb.No, kb.Unknown, kb.Yes}, v) }

// distance is how many minutes an accident is from being serious.
func distance(a kb.DutyAnswer) int {
	if left := a.BecomesSerious.MinutesLeft; left != nil {
		return *left
	}
	return 1 << 31
}

// dutyError says what to answer to an error of the rules.
func dutyError(err error) error {
	var input *kb.DutyInputError
	switch {
	case errors.As(err, &input):
		return &statusError{status: http.StatusBadRequest, param: input.Param, text: input.Message, err: err}
	case errors.Is(err, kb.ErrNoDutyRules):
		return &statusError{status: http.StatusNotFound, text: messageText("duty.norules"), err: err}
	}
	return err
}

func (s *Server) getDuty(c echo.Context) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	if len(cp.lib.Duty().Serious) == 0 {
		return dutyError(kb.ErrNoDutyRules)
	}
	p, status, err := cp.duty(c.QueryParams(), time.Now())
	if err != nil {
		return err
	}
	p.page = s.page(c, loc, loc.T("duty.title"), loc.T("duty.lead"))
	p.NoIndex = p.Result != nil || p.Form.Fault != nil
	return s.sendPage(c, status, "duty", p)
}

// duty composes the page of a question, with its answer or with the fault that
// stands in the way of one; without a question, the form alone.
func (c composer) duty(v url.Values, now time.Time) (p dutyPage, status int, err error) {
	p.Form = c.dutyForm(v, now)
	if !slices.ContainsFunc(dutyParams, v.Has) {
		return p, http.StatusOK, nil
	}
	var answers []kb.DutyAnswer
	q, err := readDuty(v, now)
	if err == nil {
		answers, err = judgeDuty(c.lib.Duty(), q)
	}
	var se *statusError
	if errors.As(err, &se) && se.param != "" {
		p.Form.Fault = &dutyFault{Param: se.param, Text: c.runs(se.text)}
		return p, http.StatusBadRequest, nil
	}
	if err != nil {
		return p, 0, err
	}
	p.Result = c.dutyResult(answers)
	return p, http.StatusOK, nil
}

package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kyokun/kb"
)

// liveFor is how long after its start an accident without a length is taken to
// go on still.
const liveFor = 48 * time.Hour

// incidentDuty is the clock of the report duty beside an incident.
type incidentDuty struct {
	Form dutyForm
	// Result is nil until a class of services has been chosen.
	Result *dutyResult
	// Full leads to the page of the report duty with the same question.
	Full string
	// Live is whether the minutes count from the start until now.
	Live bool
}

// incidentDuty judges an incident as far as it is known. A length that is not
// given counts from the start until now.
func (c composer) incidentDuty(v url.Values, now time.Time) (incidentDuty, error) {
	d := incidentDuty{Form: c.dutyForm(v, now)}
	if len(c.lib.Duty().Serious) == 0 || !slices.ContainsFunc(d.Form.Services, func(ch choice) bool { return ch.Chosen }) {
		return d, nil
	}
	asked := url.Values{}
	for _, name := range dutyParams {
		if values := v[name]; len(values) > 0 {
			asked[name] = values
		}
	}
	d.Live = sinceStart(asked, now)
	p, _, err := c.duty(asked, now)
	if err != nil {
		return d, err
	}
	d.Form.Fault, d.Result = p.Form.Fault, p.Result
	if d.Live && d.Result != nil && d.Result.Verdict == kb.No {
		d.Result.Word, d.Result.Sentence = c.loc.T("incident.notyet"), c.loc.T("incident.notyet.sentence")
	}
	if d.Form.Fault == nil {
		d.Full = c.loc.URL("/duty?" + asked.Encode())
	}
	return d, nil
}

// sinceStart fills in the minutes from the start until now, where they are not
// given and the start is known.
func sinceStart(v url.Values, now time.Time) bool {
	clock, day := strings.TrimSpace(v.Get(paramTime)), strings.TrimSpace(v.Get(kb.ParamOn))
	if strings.TrimSpace(v.Get(kb.ParamMinutes)) != "" || clock == "" {
		return false
	}
	if day == "" {
		day = today(now)
	}
	start, err := time.ParseInLocation(dayForm+"T15:04", day+"T"+clock, kb.JST)
	if age := now.Sub(start); err != nil || age < 0 || age > liveFor {
		return false
	}
	v.Set(kb.ParamMinutes, strconv.Itoa(int(now.Sub(start)/time.Minute)))
	return true
}

package kb

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// The names of the query parameters; the flags of the command line and the
// fields of the page have the same.
const (
	ParamService        = "service"
	ParamMinutes        = "minutes"
	ParamUsers          = "users"
	ParamOn             = "on"
	ParamAllTrafficLost = "all_traffic_lost"
	ParamDegraded       = "degraded"
)

// DutyInputError is a fault in one input of a judgement.
type DutyInputError struct {
	// Param is the name of the query parameter.
	Param string `json:"param"`
	// Message says what is wrong and what to write, for the user.
	Message Text `json:"message"`
}

func (e *DutyInputError) Error() string { return e.Param + ": " + e.Message.EN }

func inputError(param, ja, en string, args ...any) *DutyInputError {
	return &DutyInputError{Param: param, Message: Text{fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...)}}
}

// DutyQuery is a question about the report duty as a user writes it.
type DutyQuery struct {
	// Services are classes of services; one element may hold several, parted by
	// commas. At least one.
	Services []string
	// Minutes and Users are whole numbers, with or without commas; empty,
	// "unknown" or 不明 means not known. Users may use 万: 3万, 44万6000.
	Minutes, Users string
	// On is the day, or minute, on which the accident began; required.
	On string
	// AllTrafficLost and Degraded are yes, no or unknown; empty means yes.
	AllTrafficLost, Degraded string
}

// Inputs reads the question: one input for each class of services. The error
// is a [*DutyInputError] for the first parameter at fault.
func (q DutyQuery) Inputs() ([]DutyInput, error) {
	services, err := parseServices(q.Services)
	if err != nil {
		return nil, err
	}
	var in DutyInput
	if in.Minutes, err = parseCount(ParamMinutes, q.Minutes); err != nil {
		return nil, err
	}
	if in.Users, err = parseCount(ParamUsers, q.Users); err != nil {
		return nil, err
	}
	if in.On, err = parseOn(q.On); err != nil {
		return nil, err
	}
	in.AllTrafficLost, in.Degraded = Verdict(tidy(q.AllTrafficLost)), Verdict(tidy(q.Degraded))
	inputs := make([]DutyInput, 0, len(services))
	for _, s := range services {
		in.Service = s
		if err := in.validate(); err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

// tidy takes full-width forms and blanks for what they stand for.
func tidy(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) }

func parseServices(list []string) ([]DutyService, error) {
	var services []DutyService
	for _, s := range strings.Split(strings.Join(list, ","), ",") {
		if s := DutyService(tidy(s)); s != "" && !slices.Contains(services, s) {
			services = append(services, s)
		}
	}
	if len(services) == 0 {
		return nil, inputError(ParamService, "役務の区分を選んでください: %s", "choose a class of service: %s", serviceNames())
	}
	return services, nil
}

func serviceNames() string {
	var names []string
	for _, s := range DutyServices() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// parseCount reads a whole number; nil where it is not known.
func parseCount(param, s string) (*int, error) {
	text := tidy(s)
	if text == "" || text == string(Unknown) || text == "不明" {
		return nil, nil
	}
	if grouped.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	n, ok := countOf(text, param == ParamUsers)
	if !ok {
		return nil, inputError(param, "「%s」は数として読めません。0から%sまでの整数を書いてください（分からなければ空か unknown）",
			"%q is not readable as a number: write a whole number from 0 to %s, or nothing or unknown", s, thousands(maxCount))
	}
	return &n, nil
}

// maxCount is the greatest number of minutes or users: more than there are people.
const maxCount = math.MaxInt32

// grouped matches numbers whose commas stand where thousands are parted; with
// others, such as 3,5万, there is no telling what is meant.
var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})*(万(\d,\d{3})?)?$`)

// countOf reads digits up to maxCount, and 万 where allowed.
func countOf(s string, man bool) (int, bool) {
	high, low, hasMan := strings.Cut(s, "万")
	if !hasMan || !man {
		n, err := strconv.ParseUint(s, 10, 31)
		return int(n), err == nil
	}
	h, err := strconv.ParseUint(high, 10, 31)
	if low == "" {
		low = "0"
	}
	l, errLow := strconv.ParseUint(low, 10, 31)
	n := h*10000 + l
	return int(n), err == nil && errLow == nil && l < 10000 && n <= maxCount
}

// lastYear leaves room for deadlines, which are written with four digits too.
const lastYear = 9000

func parseOn(s string) (When, error) {
	var w When
	text := strings.ToUpper(tidy(s))
	if text == "" {
		return w, inputError(ParamOn, "事故が起きた日か日時を書いてください（例: 2026-04-01、2026-04-01T09:30）",
			"give the day or time of the accident (examples: 2026-04-01, 2026-04-01T09:30)")
	}
	if err := w.UnmarshalText([]byte(text)); err != nil || w.Year() > lastYear {
		return w, inputError(ParamOn, "「%s」は日付・日時ではないか、暦にありません（例: 2026-04-01、2026-04-01T09:30）",
			"%q is no date or time, or not in the calendar (examples: 2026-04-01, 2026-04-01T09:30)", s)
	}
	return w, nil
}

// validate checks what the types leave open.
func (in DutyInput) validate() error {
	switch {
	case !slices.Contains(DutyServices(), in.Service):
		return inputError(ParamService, "「%s」という区分はありません。使える値: %s", "there is no class %q; allowed are: %s", in.Service, serviceNames())
	case in.Minutes != nil && *in.Minutes < 0:
		return inputError(ParamMinutes, "0以上の整数を書いてください", "write a whole number from 0 on")
	case in.Users != nil && *in.Users < 0:
		return inputError(ParamUsers, "0以上の整数を書いてください", "write a whole number from 0 on")
	case in.On.IsZero():
		return inputError(ParamOn, "事故が起きた日を書いてください", "give the day of the accident")
	case !in.AllTrafficLost.valid():
		return inputError(ParamAllTrafficLost, "「%s」は使えません。使える値: yes, no, unknown", "%q is not allowed; allowed are: yes, no, unknown", in.AllTrafficLost)
	case !in.Degraded.valid():
		return inputError(ParamDegraded, "「%s」は使えません。使える値: yes, no, unknown", "%q is not allowed; allowed are: yes, no, unknown", in.Degraded)
	}
	return nil
}

func (v Verdict) valid() bool { return v == "" || v == Yes || v == No || v == Unknown }

// noVersion says from when on there are rules.
func (r *DutyRules) noVersion(on time.Time) error {
	return inputError(ParamOn, "%s の基準は収録していません。収録しているのは %s からです", "no rules are held for %s; they begin on %s",
		Date{on}, r.Serious[0].From)
}

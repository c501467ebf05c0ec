package backup

import (
	"strings"
	"time"
)

const (
	leastEvery = time.Minute
	mostEvery  = 366 * 24 * time.Hour
	// retryAfter is how long after a failure a schedule tries again, at most.
	retryAfter = 15 * time.Minute
)

// Schedule is one backup that is made again and again.
type Schedule struct {
	Target  string
	Every   time.Duration
	To      Recipients
	Medium  string
	OffSite bool
	// Keep is the policy that is applied after each backup; with KeepAll none is.
	Keep    Policy
	KeepAll bool
}

// ParseSchedule reads "TARGET every 6h age1…", where plain may stand for the
// public keys, and keep=8,14,8,12,5 or keep=all, medium=NAME and off-site may
// follow.
func ParseSchedule(s string) (Schedule, error) {
	i := strings.LastIndex(s, " every ")
	if i <= 0 {
		return Schedule{}, badSchedule(s)
	}
	out := Schedule{Target: strings.TrimSpace(s[:i]), Keep: DefaultPolicy()}
	words := strings.Fields(s[i+len(" every "):])
	if out.Target == "" || len(words) < 2 {
		return Schedule{}, badSchedule(s)
	}
	var err error
	if out.Every, err = time.ParseDuration(words[0]); err != nil || out.Every < leastEvery || out.Every > mostEvery {
		return Schedule{}, wrong("控えの間隔は 6h や 30m の形で、1分から366日までです: %s", "the interval of a backup is such as 6h or 30m, from a minute to 366 days: %s", words[0])
	}
	plain, names := false, []string(nil)
	for _, w := range words[1:] {
		switch key, value, _ := strings.Cut(w, "="); {
		case w == "plain":
			plain = true
		case w == "off-site":
			out.OffSite = true
		case key == "medium" && value != "":
			out.Medium = value
		case w == "keep=all":
			out.KeepAll = true
		case key == "keep":
			if out.Keep, err = ParsePolicy(value); err != nil {
				return Schedule{}, err
			}
		case strings.HasPrefix(w, "age1"):
			names = append(names, w)
		default:
			return Schedule{}, badSchedule(s)
		}
	}
	if plain == (len(names) > 0) {
		return Schedule{}, badSchedule(s)
	}
	if strings.HasPrefix(out.Target, s3Scheme) {
		if _, err := parseS3(out.Target); err != nil {
			return Schedule{}, err
		}
	}
	out.To, err = ParseRecipients(names)
	return out, err
}

func badSchedule(s string) error {
	return wrong("「%s」は控えの予定ではありません。「置き場所 every 6h age1…」の形で書きます（暗号化しないなら age1… の代わりに plain。続けて keep=8,14,8,12,5 か keep=all、medium=種類、off-site を書けます）。",
		"%q is no schedule of backups: write \"TARGET every 6h age1…\" (plain in place of age1… leaves it unencrypted; keep=8,14,8,12,5 or keep=all, medium=NAME and off-site may follow)", s)
}

// Due returns when the next backup is due by the journal: an interval after the
// last one, sooner after a failure, at once where there was none.
func (s Schedule) Due(j *Journal) (time.Time, error) {
	events, err := j.Events()
	if err != nil {
		return time.Time{}, err
	}
	var due time.Time
	place := PlaceOf(s.Target)
	for _, e := range events {
		if e.Action != ActionCreate || e.Place != place {
			continue
		}
		if e.Error != nil {
			due = e.Time.Add(min(retryAfter, s.Every))
		} else {
			due = e.Time.Add(s.Every)
		}
	}
	return due, nil
}

package backup

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"kyokun/kb"
)

const (
	// freshFor is how old the newest generation of a copy may be.
	freshFor = 7 * 24 * time.Hour
	// drilledFor is how long a drill counts, as the lessons have it.
	drilledFor = 183 * 24 * time.Hour
)

// Status says how far the 3-2-1 rule is met, by what the journal holds.
type Status struct {
	// Met is whether all rules are met; Rules are in their order.
	Met     bool         `json:"met"`
	Rules   []RuleStatus `json:"rules"`
	Targets []Copy       `json:"targets"`
	// Advice are rules that 3-2-1 does not ask for.
	Advice []RuleStatus `json:"advice"`
}

// RuleStatus is one rule: copies, media, off-site or drill, and as advice
// unchangeable or encrypted.
type RuleStatus struct {
	Rule string `json:"rule"`
	Met  bool   `json:"met"`
	Text Text   `json:"text"`
	// Missing says what to do; empty where the rule is met.
	Missing Text `json:"missing,omitzero"`
}

// Text is a text in both languages, as JSON has it.
type Text struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// In returns the text in a language.
func (t Text) In(lang string) string { return kb.Text(t).In(lang) }

// Copy is a repository as the journal knows it.
type Copy struct {
	Repository string `json:"repository"`
	Place      string `json:"place"`
	Facts      Facts  `json:"facts"`
	// Generation is the newest one, and Created when it was written and read back.
	Generation string    `json:"generation,omitempty"`
	Created    time.Time `json:"created,omitzero"`
	Verified   time.Time `json:"verified,omitzero"`
	Drilled    time.Time `json:"drilled,omitzero"`
	// Failed is why the last thing that was tried did not succeed, and since when.
	Failed      *Text     `json:"failed,omitempty"`
	FailedSince time.Time `json:"failed_since,omitzero"`
	// Counts is whether it is a copy by the rule: fresh, and not failing.
	Counts bool `json:"counts"`
}

// Status judges the journal at a time.
func (j *Journal) Status(now time.Time) (Status, error) {
	events, err := j.Events()
	if err != nil {
		return Status{}, err
	}
	copies := copiesOf(events)
	drills := time.Time{}
	for i := range copies {
		c := &copies[i]
		c.Counts = c.Failed == nil && !c.Created.IsZero() && now.Sub(c.Created) <= freshFor
		if c.Drilled.After(drills) {
			drills = c.Drilled
		}
	}
	s := Status{Targets: copies}
	s.Rules = []RuleStatus{ruleCopies(copies), ruleMedia(copies), ruleOffSite(copies), ruleDrill(drills, now)}
	s.Advice = []RuleStatus{ruleLocked(copies), ruleEncrypted(copies)}
	s.Met = !slices.ContainsFunc(s.Rules, func(r RuleStatus) bool { return !r.Met })
	return s, nil
}

// copiesOf gathers the events of each repository. What failed before the
// repository could be opened belongs to the one that was last at the place.
func copiesOf(events []Event) []Copy {
	byID, at := map[string]*Copy{}, map[string]string{}
	for _, e := range events {
		id := cmp.Or(e.Repository, at[e.Place], e.Place)
		c := byID[id]
		if c == nil {
			c = &Copy{Repository: id}
			byID[id] = c
		}
		if e.Repository != "" {
			at[e.Place] = id
		}
		c.take(e)
	}
	var out []Copy
	for _, c := range byID {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Copy) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Repository, b.Repository))
	})
	return out
}

// take brings an event into what is known of the copy.
func (c *Copy) take(e Event) {
	c.Place = e.Place
	if e.Error != nil {
		if c.Failed == nil {
			c.FailedSince = e.Time
		}
		text := Text(*e.Error)
		c.Failed = &text
		return
	}
	c.Failed, c.FailedSince = nil, time.Time{}
	switch e.Action {
	case ActionCreate:
		c.Facts, c.Generation, c.Created, c.Verified = e.Facts, e.Generation, e.Time, e.Time
	case ActionVerify:
		c.Verified = e.Time
	case ActionDrill:
		c.Drilled = e.Time
	}
}

// live is the medium of the data folder.
const live = "disk"

func rule(name string, met bool, text, missing Text) RuleStatus {
	if met {
		missing = Text{}
	}
	return RuleStatus{Rule: name, Met: met, Text: text, Missing: missing}
}

func counted(copies []Copy, ok func(Copy) bool) (n int) {
	for _, c := range copies {
		if c.Counts && ok(c) {
			n++
		}
	}
	return n
}

func ruleCopies(copies []Copy) RuleStatus {
	n := 1 + counted(copies, func(Copy) bool { return true })
	return rule("copies", n >= 3,
		Text{fmt.Sprintf("写しは本番を含めて%d個（3個以上）", n), fmt.Sprintf("copies, the live one among them: %d of 3", n)},
		Text{fmt.Sprintf("別の置き場所に、あと%d個の控えを作ってください（7日以内に作られ、最後の操作が成功している控えを数えます）", 3-n),
			fmt.Sprintf("make %d more at other targets (what counts was made within 7 days, and the last thing tried there succeeded)", 3-n)})
}

func ruleMedia(copies []Copy) RuleStatus {
	media := []string{live}
	for _, c := range copies {
		if c.Counts && c.Facts.Medium != "" && !slices.Contains(media, c.Facts.Medium) {
			media = append(media, c.Facts.Medium)
		}
	}
	return rule("media", len(media) >= 2,
		Text{fmt.Sprintf("媒体は%d種類（2種類以上）: %s", len(media), join(media, "、")), fmt.Sprintf("kinds of media: %d of 2: %s", len(media), join(media, ", "))},
		Text{"本番のディスクと別の種類の媒体（S3、テープ、取り外せるディスクなど）に控えを作り、create --medium で種類を示してください",
			"make one on a kind of medium other than the live disk (S3, tape, a removable disk) and name it by create --medium"})
}

func join(words []string, by string) (s string) {
	for i, w := range words {
		if i > 0 {
			s += by
		}
		s += w
	}
	return s
}

func ruleOffSite(copies []Copy) RuleStatus {
	n := counted(copies, func(c Copy) bool { return c.Facts.OffSite })
	return rule("off-site", n >= 1,
		Text{fmt.Sprintf("離れた場所の控えは%d個（1個以上）", n), fmt.Sprintf("off-site copies: %d of 1", n)},
		Text{"離れた場所に控えを作り、create --off-site でそのことを示してください", "make one at another site and say so by create --off-site"})
}

func ruleDrill(last, now time.Time) RuleStatus {
	text := Text{"戻す訓練の記録がありません（半年に1度以上）", "no restore drill is on record (one in half a year)"}
	if !last.IsZero() {
		day := last.In(kb.JST).Format(time.DateOnly)
		text = Text{"最後に成功した戻す訓練は " + day + "（半年に1度以上）", "last successful restore drill: " + day + " (one in half a year)"}
	}
	return rule("drill", !last.IsZero() && now.Sub(last) <= drilledFor, text,
		Text{"kyokun backup restore --to 新しいフォルダー で、実際に戻して確かめてください", "restore for real, by kyokun backup restore --to NEWDIR"})
}

func ruleLocked(copies []Copy) RuleStatus {
	n := counted(copies, func(c Copy) bool { return c.Facts.Locked })
	return rule("unchangeable", n >= 1,
		Text{fmt.Sprintf("書き換えも削除もできない控えは%d個", n), fmt.Sprintf("copies that nobody can change or delete: %d", n)},
		Text{"管理者の権限を奪われても残るように、オブジェクトロックのあるS3（lock=compliance&days=30）に1つ置いてください",
			"keep one that outlives stolen credentials, on S3 with object lock (lock=compliance&days=30)"})
}

func ruleEncrypted(copies []Copy) RuleStatus {
	open := counted(copies, func(c Copy) bool { return !c.Facts.Encrypted })
	return rule("encrypted", open == 0,
		Text{fmt.Sprintf("暗号化していない控えは%d個", open), fmt.Sprintf("copies that are not encrypted: %d", open)},
		Text{"create --recipient age1… で暗号化してください", "encrypt by create --recipient age1…"})
}

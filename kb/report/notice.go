package report

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// Notice is one announcement that the source lists.
type Notice struct {
	At, To   *kb.When
	Kind     kb.NoticeKind // empty where the source does not tell it
	Channel  string        // a tag of the facet channel, or empty
	Operator Name          // empty where the source does not tell it
	Count    int
	Quote
}

// noticeForm is a line that lists an announcement, not one of the text that was
// announced: it begins with its name or time.
var (
	namedNotice = regexp.MustCompile(`^(?:【[^【】]*】|第[一二三四五六七八九\d]+報[::]|(?:初報|続報|復旧報|最終報)[::])`)
	noticeWord  = regexp.MustCompile(`掲載|初報|第[一二三四五六七八九\d]+報|復旧報|続報|最終報|周知|実施|連絡|報道発表|公表|更新|送信|送付|会見|投稿`)
	ownWords    = regexp.MustCompile(`^[■□◇]|発生日時|復旧日時|日時[::]|お客|平素`)
	bracketTime = regexp.MustCompile(`^\([^()]*更新\)`)
	afterTime   = regexp.MustCompile(`^\s*(?:頃)?(?:発生|復旧(?:[^報の]|$)|回復|に全て|にすべて|より順次|から$|頃から|現在|時点)`)
	companyHead = regexp.MustCompile(`^<([^<>]+)>$`)
	noMore      = regexp.MustCompile(`^[-ー―—–−]$`)
	counted     = regexp.MustCompile(`(?:全|合計|計|:|約)\s*(\d+)\s*(?:回|件|通|社)`)
	doneOn      = regexp.MustCompile(`(?:周知|掲載|公表)\($`)
	tweet       = regexp.MustCompile(`^(午前|午後)\s*(\d{1,2}):(\d{2})\s*[·・]\s*(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日`)
)

// notices reads the rows on what was announced.
func (a *Accident) notices(r *reader, t table) {
	none, any := true, false
	for _, c := range []cell{cellNotices, cellSite, cellPress, cellOther} {
		rows, there := t.rows[c]
		any = any || there
		text := strings.TrimSpace(t.text(c))
		none = none && (text == "" || noMore.MatchString(text))
		if !noMore.MatchString(text) {
			a.Notices = append(a.Notices, r.noticesIn(c, rows, a)...)
		}
	}
	a.NoNotices = any && none
	a.Notices = distinct(a.Notices)
	slices.SortStableFunc(a.Notices, func(x, y Notice) int {
		switch {
		case x.At == nil || y.At == nil:
			return cmp.Compare(b2i(x.At == nil), b2i(y.At == nil))
		}
		return x.At.Compare(y.At.Time)
	})
	firsts(a.Notices, a.End)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// noticesIn reads one row; the operator is the one whose heading stands above,
// or the only one of the accident.
func (r *reader) noticesIn(c cell, rows []line, a *Accident) []Notice {
	var out []Notice
	operator := Name{}
	if len(a.Operators) == 1 {
		operator = a.Operators[0]
	}
	head := ""
	rows = cutRows(rows)
	for i, l := range rows {
		if m := companyHead.FindStringSubmatch(l.text); m != nil {
			if t, ok := r.operatorNamed(m[1]); ok {
				operator = Name{squeezeName(m[1]), t.ID}
			}
			head = m[1]
			continue
		}
		if m := dateMark.FindStringSubmatch(l.text); m != nil && len(stamps(m[1], a.after())) == 0 && strings.HasPrefix(l.text, "【") {
			head = m[1]
		}
		if m := addressee.FindString(l.text); m != "" {
			head = m
		}
		next := ""
		if i+1 < len(rows) {
			next = rows[i+1].text
		}
		n, ok := noticeOf(l, next, a.after(), c, head)
		if !ok {
			continue
		}
		n.Operator = operator
		out = append(out, n)
	}
	return out
}

// rowStart is where an entry begins within a line that joins several.
var rowStart = regexp.MustCompile(`[ \t](?:・|【|<[^<>\d][^<>]{2,39}>|第[一二三四五六七八九\d]+報[::]|復旧報[::]|令和\d+年\d+月\s*\d+日|打ち?合わ?せ)`)

// cutRows parts lines that join several entries.
func cutRows(in []line) []line {
	var out []line
	for _, l := range in {
		from := 0
		for _, m := range rowStart.FindAllStringIndex(l.text, -1) {
			one := l
			one.text = strings.TrimSpace(l.text[from : m[0]+1])
			out, from = append(out, one), m[0]+1
		}
		l.text = strings.TrimSpace(l.text[from:])
		out = append(out, l)
	}
	for i := range out { // a company's heading may stand before the first entry
		if m := headLine.FindStringSubmatch(out[i].text); m != nil && len(m[2]) > 0 {
			rest := out[i]
			rest.text = strings.TrimSpace(m[2])
			out[i].text = m[1]
			return append(append(append([]line{}, out[:i+1]...), rest), cutRows(out[i+1:])...)
		}
	}
	return out
}

// addressee heads the entries for those whom it names.
var addressee = regexp.MustCompile(`^[^\s・【<]{2,20}向け[^\s:]*`)

var headLine = regexp.MustCompile(`^(<[^<>\d][^<>]{2,39}>)(.+)$`)

// noticeOf reads a line as an announcement.
func noticeOf(l line, next string, after time.Time, c cell, head string) (Notice, bool) {
	n := Notice{Quote: Quote{Text: l.text, Page: l.page, PageTo: l.page}}
	if m := tweet.FindStringSubmatch(l.text); m != nil {
		hour, minute := clock(m[1], m[2], m[3])
		at, ok := date(number(m[4]), number(m[5]), number(m[6]), hour, minute)
		n.At, n.Channel = &kb.When{Time: at}, "social-media"
		return n, ok
	}
	found := stamps(l.text, after)
	words := l.text
	if len(found) == 0 {
		return n.countedOnly(c, head)
	}
	s := found[0]
	if s.from == 0 && !noticeWord.MatchString(l.text[s.to:]) && noticeWord.MatchString(next) && len(next) < 120 && !strings.HasPrefix(next, "[") {
		words += " " + next // the time alone, and what was done below it
		n.Text += "\n" + next
	}
	if !lists(l.text, words, s) {
		return n, false
	}
	w := s.when()
	n.At = &w
	if end, ok := until(l.text, s); ok {
		n.To = &kb.When{Time: end}
	}
	n.Kind, n.Channel = noticeKind(words), channelOf(c, words, head)
	return n, true
}

// lists tells a line of the list from a line of the announcement's own text.
func lists(text, words string, s stamp) bool {
	switch {
	case ownWords.MatchString(text) || afterTime.MatchString(text[s.to:]):
		return false
	case namedNotice.MatchString(text) || bracketTime.MatchString(text):
		return true
	case bullet(text) || s.from == 0:
		return noticeWord.MatchString(words)
	}
	return strings.HasPrefix(strings.TrimSpace(text[s.to:]), ")") && doneOn.MatchString(text[:s.from])
}

// countedOnly reads an announcement without a time, in the row of other means.
func (n Notice) countedOnly(c cell, head string) (Notice, bool) {
	if c != cellOther || noticeWord.FindString(head) == "" && !bullet(n.Text) && !counted.MatchString(n.Text) {
		return n, false
	}
	n.Channel = channelOf(c, n.Text, head)
	if m := counted.FindStringSubmatch(n.Text); m != nil {
		n.Count = number(m[1])
	}
	desk := n.Channel == "desk" && bullet(n.Text)
	return n, n.Channel != "" && (n.Count > 0 || desk)
}

var kindWords = []struct {
	kind  kb.NoticeKind
	words *regexp.Regexp
}{
	{kb.First, regexp.MustCompile(`初報|第[一1]報|障害発生|発生のお`)},
	{kb.Final, regexp.MustCompile(`最終報`)},
	{kb.Recovery, regexp.MustCompile(`復旧報|障害復旧|復旧の`)},
	{kb.Update, regexp.MustCompile(`続報|第[二三四五六七八九2-9]報|更新`)},
}

func noticeKind(words string) kb.NoticeKind {
	for _, k := range kindWords {
		if k.words.MatchString(words) {
			return k.kind
		}
	}
	return ""
}

var channelWords = []struct {
	channel string
	words   *regexp.Regexp
}{
	{"press-conference", regexp.MustCompile(`会見`)},
	{"press-release", regexp.MustCompile(`報道発表|プレスリリース`)},
	{"partners", regexp.MustCompile(`MVNO|再販|卸先|事業者向け`)},
	{"social-media", regexp.MustCompile(`SNS|Twitter|ツイッター|Facebook`)},
	{"desk", regexp.MustCompile(`コールセンタ|ショップ|店頭|窓口`)},
	{"direct", regexp.MustCompile(`FAX|メール|電話|SMS`)},
	{"own-site", regexp.MustCompile(`サイト|HP|ホームページ|お知らせに|掲載`)},
}

// channelOf tells the means: that of the row, else what the words name.
func channelOf(c cell, words, head string) string {
	switch c {
	case cellSite:
		return "own-site"
	case cellPress:
		if strings.Contains(words+head, "会見") {
			return "press-conference"
		}
		return "press-release"
	}
	for _, text := range []string{head, words} {
		for _, w := range channelWords {
			if w.words.MatchString(text) {
				return w.channel
			}
		}
	}
	return ""
}

// distinct drops what the announcement's own text repeats.
func distinct(in []Notice) []Notice {
	var out []Notice
	for _, n := range in {
		same := func(o Notice) bool {
			return n.At != nil && o.At != nil && n.At.Equal(o.At.Time) && n.Channel == o.Channel && n.Operator == o.Operator
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, n)
		}
	}
	return out
}

// firsts names the earliest of each channel the first, where the source gives
// it no name: that is what the word means. One that comes after the day of the
// end may as well be an explanation afterwards, so it is left to the editor.
func firsts(in []Notice, end *kb.Point) {
	seen := map[string]bool{}
	for i, n := range in {
		key := n.Channel + "/" + n.Operator.Text
		late := end != nil && n.At != nil && n.At.After(end.At.AddDate(0, 0, 1))
		if n.Channel != "" && n.At != nil && n.Kind == "" && !late && !seen[key] && !strings.Contains(n.Text, "会見") {
			in[i].Kind = kb.First
		}
		seen[key] = true
	}
}

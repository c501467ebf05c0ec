package index

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What people paste is a log of a chat, a mail, or a notice: much of it is
// courtesy and says nothing of the accident.

// courtesy matches clauses of greeting, apology, thanks, request and assent.
var courtesy = regexp.MustCompile(`お疲れ|おつかれ|お世話|おはよう|こんにちは|こんばんは|失礼(いた|し|致)|夜分|` +
	`(お詫|おわ)び|申し訳|申しわけ|恐れ入り|恐縮|すみません|すいません|ご迷惑|御迷惑|ご不便|ご心配|` +
	`ありがとう|有難う|感謝|宜しく|よろしく|お願い|ご理解|ご了承|ご容赦|ご協力|ご愛顧|ご利用(いただき|頂き|くださ)|` +
	`承知|了解|かしこまり|お待ち(ください|下さい|して)|取り急ぎ|とりいそぎ|以上です|以上、|草々|敬具|拝啓|` +
	`(?i)\b(hello|hi|dear|regards|sincerely|thanks|thank you|best wishes|apologi[sz]e|sorry for|inconvenience)\b`)

// address matches lines of a signature or of a mail's head, and calls to a reader.
var address = regexp.MustCompile(`(?i)^\s*(from|to|cc|bcc|sent|date|reply-to|差出人|宛先|送信日時|送信者|日時)\s*[:：]` +
	`|^\s*(tel|fax|phone|電話|内線|携帯|mail|e-mail|email|メール|url|〒|住所)\s*[:：.]?\s*[+(0-9〒]` +
	`|^\s*〒?\s*[0-9]{3}-[0-9]{4}\b|^\s*https?://\S+\s*$|^\s*\S+@\S+\.\S+\s*$` +
	`|^\s*[-=_*＝ー―─━＿]{4,}\s*$|(各位|御中|殿)\s*$|^\s*\S{1,12}(様|さん)\s*[、,]?\s*$|^\s*(株式会社|有限会社)\S*\s*$|^\s*\S*(株式会社|有限会社)\s*$`)

// speaker matches what a chat or a mail puts before a line: quotes, times, and
// a name after a time or with an honorific. 「DNS: 応答なし」 has no speaker.
var speaker = regexp.MustCompile(`^(\s*[>＞|]+)*\s*(` +
	`\[?([0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?[T ]?)?\s*\[?[0-9]{1,2}[:：時][0-9]{2}([:：][0-9]{2})?(\.[0-9]+)?分?\]?\s*(` + speakerName + `\s?[:：>＞]\s)?` +
	`|` + speakerName + `(さん|様)\s?[:：>＞]\s?)?(\s*[@＠]\S+\s)?`)

const speakerName = `[@＠]?[\p{Han}\p{Katakana}\p{Hiragana}A-Za-z_.ー-]{1,12}(さん|様)?(\s?[（(][^）)]{1,12}[）)])?`

// setAside parts what a text says from courtesy, signatures, names of speakers
// and times. A clause of courtesy that shows what happened is kept: 停電により
// ご不便をおかけしております. What is kept keeps its order and lines.
func setAside(text string, shows func(clause string) bool) (kept string, aside []string) {
	var out strings.Builder
	signature := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if signature = line == "--"; signature {
			continue
		}
		if address.MatchString(line) {
			aside = append(aside, line)
			continue
		}
		for _, c := range clausesOf(line[len(speaker.FindString(line)):]) {
			if courtesy.MatchString(c) && !shows(c) {
				aside = append(aside, c)
				continue
			}
			out.WriteString(c)
		}
		out.WriteByte('\n')
	}
	return out.String(), aside
}

// clausesOf cuts a line after the marks that end a clause.
func clausesOf(line string) []string {
	var out []string
	start := 0
	for i, r := range line {
		end := i + utf8.RuneLen(r)
		latin := strings.ContainsRune(",.;", r) && end < len(line) && line[end] == ' '
		if latin || strings.ContainsRune("。、，！？!?　", r) {
			out = append(out, line[start:end])
			start = end
		}
	}
	if strings.TrimFunc(line[start:], unicode.IsSpace) != "" {
		out = append(out, line[start:])
	}
	return out
}

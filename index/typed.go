package index

import (
	"slices"
	"strings"
)

// readTyped returns the starts of keys that what stands in a search box may
// mean, half-way through a word: itself and, where it ends in Latin letters
// that may be Japanese, their kana by Hepburn and Kunrei alike. Consonants at
// the end are the beginning of any kana that they may grow to: ていd of テイデ.
func readTyped(s string) []string {
	key := toKatakana(squeeze(s))
	if key == "" {
		return nil
	}
	kana := strings.TrimRight(key, "abcdefghijklmnopqrstuvwxyz'-")
	read, pending, ok := partOfRomaji(key[len(kana):])
	switch {
	case !ok || kana == key:
		return []string{key}
	case kana == "" && read != "":
		return append(continued(read, pending), key)
	case kana != "" && isKana(kana):
		return continued(kana+read, pending)
	}
	return []string{key}
}

// partOfRomaji reads Latin letters as Japanese that may break off within a
// kana; ok is false where no Japanese begins so.
func partOfRomaji(s string) (kana, pending string, ok bool) {
	var out strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		n, k := romajiStep(s, i)
		if n == 0 || rest == "n" {
			return out.String(), rest, len(continued("", rest)) > 0
		}
		out.WriteString(k)
		i += n
	}
	return out.String(), "", true
}

// continued returns the kana with each that the pending consonants may begin.
func continued(kana, pending string) []string {
	if pending == "" {
		return []string{kana}
	}
	var out []string
	for _, row := range syllableRows {
		if !strings.HasPrefix(row.onset, pending) {
			continue
		}
		for _, k := range row.kana {
			if k != "" && !slices.Contains(out, kana+k) {
				out = append(out, kana+k)
			}
		}
	}
	if pending == "n" {
		out = append(out, kana+"ン")
	}
	return out
}

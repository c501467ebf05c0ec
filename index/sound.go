package index

import "unicode/utf8"

// readingKey is the form under which a reading is indexed and looked up: as it
// sounds, so that spellings of one sound are one. ウェア is ウエア, ヴァ is バ,
// and フクソウ, フクソー and フクソオ are the same. A final long vowel is dropped.
func readingKey(s string) string {
	var buf [64]byte
	k := sound{key: buf[:0]}
	k.add(s)
	return string(k.done())
}

// sound is a reading on its way to its key, which may come in parts.
type sound struct {
	key    []byte
	read   int  // runes of the reading
	runes  int  // of the key
	last   rune // of the key, 0 where it is empty
	before rune // the one before it
	vu     bool // ヴ came last, and what comes next makes it バ or ブ
}

// reset makes room for another reading.
func (k *sound) reset() { *k = sound{key: k.key[:0]} }

// add continues the reading.
func (k *sound) add(s string) {
	for _, r := range s {
		k.read++
		r = katakanaOf(r)
		if k.vu {
			k.vu = false
			if b := withVu(r); b != 0 {
				k.put(b)
				continue
			}
			k.put('ブ')
		}
		if r == 'ヴ' {
			k.vu = true
			continue
		}
		k.put(alike(r))
	}
}

// put appends a rune, or the vowel that it prolongs.
func (k *sound) put(r rune) {
	switch row := vowelOf(k.last); {
	case r == 'ー' && row != 0,
		r == 'ウ' && row == 'オ', r == 'イ' && row == 'エ':
		r = row
	}
	k.key = utf8.AppendRune(k.key, r)
	k.before, k.last = k.last, r
	k.runes++
}

// done returns the key of what was added. It is good until the next add, which
// may continue the same reading.
func (k *sound) done() []byte {
	end := *k
	if end.vu {
		end.put('ブ')
	}
	if end.runes >= stemMin && end.last == vowelOf(end.before) {
		return end.key[:len(end.key)-utf8.RuneLen(end.last)] // as stem does
	}
	return end.key
}

// short guards against readings of a rune or two, as shortReading does.
func (k *sound) short() bool { return k.read < leastReading }

// withVu is what ヴ and the small vowel after it sound like, 0 for any other rune.
func withVu(r rune) rune {
	switch r {
	case 'ァ':
		return 'バ'
	case 'ィ':
		return 'ビ'
	case 'ェ':
		return 'ベ'
	case 'ォ':
		return 'ボ'
	}
	return 0
}

// alike is the kana that sounds the same.
func alike(r rune) rune {
	switch r {
	case 'ヂ':
		return 'ジ'
	case 'ヅ':
		return 'ズ'
	case 'ヲ':
		return 'オ'
	case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ':
		return r + 1
	case 'ヶ':
		return 'ケ'
	case 'ヵ':
		return 'カ'
	case 'ヮ':
		return 'ワ'
	}
	return r
}

// vowelOf returns the vowel that a katakana ends in, 0 where it has none.
func vowelOf(r rune) rune {
	if r < 'ァ' || r > 'ワ' {
		return 0
	}
	return vowelTable[r-'ァ']
}

// vowelTable holds the vowels of the katakana from ァ on.
var vowelTable = func() (table ['ワ' - 'ァ' + 1]rune) {
	for vowel, row := range map[rune]string{
		'ア': "アカサタナハマヤラワガザダバパャ",
		'イ': "イキシチニヒミリギジビピ",
		'ウ': "ウクスツヌフムユルグズブプュ",
		'エ': "エケセテネヘメレゲゼデベペ",
		'オ': "オコソトノホモヨロゴゾドボポョ",
	} {
		for _, r := range row {
			table[r-'ァ'] = vowel
		}
	}
	return table
}()

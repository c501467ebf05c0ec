package kb

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestVocabularyIsComplete counts the terms that are described in full, and
// those that a newcomer finds in the glossary.
func TestVocabularyIsComplete(t *testing.T) {
	lib, _ := realLibrary(t)
	full, defined, entries := 0, 0, 0
	for _, term := range lib.Vocabulary().Terms {
		if described(term) {
			full++
		}
		if term.Definition != "" {
			defined++
		}
		if len(term.Segments) > 0 {
			entries++
		}
		if isJapanese(term.Term) && term.Reading == "" {
			t.Errorf("%s has no reading", term.Term)
		}
		if needsSegments(term.Term) && len(term.Segments) == 0 {
			t.Errorf("%s is a long compound without segments", term.Term)
		}
	}
	if full < 400 || defined < 150 || entries < 250 {
		t.Errorf("%d terms in full, want 400; %d with a definition, want 150; %d with segments, want 250", full, defined, entries)
	}
}

// described reports whether a term has all that applies to it: a reading where
// it is Japanese, another form, the English term, segments where it is long.
func described(t Term) bool {
	return (t.Reading != "" || !isJapanese(t.Term)) && len(t.Variants) > 0 &&
		(t.EN != "" || !isJapanese(t.Term)) && (len(t.Segments) > 0 || !needsSegments(t.Term))
}

func isJapanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}

// needsSegments tells compounds in kanji that no dictionary has as one word.
func needsSegments(s string) bool {
	return utf8.RuneCountInString(s) >= 5 && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// TestVocabularyCoversTheField holds the vocabulary to terms of 3GPP, the IETF,
// transmission and operations that engineers search for: each is a form of a
// term, and each but the few everyday ones is explained.
func TestVocabularyCoversTheField(t *testing.T) {
	lib, _ := realLibrary(t)
	owner := map[string]Term{}
	for _, term := range lib.Vocabulary().Terms {
		for _, s := range term.surfaces() {
			owner[surfaceKey(s)] = term
		}
	}
	for _, name := range strings.Fields(`
		MME AMF SMF UPF HSS UDM PCRF PCF IMS P-CSCF S-CSCF I-CSCF VoLTE VoNR SIP Diameter SCTP GTP eNB gNB HLR VLR MSC
		EPC 5GC APN SIM eSIM IMSI RAN RNC ハンドオーバー ページング アタッチ 位置登録 シグナリングストーム ネットワークスライシング
		BGP OSPF IS-IS MPLS LSP LDP VRRP DNS DNSSEC DHCP RADIUS NTP QoS LAG STP VLAN VXLAN SRv6 BFD ECMP CGNAT IPoE PPPoE
		ROADM DWDM OTN PON OLT ONU 光ファイバ 伝送路 NFV VNF MANO SDN 仮想化基盤 コンテナ
		輻輳 輻輳制御 輻輳規制 輻輳崩壊 発信規制 呼損 呼量 バックオフ 指数バックオフ サーキットブレーカー スロットリング フラッピング
		MVNO MVNE M2M IoT LPWA ISP IX VPN OSS BSS SLA SLO OLA RTO RPO MTBF MTTR BCP CAB CMDB ITIL RCA NOC SOC CSIRT
		変更管理 構成管理 リリース管理 インシデント管理 問題管理 切り分け 切り戻し 縮退運転 片系断 両系断 フェイルオーバー 死活監視
		単一障害点 スプリットブレイン メモリリーク タイムアウト 蓄電池 自家用発電機 商用電源 整流器 災害時優先電話 緊急通報 00000JAPAN
	`) {
		if term, ok := owner[surfaceKey(name)]; !ok || term.Definition == "" {
			t.Errorf("%s is no form of an explained term (%+v)", name, term)
		}
	}
}

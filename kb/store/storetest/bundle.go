package storetest

import (
	"fmt"
	"maps"
	"slices"

	"kyokun/kb"
)

// SourceID is the one source of every bundle.
const SourceID = "source-test"

const tags = `facets:
  - id: domain
    ja: 分野
    en: Field
    tags:
      - {id: telecom, ja: 電気通信, en: Telecommunications}
`

const vocabulary = `terms:
  - term: 輻輳
    reading: フクソウ
    en: congestion
    definition: 通信の要求が処理できる量を超えて集まった状態。
`

const source = `---
id: source-test
title: 試験用の規則
title_en: Ordinance for tests
summary: 試験のためだけに置いた規則。
domain: telecom
type: law
publisher: 試験省
published: "2020-04-01"
licence: 公開
paginated: false
seen: 全文
---
試験用。
`

const provision = `---
id: %s
title: 試験用の条項
title_en: Provision for tests
summary: %s
domain: telecom
cite:
  - {source: source-test, section: 第1条}
layer: technical
instrument: source-test
articles:
  - {number: 第1条, verified: true}
applies: すべての事業者
---
試験用。
`

// ProvisionID is the id of the provision with the number.
func ProvisionID(number int) string { return fmt.Sprintf("provision-technical-test-%02d", number) }

// Bundle returns a small bundle that passes lint: the two lists, a source and
// one provision for each number, with the summary that the number maps to.
func Bundle(summaries map[int]string) []kb.File {
	files := []kb.File{
		{Path: "tags.yaml", Data: []byte(tags)},
		{Path: "vocabulary.yaml", Data: []byte(vocabulary)},
		{Path: "sources/" + SourceID + ".md", Data: []byte(source)},
	}
	for _, n := range slices.Sorted(maps.Keys(summaries)) {
		id := ProvisionID(n)
		files = append(files, kb.File{
			Path: "provisions/" + id + ".md",
			Data: fmt.Appendf(nil, provision, id, summaries[n]),
		})
	}
	return files
}

// Faulty returns the bundle with one document that does not pass lint: it has
// a field that no provision has.
func Faulty(summaries map[int]string) []kb.File {
	files := Bundle(summaries)
	return append(files, kb.File{
		Path: "provisions/provision-technical-faulty.md",
		Data: []byte("---\nid: provision-technical-faulty\nnonsense: 1\n---\n"),
	})
}

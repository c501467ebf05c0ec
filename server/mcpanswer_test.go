package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func TestHiddenCharactersAreStripped(t *testing.T) {
	c := mcpCall{composer: composer{loc: locale{lang: "ja"}, lib: library()}}
	const text = "輻輳\u200b\u202e\u2066\ufeff\u00ad\U000e0041\ue000\u0007\u061c\u3164\u034f\U000e0100の\r\n原因\u2028と\t対策 \\u202e \"引用\" </data> <b> &"
	body, err := c.encode(map[string]string{"text\u200b": text}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Data map[string]string }
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	const want = "輻輳の\n原因\nと\t対策 \\u202e \"引用\" </data> <b> &"
	if got.Data["text"] != want {
		t.Errorf("%q, want %q", got.Data["text"], want)
	}
}

// FuzzStripHidden holds that JSON stays JSON, and that nothing hidden is left
// in it however it was written.
func FuzzStripHidden(f *testing.F) {
	for _, seed := range []string{"a\u200bb", `\u202e`, "\U000e0041", "\\", "\x00\x1f", "日本\u2028語", `\ud83d\ude00`, "𠮷野家", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Fatal(err)
		}
		// Others escape each character.
		var ascii strings.Builder
		for _, r := range string(plain) {
			if r < utf8.RuneSelf {
				ascii.WriteRune(r)
				continue
			}
			escaped := []rune{r}
			if r > 0xffff {
				escaped = []rune{0xd800 + (r-0x10000)>>10, 0xdc00 + (r-0x10000)&0x3ff}
			}
			for _, unit := range escaped {
				ascii.WriteString(`\u`)
				for shift := 12; shift >= 0; shift -= 4 {
					ascii.WriteByte("0123456789abcdef"[unit>>shift&15])
				}
			}
		}
		want := strings.NewReplacer("\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
		want = visible(want)
		for _, raw := range [][]byte{plain, []byte(ascii.String())} {
			var got map[string]string
			if err := json.Unmarshal(stripHidden(raw), &got); err != nil {
				t.Fatalf("%q becomes %q: %v", raw, stripHidden(raw), err)
			}
			if len([]rune(got["text"])) != len([]rune(want)) && utf8.ValidString(text) {
				t.Errorf("%q becomes %q, want %q", raw, got["text"], want)
			}
			if strings.ContainsFunc(got["text"], hidden) {
				t.Errorf("%q keeps what is hidden: %q", raw, got["text"])
			}
		}
	})
}

func TestMCPTimeout(t *testing.T) {
	s := opened(t, Options{})
	s.mcp.timeout = 1
	session := agent(t, s, nil)
	res, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": "輻輳", "lang": "en"}})
	if err != nil || !res.IsError || !strings.Contains(contentOf(res), "no answer within 5 s") {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestMCPPanic holds that a call that panics ends nothing but itself.
func TestMCPPanic(t *testing.T) {
	m := opened(t, Options{}).mcp
	_, err := m.watch(func(context.Context, string, mcp.Request) (mcp.Result, error) { panic("secret") })(t.Context(), "tools/list", &mcp.ListToolsRequest{})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

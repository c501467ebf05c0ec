package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/user"
	"path/filepath"

	"github.com/spf13/cobra"

	"kyokun/kb"
	"kyokun/kb/store"
)

// change is what put and withdraw ask of the server.
type change struct {
	Actor    string        `json:"actor"`
	Reason   string        `json:"reason"`
	Revision int           `json:"revision,omitempty"`
	IDs      []string      `json:"ids,omitempty"`
	Files    []changedFile `json:"files,omitempty"`

	asJSON bool
	// paths are where the user keeps the files, by their paths in the content.
	paths map[string]string
}

type changedFile struct {
	Name     string `json:"name"`
	Data     []byte `json:"data"`
	Revision int    `json:"revision"`
	// OrNew lets the document be new in this store, though it has a revision in
	// the one it comes from.
	OrNew bool `json:"or_new,omitempty"`

	path    string
	stamped bool
}

func (a *app) putCommand() *cobra.Command {
	var ch change
	cmd := &cobra.Command{
		Use:   "put FILE...",
		Short: a.say("自社の文書を保存する（新しい版になる）", "Store documents of your own, as new revisions"),
		Long: a.say(`自社の文書を保存します。書き方は content/FORMAT.md と同じで、ファイル名がIDになります
（例: case-own-2026-01.md）。すべて検査を通れば、すべてが新しい版になり、すぐに検索できます。
1つでも通らなければ、何も変わりません。付属の文書は変えられません。
自社の名前などのタグは、付属の tags.yaml と同じ形の own-tags.yaml に書き、文書と一緒に保存します。

既にある文書を直すときは、もとにした版を、--revision か、kyokun show ID --raw が付ける
「# kyokun-revision: 版」の行で示します。その間にほかの人が変えていれば、差を表示して断ります。
この行のあるファイルでは、保存したあとに行の番号を新しい版に直します。

kyokun export --format jsonl で書き出したファイル（.jsonl）も、そのまま戻せます。`,
			`Stores documents of your own. They are written as content/FORMAT.md says, and the
file name is the id (example: case-own-2026-01.md). Where all pass the checks, all
become new revisions and are found at once; where one does not, nothing changes.
Bundled documents cannot be changed. Tags of your own, such as your firm's name, go
into own-tags.yaml, in the form of the bundled tags.yaml, together with the documents.

To revise a document, name the revision that yours was made from, by --revision or by
the line "# kyokun-revision: N" that kyokun show ID --raw adds. If somebody changed it
meanwhile, the difference is shown and nothing is stored. In a file with that line, its
number is brought up to date once the file is stored.

A file that kyokun export --format jsonl wrote (.jsonl) goes back as it is.`),
		Example: `  kyokun put case-own-2026-01.md lesson-own-2026-01.md --reason 初版`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("保存するファイルを指定してください", "name the files to store")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("revision") && (len(args) != 1 || ch.Revision < 1) {
				return usage("--revision は、ファイルが1つのときだけ、1以上の数で指定できます", "--revision takes a number of at least 1, with one file only")
			}
			return a.put(cmd.Context(), &ch, args)
		},
	}
	a.changeFlags(cmd, &ch)
	cmd.Flags().IntVar(&ch.Revision, "revision", 0, a.say("もとにした版", "the revision that the file was made from"))
	return cmd
}

func (a *app) withdrawCommand() *cobra.Command {
	var ch change
	cmd := &cobra.Command{
		Use:   "withdraw ID...",
		Short: a.say("自社の文書を取り下げる（版は残る）", "Take documents of your own out of view; their revisions stay"),
		Long: a.say(`自社の文書を取り下げます。検索と一覧から消えますが、すべての版と経緯は残り、
put でまた公開できます。ほかの文書がリンクしている文書は、その文書と一緒でなければ取り下げられません。`,
			`Takes documents of your own out of view. Searches and lists no longer have them, but
all revisions and the history stay, and put brings them back. A document that another
links to can only be withdrawn together with that one.`),
		Example: `  kyokun withdraw case-own-2026-01 --reason 重複のため`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("取り下げる文書のIDを指定してください", "name the id of the document to withdraw")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if ch.Reason == "" {
				return usage("--reason で理由を書いてください。経緯に残ります", "say why by --reason; it is kept in the history")
			}
			ch.IDs = args
			return a.change(cmd.Context(), "withdraw", &ch)
		},
	}
	a.changeFlags(cmd, &ch)
	cmd.Flags().IntVar(&ch.Revision, "revision", 0, a.say("取り下げる版（今の版でなければ断る）", "the revision to withdraw; refused if it is not the current one"))
	return cmd
}

func (a *app) changeFlags(cmd *cobra.Command, ch *change) {
	cmd.Flags().StringVar(&ch.Reason, "reason", "", a.say("変える理由（経緯に残る）", "why it is changed; kept in the history"))
	cmd.Flags().StringVar(&ch.Actor, "actor", "", a.say("誰が変えるか（既定はOSの利用者名。経緯に残る）", "who changes it (default: your user name); kept in the history"))
	a.jsonFlag(cmd, &ch.asJSON)
}

func (a *app) put(ctx context.Context, ch *change, paths []string) error {
	ch.paths = map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return &exitError{status: exitUsage, err: err, text: text("ファイルを読めません: %v", "can't read the file: %v", err)}
		}
		if isLines(path) {
			lines, err := readLines(path, data)
			if err != nil {
				return err
			}
			for _, f := range lines {
				ch.paths[kb.DocumentFile(f.Name, nil).Path] = f.path
			}
			ch.Files = append(ch.Files, lines...)
			continue
		}
		plain, revision := kb.Unstamp(data)
		f := changedFile{Name: filepath.Base(path), Data: plain, Revision: revision, path: path, stamped: revision > 0}
		if ch.Revision > 0 {
			f.Revision = ch.Revision
		}
		ch.Files = append(ch.Files, f)
		ch.paths[kb.DocumentFile(f.Name, nil).Path] = path
	}
	ch.Revision = 0
	return a.change(ctx, "put", ch)
}

// written is the answer to a change.
type written struct {
	Head      uint64      `json:"head"`
	Changes   []kb.Change `json:"changes"`
	Unchanged []string    `json:"unchanged"`
	Indexed   bool        `json:"indexed"`
}

func (a *app) change(ctx context.Context, what string, ch *change) (err error) {
	if ch.Actor == "" {
		ch.Actor = userName()
	}
	c, err := a.openAdmin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	status, body, err := c.once(ctx, "admin/"+what, ch)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return a.refused(ch, status, body)
	}
	var done written
	if err := json.Unmarshal(body, &done); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if err := ch.restamp(done); err != nil {
		return err
	}
	if ch.asJSON {
		return a.printJSON(body)
	}
	a.tellWritten(done)
	return nil
}

func (a *app) tellWritten(done written) {
	for _, c := range done.Changes {
		if c.Op == kb.OpWithdraw {
			fmt.Fprintf(a.out, a.say("%s を取り下げました（第%d版まで残っています）\n", "%s is withdrawn (%d revisions stay)\n"), c.ID, c.Revision)
			continue
		}
		fmt.Fprintf(a.out, a.say("%s を第%d版として保存しました\n", "%s is stored as revision %d\n"), c.ID, c.Revision)
	}
	for _, id := range done.Unchanged {
		fmt.Fprintf(a.out, a.say("%s は保存されている版と同じです\n", "%s is as it is stored\n"), id)
	}
	if !done.Indexed {
		fmt.Fprint(a.err, a.say("保存は済んでいますが、検索にはまだ現れません（索引の準備中か、索引に書けません。/readyz を確かめてください）\n",
			"stored, but not found by searches yet: the index is loading or cannot be written; see /readyz\n"))
	}
}

// restamp brings the number of the revision in the files up to date that note it.
func (ch *change) restamp(done written) error {
	revisions := map[string]int{}
	for _, c := range done.Changes {
		revisions[kb.PathOf(c.ID)] = c.Revision
	}
	for _, f := range ch.Files {
		n := revisions[kb.DocumentFile(f.Name, nil).Path]
		if !f.stamped || n == 0 {
			continue
		}
		if err := replaceFile(f.path, kb.Stamp(f.Data, n)); err != nil {
			return &exitError{status: exitFailure, err: err, text: text(
				"保存は済みましたが、%s の版の行を直せませんでした: %v。第%d版です", "stored, but the line of the revision in %s was not brought up to date: %v; it is revision %d", f.path, err, n)}
		}
	}
	return nil
}

// replaceFile writes a file aside and renames it, with the mode it had.
func replaceFile(path string, data []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", data, info.Mode().Perm()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// refused tells why nothing was changed.
func (a *app) refused(ch *change, status int, body []byte) error {
	var p struct {
		Problems  []kb.Problem     `json:"problems"`
		Conflicts []store.Conflict `json:"conflicts"`
	}
	_ = json.Unmarshal(body, &p) // else there is neither
	if ch.asJSON && len(p.Problems)+len(p.Conflicts) > 0 {
		return errors.Join(errNothing, a.printJSON(bytes.TrimSpace(body)))
	}
	switch {
	case len(p.Problems) > 0:
		for _, problem := range p.Problems {
			if own, ok := ch.paths[problem.File]; ok {
				problem.File = own
			}
			fmt.Fprintln(a.err, problem.Format(a.lang))
		}
		return &exitError{status: exitNotFound, text: text("問題が%d件あるため、何も変えていません", "problems: %d; nothing was changed", len(p.Problems))}
	case len(p.Conflicts) > 0:
		a.tellConflicts(ch, p.Conflicts)
	}
	err := problemError(status, body)
	if e := (*exitError)(nil); errors.As(err, &e) && status != http.StatusBadRequest && status < 500 {
		e.status = exitNotFound
	}
	return err
}

// tellConflicts shows both versions of what was changed meanwhile, and how to go on.
func (a *app) tellConflicts(ch *change, list []store.Conflict) {
	p := a.printer()
	p.out = a.err
	for _, c := range list {
		if len(c.Difference) == 0 {
			continue
		}
		mine := ch.paths[kb.PathOf(c.ID)]
		p.line(p.strong(fmt.Sprintf(a.say("保存されている第%d版（−）と %s（＋）の違い", "revision %d as stored (-) and %s (+)"), c.Current.Revision, mine)))
		a.printHunks(p, c.Difference)
		p.line(fmt.Sprintf(a.say(
			"どちらも失われていません。%[1]s はそのままで、保存されている版は kyokun show %[2]s --raw で取り出せます。\n違いを取り込んでから、kyokun put --revision %[3]d %[1]s で保存してください。",
			"Neither is lost: %[1]s is as it was, and kyokun show %[2]s --raw prints the stored one.\nTake in the difference, then store it by kyokun put --revision %[3]d %[1]s."), mine, c.ID, c.Current.Revision))
	}
}

// userName is who the operating system says we are.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}

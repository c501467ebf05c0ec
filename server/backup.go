package server

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb/store/backup"
)

const backupPath = "/backup"

// backupPage says whether the 3-2-1 rule is met. It names no place: who may read
// the site need not know where the backups are.
type backupPage struct {
	page
	Verdict string
	Met     bool
	Rules   []backupRule
	Targets []backupTarget
	// Lesson leads to why.
	Lesson string
}

type backupRule struct {
	Mark, Text, Missing string
	Met                 bool
}

type backupTarget struct {
	Name, State                string
	Created, Verified, Drilled *timeView
	Counts                     bool
}

func (s *Server) getBackup(c echo.Context) error {
	loc := localeOf(c.Request())
	p := backupPage{page: s.page(c, loc, loc.T("backup.title"), loc.T("backup.lead"))}
	p.NoIndex, p.Lesson = true, loc.URL("/lessons/lesson-ransomware-05")
	if s.backups == nil {
		p.Verdict = loc.T("backup.unknown")
		return s.sendPage(c, http.StatusOK, "backup", p)
	}
	status, err := s.backups.Status(time.Now())
	if err != nil {
		return fmt.Errorf("status of the backups: %w", err)
	}
	p.Met, p.Verdict = status.Met, loc.T("backup.unmet")
	if status.Met {
		p.Verdict = loc.T("backup.met")
	}
	for _, r := range status.Rules {
		p.Rules = append(p.Rules, composeRule(loc, r, "backup.no"))
	}
	for _, r := range status.Advice {
		p.Rules = append(p.Rules, composeRule(loc, r, "backup.advice"))
	}
	for i, t := range status.Targets {
		p.Targets = append(p.Targets, composeTarget(loc, i+1, t))
	}
	return s.sendPage(c, http.StatusOK, "backup", p)
}

func composeRule(loc locale, r backup.RuleStatus, not string) backupRule {
	mark := loc.T("backup.ok")
	if !r.Met {
		mark = loc.T(not)
	}
	return backupRule{Mark: mark, Text: r.Text.In(loc.lang), Missing: r.Missing.In(loc.lang), Met: r.Met}
}

func composeTarget(loc locale, n int, t backup.Copy) backupTarget {
	v := backupTarget{
		Name:   loc.T("backup.target", n, t.Facts.Medium),
		State:  loc.T("backup.state.fresh"),
		Counts: t.Counts,
	}
	switch {
	case t.Failed != nil:
		v.State = loc.T("backup.state.failed")
	case !t.Counts:
		v.State = loc.T("backup.state.old")
	}
	for at, into := range map[*time.Time]**timeView{&t.Created: &v.Created, &t.Verified: &v.Verified, &t.Drilled: &v.Drilled} {
		if !at.IsZero() {
			m := moment(*at)
			*into = &m
		}
	}
	return v
}

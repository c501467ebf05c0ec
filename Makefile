# make test    installs what the tests need and runs every check
# make test-long  the tests of faults in full: 200 kills, every step of the start, each fuzzer for a minute
# make build   builds the static binary ./kyokun
# make screenshots  takes the pictures of docs/ anew
# make bench   measures the pieces and compares them with the commit before
# make fuzz    runs each fuzzer for a while (FUZZTIME=30s)

GO          ?= go
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 30s
export CGO_ENABLED ?= 0

.PHONY: build test test-only test-long check browser strace axe inspector versitygw screenshots fuzz bench bench-quick

build:
	$(GO) build -trimpath -ldflags='-s -w' -o kyokun ./cmd/kyokun

test: browser strace axe inspector versitygw check test-only bench-quick

# The race detector needs cgo; the program itself is built without.
test-only:
	CGO_ENABLED=1 $(GO) test -race -count=1 -timeout 20m ./...

test-long: strace
	KYOKUN_LONG=1 $(GO) test -count=1 -timeout 2h -v ./cmd/kyokun -run 'TestKill|TestStopAtStartup|TestDiskFails|TestLastFsyncFails'
	$(MAKE) fuzz FUZZTIME=1m

check:
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags screenshots ./cmd/kyokun
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff
	$(GO) build -o /dev/null ./cmd/kyokun
	$(GO) run ./cmd/kyokun lint

# A browser for the end-to-end tests, the race detector's C compiler, and fonts
# for screenshots, from Debian's packages.
APT = $(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get
browser:
	@command -v chromium >/dev/null && command -v gcc >/dev/null && fc-list 2>/dev/null | grep -qi 'noto.*cjk' || \
	{ $(APT) update -qq && $(APT) install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig gcc libc6-dev; }

# strace makes system calls of the real server fail, as a failing disk does.
strace:
	@command -v strace >/dev/null || { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends strace; }

# The checker of accessibility that the browser tests run in each page.
AXE = axe-core@4.14.1
axe: .tools/node_modules/$(AXE).done
.tools/node_modules/$(AXE).done:
	$(NPM) --prefix .tools $(AXE)
	touch $@

# A client of MCP that is not made by those who made our library. It asks for a
# newer Node than Debian's, which its command line does without.
INSPECTOR = @modelcontextprotocol/inspector@2.12.0
inspector: .tools/inspector/$(INSPECTOR).done
.tools/inspector/$(INSPECTOR).done:
	$(NPM) --prefix .tools/inspector $(INSPECTOR)
	mkdir -p $(@D) && touch $@

NPM = @command -v npm >/dev/null || { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends npm; }; \
	npm install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund

# The server of S3 that backups are tested against.
VERSITYGW = v1.8.0
versitygw: .tools/versitygw-$(VERSITYGW).done
.tools/versitygw-$(VERSITYGW).done:
	GOBIN=$(CURDIR)/.tools $(GO) install github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW)
	touch $@

screenshots: browser
	$(GO) test ./cmd/kyokun -tags screenshots -run '^TestScreenshots$$' -count=1

fuzz:
	for f in FuzzParseDocument FuzzPassages FuzzUnstamp; do \
		$(GO) test ./kb -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) || exit 1; done
	$(GO) test ./kb/report -run '^$$' -fuzz FuzzRead -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	for f in FuzzNormalize FuzzLattice FuzzReadingKey FuzzDates FuzzParse FuzzFragments FuzzSearch FuzzSetAside FuzzSimilar FuzzRecord; do \
		$(GO) test ./index -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) || exit 1; done
	$(GO) test ./index/judge -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZTIME)
	for f in FuzzAddress FuzzBody FuzzStripHidden; do \
		$(GO) test ./server -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) || exit 1; done
	$(GO) test ./cmd/kyokun -run '^$$' -fuzz FuzzReadLines -fuzztime $(FUZZTIME)
	$(GO) test ./kb/store -run '^$$' -fuzz FuzzChangeLog -fuzztime $(FUZZTIME)
	for f in FuzzManifest FuzzSchedule FuzzJournal; do \
		$(GO) test ./kb/store/backup -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) || exit 1; done

# Measures the pieces, here and in the commit before, in turns, and compares
# them. It fails on no figure. BENCH chooses, BENCH_BASE is what to compare with.
BENCH      ?= .
BENCH_BASE ?= HEAD~1
BENCHSTAT  ?= golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
BENCHED    ?= ./index ./server
BENCHTIME  ?= 1s
ROUNDS     ?= 1 2 3 4
COUNT      ?= 2
bench:
	@tmp=$$(mktemp -d) && git worktree add -q --detach $$tmp/base $(BENCH_BASE) && \
	trap 'git worktree remove --force '$$tmp'/base; rm -rf '$$tmp EXIT && \
	for round in $(ROUNDS); do for side in base here; do \
		dir=.; [ $$side = here ] || dir=$$tmp/base; \
		(cd $$dir && $(GO) test -run '^$$' -bench '$(BENCH)' -benchtime $(BENCHTIME) -count $(COUNT) -benchmem $(BENCHED)) >> $$tmp/$$side.txt || true; \
	done; done; $(GO) run $(BENCHSTAT) base=$$tmp/base.txt here=$$tmp/here.txt

# The same in a minute, for a glance at what a change has done.
bench-quick:
	@if git rev-parse -q --verify $(BENCH_BASE) >/dev/null; then \
		$(MAKE) -s bench BENCH='Synthetic|Analyze' BENCHED=./index BENCHTIME=100ms ROUNDS='1 2' COUNT=3 || echo "the benchmarks could not be compared"; \
	else echo "there is no commit before this to compare benchmarks with"; fi

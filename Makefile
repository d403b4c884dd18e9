# From Python 3.11, Node and make to a running stack. `make help` says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
BIN := .venv/bin
PACKAGES_READY := .venv/.ready
RUNTIME_READY := .runtime/.ready
NODE_READY := frontend/node_modules/.ready
PAGES_READY := frontend/dist/.ready
EXAMPLE_READY := examples/typescript/node_modules/.ready
PAGES_SOURCES := $(wildcard frontend/*.html frontend/*.json frontend/*.ts) \
	$(shell find frontend/src -type f)

# SOURCE= FILE= CHANNELS= SPEED= RATE= AT= of `make run`, as `telemetra up` spells them.
UP_OPTIONS := $(if $(SOURCE),--source "$(SOURCE)") $(if $(FILE),--file "$(FILE)") \
	$(if $(CHANNELS),--channels "$(CHANNELS)") $(if $(SPEED),--speed "$(SPEED)") \
	$(if $(RATE),--rate "$(RATE)") $(if $(AT),--at "$(AT)")

BENCHES := catchup freshness stalled slow events_leak cutoffs soak queries guard frontend lighthouse pixel

.PHONY: help setup run test check lock fuzz screenshots faults topology chromium $(BENCHES:%=bench-%)

help:
	@echo 'make setup   everything the stack needs, into .venv, .runtime and frontend'
	@echo 'make run     set-up, then the stack in the foreground; Ctrl-C stops it'
	@echo '             (SOURCE= FILE= CHANNELS= SPEED= RATE= AT= go to `telemetra up`)'
	@echo 'make test    set-up, then every test, against real servers and in Chromium'
	@echo 'make check   style, types, import rules, containers and cluster'
	@echo 'make lock    pin the newest Python packages that pyproject.toml allows'
	@echo 'make bench-catchup      rows/s of the streaming job, beside the peer of bench/naive'
	@echo 'make bench-freshness    from a message to the push that counts it, beside the same peer'
	@echo 'make bench-stalled      what 200 stalled sockets cost 50 healthy ones'
	@echo 'make bench-slow         what 600 requests that do not end cost others, at the API and at nginx'
	@echo 'make bench-events_leak  memory over 20 000 subscription events'
	@echo 'make bench-cutoffs      1 000 cut-offs of a client under load: what was missed or repeated'
	@echo 'make bench-soak         an hour with 20 subscribers: what grows'
	@echo 'make bench-queries      requests a server CPU-second, beside stock Strawberry and mercurius'
	@echo 'make bench-guard        CPU of the largest documents that are accepted, and of larger ones refused'
	@echo 'make bench-frontend     what the dashboard costs a browser, beside a naive page and uPlot'
	@echo 'make bench-lighthouse   what Lighthouse says of the pages, and what a first visit loads'
	@echo 'make bench-pixel        from an event to the value on screen, with the whole stack'
	@echo 'make fuzz               the API against cases made from /openapi.json and from its schema'
	@echo 'make screenshots        pictures of every page and state, for docs/dashboard.md'
	@echo 'make faults             kill each process in turn: recovery, and what the tables hold after'
	@echo 'make topology           the same with three brokers, two workers, two relays and three APIs'
	@echo '             (OPTIONS= goes to the command; docs/bench.md says more)'

setup: $(RUNTIME_READY) $(PAGES_READY)

run: setup
	@exec $(BIN)/telemetra up $(UP_OPTIONS)

test: chromium setup $(EXAMPLE_READY)
	$(BIN)/pytest $(PYTEST_OPTIONS)

# Said before the tests begin, not in the middle of them.
chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || { echo 'The tests of the dashboard need Chromium,' \
		'and there is none. On Debian: apt-get install chromium.' \
		'Elsewhere: make test CHROMIUM=/path/to/it'; exit 1; }

check: setup $(EXAMPLE_READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd frontend && npm run --silent check
	cd examples/typescript && npm run --silent check
	$(BIN)/pytest tests/architecture tests/deploy $(PYTEST_OPTIONS)

$(BENCHES:%=bench-%): bench-%: setup
	$(BIN)/python -m bench.$* $(OPTIONS)

fuzz: setup
	$(BIN)/python -m tests.fuzz $(OPTIONS)

screenshots: setup
	$(BIN)/python -m tests.browser.screenshots $(OPTIONS)

faults: setup
	$(BIN)/python -m tests.end_to_end.faults $(OPTIONS)

topology: setup
	$(BIN)/python -m tests.end_to_end.topology $(OPTIONS)

lock: $(PACKAGES_READY)
	echo 'uv==0.13.9' | $(BIN)/uv pip compile - --quiet --universal --generate-hashes \
		--no-header --no-annotate -o requirements/bootstrap.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --quiet --upgrade --universal \
		--generate-hashes --no-header -o requirements/dev.lock
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header \
		--no-annotate --constraints requirements/dev.lock -o requirements/run.lock

$(PACKAGES_READY): pyproject.toml requirements/bootstrap.lock requirements/dev.lock
	@command -v $(PYTHON) >/dev/null || { echo 'There is no $(PYTHON). Install Python 3.11 or newer,' \
		'or name yours: make setup PYTHON=/path/to/python3'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { $(PYTHON) --version; \
		echo 'Python 3.11 or newer is needed. Name one: make setup PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'This Python cannot make virtual' \
		'environments. On Debian: apt-get install python3-venv'; exit 1; }
	@echo '[1/5] A virtual environment in .venv ...'
	@$(PYTHON) -m venv .venv
	@echo '[2/5] The Python packages, each with its pinned hash (about a minute) ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/bootstrap.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(RUNTIME_READY): $(PACKAGES_READY) requirements/jars.lock
	@echo '[3/5] Java, Kafka, PostgreSQL and Valkey ...'
	@$(BIN)/telemetra setup
	@mkdir -p $(@D)
	@touch $@

$(NODE_READY): frontend/package.json frontend/package-lock.json frontend/.npmrc
	@command -v node >/dev/null && command -v npm >/dev/null || { echo 'There is no Node, or no npm:' \
		'they build the pages. Install Node 20.19 or newer, from nodejs.org or your system.'; exit 1; }
	@node -e 'process.exit(process.version.slice(1).localeCompare("20.19", "en", {numeric: true}) < 0 ? 1 : 0)' || { \
		node --version; echo 'Node 20.19 or newer is needed to build the pages: see nodejs.org.'; exit 1; }
	@echo '[4/5] The Node packages, each with its pinned hash (about half a minute) ...'
	@cd frontend && npm ci --loglevel=error
	@touch $@

$(EXAMPLE_READY): examples/typescript/package-lock.json $(NODE_READY)
	@cd examples/typescript && npm ci --loglevel=error
	@touch $@

$(PAGES_READY): $(NODE_READY) $(PAGES_SOURCES)
	@echo '[5/5] The pages that the API serves ...'
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@
	@echo 'Set up. `make run` starts the stack; $(BIN)/telemetra is the command.'

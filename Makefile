# The two commands of a newcomer: `make demo`, `make test`. Each does all the set-up it needs.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

DEMO_DATABASE ?= sqlite://target/demo/dinh.db
LISTEN ?= 127.0.0.1:8080
VENV := target/venv

.PHONY: help setup demo test test-rust test-api check bench fuzz fmt clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: web/dist/manifest.json ## Fetch and build what cargo needs: styles, scripts, fonts

# npm ci first removes what is there, so it runs only when the lock file has changed.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

web/dist/manifest.json: web/node_modules/.package-lock.json $(shell find web/src web/*.mjs -type f 2>/dev/null)
	cd web && npm run build
	touch $@

demo: setup ## Prepare the demo world (once) and serve it on http://127.0.0.1:8080
	mkdir -p target/demo
	cargo run --quiet --package dinh -- demo --database $(DEMO_DATABASE) --listen $(LISTEN)

# What the tests drive besides cargo: a browser, PostgreSQL, a PDF reader, a Python for the API test and the mail server,
# OpenSSL for its certificate, a Go that checks the public log. An identity provider comes from npm.
TOOLS := chromium chromedriver pdftotext go openssl
.PHONY: tools
tools:
	@missing=(); \
	for tool in $(TOOLS); do command -v $$tool >/dev/null || missing+=($$tool); done; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql); \
	test -d /usr/share/gocode/src/golang.org/x/mod/sumdb || missing+=(golang-golang-x-mod-dev); \
	python3 -m venv --help >/dev/null 2>&1 || missing+=(python3-venv); \
	if [ $${#missing[@]} -gt 0 ]; then \
	  echo "Installing for the tests: $${missing[*]}"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends \
	    chromium chromium-driver poppler-utils postgresql python3-venv \
	    golang-go golang-golang-x-mod-dev openssl >/dev/null; \
	fi
	@command -v cargo-nextest >/dev/null || cargo install --locked cargo-nextest

$(VENV)/bin/pip:
	python3 -m venv $(VENV)

$(VENV)/bin/schemathesis: tests/api/requirements.txt | $(VENV)/bin/pip
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

tests/oidc/node_modules/.package-lock.json: tests/oidc/package.json tests/oidc/package-lock.json
	cd tests/oidc && npm ci --no-audit --no-fund
	touch $@

# The mail server that tests send to.
$(VENV)/bin/aiosmtpd: tests/mail/requirements.txt | $(VENV)/bin/pip
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

# The library with which web hooks are checked.
$(VENV)/hooks: tests/hooks/requirements.txt | $(VENV)/bin/pip
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

# Open311 clients that nobody here wrote, apart from the other packages: they pin what they need.
$(VENV)-open311/bin/python3: tests/open311/requirements.txt
	python3 -m venv $(VENV)-open311
	$(VENV)-open311/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

test: setup tools $(VENV)/bin/schemathesis $(VENV)/bin/aiosmtpd $(VENV)/hooks $(VENV)-open311/bin/python3 tests/oidc/node_modules/.package-lock.json ## Pass every test: rules, both databases, documents, browser journeys, API
	cargo build --workspace --bins --quiet
	scripts/with-postgres cargo nextest run --workspace --no-fail-fast
	tests/api/run

check: setup ## Format, lint, licences: what CI asks besides the tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings
	if command -v cargo-deny >/dev/null; then cargo deny --offline check licenses bans; \
	else echo "cargo-deny is not installed: licences and bans were not checked"; fi

bench: setup ## Measure against named peers; writes target/bench/results.json
	benches/run

fuzz: ## Fuzz every parser for a minute each (needs a nightly toolchain and cargo-fuzz)
	for target in $$(cargo +nightly fuzz list); do cargo +nightly fuzz run $$target -- -max_total_time=60; done

fmt: ## Format the sources
	cargo fmt --all

clean: ## Remove what was built
	rm -rf target web/dist web/node_modules

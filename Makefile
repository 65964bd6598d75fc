# `make help` lists what there is. Everything below .make/ only remembers what is up to date.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONTEND := server/frontend
CATALOGUE := server/locale/zh_CN/LC_MESSAGES/messages.po
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help

##@ Use
.PHONY: run
run: .make/runtime .make/frontend .make/strings ## Set up what is missing and serve on http://127.0.0.1:8000
	@export PORT=$${PORT:-8000} && export PUBLIC_BASE_URL=$${PUBLIC_BASE_URL:-http://127.0.0.1:$$PORT} \
	&& honcho start --no-colour --no-prefix release && concord first-run \
	&& exec honcho start --no-colour web worker

.PHONY: setup
setup: .make/development .make/frontend .make/strings ## Everything that development needs

##@ Check
.PHONY: check
check: .make/development .make/strings ## Formats, types, layers, templates, spelling, strings, locks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet server/web
	$(BIN)/codespell
	$(BIN)/python -m tests.rules.check_strings
	$(BIN)/python -m tests.rules.check_locks

.PHONY: fix
fix: .make/development ## Format and mend what tools can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: test
test: test-tools test-pure test-sqlite test-postgres test-frontend test-browser ## All tests: pure, SQLite, PostgreSQL, front end, browser

.PHONY: test-pure
test-pure: .make/development ## Libraries, rules of the domain, rules of the house
	$(BIN)/pytest -q -n 2 tests/xlsforms tests/qr tests/exports tests/domain tests/rules

.PHONY: test-sqlite
test-sqlite: .make/development .make/frontend .make/strings ## Store, operations and web on SQLite
	$(BIN)/pytest -q -n 2 --database sqlite tests/store tests/operations tests/web tests/migrations tests/system

.PHONY: test-postgres
test-postgres: .make/development .make/frontend .make/strings ## Store, operations and web on PostgreSQL
	$(BIN)/pytest -q -n 2 --database postgres tests/store tests/operations tests/web tests/migrations tests/system

.PHONY: test-frontend
test-frontend: .make/frontend ## Lint and unit tests of the front end
	cd $(FRONTEND) && npm run --silent lint && npm run --silent test

.PHONY: test-browser
test-browser: test-tools .make/development .make/frontend .make/strings ## Chromium on the running server
	$(BIN)/pytest -q tests/browser

.PHONY: test-tools
test-tools: ## Chromium, Java, nginx and a Chinese font from Debian, for the tests
	@bash tests/install_tools.sh

.PHONY: package
package: .make/development .make/frontend .make/strings ## Build the wheel, install it elsewhere, ask it `concord check`
	bash tests/try_wheel.sh

##@ Make
.PHONY: frontend
frontend: .make/frontend ## Build pages' styles and scripts

.PHONY: strings
strings: .make/development ## Collect texts from the code into the catalogues
	$(BIN)/pybabel -q extract -F server/locale/babel.cfg -k N_ --no-location --sort-output -o .make/messages.pot .
	@sed '/^$$/q' $(CATALOGUE) > .make/messages.po
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --omit-header -w 100 -i .make/messages.pot -d server/locale
	@cat $(CATALOGUE) >> .make/messages.po && mv .make/messages.po $(CATALOGUE)
	$(BIN)/pybabel -q compile -d server/locale

.PHONY: migration
migration: .make/development ## Write a migration from the difference: make migration m="why"
	$(BIN)/concord new-migration "$(m)"

.PHONY: docs
docs: .make/development ## Write the pages that come from the code
	$(BIN)/python -m tests.rules.make_map
	$(BIN)/python -m tests.rules.make_settings_page

.PHONY: lock
lock: .make/development ## Pin all dependencies with hashes
	$(BIN)/python -m tests.rules.check_locks --write

.PHONY: bench
bench: .make/development .make/frontend .make/strings ## Run all benchmarks; results in bench/results
	$(BIN)/python -m bench

.PHONY: clean
clean: ## Remove what was built (never data/)
	rm -rf .make dist build $(FRONTEND)/node_modules server/web/static .mypy_cache .ruff_cache

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-zA-Z_-]+:.*##/ {printf "  %-14s %s\n", $$1, $$2}' Makefile

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

.make/runtime: requirements.txt pyproject.toml | $(BIN)/python
	@mkdir -p .make
	@if [ ! -f .make/development ]; then $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt; fi
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.make/development: requirements-dev.txt .make/runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.make/frontend: $(FRONTEND)/package-lock.json $(shell find $(FRONTEND)/src $(FRONTEND)/*.js $(FRONTEND)/*.json server/web -name node_modules -prune -o -type f \( -path '$(FRONTEND)/*' -o -name '*.html' \) -print 2>/dev/null)
	@mkdir -p .make
	cd $(FRONTEND) && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

.make/strings: $(wildcard server/locale/*/LC_MESSAGES/*.po) .make/runtime
	@mkdir -p .make
	$(BIN)/pybabel -q compile -d server/locale
	@touch $@

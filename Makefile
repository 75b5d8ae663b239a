# Huajie: `make help` lists what can be done here.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := $(patsubst %/pyproject.toml,%,$(wildcard libs/*/pyproject.toml services/*/pyproject.toml))
RUN_PACKAGES := $(filter-out libs/testkit,$(PACKAGES))
PROJECTS := $(wildcard libs/*/pyproject.toml) $(wildcard services/*/pyproject.toml)
ARGS ?=

##@ Use it
.PHONY: help setup run status demo audit
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.run ## Make the environment in .venv, with everything `make run` needs

run: setup ## Start the whole system on this machine (Ctrl-C stops it)
	@exec $(BIN)/huajie up $(ARGS)

status: setup ## What runs, and how much memory it takes
	@$(BIN)/huajie status $(ARGS)

demo: setup ## Replay the example ledger and print the resolution rates
	@$(BIN)/huajie demo --ledger examples/中央交办重复信访件台账.xlsx $(ARGS)

audit: setup ## Account for every case and every event
	@$(BIN)/huajie audit $(ARGS)

##@ Work on it
.PHONY: dev fmt lint types test screenshots lock ci clean
dev: $(VENV)/.dev ## The environment with the tools of development

fmt: dev ## Format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: dev ## Lint: ruff, import contracts, project rules, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m testkit.lint
	$(BIN)/djlint --lint --quiet services/portal/src/portal/templates services/standalone/src/standalone

types: dev ## Type-check, strictly
	$(BIN)/mypy $(addsuffix /src,$(PACKAGES))

test: test-libs test-services test-stories ## The whole suite on real servers; each service with only its declared needs

.PHONY: test-libs test-services test-stories test-some
test-libs: dev ## The libraries
	$(BIN)/python -m pytest -n 2 libs $(ARGS)

test-services: dev ## Each service's tests in an environment that holds only what it declares
	$(BIN)/python -m testkit.isolated $(S)

test-stories: dev ## Stories across services on the running stack, and in Chromium
	$(BIN)/python -m pytest tests $(ARGS)

test-some: dev ## A part in the common environment: make test-some T=services/intake ARGS="-k ledger"
	$(BIN)/python -m pytest $(T) $(ARGS)

screenshots: dev ## Make the README's pictures from the running pages
	HUAJIE_PICTURES=docs/pictures $(BIN)/python -m pytest tests/integration/test_screenshots.py $(ARGS)

lock: dev ## Pin anew: hashed requirement files that name no registry
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --package huajie-standalone --no-emit-workspace --no-header --no-dev --group build -o requirements.txt
	$(BIN)/uv export --quiet --frozen --all-packages --no-emit-workspace --no-header --all-groups -o requirements-dev.txt

ci: lint types test ## What CI runs

clean: ## Remove environments and caches
	rm -rf $(VENV) .state build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# --- environments -----------------------------------------------------------------------------
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更高版本：请安装后重试，或用 make PYTHON=/路径/python3.11 指定。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt $(PROJECTS) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(addprefix -e ,$(RUN_PACKAGES))
	@$(BIN)/python -m compileall -q $(addsuffix /src,$(RUN_PACKAGES))
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e libs/testkit
	@touch $@

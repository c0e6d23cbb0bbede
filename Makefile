# Each target makes its own environment in .venv: a Python 3.11 or newer and a package index are all it needs.
PYTHON ?= python3
BIN := .venv/bin
SAMPLE := seeds/seoul-defense-talks.txt
# An installed package is compiled once; so is this checkout, else each start would compile it again wherever Python
# is told not to write bytecode.
COMPILE = @$(BIN)/python -m compileall -q digest
# The tests share the cores; an idle one takes over what another has not begun.
SPREAD := --numprocesses auto --dist worksteal

.PHONY: demo test check fix bench screenshots faults run clean

demo: .venv/.run  ## the main job on the sample article
	$(COMPILE)
	$(BIN)/digest summarize $(SAMPLE)

run: .venv/.run  ## any command: make run ARGS="summarize article.txt"
	$(COMPILE)
	$(BIN)/digest $(ARGS)

test: .venv/.dev  ## the tests
	$(BIN)/python -m pytest $(SPREAD)

check: .venv/.dev  ## everything that must hold before a change goes in
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term --cov-fail-under=85

fix: .venv/.dev  ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev  ## speed and quality, on data beside the repository where it is there
	$(COMPILE)
	for bench in tests/bench/*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

faults: .venv/.dev  ## daily runs killed, without disk, at once, under other clocks; what strangers send (an hour)
	$(COMPILE) && $(BIN)/python tests/faults/full $(ARGS)

screenshots: .venv/.dev  ## the pictures in README.md
	$(BIN)/python -m tests.tui.screenshots

clean:  ## forget the environment and everything made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ .venv/.run

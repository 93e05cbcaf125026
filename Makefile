# `make demo` and `make test` set everything up by themselves; the first run takes a minute, later ones do not.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format-check lint types contracts bench bench-old soak format texts guide-pictures lock wheel
.PHONY: installers installers-test installers-list clean

help:            ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

setup:           ## make .venv with the locked dependencies, and nothing when it is there
	@tools/setup.sh

demo:            ## play the whole journey on an invented commune and open the window on it
	@tools/setup.sh window
	@$(PYTHON) -m landdesk demo --folder build/demo $(ARGS)

# Else each process compiles all tests anew, where a machine lets Python keep no bytecode.
test soak: export PYTHONDONTWRITEBYTECODE =
test soak: export PYTHONPYCACHEPREFIX = $(CURDIR)/build/bytecode

test: setup      ## run the tests in parallel (ARGS="-k name" for some of them)
	@$(PYTHON) -m pytest -n auto --maxprocesses 8 --dist worksteal -q $(ARGS)

check: format-check lint types contracts test   ## everything CI asks for

format-check: setup
	@$(PYTHON) -m ruff format --check --quiet . || { echo "type: make format" >&2; exit 1; }

lint: setup
	@$(PYTHON) -m ruff check --quiet .

types: setup
	@$(PYTHON) -m mypy --no-error-summary

contracts: setup
	@mkdir -p build
	@PYTHONPATH=. .venv/bin/lint-imports --no-logo --cache-dir build/import-linter >build/contracts.txt || { cat build/contracts.txt; exit 1; }

bench: setup     ## measure the figures of the performance list and write build/bench.json
	@$(PYTHON) -m tests.bench $(ARGS)

bench-old: setup ## the same beside a computer like those of the communes (root, Linux)
	@$(PYTHON) -m tests.bench --old $(ARGS)

soak: setup      ## long runs: kill tests, stateful tests
	@$(PYTHON) -m pytest -m soak --timeout 0 -q $(ARGS)

format: setup    ## format the sources and mend what ruff can mend
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format --quiet .

texts: setup     ## extract the texts, update and compile the catalogues
	@$(PYTHON) -m tools.texts

guide-pictures:  ## make the pictures of the user guide anew from an invented commune
	@tools/setup.sh window
	@$(PYTHON) -m tools.guide_pictures

lock: setup      ## resolve the dependencies again (UPGRADE=1: to their newest fitting versions)
	@$(PYTHON) -m tools.lock $(if $(UPGRADE),--upgrade)

wheel: setup     ## build the installable wheel in dist/
	@$(PYTHON) -m hatchling build -t wheel

installers: setup   ## make set-up, portable folder, Debian package and wheelhouse in dist/installers
	@tools/system_packages.sh ensure installers
	@$(PYTHON) -m installer build

installers-test: setup   ## try them in clean systems, as root (ARGS=windows, debian or wheelhouse for one)
	@tools/system_packages.sh ensure trials
	@$(PYTHON) -m installer test $(ARGS)

installers-list: setup   ## write the payload lists anew after packages or rules changed
	@tools/system_packages.sh ensure installers
	@$(PYTHON) -m installer list

clean:           ## remove everything that make has made, .venv too
	rm -rf .venv .venv.lock build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache .coverage*
	find landdesk tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

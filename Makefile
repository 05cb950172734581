# Everything one does with a checkout. `make` alone lists it.

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
# The lock is complete, so nothing is left to resolve; what is not imported is not compiled.
INSTALL := $(PIP) install -qq --require-hashes --no-deps --only-binary :all: --no-compile -r
LOCK := deploy/requirements.txt
LOCK_DEV := deploy/requirements-dev.txt
LOCK_PEERS := benchmarks/requirements-peers.txt
WORKERS ?= 2
ARGS ?=
export PYTHON

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.PHONY: help setup setup-dev demo play test lint format types walls check bench peers pictures storm lock clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.runtime $(VENV)/.project  ## Install what running Binôme needs, in .venv
	@:

setup-dev: $(VENV)/.dev $(VENV)/.project  ## Install what working on it needs too
	@:

demo: setup  ## Play a whole programme, then show it in a web page (ARGS=--no-serve: only play)
	@$(BIN)/binome rehearse pwn-digital-2016 --story --serve $(ARGS)

play: setup  ## Talk with the bot in a web page (in this terminal: .venv/bin/binome console)
	@$(BIN)/binome play $(ARGS)

test: setup-dev  ## Run the tests (ARGS='-k words' or a path for some of them)
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

lint: setup-dev  ## Check the style
	@$(BIN)/ruff format --check --output-format concise .
	@$(BIN)/ruff check --output-format concise .

format: setup-dev  ## Put the style right
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

types: setup-dev  ## Check the types
	@$(BIN)/mypy

walls: setup-dev  ## Check who may import whom
	@$(BIN)/lint-imports --no-logo

check: lint types walls test  ## All of these checks

bench: setup-dev  ## Measure, and print the tables of benchmarks/
	@$(PY) -m benchmarks $(ARGS)

peers: setup-dev $(VENV)/.peers  ## Measure what others would do in the place of ours, beside it
	@PYTHONPATH=$(VENV)/peers $(PY) -m benchmarks load --only peers $(ARGS)

pictures: setup-dev  ## Take the pictures of the guides anew (needs Chromium)
	@$(PY) -m docs.take_pictures

storm: setup-dev  ## Kill it more than 10,000 times, replicas too, and let platforms misbehave
	@$(PY) -m benchmarks storm
	@$(PY) -m benchmarks replicas
	@$(PY) -m benchmarks chaos

# The locks name no index, so that they install from any; uv compiles, and plain pip installs.
UV_COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(ARGS)
lock: setup-dev  ## Write the locks (requirements*.txt) anew (ARGS=--upgrade: newest versions)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install -qq uv
	@$(UV_COMPILE) pyproject.toml --group build -o $(LOCK)
	@$(UV_COMPILE) pyproject.toml --group build --extra dev -c $(LOCK) -o $(LOCK_DEV)
	@$(UV_COMPILE) --group pyproject.toml:peers -c $(LOCK_DEV) -o $(LOCK_PEERS)
	@echo "Locked. 'make check' tries the new versions."

clean:  ## Remove what the tools made, .venv too
	@rm -rf $(VENV) build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- how setup works

# Pip comes last when an environment is made, so an interrupted one is made again.
$(BIN)/pip:
	@for python in "$$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do \
		if [ -n "$$python" ] && "$$python" -c \
			'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Binôme needs Python 3.11 or newer, and python3 here is: $$(python3 --version 2>&1 | head -n 1)." >&2; \
		echo "Install one, or say where it is: make setup PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi; \
	rm -rf $(VENV); \
	"$$found" -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "Python could not make an environment. On Debian or Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	}

$(VENV)/.runtime: $(LOCK) | $(BIN)/pip
	@echo "Installing what Binôme needs in $(VENV): about half a minute, the first time only…"
	@$(INSTALL) $(LOCK)
	@touch $@

$(VENV)/.dev: $(LOCK_DEV) | $(VENV)/.runtime
	@echo "Installing what working on Binôme needs: about half a minute more…"
	@$(INSTALL) $(LOCK_DEV)
	@touch $@

# In a folder of their own: what is measured beside the bot is not what it runs on.
$(VENV)/.peers: $(LOCK_PEERS) | $(VENV)/.dev
	@$(INSTALL) $(LOCK_PEERS) --target $(VENV)/peers --upgrade
	@touch $@

# The project itself, as a link to this checkout, built by a tool of the lock.
$(VENV)/.project: pyproject.toml | $(VENV)/.runtime
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

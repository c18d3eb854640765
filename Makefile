# make run    set everything up, read the five articles of seeds/, open the map at http://127.0.0.1:8501
# make test   set everything up, check style and types, run all tests
# make floors write down better quality figures (a worse one is refused)
# make clean  remove what these commands made; your geomap.db stays

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test browser floors clean

VENV := .venv
BIN := $(VENV)/bin
STORE ?= geomap.db
PORT ?= 8501

# The first Python of this machine that geomap can run on; name another with make PYTHON=/path/to/python.
PYTHON ?= $(shell for p in python3 python3.12 python3.13 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

run: $(VENV)/installed
	@[[ -e "$(STORE)" ]] || $(BIN)/geomap build seeds --store "$(STORE)"
	@$(BIN)/geomap dashboard --store "$(STORE)" --port "$(PORT)"

test: $(VENV)/installed-for-tests browser
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -q

floors: $(VENV)/installed
	$(BIN)/python -m geomap.evaluate.floors tests/gold --documents seeds --update

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find geomap tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@[[ -n "$(PYTHON)" ]] || { echo "geomap needs Python 3.11, 3.12 or 3.13, and none was found: install one, or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "no virtual environment could be made: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

# The browser that the tests of the dashboard drive.
browser:
	@if ! command -v chromium chromium-browser google-chrome >/dev/null; then \
		if ! command -v apt-get >/dev/null; then echo "the browser tests need Chromium: install it as your system does" >&2; exit 1; fi; \
		as_root=$$([[ $$(id -u) -eq 0 ]] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	fi

# Two commands: `make serve` and `make test`. Each sets everything up first.

PORT ?= 8000
# The preview clock. The sample event was in January 2022; `make serve AS_OF=` uses the real time instead.
AS_OF ?= 2022-01-05T09:00+07:00

PYTHON := .venv/bin/python

# By its path, for make looks a command up in the PATH that it was itself started with.
NODE = $(firstword $(wildcard .cache/nodejs/bin/node) node)

# Where set-up puts node and npm if the machine has none that are new enough.
export PATH := $(CURDIR)/.cache/nodejs/bin:$(PATH)

.PHONY: serve test test-browsers lint lock mutants python-profile screenshots
.DEFAULT_GOAL := serve

# A preview is built in a folder of its own and again at every change. At the real time, site/ is built once and registrations
# are real.
serve:
	@python3 tools/setup.py serve
ifeq ($(strip $(AS_OF)),)
	@AS_OF= BASE_URL="http://localhost:$(PORT)" $(PYTHON) build.py
	@AS_OF= exec $(PYTHON) -m backend serve --port "$(PORT)"
else
	@exec $(PYTHON) -m preview --port "$(PORT)" --as-of "$(AS_OF)"
endif

# Coverage is asked of the rules, by their own tests alone: tracing doubles the time of everything else.
RULES_TESTS := tests/registration_rules tests/conformance/test_cpython.py
# Three for every two cores, because a test often waits for a page, a timer or a disk.
SPREAD := -n $(shell python3 -c "import os; print((os.cpu_count() or 1) * 3 // 2)") --dist=worksteal

EVERY_BROWSER := tests/every_browser

test:
	@python3 tools/setup.py test
	@$(NODE) --test --experimental-test-coverage --test-reporter=./tests/pwa/reporter.js $(wildcard tests/pwa/*.test.js tests/pwa/*/*.test.js)
	@$(PYTHON) -m pytest $(SPREAD) $(RULES_TESTS) --cov=registration_rules --cov-branch --cov-report=term:skip-covered --cov-fail-under=100
	@$(PYTHON) -m pytest $(SPREAD) tests $(RULES_TESTS:%=--ignore=%) --ignore=$(EVERY_BROWSER)
	@echo "All tests passed. See it as its users do: make serve"

# One journey in Chromium, Firefox and WebKit.
test-browsers:
	@python3 tools/setup.py browsers
	@$(PYTHON) -m pytest -n 0 $(EVERY_BROWSER)

# For those who change Wian, after `make test` has set things up.

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	node_modules/.bin/tsc --project pwa/tsconfig.json

# Changes the code in hundreds of small ways and shows what no test notices, in about an hour. SIDE=python or SIDE=pwa: only that.
mutants:
	@python3 tools/setup.py test
	@$(PYTHON) tools/mutants.py $(SIDE)

# Records what the rules use of Pyodide, for the build to leave out the rest; six minutes.
python-profile:
	@python3 tools/setup.py test
	@$(PYTHON) -m tools.python_profile

screenshots:
	$(PYTHON) tools/screenshots.py

# Needs uv on PATH. The larger set is locked first and holds the smaller ones to the same versions.
LOCK := uv pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-annotate --no-header --no-emit-index-url
lock:
	$(LOCK) requirements/test.in --output-file requirements/test.txt
	$(LOCK) requirements/serve.in --constraint requirements/test.txt --output-file requirements/serve.txt
	$(LOCK) requirements/build.in --constraint requirements/test.txt --output-file requirements/build.txt
	$(LOCK) requirements/mutants.in --constraint requirements/test.txt --output-file requirements/mutants.txt
	$(LOCK) requirements/uv.in --output-file requirements/uv.txt
	$(LOCK) requirements/node.in --output-file requirements/node.txt

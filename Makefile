# Two commands set everything up on a fresh machine with Python >= 3.11: make report, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PO := $(wildcard src/ansecurity_cli/locale/*/LC_MESSAGES/*.po)
REPORT ?= bao-cao.html
PICTURES ?=

.DEFAULT_GOAL := help
.PHONY: help report test test-apps hostile endurance fuzz bench bench-diff lint golden messages docs wheel clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/ready: pyproject.toml hatch_build.py $(PO)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

report: $(VENV)/ready ## check the files, print what is unmet, write the HTML report
	$(BIN)/ansecurity check --statistics
	$(BIN)/ansecurity unmet
	$(BIN)/ansecurity report -o $(REPORT)

test: $(VENV)/ready-dev ## run the tests
	$(BIN)/python -m pytest -n auto

APT := chromium libreoffice-writer libreoffice-calc poppler-utils fonts-noto-core fonts-liberation
EDITOR_VERSION := 1.25.0
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

$(VENV)/ready-apps: $(VENV)/ready-dev
	@missing="$$(for one in $(APT); do dpkg -s $$one >/dev/null 2>&1 || echo $$one; done)"; \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy $$missing; fi
	@command -v npm >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy nodejs npm; }
	npm install --silent --no-fund --no-audit --prefix $(VENV)/node yaml-language-server@$(EDITOR_VERSION)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev,apps]'
	@touch $@

test-apps: $(VENV)/ready-apps ## the reports in the programs that open them; PICTURES=FOLDER keeps what is seen
	PICTURES="$(PICTURES)" $(BIN)/python -m pytest tests/apps

hostile: $(VENV)/ready-dev ## 500 hazards, each in a whole process under limits
	$(BIN)/python -m pytest -n auto tests/hostile/hazards.py

endurance: $(VENV)/ready-dev ## kill -9 while writing, TRIES=200 times a writer
	$(BIN)/python -m pytest -s tests/endurance/kill.py

fuzz: $(VENV)/ready-dev ## change files at random, MINUTES=10 on all cores, until something breaks
	$(BIN)/python tests/endurance/fuzz.py

bench: $(VENV)/ready-dev ## time and memory of a report on UNITS=500 by CRITERIA=60
	$(BIN)/python tests/bench/report.py

bench-diff: $(VENV)/ready-dev ## what diff and history cost beside status, on 1,000 units and 200 commits
	$(BIN)/python tests/bench/differing.py

lint: $(VENV)/ready-dev ## style, types, floors
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(VENV)/ready-dev ## write the golden files anew; then read the difference
	$(BIN)/python -m pytest --update-golden tests/test_golden.py

messages: $(VENV)/ready-dev ## bring the message catalogue up to date with the code
	$(BIN)/python tests/catalogue.py --update
	$(BIN)/python hatch_build.py

docs: $(VENV)/ready-dev ## write the pages of docs/ that are made from the code
	$(BIN)/python tests/pages.py

wheel: $(VENV)/ready-dev ## build the wheel
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

clean: ## remove what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Needs Python 3.11 or newer with its venv module, and make; the first use fetches the pinned packages.
# `make help` lists the targets. PYTHON=… chooses another Python; ARGS=… is handed to pytest.
.DEFAULT_GOAL := help
.PHONY: help site docs release quick test suites engines findings mutants house language bench lint format expected test-lowest lock clean again

# One that is new enough and has its venv module; else the first, which says what is missing.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; exit; }; done; command -v python3 || command -v python)
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
# What the site needs, and with it what tests and checks need: two stamps of one environment.
SET_UP := .venv/.set-up
ALL_SET_UP := .venv/.set-up-all
SET_UP_WITH := $(if $(PYTHON),"$(PYTHON)",echo "icilabas needs Python 3.11 or newer: there is none. \
	Il faut Python 3.11 ou plus récent : il n’y en a pas." >&2; false) tools/set_up.py
PIP_INSTALL := -m pip install --quiet --no-input --no-compile --disable-pip-version-check
# Modules are compiled once, at their first use. Where a machine forbids that, every program would compile all of its own.
export PYTHONDONTWRITEBYTECODE :=
# What `make mutants` changes: the packages in which a wrong number would be quoted.
PACKAGES ?= measures comparison sources check
SAMPLE ?= 100
# One process a core: on two cores the suite takes a little over half the time of one process.
ARGS ?= -n auto --dist worksteal

# "yes" when .venv works and was made in this very folder (a moved environment points at the old one).
READY := $(shell $(BIN)/python tools/set_up.py ready 2>/dev/null && echo yes)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

site: $(SET_UP) ## build the Lille workshop's page, data, downloads and the documentation in site/
	@$(BIN)/python tools/whole_site.py site build/docs

docs: $(SET_UP) ## build the documentation alone, in build/docs
	$(BIN)/python docs/build.py build/docs

release: $(ALL_SET_UP) ## make dist/release/: packages, site, data, checksums; prove that the package does it all
	$(BIN)/python docs/build.py --home index.html build/docs
	$(BIN)/python tools/release.py --docs build/docs dist/release

quick: $(ALL_SET_UP) ## after each change, in less than a minute: style, types, and all tests but the journeys
	@$(MAKE) --no-print-directory lint >.venv/.lint 2>&1 & lint=$$!; failed=0; \
	$(BIN)/python -m pytest --quiet -m "not journey" $(ARGS) || failed=1; \
	wait $$lint || failed=1; cat .venv/.lint; exit $$failed

test: $(ALL_SET_UP) ## run all tests (those in a browser need chromium and say so when it is missing)
	$(BIN)/python -m pytest $(ARGS)

suites: $(ALL_SET_UP) ## run the W3C's suites (SUITES=folder holds its repositories) on readers and shapes; ask R, where it is, what we measure
	@$(BIN)/python tools/oracles.py
	@$(BIN)/python tools/suites.py $(if $(SUITES),"$(SUITES)",$(error SUITES=folder names the folder with rdf-tests, data-shapes and json-ld-api))

engines: $(ALL_SET_UP) ## ask servers (Oxigraph, Virtuoso 7) for what 30 seeds draw, and compare with memory (SEEDS=…, minutes)
	ICILABAS_SEEDS=$(or $(SEEDS),30) ICILABAS_REQUIRE_SERVERS=1 $(BIN)/python -m pytest -n 0 tests/journeys/test_engines_agree.py

findings: ## run each program of findings/, which shows what other software does (minutes; it fetches what each shows)
	@failed=0; for finding in findings/*.sh; do echo "$$finding"; "$$finding" >/dev/null 2>&1 \
		|| { echo "  no longer so: run it"; failed=1; }; done; exit $$failed

mutants: $(ALL_SET_UP) .mutants/bin/cosmic-ray ## change the code a little, again and again: how many changes the tests see (an hour; PACKAGES=…, SAMPLE=…)
	$(BIN)/python tools/mutants.py --with .mutants/bin/cosmic-ray --sample $(SAMPLE) $(PACKAGES)

house: $(ALL_SET_UP) ## write the picture of the packages into CONTRIBUTING.md
	$(BIN)/python tools/house.py CONTRIBUTING.md

language: $(ALL_SET_UP) ## begin a language, or bring it up to date, in src/icilabas/words/locales (TAG=de, for instance)
	$(BIN)/python tools/language.py $(TAG)

bench: $(ALL_SET_UP) ## time each stage beside what people use today, and write docs/en/explanation/speed.md and its French (hours)
	$(BIN)/python tests/benchmarks/measures.py
	$(BIN)/python tests/benchmarks/stages.py --into docs/en/explanation/speed.md docs/fr/explanation/speed.md
	$(BIN)/python tests/benchmarks/goals.py --into docs/en/explanation/speed.md docs/fr/explanation/speed.md
	$(BIN)/python tests/benchmarks/twice.py --into docs/en/explanation/speed.md docs/fr/explanation/speed.md

lint: $(ALL_SET_UP) ## check style, types and what may import what: ruff, mypy --strict, import-linter
	@failed=0; for check in "ruff check" "ruff format --check" "mypy --strict src tests docs tools"; do \
		echo "$$check"; $(BIN)/python -m $$check || failed=1; done; \
	echo "lint-imports"; $(BIN)/lint-imports --no-logo --no-cache >.venv/.contracts 2>&1 || { cat .venv/.contracts; failed=1; }; exit $$failed

format: $(ALL_SET_UP) ## mend what ruff can mend
	$(BIN)/python -m ruff check --fix --exit-zero
	$(BIN)/python -m ruff format

expected: $(ALL_SET_UP) ## write the answers of the questions and the JSON-LD context; read the difference before you commit it
	ICILABAS_WRITE_EXPECTED=1 $(BIN)/python -m pytest -q tests/asking/test_questions.py tests/export/test_rdf.py

test-lowest: $(ALL_SET_UP) .uv/bin/uv ## run the tests on the lowest versions that pyproject.toml admits
	.uv/bin/uv venv --quiet --clear --no-python-downloads --python $(BIN)/python .venv-lowest
	.uv/bin/uv pip compile --quiet --resolution lowest-direct --no-build --extra site --extra dev \
		--python .venv-lowest/bin/python --output-file .venv-lowest/requirements.txt pyproject.toml
	.uv/bin/uv pip sync --quiet --python .venv-lowest/bin/python .venv-lowest/requirements.txt
	.uv/bin/uv pip install --quiet --python .venv-lowest/bin/python --no-deps --no-build-isolation --editable .
	.venv-lowest/bin/python -m pytest $(ARGS)

lock: .uv/bin/uv ## refresh requirements.txt: the newest versions, for every system and Python, with hashes
	.uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --extra site --extra dev \
		--output-file requirements.txt pyproject.toml

clean: ## remove what make made
	rm -rf .venv .venv-lowest .uv .mutants site build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Done once; again when the packages asked for have changed, or the environment is broken or was moved.
$(SET_UP): pyproject.toml requirements.txt $(if $(READY),,again)
	@$(SET_UP_WITH) site

$(ALL_SET_UP): pyproject.toml requirements.txt $(if $(READY),,again)
	@$(SET_UP_WITH) all

.mutants/bin/cosmic-ray:
	@"$(PYTHON)" -m venv .mutants && .mutants/bin/python $(PIP_INSTALL) "cosmic-ray==8.7.0"

.uv/bin/uv:
	@"$(PYTHON)" -m venv .uv && .uv/bin/python $(PIP_INSTALL) "uv>=0.9"

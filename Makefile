# Needs Python 3.11 or newer with its venv module, and make; the first use fetches the pinned packages.
# `make help` lists the targets. PYTHON=… chooses another Python; ARGS=… is handed to pytest.
.DEFAULT_GOAL := help
.PHONY: help site docs release test mutants house bench lint format expected test-lowest lock clean again

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; break; }; done)
BIN := .venv/bin
SET_UP := .venv/.set-up
PIP_INSTALL := -m pip install --quiet --no-input --no-compile --disable-pip-version-check
# What `make mutants` changes: the packages in which a wrong number would be quoted.
PACKAGES ?= measures comparison sources check
SAMPLE ?= 100
# One process a core: on two cores the suite takes a little over half the time of one process.
ARGS ?= -n auto --dist worksteal

# "yes" when .venv works and was made in this very folder (a moved environment points at the old one).
READY := $(shell [ "$$(cat .venv/.place 2>/dev/null || pwd)" = "$$(pwd)" ] \
	&& $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

site: $(SET_UP) ## build the Lille workshop's page, data, downloads and the documentation in site/
	$(BIN)/python docs/build.py --home index.html build/docs
	$(BIN)/icilabas build --out site --docs build/docs

docs: $(SET_UP) ## build the documentation alone, in build/docs
	$(BIN)/python docs/build.py build/docs

release: $(SET_UP) ## make dist/release/: packages, site, data, checksums; prove that the package does it all
	$(BIN)/python docs/build.py --home index.html build/docs
	$(BIN)/python tools/release.py --docs build/docs dist/release

test: $(SET_UP) ## run the tests (those in a browser need chromium and say so when it is missing)
	$(BIN)/python -m pytest $(ARGS)

mutants: $(SET_UP) .mutants/bin/cosmic-ray ## change the code a little, again and again: how many changes the tests see (an hour; PACKAGES=…, SAMPLE=…)
	$(BIN)/python tools/mutants.py --with .mutants/bin/cosmic-ray --sample $(SAMPLE) $(PACKAGES)

house: $(SET_UP) ## write the picture of the packages into CONTRIBUTING.md
	$(BIN)/python tools/house.py CONTRIBUTING.md

bench: $(SET_UP) ## time each stage beside what people use today, and write docs/en/explanation/speed.md and its French (half an hour)
	$(BIN)/python tests/benchmarks/measures.py
	$(BIN)/python tests/benchmarks/stages.py --into docs/en/explanation/speed.md docs/fr/explanation/speed.md

lint: $(SET_UP) ## check style, types and what may import what: ruff, mypy --strict, import-linter
	@failed=0; for check in "ruff check" "ruff format --check" "mypy --strict src tests docs tools"; do \
		echo "$$check"; $(BIN)/python -m $$check || failed=1; done; \
	echo "lint-imports"; $(BIN)/lint-imports --no-logo --no-cache >.venv/.contracts 2>&1 || { cat .venv/.contracts; failed=1; }; exit $$failed

format: $(SET_UP) ## mend what ruff can mend
	$(BIN)/python -m ruff check --fix --exit-zero
	$(BIN)/python -m ruff format

expected: $(SET_UP) ## write the answers of the questions and the JSON-LD context; read the difference before you commit it
	ICILABAS_WRITE_EXPECTED=1 $(BIN)/python -m pytest -q tests/asking/test_questions.py tests/export/test_rdf.py

test-lowest: $(SET_UP) .uv/bin/uv ## run the tests on the lowest versions that pyproject.toml admits
	.uv/bin/uv venv --quiet --clear --no-python-downloads --python $(BIN)/python .venv-lowest
	.uv/bin/uv pip compile --quiet --resolution lowest-direct --no-build --extra dev \
		--python .venv-lowest/bin/python --output-file .venv-lowest/requirements.txt pyproject.toml
	.uv/bin/uv pip sync --quiet --python .venv-lowest/bin/python .venv-lowest/requirements.txt
	.uv/bin/uv pip install --quiet --python .venv-lowest/bin/python --no-deps --no-build-isolation --editable .
	.venv-lowest/bin/python -m pytest $(ARGS)

lock: .uv/bin/uv ## refresh requirements.txt: the newest versions, for every system and Python, with hashes
	.uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --extra dev \
		--output-file requirements.txt pyproject.toml

clean: ## remove what make made
	rm -rf .venv .venv-lowest .uv .mutants site build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Done once; again when the packages asked for have changed, or the environment is broken or was moved.
$(SET_UP): pyproject.toml requirements.txt $(if $(READY),,again)
	@if [ -z "$(READY)" ]; then \
		[ -n "$(PYTHON)" ] || { echo "icilabas needs Python 3.11 or newer with its venv module." >&2; \
			echo "Found: $$(python3 --version 2>&1 || echo no python3). On Debian or Ubuntu: apt install python3-venv." >&2; \
			echo "Another Python: make PYTHON=/path/to/python3 …" >&2; exit 1; }; \
		echo "Setting up .venv with $$("$(PYTHON)" --version) (once, less than a minute)"; \
		rm -rf .venv && "$(PYTHON)" -m venv .venv && pwd >.venv/.place; fi
	@$(BIN)/python $(PIP_INSTALL) --require-hashes --no-deps --requirement requirements.txt
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.mutants/bin/cosmic-ray:
	@"$(PYTHON)" -m venv .mutants && .mutants/bin/python $(PIP_INSTALL) "cosmic-ray==8.7.0"

.uv/bin/uv:
	@"$(PYTHON)" -m venv .uv && .uv/bin/python $(PIP_INSTALL) "uv>=0.9"

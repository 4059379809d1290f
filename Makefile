# Each target sets up what it needs. Nothing but Python 3.11+ and make has to be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header
ARGS ?=

# pip is silent for minutes: a dot every three seconds says that it is still at work.
DOTS = (while sleep 3; do printf .; done) & dots=$$!; trap 'kill $$dots 2>/dev/null' EXIT;

.PHONY: run test check bench lock screenshots clean
.PHONY: lint format types contracts migrations templates

run: $(VENV)/run.stamp
	@$(BIN)/sapar run

test: $(VENV)/dev.stamp
	@$(BIN)/python -m sapar.config.catalogues
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup $(ARGS)

check: lint format types contracts migrations templates

lint: $(VENV)/dev.stamp
	@echo "Lint …"
	@$(BIN)/ruff check --quiet .

format: $(VENV)/dev.stamp
	@echo "Format …"
	@$(BIN)/ruff format --quiet --check .

types: $(VENV)/dev.stamp
	@echo "Types …"
	@SAPAR_HOME=$(VENV)/home $(BIN)/mypy --no-error-summary sapar

contracts: $(VENV)/dev.stamp
	@echo "Import contracts …"
	@$(BIN)/lint-imports --no-logo

migrations: $(VENV)/dev.stamp
	@echo "Migrations …"
	@SAPAR_HOME=$(VENV)/home SAPAR_DB_POOL=0 DJANGO_SETTINGS_MODULE=sapar.config.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run --verbosity 0

templates: $(VENV)/dev.stamp
	@echo "Templates …"
	@find sapar -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.e2e.screenshots $(ARGS)

lock: $(VENV)/dev.stamp
	@echo "Locking what the running system needs …"
	@$(COMPILE) --output-file requirements.txt requirements.in
	@echo "Locking what the tests need on top …"
	@$(COMPILE) --output-file requirements-dev.txt requirements-dev.in

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sapar needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Another one: make PYTHON=python3.12 …"; exit 1; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is not complete; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

# Stamps are made last, so that an interrupted installation is taken up again.
$(VENV)/run.stamp: requirements.txt pyproject.toml $(VENV)/made.stamp
	@echo "Installing what Sapar needs (once; a few minutes on a slow line) …"
	@$(DOTS) $(PIP) install --require-hashes --requirement requirements.txt && echo
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need …"
	@$(DOTS) $(PIP) install --require-hashes --requirement requirements-dev.txt && echo
	@touch $@

clean:
	@rm -rf $(VENV)/*.stamp $(VENV)/home build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis

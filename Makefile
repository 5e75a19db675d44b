# The commands of this project. On a machine with Python 3.11 or newer, git and make:
#
#   make app     set up, start the app and print its address (PORT=8866 by default)
#   make lab     set up and open the notebooks in JupyterLab (PORT=8888 by default)
#   make test    set up, then lint, types and every test (installs a browser if there is none)
#   make bench   set up, then measure how fast the model and the app answer
#   make pins    write the pinned versions anew (UPGRADE=1: to the newest ones)
#   make clean   remove what these commands made

# Names are tried in this order; the last is what a system calls its own Python.
PYTHON := $(shell for name in python3.12 python3.13 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: app lab test bench pins clean

app: $(VENV)/app.stamp
	@$(BIN)/explorer app --port $(or $(PORT),8866)

lab: $(VENV)/app.stamp
	@$(BIN)/explorer lab --port $(or $(PORT),8888)

test: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/pytest

bench: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.bench

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found on the PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module: install it first (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/app.stamp: binder/requirements.txt pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing the pinned packages of the app (a minute or two, once)"
	@$(PIP) install -r binder/requirements.txt
	@touch $@

$(VENV)/test.stamp: tests/requirements.txt $(VENV)/app.stamp
	@echo "Installing the pinned packages of the tests (a minute, once)"
	@$(PIP) install -r tests/requirements.txt
	@touch $@

# One resolution, the same versions for every Python from 3.11 on; the tests' adds to the app's and cannot differ from it.
# What is pinned now stays where it still fits, unless UPGRADE asks for the newest.
COMPILE := build/pins/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --no-config --no-header --no-annotate \
	pyproject.toml
PINNED := $(if $(UPGRADE),/dev/null,binder/requirements.txt tests/requirements.txt)

pins: | $(BIN)/python
	@test -x build/pins/bin/uv || { $(BIN)/python -m venv build/pins && build/pins/bin/python -m pip --quiet install uv; }
	@cat $(PINNED) 2>/dev/null | grep '==' | sort -u | tee build/pins/app.txt > build/pins/test.txt
	$(COMPILE) --output-file build/pins/app.txt
	$(COMPILE) --extra test --constraint build/pins/app.txt --output-file build/pins/test.txt
	@( echo "# All that the app runs on, for Python 3.11 and newer, written by 'make pins'."; \
	   cat build/pins/app.txt; \
	   echo "# The project, as the checkout has it: pip runs in the folder of pyproject.toml, here and on Binder."; \
	   echo "-e ." ) > binder/requirements.txt
	@( echo "# All that the tests run on, the app's packages among it, written by 'make pins'."; \
	   cat build/pins/test.txt ) > tests/requirements.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis

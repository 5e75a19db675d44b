# The commands of this project. On a machine with Python 3.11 or newer, git and make:
#
#   make app     set up, start the app and print its address (PORT=8866 by default)
#   make serve   set up and serve publicly (PORT=8866; MORE="--readers 40 --embed-from https://news.example"; docs/serving.md)
#   make lab     set up and open the notebooks in JupyterLab (PORT=8888 by default)
#   make test    set up, then lint, types and every test (installs the browsers and fonts that it lacks, as far as it can)
#   make types   look at the types of Python and of the page's scripts (TypeScript's compiler comes from npm's registry, once)
#   make coverage  the same tests, and which lines of the package none of them runs (takes twice as long)
#   make bench   set up, then measure how fast the model and the app answer, and the app beside stock Voila, Dash and Streamlit
#   make load    set up, then measure the public server with many readers (N="10 20 40": so many at a time; MINUTES=10: for so long)
#   make pins    write the pinned versions anew (UPGRADE=1: to the newest ones)
#   make plotly  fetch plotly.js anew, of the version that the pinned plotly package has (needs npm)
#   make docs    build the documentation as a site in build/site, with every link inside it checked
#   make links   look up every link of the site that leads to other sites
#   make audit   look up known vulnerabilities, list the licences, write a bill of materials (build/sbom.cdx.json)
#   make site    write the static site into build/story, live without a server once there is a runtime
#   make runtime  fetch what runs Python in a browser for that, each file checked by its hash (needs npm)
#   make lite    build JupyterLite with the notebooks, which then run in a browser without a server; make site takes it along
#   make dist    build sdist and wheel of the last commit, twice, and compare (docs/releasing.md)
#   make clean   remove what these commands made

# Names are tried in this order; the last is what a system calls its own Python.
PYTHON := $(shell for name in python3.12 python3.13 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# uv installs in seconds what takes pip a minute, from the index that pip is set to ask; where uv is not to be had or does not
# get through, pip does the same. Compiled, as pip does it by itself, so that each server, kernel and command starts in half the
# time also where Python is told to keep nothing of what it compiles. $(call INSTALL,PYTHON OF THE ENVIRONMENT,WHAT)
UV := $(BIN)/uv
INSTALL = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PIP) config get global.index-url 2>/dev/null)}}" \
	$(UV) pip install --quiet --compile-bytecode --require-hashes --python $(1) -r $(2) || \
	$(PIP) --python $(1) install --require-hashes -r $(2)
# An install copies it to where Voila serves it.
PLOTLY := explorer/charts/vendor/plotly-basic.min.js

.PHONY: app serve lab test pytest types coverage bench load pins plotly site runtime lite docs links audit dist clean

app: $(VENV)/app.stamp
	@$(BIN)/explorer app --port $(or $(PORT),8866)

serve: $(VENV)/app.stamp
	@$(BIN)/explorer app --public --port $(or $(PORT),8866) $(MORE)

lab: $(VENV)/app.stamp
	@$(BIN)/explorer lab --port $(or $(PORT),8888)

test: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools.browser
	@$(BIN)/python -m tests.tools.runtime
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry explorer
	@$(MAKE) --no-print-directory --jobs 2 types pytest

# Tests wait for servers and browsers often enough that types are looked at meanwhile.
pytest: $(VENV)/test.stamp
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

types: $(VENV)/test.stamp
	$(BIN)/pyright
	$(BIN)/python -m tests.tools.typescript

coverage: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools.browser
	@$(BIN)/python -m tests.tools.runtime
	@rm -rf build/coverage && mkdir -p build/coverage
	-$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools.browser
	$(BIN)/python -m tests.tools.bench
	$(BIN)/python -m tests.tools.bench_peers

load: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools.browser
	$(BIN)/python -m tests.tools.load $(or $(N),10 20 40) $(if $(MINUTES),--minutes $(MINUTES)) $(MORE)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found on the PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module: install it first (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

# It stands among the packages of the tests, hashes and all.
$(UV): | $(BIN)/python
	@sed -n '/^uv==/,/[^\\]$$/p' tests/requirements.txt > $(VENV)/uv.txt
	-@$(PIP) install --require-hashes -r $(VENV)/uv.txt

# Every file is checked against its hash; the project itself, which has none, comes after them and asks no index for anything.
$(VENV)/app.stamp: binder/requirements.txt pyproject.toml $(PLOTLY) | $(UV)
	@echo "Installing the pinned packages of the app (some seconds, once)"
	@$(call INSTALL,$(BIN)/python,binder/requirements.txt)
	@$(PIP) install --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: tests/requirements.txt $(VENV)/app.stamp
	@echo "Installing the pinned packages of the tests (some seconds, once)"
	@$(call INSTALL,$(BIN)/python,tests/requirements.txt)
	@touch $@

# One resolution, the same versions for every Python from 3.11 on, with the hash of each file of a version, for every platform.
# The app's list comes first; the list of an extra adds to it and cannot differ from it. What is pinned now stays where it still
# fits, unless UPGRADE asks for the newest. EXTRAS says which file holds which extra of pyproject.toml; BUILD is what builds the
# project, since its install builds it with these and downloads no others.
EXTRAS := test:tests/requirements.txt docs:docs/requirements.txt
BUILD := build/pins/build.in
COMPILE := $(UV) pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --no-config --no-header --no-annotate \
	--generate-hashes --default-index https://pypi.org/simple

pins: | $(UV)
	@mkdir -p build/pins
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > $(BUILD)
	@$(if $(UPGRADE),rm -f build/pins/*.txt,cp binder/requirements.txt build/pins/app.txt; cp tests/audit-requirements.txt build/pins/audit.txt; \
	   cp tests/tools/peers/requirements.txt build/pins/peers.txt; cp docs/lite-requirements.txt build/pins/lite.txt)
	$(COMPILE) --extra app --output-file build/pins/app.txt pyproject.toml $(BUILD)
	@( echo "# All that the app runs on and is built with, for Python 3.11 and newer, written by 'make pins'."; \
	   cat build/pins/app.txt ) > binder/requirements.txt
	@set -e; for pair in $(EXTRAS); do \
	   extra=$${pair%%:*}; list=$${pair#*:}; \
	   $(if $(UPGRADE),:,test ! -f $$list || cp $$list build/pins/$$extra.txt); \
	   $(COMPILE) --extra app --extra $$extra --constraint build/pins/app.txt --output-file build/pins/$$extra.txt pyproject.toml $(BUILD); \
	   ( echo "# All that the extra '$$extra' runs on, the app's packages among it, written by 'make pins'."; \
	     cat build/pins/$$extra.txt ) > $$list; \
	 done
	$(COMPILE) --group audit --output-file build/pins/audit.txt
	$(COMPILE) --group lite --output-file build/pins/lite.txt
	@( echo "# What 'make lite' builds with, in an environment of its own, written by 'make pins'."; cat build/pins/lite.txt ) > docs/lite-requirements.txt
	$(COMPILE) --group peers --constraint build/pins/app.txt --output-file build/pins/peers.txt
	@( echo "# Dash and Streamlit, with which 'make bench' compares the app, in an environment of their own, written by 'make pins'."; \
	   cat build/pins/peers.txt ) > tests/tools/peers/requirements.txt
	@( echo "# What 'make audit' asks, in an environment of its own, written by 'make pins'."; cat build/pins/audit.txt ) > tests/audit-requirements.txt

# npm checks what it gets against the hash that its registry gives; which one that is, npm knows.
plotly: $(VENV)/app.stamp
	@rm -rf build/plotly && mkdir -p build/plotly
	@version=$$($(BIN)/python -c 'from plotly import offline; print(offline.get_plotlyjs_version())') && \
	   npm pack --silent --pack-destination build/plotly plotly.js-basic-dist-min@$$version && \
	   tar -xzf build/plotly/plotly.js-basic-dist-min-$$version.tgz -C build/plotly && \
	   head -3 build/plotly/package/$(notdir $(PLOTLY)) | grep -qF "(basic - minified) v$$version" && \
	   cp build/plotly/package/LICENSE build/plotly/package/$(notdir $(PLOTLY)) $(dir $(PLOTLY)) && \
	   echo "$(PLOTLY) is plotly.js $$version now: run make test"

# What is live and what has notebooks depends on what is there when this begins, which is after the others on a line of targets.
site: $(VENV)/app.stamp
	@$(BIN)/explorer export --site build/story $$(test ! -e build/runtime/pyodide.mjs || echo --runtime build/runtime) \
	   $$(test ! -e build/lite/site/index.html || echo --notebooks lite/lab/index.html) $(if $(ADDRESS),--address $(ADDRESS)) $(MORE)
	@rm -rf build/story/lite && if [ -e build/lite/site/index.html ]; then cp -r build/lite/site build/story/lite; fi

runtime: $(VENV)/app.stamp
	@$(BIN)/python -m explorer.site.runtime build/runtime

# JupyterLite's builder has an environment of its own; its versions are pinned beside those of the documentation.
LITE := build/lite
$(LITE)/stamp: docs/lite-requirements.txt | $(UV)
	@echo "Installing the pinned packages that build JupyterLite (some seconds, once)"
	@rm -rf $(LITE) && $(BIN)/python -m venv --without-pip $(LITE)/env
	@$(call INSTALL,$(LITE)/env/bin/python,docs/lite-requirements.txt)
	@$(BIN)/python -m explorer.site.runtime $(LITE)/runtime ipython jedi micropip pandas sqlite3 ssl >/dev/null
	@touch $@

lite: $(VENV)/app.stamp $(LITE)/stamp
	@$(BIN)/python docs/lite.py $(LITE)/site $(LITE)/runtime $(LITE)/env/bin/jupyter-lite

dist: $(VENV)/app.stamp
	@$(BIN)/python -m tests.tools.distribution

# The site has an environment of its own: neither the app nor its tests need what builds it.
DOCS := build/docs
$(DOCS)/stamp: docs/requirements.txt pyproject.toml $(PLOTLY) | $(UV)
	@echo "Installing the pinned packages of the documentation (some seconds, once)"
	@rm -rf $(DOCS) && $(BIN)/python -m venv --without-pip $(DOCS)/env
	@$(call INSTALL,$(DOCS)/env/bin/python,docs/requirements.txt)
	@$(PIP) --python $(DOCS)/env/bin/python install --no-index --no-deps --no-build-isolation -e .
	@touch $@

SPHINX = $(DOCS)/env/bin/sphinx-build --quiet --fail-on-warning --keep-going -c docs -d $(DOCS)/trees

docs: $(DOCS)/stamp
	@echo "Running the notebooks and building the site (a minute or two)"
	@rm -rf build/site $(DOCS)/trees
	@$(SPHINX) . build/site
	@$(DOCS)/env/bin/python docs/inside.py build/site
	@echo "The site is there: open build/site/index.html"

links: docs
	@$(SPHINX) -b linkcheck . $(DOCS)/links

# The packages of the app alone, without even pip, so that the list of what is in there is the list of what the app runs on.
AUDIT := build/audit
$(AUDIT)/stamp: binder/requirements.txt tests/audit-requirements.txt | $(UV)
	@echo "Installing what audits, and the pinned packages to be audited (some seconds)"
	@rm -rf $(AUDIT) && $(BIN)/python -m venv $(AUDIT)/tools && $(BIN)/python -m venv --without-pip $(AUDIT)/app
	@$(call INSTALL,$(AUDIT)/tools/bin/python,tests/audit-requirements.txt)
	@$(call INSTALL,$(AUDIT)/app/bin/python,binder/requirements.txt)
	@touch $@

audit: $(AUDIT)/stamp
	@$(BIN)/python -m tests.tools.audit --tools $(AUDIT)/tools/bin --python $(AUDIT)/app/bin/python

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis

# Needs Python >= 3.11, make and git; the test of the JSON Schema in an editor needs Node.js with npm as well. To use another
# interpreter: make test PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
SETUP := $(VENV)/.setup-done
# The simulator's: another port is make simulator PORT=19419
PORT ?= 9419

.DEFAULT_GOAL := help
.PHONY: help demo test sweep matrix bench simulator tables docs changelog format setup clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

demo: $(SETUP) ## Plan, apply and run backup jobs on the simulator
	$(RUN) -m tests.demo

test: $(SETUP) ## Run every check; some only: make test ONLY="ruff unit"
	$(RUN) -m tests.checks $(ONLY)

sweep: $(SETUP) ## Try the modules with thousands of odd replies, faults and kills; some only: ONLY="replies"
	$(RUN) -m tests.sweep $(ONLY)

matrix: $(SETUP) ## Run sanity, unit and integration tests on every pair of ansible-core and Python; some only: ONLY="2.18-3.11"
	$(RUN) -m tests.checks.matrix $(ONLY)

bench: $(SETUP) ## Measure what the modules cost; some only: make bench ONLY="requests task"
	$(RUN) -m tests.bench $(ONLY) $(if $(WRITE),--write $(WRITE))

simulator: $(SETUP) ## Start a simulated backup server and leave it running
	$(RUN) -m tests.simulator --vbr-port $(PORT)

tables: $(SETUP) ## Regenerate the tables made from the vendor's API description
	$(RUN) -m tests.tables

docs: $(SETUP) ## Build the module documentation as HTML in build/docs
	$(RUN) -m tests.checks.documentation_site

changelog: $(SETUP) ## Turn the changelog fragments into CHANGELOG.md
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) -m antsibull_changelog release --update-existing --reload-plugins --refresh-plugins

format: $(SETUP) ## Bring the Python files into the common layout
	$(RUN) -m ruff format --config tests/ruff.toml plugins tests
	$(RUN) -m ruff check --config tests/ruff.toml --fix plugins tests

setup: $(SETUP) ## Create .venv with all that the other commands need

$(SETUP): tests/requirements.txt tests/requirements-test.txt tests/requirements-older.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, for example: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'Python could not create a virtual environment (on Debian and Ubuntu: apt install python3-venv).'; exit 1; }
	$(RUN) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	$(RUN) -c 'from tests.checks.places import link_collection; link_collection()'
	$(RUN) -m tests.vendor > /dev/null
	$(RUN) -m tests.checks.older_libraries > /dev/null
	$(RUN) -m tests.editor > /dev/null
	@touch $@

clean: ## Remove all that these commands created
	rm -rf .venv .venv-matrix .cache build tests/output

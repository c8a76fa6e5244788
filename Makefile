# Everything here needs Python >= 3.11, make and git. Another interpreter: make test PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.setup-done

.DEFAULT_GOAL := help
.PHONY: help setup clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

setup: $(SETUP) ## Create .venv with everything the other commands need

$(SETUP): tests/requirements.txt tests/requirements-test.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	$(BIN)/python -c 'from tests.checks.places import link_collection; link_collection()'
	@touch $@

clean: ## Remove everything that the commands created
	rm -rf .venv .venv-matrix .cache build tests/output

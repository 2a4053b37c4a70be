# 知识产权登记簿. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
unexport PYTHONDONTWRITEBYTECODE  # each of the many processes of a run would compile all it loads anew

.PHONY: help install demo test lint types style layers templates format bench pictures lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(STAMP)  ## make .venv with the locked dependencies and the registry command

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	sed -n '/^pip==/,/[^\\]$$/p' requirements.lock > $(VENV)/pip.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/pip.lock  # an older pip misses hashes of extras
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: install  ## import a fictitious district and serve the site
	$(BIN)/registry demo

test: install  ## run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: install  ## format, style, types, layers, templates
	@$(MAKE) --no-print-directory -j 2 types style layers templates

types:
	$(BIN)/mypy

style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

layers:
	$(BIN)/lint-imports

templates:
	$(BIN)/djlint --check --lint registry

format: install  ## rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install  ## measure speed and memory
	$(BIN)/python -m bench

pictures: install  ## make the pictures of the README anew; `make demo` has to be running
	$(BIN)/python -m tests.journeys.take_pictures http://127.0.0.1:8000

RESOLVE := $(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 --allow-unsafe --quiet

lock: install  ## resolve the dependencies anew, and which of them the program needs to run
	$(RESOLVE) --extra dev --output-file requirements.lock
	$(RESOLVE) --constraint requirements.lock --output-file requirements.runtime.lock

clean:  ## remove what was built, keep the data
	rm -rf $(VENV) build *.egg-info

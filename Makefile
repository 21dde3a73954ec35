# Two commands do everything: `make run` and `make test`. `make help` lists the others.

# The first Python on this machine that runs and is new enough; a name on the path alone may be a shim for nothing.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT
# The rules of a release are tested as attacks on it.
CAPABILITY_TESTS := $(wildcard $(patsubst accountability/%/,tests/%,$(wildcard accountability/*/))) tests/attacks/test_benchmark_checks.py

.PHONY: help run code test coverage lint format lock performance planted-bugs bad-bodies scripts database-roles clean

help: ## Say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.ready-to-run ## Start the product with its demo region on this machine
	@DEVELOPMENT=1 $(BIN)/flask --app wsgi serve

code: ## Print the code that the demo's coordinator needs now, beside the password
	@DEVELOPMENT=1 $(BIN)/flask --app wsgi demo-code

test: $(VENV)/.ready-to-test ## Check everything, on SQLite and PostgreSQL and in a real browser
	@sh tests/support/install.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n auto --dist loadfile

coverage: $(VENV)/.ready-to-test ## Show that the tests reach every branch of every domain and all commands (on SQLite, a minute or two)
	@$(BIN)/python -m pytest -n auto $(CAPABILITY_TESTS) -k "not postgresql and not browser and not autosave" --cov --cov-report=term-missing:skip-covered

lint: $(VENV)/.ready-to-test ## Lint, format, strict types, import contracts, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run 'make format'."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint templates --quiet --lint

format: $(VENV)/.ready-to-test ## Put the code into its one form
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .

matrix: $(VENV)/.ready-to-test ## Ask every route about what belongs to others, with each wall between organisations taken away in turn (WHO="A2 B3" or WHO=all: others ask, too)
	@$(BIN)/python -m tests.attacks.matrix $(WHO)

performance: $(VENV)/.ready-to-test ## Measure against the bare limits on this machine (figures, not pass marks)
	@sh tests/support/install.sh
	@$(BIN)/python -m tests.performance

planted-bugs: $(VENV)/.ready-to-test ## Plant two hundred faults, one at a time: each must be caught (half an hour or so)
	@sh tests/support/install.sh
	@$(BIN)/python -m tests.planted

bad-bodies: $(VENV)/.ready-to-test ## Send a hundred thousand bodies that no browser would send: none may break a page
	@sh tests/support/install.sh
	@$(BIN)/python -m tests.attacks.matrix.run_bad_bodies

scripts: $(VENV)/.ready-to-test ## Look at every page as every role in a browser without a policy: nothing typed may run
	@sh tests/support/install.sh
	@$(BIN)/python -m tests.attacks.matrix.run_scripts

database-roles: $(VENV)/.ready-to-run ## Make or mend PostgreSQL's roles (DATABASE_ADMIN_URL and the addresses of .env.example in the environment)
	@$(BIN)/python -m accountability.roles

lock: $(VENV)/.ready-to-test ## Choose the newest dependencies that fit and write them down with their hashes
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.lock

clean: ## Remove what make made, but never the data in instance/
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "This needs Python 3.11 or newer; '$(PYTHON)' is not. Install it, or name it: make run PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --retries 1 uv 2>/dev/null || { rm -rf $(VENV); echo "The packages could not be fetched: is this machine connected to the internet, and may pip reach its index?"; exit 1; }

$(VENV)/.ready-to-run: requirements.lock $(VENV)/bin/uv
	@echo "Installing what the product needs …"
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements.lock || { echo "The packages could not be fetched: is this machine connected to the internet?"; exit 1; }
	@touch $@

$(VENV)/.ready-to-test: requirements-dev.lock $(VENV)/bin/uv
	@echo "Installing what the product and its tests need …"
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements-dev.lock || { echo "The packages could not be fetched: is this machine connected to the internet?"; exit 1; }
	@touch $@ $(VENV)/.ready-to-run

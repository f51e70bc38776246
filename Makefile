# The whole definition of "runs" and "green". Needs make and Python >= 3.11; `make test` also installs what it can.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
export QINGLAN_DEMO ?= true
export FLASK_APP := app
ROUNDS ?= 3

.PHONY: run setup dev test check fast fuzz bench-coedit format lock i18n build clean

run: setup ## everything set up, demo group loaded on the first start, server up
	@$(BIN)/alembic upgrade head
	@$(BIN)/flask first-start
	@$(BIN)/python wsgi.py

MO := app/translations/en/LC_MESSAGES/messages.mo

setup: .venv/requirements $(MO) ## the environment in .venv

$(MO): $(MO:.mo=.po) | .venv/requirements
	@$(BIN)/pybabel -q compile -d app/translations

.venv/requirements: requirements.txt
	@test -n "$(PYTHON)" || { echo "Qinglan needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "python3-venv is missing: apt install python3-venv"; exit 1; }
	@echo "Installing what Qinglan needs into .venv (about a minute) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/requirements-dev: .venv/requirements $(MO) requirements-dev.txt
	@echo "Installing the tools for checks and tests into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

test: .venv/requirements-dev ## every check and every test; installs what it needs
	@$(BIN)/python -m tests.suite

check: .venv/requirements-dev ## formatting, lint, types, contracts, templates, models, translations, bundles
	@$(BIN)/python -m tests.suite checks

fast: .venv/requirements-dev ## the tests without browsers and live servers, on SQLite
	@$(BIN)/pytest -n auto -m "not browser and not live"

fuzz: .venv/requirements-dev ## the tests that make up their own cases, with new ones each time; ROUNDS=20
	@for round in $$(seq $(ROUNDS)); do \
		$(BIN)/pytest -q -n auto -m "hypothesis" --hypothesis-profile=searching || exit 1; done

dev: .venv/requirements-dev node_modules ## run; changed templates, Python and bundles are taken up at once
	@$(BIN)/alembic upgrade head
	@$(BIN)/flask first-start
	@npm run --silent watch & trap "kill $$!" EXIT; \
		QINGLAN_RELOAD=true $(BIN)/watchfiles --filter python "$(BIN)/python wsgi.py" app wsgi.py

BENCH := bench/coedit

bench-coedit: setup $(BENCH)/node_modules $(BENCH)/peers/node_modules ## the rooms under load, beside other servers (about an hour)
	@node $(BENCH)/all.mjs var/bench --rounds $(ROUNDS) $(if $(STEPS),--steps $(STEPS))

$(BENCH)/node_modules $(BENCH)/peers/node_modules: %/node_modules: %/package-lock.json
	@cd $* && npm ci --silent --no-audit --no-fund
	@touch $@

node_modules: package-lock.json
	@npm ci --silent --no-audit --no-fund
	@touch $@

build: node_modules ## app/static/dist
	@npm run --silent build

format: .venv/requirements-dev
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

i18n: .venv/requirements-dev ## update the English catalogue from the sources
	@mkdir -p var && $(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k said --no-location --sort-output -o var/messages.pot app
	@$(BIN)/pybabel -q update -i var/messages.pot -d app/translations -l en --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -d app/translations

lock: ## hashed requirements from the .in files (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt

clean: ## what can be made again; never the data in var/
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache

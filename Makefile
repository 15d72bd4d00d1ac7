# hubsim: `make demo` and `make test` do everything, `make help` tells the rest.
PYTHON ?= python3
PY := .venv/bin/python
HUBSIM := .venv/bin/hubsim
LOWEST := .venv-lowest

.DEFAULT_GOAL := help
.PHONY: help install demo test bench fuzz verify mutants docs format lock test-lowest clean

help: ## say what can be typed
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

install: .venv/.stamp ## make .venv from the hashed lock (common step of all the others)

.venv/.lock-stamp: requirements/lock.txt requirements/install.sh
	@PYTHON='$(PYTHON)' bash requirements/install.sh

.venv/.stamp: .venv/.lock-stamp pyproject.toml
	@$(PY) -m pip install -qq --no-deps --no-build-isolation --no-index --editable .
	@$(PY) -m pip check
	@touch $@

demo: install ## run the Kosovo scenarios and the sweep, say where the reports are
	$(HUBSIM) run scenarios/kosovo-us.yaml scenarios/kosovo-us-as-seen.yaml
	$(HUBSIM) sweep scenarios/sweeps/kosovo-us.yaml
	@echo; echo 'Reports, newest first:'; ls -1t results/*/report.html

test: install ## lint, types, layers, all tests and notebooks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	@$(PY) -m sim.study.engines
	$(PY) -m pytest --numprocesses 2

bench: install ## this engine against its peers and against the limit, into benchmarks/results.md (bench='--quick': a minute, nowhere)
	-@$(PY) -m uv --no-config pip install --quiet --python $(PY) --editable '.[bench]'
	$(PY) -m benchmarks $(bench)

fuzz: install ## try 12,000 hostile and mutated inputs, print counts; what is found stays in build/fuzz
	$(PY) -m tests.robust.campaign --inputs 12000 --out build/fuzz

verify: install ## 10,000 generated scenarios in both engines, compared bit for bit (about 20 minutes); what differs stays in build/verify, or the manual is told
	$(PY) -m tests.parity.hunt --scenarios 10000 --seed 1 --out build/verify --page docs/verification.md

mutants: install ## 200 faults in the engines, one at a time, of which each has to be seen (about 20 minutes of one core)
	$(PY) -m tests.parity.mutants --mutants 200 --seed 1

docs: install ## build the manual into build/docs
	$(PY) -m sphinx -W --keep-going -n -q -b html docs build/docs
	@echo 'Open build/docs/index.html'

format: install ## mend style and layout
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: install ## choose newest versions again and write requirements/lock.txt
	$(PY) -m uv --no-config pip compile pyproject.toml --extra notebook --extra dev --universal --python-version 3.11 \
		--upgrade --generate-hashes --custom-compile-command 'make lock' --quiet --output-file requirements/lock.txt

test-lowest: install ## run the tests with the lowest versions that pyproject.toml allows
	$(PY) -m uv --no-config venv --quiet --clear --python .venv/bin/python $(LOWEST)
	$(PY) -m uv --no-config pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[notebook,dev]'
	$(LOWEST)/bin/python -m pytest --numprocesses 2

clean: ## remove .venv and all caches (results stay)
	rm -rf .venv $(LOWEST) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

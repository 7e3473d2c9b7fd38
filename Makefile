# Two commands: `make demo` and `make test`. They need Python 3.11 or newer and make, nothing else.
# Paths are relative to this folder, so that spaces and accents above it do no harm.

SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
UV := .tools/bin/uv
PY := .venv/bin/python
SOURCES := lekol tests tools

export UV_SYSTEM_CERTS := true
export UV_PYTHON_DOWNLOADS := never
export LEKOL_DEMO ?= oui
export PORT

.PHONY: help demo test test-slow check format bench bench-estate bench-import bench-cyclone bench-incidents bench-inventory bench-linkage score-reading lock clean

help:
	@echo "make demo       montre Lékol sur http://127.0.0.1:$(PORT) (PORT=8001 pour un autre port)"
	@echo "make test       installe le nécessaire, vérifie le code et lance les tests"
	@echo "make test-slow  lance les tests de plus de dix secondes"
	@echo "make check      vérifie la forme du code, les étages, les types et les gabarits"
	@echo "make format     met le code et les gabarits en forme"
	@echo "make bench      mesure ce que coûtent les pages et les mesures de la démonstration"
	@echo "                SCALE=commune, reunion ou france : celles d’un territoire généré ; FRESH=1 le refait"
	@echo "make bench-estate   mesure la liste du parc, ses fiches et son API à SIZE=S, M ou L, à côté des pairs"
	@echo "make bench-inventory  mesure ce que coûte un inventaire reçu, nouveau, inchangé, changé (COUNT=300)"
	@echo "make bench-import  mesure ce que coûte l’import de 100 000 matériels (LINES=20000 pour moins)"
	@echo "make bench-incidents  mesure les pages, l’API et le courriel avec un million de pannes (TICKETS=100000 pour moins)"
	@echo "make bench-cyclone  10 000 signalements en dix minutes, un travailleur tué deux fois (REPORTS, SECONDS)"
	@echo "make bench-linkage  mesure le rapprochement des bases élèves, un rival public à côté s’il s’installe"
	@echo "make score-reading  mesure la lecture des conventions sur les textes dont la réponse est connue"
	@echo "make lock       choisit à nouveau les versions des bibliothèques"
	@echo "make clean      efface ce que make a installé, sans toucher aux données"

demo: .venv/demo.stamp
	@exec $(PY) -m lekol.project.cli demo --attached

test: .venv/dev.stamp
	@$(PYTHON) tools/debian.py chromium
	@$(MAKE) --no-print-directory check
	$(PY) -m pytest -n 2 -m "not slow"

test-slow: .venv/dev.stamp
	@$(PYTHON) tools/debian.py java dovecot agent
	$(PY) -m pytest -n 2 -m slow

check: .venv/dev.stamp
	.venv/bin/ruff format --check --quiet $(SOURCES)
	.venv/bin/ruff check --quiet $(SOURCES)
	.venv/bin/lint-imports --no-cache
	.venv/bin/mypy
	.venv/bin/djlint lekol --lint --quiet
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) -W ignore -m django makemigrations --check --dry-run

format: .venv/dev.stamp
	.venv/bin/ruff check --quiet --fix $(SOURCES)
	.venv/bin/ruff format --quiet $(SOURCES)

bench: .venv/dev.stamp
	@SCALE=$(SCALE) FRESH=$(FRESH) $(PY) -W ignore -m tools.bench

bench-estate: .venv/dev.stamp
	@SIZE=$(SIZE) FRESH=$(FRESH) $(PY) -W ignore -m tools.bench.estate

bench-inventory: .venv/dev.stamp
	@$(PY) -W ignore -m tools.bench.inventory

bench-import: .venv/dev.stamp
	@LINES=$(LINES) $(PY) -W ignore -m tools.bench.intake

bench-incidents: .venv/dev.stamp
	@TICKETS=$(TICKETS) FRESH=$(FRESH) ONLY=$(ONLY) $(PY) -W ignore -m tools.bench.incidents

bench-cyclone: .venv/dev.stamp
	@TICKETS=$(TICKETS) ONLY=cyclone REPORTS=$(REPORTS) SECONDS=$(SECONDS) $(PY) -W ignore -m tools.bench.incidents

bench-linkage: .venv/dev.stamp
	@$(PY) -W ignore -m tools.bench.linkage $(SETS)

score-reading: .venv/dev.stamp
	@$(PY) -m tools.score_reading

LOCK = $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock"
lock: $(UV)
	$(LOCK) requirements/tools.in -o requirements/tools.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml requirements/demo.in -c requirements/run.txt -o requirements/demo.txt
	$(LOCK) pyproject.toml requirements/dev.in -c requirements/demo.txt -o requirements/dev.txt

clean:
	rm -rf .venv .tools .ruff_cache .mypy_cache .pytest_cache .import_linter_cache

$(UV): requirements/tools.txt
	@$(PYTHON) tools/bootstrap.py

# dev.txt holds everything demo.txt does: one environment serves both, and the larger one is never undone.
.venv/demo.stamp: $(UV) requirements/demo.txt pyproject.toml
	@if [ -e .venv/dev.stamp ]; then $(MAKE) --no-print-directory .venv/dev.stamp; \
	else $(PYTHON) tools/install.py demo; fi
	@touch $@

.venv/dev.stamp: $(UV) requirements/dev.txt pyproject.toml
	@$(PYTHON) tools/install.py dev
	@touch $@

# Les commandes du cours. « make aide » les liste ; CONTRIBUTING.md les explique.
.DEFAULT_GOAL := aide
.PHONY: aide livre site coeur test test-complet devoirs exercice preuves adresses mesures style mise-en-forme bench bench-correction experiences versions propre
unexport PYTHONPATH PYTHONHOME
export PYTHON

ENV := sh .ci/amorce environnement.py
PY := .venv/bin/python
TOUT := notebook book grading cluster rapide coeur style test oracle

aide: ## liste ces commandes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile

livre: site ## construit le livre et le sert sur http://localhost:8000
	@$(PY) .ci/serveur.py

site: ## construit le livre dans _build/html
	@$(ENV) notebook book
	@$(PY) .ci/livre.py

coeur: ## vérifie le cœur seul, ses tests et ses exemples, en moins d'une minute
	@$(ENV) coeur
	@$(PY) -m pytest -n auto tests/core mlcourse --ignore-glob='mlcourse/*/*' $(ARGS)

test: ## vérifie tout, sauf ce qui est long (ARGS="-k relu" pour choisir)
	@$(ENV) $(TOUT)
	@$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=10 $(ARGS)

test-complet: test ## vérifie tout, puis ce qui est long ou rare
	@$(PY) -m pytest -m "long or rare" $(ARGS)

devoirs: ## régénère exercises/ à partir de solutions/
	@$(ENV) notebook grading
	@$(PY) -m mlcourse publier

exercice: ## publie un devoir, et prouve un seul de ses exercices (ARGS="devoir2 unit_census")
	@$(ENV) $(TOUT)
	@$(PY) -m tests.assignments.one $(ARGS)

preuves: ## récrit les tableaux de solutions/ : ce que perd chaque solution fautive, et ce qu'on en lit
	@$(ENV) $(TOUT)
	@$(PY) -m tests.assignments.proof

adresses: site ## inscrit à tests/book/addresses.txt les adresses nouvelles du livre
	@$(ENV) $(TOUT)
	@$(PY) .ci/adresses.py

mesures: ## mesure le livre et le compare à ses objectifs, une demi-heure environ
	@$(ENV) $(TOUT)
	@$(PY) -m pytest tests/book -m "mesure or rare" $(ARGS)

style: ## vérifie le code sans y toucher : ruff, puis mypy
	@$(ENV) style
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

mise-en-forme: ## récrit le code dans le style attendu, et dit ce qui reste à reprendre à la main
	@$(ENV) style
	@$(PY) -m ruff check --fix --exit-zero . && $(PY) -m ruff format .

bench: ## mesure les durées (installe PyTorch : plusieurs gigaoctets sous Linux)
	@$(ENV) $(TOUT) bench
	@for script in $(filter-out %/grading.py,$(wildcard tests/benchmarks/*.py)); do $(PY) "$$script" || exit 1; done

bench-correction: ## mesure la correction d'une classe, contre celle de nbgrader
	@$(ENV) $(TOUT)
	@$(PY) tests/benchmarks/grading.py $(ARGS)

experiences: ## relance les expériences longues, un quart d'heure environ (ARGS="race" pour choisir)
	@$(ENV) notebook
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(PY) -m mlcourse.experiments.archive $(ARGS)

versions: ## recalcule constraints.txt avec les dernières versions permises
	@sh .ci/amorce versions.py

propre: ## efface ce qui se reconstruit : .venv, _build et les caches
	@rm -rf .venv _build .pytest_cache .ruff_cache .mypy_cache .hypothesis build mlcourse.egg-info book/_npm/node_modules tests/book/lighthouse/node_modules

"""Les carnets s'exécutent tous ensemble, avant que Sphinx ne lise les pages une par une et ne les tire du cache.

``warm_kernels.py`` les exécute, sur tous les cœurs. Un carnet qui échoue l'est de nouveau à la lecture de sa page,
comme si rien ne l'avait précédé : c'est elle qui dit la faute.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

PROGRAM = Path(__file__).with_name("warm_kernels.py")


def notebooks(env: BuildEnvironment, pages: list[str]) -> Iterator[tuple[str, NotebookNode]]:
    """Donne le carnet de chaque page qui en est un, et le chemin de la page."""
    for page in pages:
        path = env.doc2path(page)
        text = Path(path).read_text(encoding="utf8")
        if reader := create_nb_reader(path, env.myst_config, env.mystnb_config, text):
            yield path, reader.read(text)


def is_cached(cache: object, notebook: NotebookNode) -> bool:
    """Dit si le cache a déjà les résultats d'un carnet."""
    try:
        return bool(cache.match_cache_notebook(notebook))
    except KeyError:
        return False


def execute(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Exécute ce que le cache n'a pas, parmi les pages que Sphinx va lire."""
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    todo = {path: notebook for path, notebook in notebooks(env, pages) if not is_cached(cache, notebook)}
    if todo:
        command = [sys.executable, PROGRAM, config.execution_cache_path, str(config.execution_timeout)]
        subprocess.run(command, input=json.dumps(todo), text=True, check=False)


def setup(app: Sphinx) -> dict[str, object]:
    """Passe juste avant la lecture des pages."""
    app.connect("env-before-read-docs", execute)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

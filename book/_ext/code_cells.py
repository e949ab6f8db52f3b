"""« Exécuter » sur chaque code du livre : la barre sous le code, et ce que la page va chercher au premier clic.

Un code que l'on voit, fût-il replié, a une barre ; le code caché s'exécute avec celui qui s'en sert. Une cellule qu'un
navigateur mettrait trop longtemps à exécuter porte l'étiquette ``too-long-for-a-browser`` : ni elle, ni celles qui en
ont besoin, n'ont de bouton, et une phrase le dit.

``glue``, qui nomme les nombres de la prose, est ôté du code caché : la page est déjà écrite, et ne les recalcule pas.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from jupyterlite_site import opening, page_address
from notebooks_ahead import notebooks
from pyodide_files import IN_PAGES, needed
from python_in_pages import FROM_A_FOLDER, use_python
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from mlcourse.browser.imports import packages_for
from mlcourse.browser.plan import needed_cells
from mlcourse.checks.notebook import parse
from mlcourse.french import printed

FOLDER = Path(__file__).parent
SCRIPT, STYLESHEET = FOLDER / "code-cells.js", FOLDER / "code-cells.css"
TOO_LONG = "too-long-for-a-browser"
# Avant que rien ne s'affiche : les barres ont leur place dès l'arrivée de la page, ou n'en ont pas.
REVEAL = (
    'document.documentElement.classList.add(location.protocol === "file:" ? "only-a-file" : '
    'window.Worker && window.WebAssembly ? "has-python" : "no-browser-python")'
)
# Entre deux arobases, les mots qui mènent au carnet de la page, dans l'atelier.
WHY_NOT = {
    "long": "Trop long pour la page : dans un navigateur, NumPy va plusieurs dizaines de fois moins vite. "
    "Si vous avez le temps, @le carnet de cette page@ l'exécute aussi.",
    "needs": "Ce code se sert d'un autre, plus haut, trop long pour la page : @le carnet de cette page@ les exécute "
    "tous deux, lentement.",
    "absent": "Ce code se sert d'une bibliothèque qu'un navigateur n'a pas : il s'exécute dans Jupyter.",
}


def without_glue(source: str) -> str:
    """Le même code, sans ses appels à ``glue``, que rien ne lit dans la page."""
    tree = parse(source)
    if tree is None or "glue(" not in source:
        return source

    def kept(node: ast.stmt) -> bool:
        call = getattr(node, "value", None)
        return not (isinstance(node, ast.Expr) and isinstance(call, ast.Call) and ast.unparse(call.func) == "glue")

    tree.body = [node for node in tree.body if kept(node)]
    return ast.unparse(tree)


def is_seen(tags: list[str]) -> bool:
    """Dit si le lecteur peut voir un code."""
    return not {"remove-cell", "remove-input"} & set(tags)


def available(source: str) -> bool:
    """Dit si un navigateur a tout ce qu'un code importe."""
    there = {*needed(IN_PAGES), "myst_nb", "IPython", "mpl_toolkits", *sys.stdlib_module_names}
    return set(packages_for(source)) <= there


def read_cells(notebook: dict) -> list[dict]:
    """Le code de chaque cellule d'une page, dans l'ordre, et ce qui empêche un navigateur de l'exécuter."""
    cells = [(k, cell) for k, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    tags = [cell["metadata"].get("tags", []) for _, cell in cells]
    sources = [
        cell["source"] if is_seen(tags[n]) else without_glue(cell["source"]) for n, (_, cell) in enumerate(cells)
    ]
    return [
        {"index": index, "source": sources[rank], **verdict(sources, tags, rank)}
        for rank, (index, _) in enumerate(cells)
    ]


def verdict(sources: list[str], tags: list[list[str]], rank: int) -> dict:
    """Ce que demande une cellule, d'elle-même et par ce dont elle se sert, et pourquoi elle n'a pas de bouton."""
    chain = needed_cells(sources, rank)
    why = None
    if TOO_LONG in tags[rank]:
        why = "long"
    elif any(TOO_LONG in tags[other] for other in chain):
        why = "needs"
    elif not all(available(sources[other]) for other in chain):
        why = "absent"
    packages = {name for other in chain for name in packages_for(sources[other])} & {"matplotlib"}
    return {"seen": is_seen(tags[rank]), "why": why, "packages": sorted(packages)}


def note_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Retient le code de la page lue, celui qu'elle ne montre pas compris."""
    name = app.env.docname
    for _, notebook in notebooks(app.env, [name]):
        app.env.metadata[name]["code_cells"] = read_cells(notebook)


def bar(rank: int, number: int, why: str | None, notebook: str) -> str:
    """La barre d'un code : ses boutons, ou la phrase qui dit pourquoi il n'en a pas, et où il s'exécute."""
    if why:
        said = re.sub("@(.+?)@", rf'<a href="{notebook}">\1</a>', escape(printed(WHY_NOT[why])))
        return f'<div class="code-tools" data-rank="{rank}"><p>{said}</p></div>'
    which = f'<span class="visually-hidden"> le code {number} de la page</span>'
    buttons = " ".join(f'<button type="button">{word}{which}</button>' for word in ("Exécuter", "Modifier"))
    return f'<div class="code-tools" data-rank="{rank}">{buttons}</div>'


class AddBars(SphinxPostTransform):
    """Pose une barre sous chaque code que le lecteur peut voir, avant que myst-nb ne replie ceux qui le sont."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Passe sur chaque code de la page."""
        if not self.app.pyodide:
            return
        known = self.env.metadata[self.env.docname].get("code_cells", [])
        name = self.env.docname
        notebook = opening(name, page_address(name))
        ranks = {cell["index"]: rank for rank, cell in enumerate(known)}
        inputs = [
            node for node in self.document.findall(nodes.container) if node.get("nb_element") == "cell_code_source"
        ]
        for number, node in enumerate(inputs, 1):
            rank = ranks[node.parent["cell_index"]]
            node += nodes.raw("", bar(rank, number, known[rank]["why"], notebook), format="html")
            if number == 1:
                node += nodes.raw("", f'<p class="no-python">{escape(printed(FROM_A_FOLDER))}</p>', format="html")


def add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge de quoi exécuter sur les pages qui ont un code à montrer, et sur elles seules."""
    cells = app.env.metadata[page].get("code_cells", []) if doctree is not None else []
    if not any(cell["seen"] and not cell["why"] for cell in cells) or not use_python(app):
        return
    data = json.dumps([{name: cell[name] for name in ("source", "packages")} for cell in cells], ensure_ascii=False)
    path = Path(app.outdir) / "_static" / "cellules" / f"{page.replace('/', '-')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data, encoding="utf8")
    version = hashlib.sha256(data.encode()).hexdigest()[:8]
    app.add_css_file(STYLESHEET.name)
    app.add_js_file(None, body=REVEAL)
    app.add_js_file(SCRIPT.name, loading_method="defer", **{"data-cells": f"cellules/{path.name}?v={version}"})


def setup(app: Sphinx) -> dict[str, object]:
    """Branche la lecture des cellules, leurs barres, et ce que la page charge."""
    app.setup_extension("python_in_pages")
    app.add_post_transform(AddBars)
    app.connect("config-inited", lambda _, config: config.html_static_path.extend(map(str, (SCRIPT, STYLESHEET))))
    app.connect("doctree-read", note_cells)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Numérotation du livre : « 1 » pour un chapitre, « 1.3 » pour sa troisième page, rien au-dessous.

Sphinx compte aussi les sous-titres, ceux de la page qui ouvre un chapitre compris : la première
section du chapitre 1 serait alors la 1.5. Ici, seules les pages comptent.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx


def number_pages_only(app: Sphinx, doctree: nodes.document) -> None:
    """Dispense de numéro, au sommaire de la page lue, tout titre après le premier."""
    titles = list(app.env.tocs[app.env.docname].findall(addnodes.compact_paragraph))
    for title in titles[1:]:
        title["skip_section_number"] = True


def setup(app: Sphinx) -> dict[str, object]:
    """Passe juste après que Sphinx a dressé le sommaire de la page."""
    app.connect("doctree-read", number_pages_only, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

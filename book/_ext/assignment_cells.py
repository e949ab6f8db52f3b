"""Les énoncés des devoirs dans le livre : ``{assignment} devoir1/introduction`` montre une cellule du carnet distribué.

Ce que lit l'étudiant dans son carnet et ce que dit le livre ont une seule source. Le titre de la cellule devient une
section de la page.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import nested_parse_with_titles

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"


def cell_source(assignment: str, name: str) -> str:
    """Donne le texte de la cellule nommée, dont le titre descend d'un niveau."""
    notebook = json.loads((EXERCISES / assignment / f"{assignment}.ipynb").read_text(encoding="utf8"))
    cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
    if name not in cells:
        raise ValueError(f"le devoir « {assignment} » n'a pas de cellule « {name} »")
    return re.sub(r"\A# ", "## ", "".join(cells[name]["source"]))


class Assignment(SphinxDirective):
    """Une cellule d'énoncé d'un devoir."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Lit la cellule comme si elle était écrite dans la page."""
        assignment, _, name = self.arguments[0].partition("/")
        self.env.note_dependency(str(EXERCISES / assignment / f"{assignment}.ipynb"))
        try:
            source = cell_source(assignment, name)
        except (OSError, ValueError) as error:
            raise self.error(str(error)) from error
        holder = nodes.Element()
        nested_parse_with_titles(self.state, StringList(source.splitlines(), source=self.arguments[0]), holder)
        return holder.children


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive."""
    app.add_directive("assignment", Assignment)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Les replis du livre : réponses et code cachés sont des ``<details>``, qui s'ouvrent sans JavaScript.

Un encadré de classe ``dropdown`` est replié sous son titre ; le code qu'une cellule cache l'est sous
« Afficher le code ».
"""

from __future__ import annotations

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxTranslator


class Details(nodes.General, nodes.Element):
    """Un encadré replié."""


class Summary(nodes.General, nodes.TextElement):
    """Ce qu'un encadré replié laisse voir."""


class FoldAdmonitions(SphinxPostTransform):
    """Change chaque encadré ``dropdown`` en repli."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Passe sur chaque encadré de la page."""
        for box in list(self.document.findall(nodes.admonition)):
            if "dropdown" in box["classes"]:
                title, *content = box.children
                summary = Summary("", "", *title.children, classes=["admonition-title"])
                box.replace_self(
                    Details("", summary, *content, classes=["admonition", *box["classes"]], ids=box["ids"])
                )


def visit_details(self: SphinxTranslator, node: Details) -> None:
    self.body.append(self.starttag(node, "details"))


def depart_details(self: SphinxTranslator, node: Details) -> None:
    self.body.append("</details>\n")


def visit_summary(self: SphinxTranslator, node: Summary) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def depart_summary(self: SphinxTranslator, node: Summary) -> None:
    self.body.append("</summary>\n")


def visit_hidden_code(self: SphinxTranslator, node: HideCodeCellNode) -> None:
    """Comme myst-nb, moins l'étiquette anglaise que les lecteurs d'écran liraient à la place du titre."""
    prompts = (("collapsed", node["prompt_show"]), ("expanded", node["prompt_hide"]))
    spans = "".join(f'<span class="{state} admonition-title">{self.encode(text)}</span>' for state, text in prompts)
    self.body.append(self.starttag(node, "details", CLASS="admonition hide") + f"<summary>{spans}</summary>\n")


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre les nœuds, et la façon dont ils s'écrivent."""
    app.setup_extension("myst_nb")
    app.add_node(Details, html=(visit_details, depart_details))
    app.add_node(Summary, html=(visit_summary, depart_summary))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_details))
    app.add_post_transform(FoldAdmonitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

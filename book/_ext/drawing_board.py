"""La planche à dessin : ``{planche}`` pose, dans une page, de quoi entraîner un réseau et lui donner un chiffre à lire.

Elle n'a ni argument ni contenu. ``drawing_board.html`` est ce que la page en porte, ``drawing_board.js`` ce qui l'anime
par le Python de la page, ``coursePython`` ; rien n'en est chargé ailleurs. Le dessin commun aux curseurs lui est joint
en un seul script, car une page ouverte d'un dossier ne charge pas de module. Un livre construit sans Python n'a, à la
place de la planche, qu'une phrase qui le dit.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from python_in_pages import use_python
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from mlcourse.widgets import script

MARKUP, SOURCE, STYLESHEET = (Path(__file__).with_suffix(suffix) for suffix in (".html", ".js", ".css"))
# Les outils ne servent à rien sans JavaScript, ni dans un dossier, où Python ne s'ouvre pas : c'est lui qui les montre,
# avant que la page ne s'affiche.
REVEAL = (
    "<script>if (location.protocol !== 'file:') { const outils = document.currentScript.previousElementSibling"
    ".querySelector('.planche-outils'); outils.hidden = false; outils.previousElementSibling.hidden = true; }</script>"
)
ABSENT = (
    '<div class="planche"><p class="planche-absente">Ce livre a été construit sans Python pour le navigateur&nbsp;: la '
    "planche n’y marche pas. La figure plus bas montre ce que l’on y verrait.</p></div>"
)


class Board(nodes.raw):
    """La planche, dans l'arbre d'une page."""


class BoardDirective(SphinxDirective):
    """Pose la planche."""

    def run(self) -> list[nodes.Node]:
        """Rend ce que la page en porte."""
        self.env.note_dependency(str(MARKUP))
        body = MARKUP.read_text(encoding="utf8") + REVEAL if self.env.app.pyodide else ABSENT
        return [Board("", body, format="html")]


def page_script() -> str:
    """Le script de la planche, précédé du dessin commun, dans un bloc : rien n'en déborde sur la page."""
    own = script.linked(SOURCE.read_text(encoding="utf8"))
    return f"{{\nconst drawing = {script.called(script.read('drawing.js'))};\n{own}}}\n"


def add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge le style et le script sur la page qui a une planche, et sur elle seule."""
    if doctree is not None and next(doctree.findall(Board), None):
        app.add_css_file("sliders.css")
        app.add_css_file(STYLESHEET.name)
        if use_python(app):
            app.add_js_file(SOURCE.name, loading_method="defer")


def configure(app: Sphinx, config: Config) -> None:
    """Écrit le script, et fait servir le style."""
    folder = Path(app.doctreedir) / "assets-planche"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SOURCE.name).write_text(page_script(), encoding="utf8")
    config.html_static_path.extend(map(str, (folder, STYLESHEET)))


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive et ce qui l'accompagne."""
    app.setup_extension("python_in_pages")
    app.setup_extension("sliders")
    app.add_directive("planche", BoardDirective)
    app.add_node(Board, html=(lambda self, node: self.visit_raw(node), None))
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

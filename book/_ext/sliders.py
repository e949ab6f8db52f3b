"""Les curseurs de la page : ``{curseur}`` pose une figure qui bouge, sans noyau et sans rien demander à personne.

Son argument est un nom de `mlcourse.widgets.SLIDERS`, son contenu la légende, ``:name:`` l'ancre de la figure ::

    ```{curseur} gradient_step
    :name: fig-gradient-check

    La légende de la figure.
    ```

Là où JavaScript manque, et sur le papier, reste la figure que dessine `mlcourse.plots`. Les nombres de tous les états
sont calculés ici, par la fonction qui les calcule dans un carnet, et écrits dans un script : file:// ne lit rien
d'autre. ``sliders.js`` va chercher ce script quand le curseur arrive en vue.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import escape, unescape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from figure_sizes import svg_size
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from mlcourse.french import printed
from mlcourse.widgets import SLIDERS, markup, script
from mlcourse.widgets.rows import Slider, tabulate

PACKAGE = Path(script.__file__).parents[1]
HOST, STYLESHEET = Path(__file__).with_suffix(".js"), PACKAGE / "widgets" / "sliders.css"
FOLDER = "curseurs"
# Les réglages ne servent à rien sans JavaScript : c'est lui qui les montre, avant que la page ne s'affiche.
REVEAL = "<script>document.currentScript.previousElementSibling.hidden = false</script>"


def fingerprint(folder: Path) -> str:
    """L'empreinte du code dont les nombres et les scripts dépendent."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".js", ".npz", ".json"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_figure(slider: Slider, path: Path) -> None:
    """Dessine la figure qui reste quand rien ne bouge."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    axis = slider.figure(slider.at())
    with mpl.rc_context({"svg.hashsalt": "mlcourse"}):
        axis.figure.savefig(path, metadata={"Date": None}, facecolor="none", bbox_inches="tight")
    plt.close(axis.figure)


def prepare(name: str, folder: Path, stamp: str) -> None:
    """Écrit la figure et le script d'un curseur, et le script commun, sauf s'ils sont à jour."""
    done = folder / f"{name}.empreinte"
    if done.is_file() and done.read_text(encoding="utf8") == stamp:
        return
    table = tabulate(SLIDERS[name])
    folder.mkdir(parents=True, exist_ok=True)
    write_figure(SLIDERS[name], folder / f"{name}.svg")
    (folder / "dessin.js").write_text(script.page_drawing(), encoding="utf8")
    (folder / f"{name}.js").write_text(script.page_slider(name, table), encoding="utf8")
    (folder / f"{name}.txt").write_text(longest(table["sentences"]), encoding="utf8")
    done.write_text(stamp, encoding="utf8")


def longest(sentences: list[str]) -> str:
    """La plus longue des phrases, sans ses balises, et un dixième de plus : une plus courte peut se couper plus mal."""
    text = max((unescape(re.sub(r"</?i>", "", sentence)) for sentence in sentences), key=len)
    return f"{text} {text[: len(text) // 10]}"


def versioned(path: Path) -> str:
    """L'adresse d'un script, qui change avec lui : un navigateur ne garde pas le script d'un autre état du livre."""
    return f"{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"


def body(name: str, folder: Path, static: str) -> str:
    """Le curseur, tel que la page le porte."""
    slider, picture = SLIDERS[name], folder / f"{name}.svg"
    sources = json.dumps([f"{FOLDER}/{versioned(folder / source)}" for source in ("dessin.js", f"{name}.js")])
    size = " ".join(f'{side}="{pixels}"' for side, pixels in sorted(svg_size(picture).items()))
    image = f'<img src="{static}/{FOLDER}/{picture.name}" alt="{escape(printed(slider.alt))}" {size}>'
    controls = markup.controls(slider).replace(">", " hidden>", 1)
    return "\n".join(
        [
            f'<div class="curseur" data-slider="{name}" data-sources="{escape(sources)}">',
            markup.task(slider),
            f'<div class="curseur-dessin">{image}</div>',
            f"{controls}{REVEAL}",
            markup.sentence(slider, slider.at(), (folder / f"{name}.txt").read_text(encoding="utf8")),
            f"{markup.answer(slider)}\n</div>",
        ]
    )


class SliderDirective(SphinxDirective):
    """Pose un curseur et sa légende."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required}  # noqa: RUF012 : docutils le veut ainsi

    def run(self) -> list[nodes.Node]:
        """Prépare ce que le curseur demande, et le met dans une figure numérotée."""
        (name,) = self.arguments
        if name not in SLIDERS:
            raise self.error(f"aucun curseur ne se nomme {name!r} dans mlcourse.widgets")
        app = self.env.app
        folder = assets(app) / FOLDER
        prepare(name, folder, app.sliders_stamp)
        self.env.note_dependency(PACKAGE / "widgets" / f"{name}.js")
        static = "../" * self.env.docname.count("/") + "_static"
        text, messages = self.state.inline_text(" ".join(self.content), self.lineno)
        figure = nodes.figure("", nodes.raw("", body(name, folder, static), format="html"), classes=["figure-mobile"])
        figure += nodes.caption("", "", *text)
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure, *messages]


def assets(app: Sphinx) -> Path:
    """Où s'écrit ce que les pages iront chercher."""
    return Path(app.doctreedir) / "assets-curseurs"


def add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge le style et le petit script sur les pages qui ont un curseur, et sur elles seules."""
    if doctree is not None and any("figure-mobile" in figure["classes"] for figure in doctree.findall(nodes.figure)):
        app.add_css_file(STYLESHEET.name)
        app.add_js_file(HOST.name, loading_method="defer")


def configure(app: Sphinx, config: Config) -> None:
    """Fait servir le script, le style, et ce que les directives écriront."""
    app.sliders_stamp = fingerprint(PACKAGE)
    assets(app).mkdir(parents=True, exist_ok=True)
    config.html_static_path.extend(map(str, (HOST, STYLESHEET, assets(app))))


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive et ce qui l'accompagne."""
    app.add_directive("curseur", SliderDirective)
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""La directive ``{curseur}`` : ce qu'elle écrit dans la page, et à côté."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from mlcourse.widgets import SLIDERS, markup

WRITTEN = "# Titre\n\n```{curseur} path_sum\n:name: fig-essai\n\nUne *légende*.\n```\n"


@pytest.fixture(scope="module")
def build(tmp_path_factory, extension):
    """Construit une page d'un sous-dossier, et une autre sans curseur ; donne les messages, les pages, le dossier."""
    folder = str(Path(extension("sliders").__file__).parent)

    def build_pages(text):
        root = tmp_path_factory.mktemp("livre")
        (root / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {folder!r})\nextensions, numfig = ['myst_parser', 'sliders'], True\n",
            encoding="utf8",
        )
        (root / "index.md").write_text("# Livre\n\n```{toctree}\ndossier/page\n```\n", encoding="utf8")
        (root / "dossier").mkdir()
        (root / "dossier" / "page.md").write_text(text, encoding="utf8")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", "-d", root / "doctrees", root, root / "html"]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        pages = [root / "html" / name for name in ("dossier/page.html", "index.html")]
        return result.stderr, *(BeautifulSoup(page.read_text(encoding="utf8"), "html.parser") for page in pages), root

    return build_pages


@pytest.fixture(scope="module")
def built(build):
    return build(WRITTEN)


def test_a_slider_is_a_numbered_figure_with_its_anchor_and_its_caption(built):
    messages, page, *_ = built
    assert messages == ""
    figure = page.select_one("figure#fig-essai")
    assert figure.select_one("figcaption em").get_text() == "légende"
    assert figure.select_one("figcaption .caption-number")


def test_it_carries_its_task_its_picture_its_native_controls_and_its_sentence(built):
    _, page, _, root = built
    el, row = page.select_one("[data-slider=path_sum]"), SLIDERS["path_sum"]
    image = el.select_one("img")
    assert (root / "html" / "dossier" / image["src"]).resolve().is_file()
    assert {*"0123456789"} >= {*image["width"], *image["height"]}
    assert len(el.select("label input[type=range]")) == len(row.controls)
    assert el.select_one("[role=group]").has_attr("hidden")
    assert row.say(row.at()) in str(el.select_one("[aria-live=polite]"))
    assert markup.task(row) in str(el)


def test_the_answer_is_there_without_javascript_and_folded_under_the_picture(built):
    _, page, *_ = built
    el = page.select_one("[data-slider=path_sum]")
    answer = el.select_one("details")
    assert not answer.has_attr("open")
    assert answer.select_one("summary").get_text() == "Réponse"
    assert "se compensent" in answer.select_one("p").get_text()
    assert el.find_all(True, recursive=False)[-1] is answer


def test_its_scripts_lie_beside_it_and_change_address_with_their_content(built):
    _, page, _, root = built
    sources = json.loads(page.select_one("[data-slider]")["data-sources"])
    assert [source.partition("?v=")[0] for source in sources] == ["curseurs/dessin.js", "curseurs/path_sum.js"]
    for source in sources:
        assert (root / "html" / "_static" / source.partition("?")[0]).is_file()
        assert len(source.partition("?v=")[2]) == 8


def test_the_style_and_the_script_go_with_the_sliders_only(built):
    _, page, other, _ = built
    assert page.select_one("script[src*='sliders.js'][defer]")
    assert page.select_one("link[href*='sliders.css']")
    assert not other.select("[src*='sliders.'], [href*='sliders.']")


def test_an_unknown_slider_is_refused_in_french(build):
    messages, page, *_ = build(WRITTEN.replace("path_sum", "girafe"))
    assert "aucun curseur ne se nomme 'girafe'" in messages
    assert not page.select("[data-slider]")

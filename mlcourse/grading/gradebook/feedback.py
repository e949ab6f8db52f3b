"""Ce qu'un navigateur affiche sans danger d'une copie : ni script de l'étudiant, ni test caché de l'enseignant."""

import html
import re

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool
from traitlets.config import Config

from mlcourse.checks.notebook import is_test
from mlcourse.grading.gradebook.bounds import PART_TEXT as MAX_TEXT
from mlcourse.grading.gradebook.bounds import SobererRenderer, renderable
from mlcourse.grading.gradebook.seams import hide_tests

MAX_OUTPUTS, MAX_IMAGE = 20, 4_000_000
IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
NEIGHBOUR = re.compile(
    r"(?!.*\.\.)[\w.\- ]+(/[\w.\- ]+)*\.(png|jpe?g|gif)", re.IGNORECASE
)  # une image rendue avec la copie
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
CODE_CLASS = re.compile(r"(highlight|hl-\w+|[a-z][a-z0-9]{0,2})( (hl-\w+|[a-z][a-z0-9]{0,2}))*")  # celles de Pygments
PROTOCOLS = {"http", "https", "mailto", "data"}
TAGS = {
    *("a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}


def _allowed(tag, name, value):
    """Vrai d'un attribut qui ne fait rien exécuter, et ne fait rien charger du dehors."""
    if tag == "a" and name == "href":
        return bool(LINK.match(value))
    if tag == "img" and name == "src":
        return bool(IMAGE.fullmatch(value) or NEIGHBOUR.fullmatch(value))
    if name == "class":
        return bool(CODE_CLASS.fullmatch(value))
    return name in {"alt", "colspan", "rowspan", "style", "title"}


def clean(page):
    """Ne garde d'une page que ce qui se lit.

    >>> clean('<p onclick="x()">a<script>b</script> <a href="javascript:c">d</a></p>')
    '<p>ab <a>d</a></p>'
    """
    styles = CSSSanitizer(allowed_css_properties=["text-align"])
    return bleach.clean(page, TAGS, _allowed, PROTOCOLS, strip=True, css_sanitizer=styles)


@pass_context
def markdown2html(context, source):
    """Rend du Markdown comme nbconvert, puis en retire tout ce qui pourrait s'exécuter."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = SobererRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    try:
        if renderable(source):
            return clean(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:  # noqa: BLE001 (une prose peut égarer l'analyseur ; elle ne prive personne de sa page)
        pass
    return f"<pre>{html.escape(source[:MAX_TEXT])}</pre>"


class SafeOutputs(Preprocessor):
    """Réduit les sorties des cellules à du texte et à des images, bornés."""

    enabled = Bool(True, help="Ne montrer que ce qui s'affiche sans danger.").tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        """Retire d'une cellule les sorties qu'un navigateur exécuterait."""
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_output, cell.outputs[:MAX_OUTPUTS]) if output]
        return cell, resources


class HideTests(Preprocessor):
    """Retire les tests cachés d'un carnet corrigé, avant qu'il ne revienne à l'étudiant."""

    enabled = Bool(True, help="Ne pas montrer les tests cachés.").tag(config=True)

    def preprocess(self, nb, resources):
        """Ne touche qu'aux tests : dans ses propres cellules, l'étudiant peut écrire ce qu'il veut."""
        hidden = Config({"ClearHiddenTests": self.config.ClearHiddenTests})
        for cell in filter(is_test, nb.cells):
            hide_tests(cell, hidden)
        return nb, resources


def _output(output):
    """La même sortie, bornée ; None si rien n'en est montrable."""
    if output.output_type == "stream":
        output.text = output.text[:MAX_TEXT]
    elif output.output_type == "error":
        output.traceback = [line[:MAX_TEXT] for line in output.traceback[:20]]
    else:
        kept = {kind: data for kind, data in output.data.items() if _presentable(kind, data)}
        if not kept:
            return None
        output.data, output.metadata = kept, {}
    return output


def _presentable(kind, data):
    if kind == "text/plain":
        return len(data) <= MAX_TEXT
    return kind in ("image/png", "image/jpeg") and len(data) <= MAX_IMAGE and re.fullmatch(r"[A-Za-z0-9+/=\s]+", data)

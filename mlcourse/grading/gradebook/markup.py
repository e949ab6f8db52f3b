"""De la prose d'un carnet à celle d'une page : du HTML qui se lit, des formules en MathML, chaque image une seule fois.

Les formules sont posées ici et non par un script de la page : elle n'en a pas besoin, ne charge rien, et aucune formule
n'y connaît les commandes d'une autre.
"""

import html
import re
from urllib.parse import unquote

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from nbconvert.filters import ansi, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from mlcourse.french import typeset
from mlcourse.grading.gradebook.bounds import LEXERS, PART_TEXT, formattable
from mlcourse.grading.gradebook.mathml import formula
from mlcourse.grading.gradebook.patience import colored, deadline, is_over
from mlcourse.grading.submission.inert import is_image, omitted

EMBEDDED = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)")
NEIGHBOUR = re.compile(
    r"(?!.*\.\.)[\w.\- ]+(/[\w.\- ]+)*\.(png|jpe?g|gif|webp)", re.IGNORECASE
)  # une image rendue avec la copie
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
CODE_CLASS = re.compile(r"(highlight|hl-\w+|[a-z][a-z0-9]{0,2})( (hl-\w+|[a-z][a-z0-9]{0,2}))*")  # celles de Pygments
NUMBER = re.compile(r"\d{1,6}")
AS_WRITTEN = typeset("[Ce texte se montre tel qu'il est écrit : cette page n'a pas su le mettre en forme.]")
PROTOCOLS = {"http", "https", "mailto"}
TAGS = {
    *("a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_RESERVED = re.compile("[\ue000\ue001]")  # entourent, le temps du nettoyage, le numéro de ce qu'on a posé soi-même
_PLACE = re.compile("\ue000(\\d+)\ue001")


def _allowed(tag, name, value):
    """Vrai d'un attribut qui ne fait rien exécuter, ne fait rien charger du dehors, et ne reçoit rien de posé après."""
    if _RESERVED.search(value):
        return False
    if tag == "a" and name == "href":
        return bool(LINK.match(value))
    if tag == "img" and name == "src":
        return bool(NEIGHBOUR.fullmatch(value))
    if name == "class":
        return bool(CODE_CLASS.fullmatch(value))
    if tag == "ol" and name == "start":  # « 3. » reste la réponse à la question 3, même si elle vient seule
        return bool(NUMBER.fullmatch(value))
    return name in {"alt", "colspan", "rowspan", "style", "title"}


def clean(page):
    """Ne garde d'une page que ce qui se lit.

    >>> clean('<p onclick="x()">a<script>b</script> <a href="javascript:c">d</a></p>')
    '<p>ab <a>d</a></p>'
    """
    styles = CSSSanitizer(allowed_css_properties=["text-align"])
    return bleach.clean(page, TAGS, _allowed, PROTOCOLS, strip=True, css_sanitizer=styles)


class Renderer(IPythonRenderer):
    """Le rendu de nbconvert, qui met de côté formules et images : le nettoyage ne verra que leur place."""

    def __init__(self, attachments, pictures, limit):
        super().__init__(escape=False, attachments=attachments, exclude_anchor_links=True)
        self.pictures, self.pieces, self.limit = pictures, [], limit

    def render(self, source):
        """La prose, nettoyée."""
        page = clean(MarkdownWithMath(renderer=self).render(_RESERVED.sub("", source)))
        return _PLACE.sub(lambda match: self.pieces[int(match[1])], page)

    def _keep(self, piece):
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def inline_math(self, body):
        """Une formule dans le texte."""
        return self._keep(formula(body))

    def block_math(self, body):
        """Une formule à part."""
        return self._keep(formula(body, "block"))

    def latex_environment(self, name, body):
        """Une formule à part, alignée."""
        return self._keep(formula(rf"\begin{{{name}}}{body}\end{{{name}}}", "block"))

    def image(self, text, url, title=None):
        """Une image jointe ou écrite dans le texte se range ; celle d'un fichier reste une adresse."""
        label, (scheme, _, name) = _PLACE.sub("", text), url.partition(":")
        if scheme == "attachment":
            images = self.attachments.get(name) or self.attachments.get(unquote(name)) or {"": ""}
            kind, data = next(iter(images.items()))
            return self._keep(show(self.pictures, data, kind, label))
        embedded = EMBEDDED.fullmatch(url)
        if embedded:
            return self._keep(show(self.pictures, embedded[2], embedded[1], label))
        return super().image(label, url, title)

    def task_list_item(self, text, checked=False):
        """Une case, cochée ou non : le nettoyage ôterait un champ de formulaire."""
        start, box = "<p>" if text.startswith("<p>") else "", "☑" if checked else "☐"
        return f"<li>{start}{box} {text.removeprefix(start)}</li>\n"

    def block_code(self, code, info=None):
        """Un morceau de code, qui ne se colorie qu'en peu de langages : d'autres y mettent des secondes."""
        language = (info or "").strip()
        return colored(code, language, self.limit) if language in LEXERS else super().block_code(code)


def show(pictures, data, kind, label=""):
    """Une image, la première fois ; ensuite un renvoi : citée six cents fois, elle n'alourdit pas la page."""
    data = "".join(data.split())
    if not is_image(kind, data):
        return html.escape(omitted(label))
    if data in pictures:
        return f'<a href="#image-{pictures[data]}">image {pictures[data]}, déjà montrée</a>'
    pictures[data] = len(pictures) + 1
    return f'<img id="image-{pictures[data]}" alt="{html.escape(label)}" src="data:{kind};base64,{data}">'


@pass_context
def markdown2html(context, source, joined=None):
    """Rend du Markdown comme nbconvert, puis en retire tout ce qui pourrait s'exécuter.

    `joined` sont les images jointes à la cellule : celle que parcourt une boucle du gabarit n'est pas dans le contexte.
    """
    attachments, text = joined or {}, EMBEDDED.sub(omitted(""), source)
    limit = deadline(context.get("resources", {}))
    try:
        if formattable(text) and not is_over(limit):
            return Renderer(attachments, _pictures(context), limit).render(source)
    except Exception:  # noqa: BLE001 (une prose peut égarer l'analyseur ; elle ne prive personne de sa page)
        pass
    return f"<p>{AS_WRITTEN}</p><pre>{html.escape(text[:PART_TEXT])}</pre>"


@pass_context
def picture(context, data, kind):
    """L'image d'une sortie."""
    return show(_pictures(context), data, kind, "figure")


def _pictures(context):
    """Les images déjà montrées sur cette page, {contenu: numéro}."""
    return context.get("resources", {}).setdefault("pictures", {})


def ansi2html(text):
    r"""Une sortie en couleurs ; en noir, si l'une d'elles ne se comprend pas.

    >>> ansi2html("\x1b[38mvert & bleu")
    'vert &amp; bleu'
    """
    try:
        return ansi.ansi2html(text)
    except (IndexError, ValueError):  # « \x1b[38m » annonce une couleur qui ne vient pas
        return html.escape(strip_ansi(text))

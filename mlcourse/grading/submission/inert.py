"""Rendre inerte ce qui vient d'une copie : tout s'y lit, rien n'y agit, quel que soit le programme qui l'ouvre.

Le carnet corrigé s'ouvre dans JupyterLab, dans formgrader ou sur une page de retour, et chacun lit à sa façon Markdown,
HTML et TeX. On n'essaie donc pas de lire comme eux : une espace défait, partout où elles se trouvent, les quelques
suites de caractères sans lesquelles aucun ne fait d'un texte une balise, un lien ou une image venue d'ailleurs (`<a`,
`](`, `]:`, `://`). Les images jointes et les mises en forme simples sont reconnues, et gardées.
"""

import base64
import html
import re
from urllib.parse import unquote

from mlcourse.grading.submission.formulas import inert_formulas

MAX_IMAGES, MAX_IMAGE = 20, 12_000_000  # par cellule ; en caractères : la photographie d'un téléphone
_STYLES, _MOVES = re.compile(r"\x1b\[.*?[@-~]"), re.compile("[\r\b]")  # ce que JupyterLab ôte d'une sortie, ou suit
MAGIC = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/gif": rb"GIF8",
    "image/webp": rb"(?s)RIFF.{4}WEBP",
}  # par où chacune commence
OMITTED, ABSENT = "« image omise", "« image absente"
BASE_64 = re.compile(r"[A-Za-z0-9+/=\s]*", re.ASCII)
_ENTITY = re.compile(r"&(?:#\d+;?|#[xX][\da-fA-F]+;?|[A-Za-z]\w*;)")
_LONGEST_ENTITY = 40  # celles qui ont un nom sont plus courtes ; Python ne lit pas un nombre de cinq mille chiffres
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")  # ce qui retourne un texte, ou n'a pas de dessin
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARK}{{3}}){_MARK}+")  # des accents entassés, qui peignent loin de leur ligne
_JOINED, _IN_TEXT = r"attachment:[\w.%+'-]+", r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+"
_BESIDE = (
    r"(?![^\s)]{0,500}\.\.)[\w.-]{1,80}(?:/[\w.-]{1,80}){0,5}\.(?:png|jpe?g|gif|webp)"  # un fichier rendu avec la copie
)
_WHERE = rf"(?:{_JOINED}|{_IN_TEXT}|{_BESIDE})"
_IMAGE_TAG = re.compile(
    rf'<img\b[^<>]{{0,300}}?\bsrc\s*=\s*(["\']?)({_WHERE})\1(?=[\s/>])[^<>]{{0,300}}>', re.IGNORECASE
)
_KEPT = re.compile(
    rf'(?<![\\<])!\[(?P<label>[^\[\]\n]{{0,200}})\]\((?P<where>{_WHERE})(?:\s+"[^"\n]*")?\)'
    r"|<(?P<tag>b|i|em|strong|u|s|sub|sup|code|kbd)>[\w ,.;:'’()+=/%-]*</(?P=tag)>|<br ?/?>"
)
_BREAKS = (
    (re.compile(r"<(?=[A-Za-z/!?])"), "< "),  # une balise, un commentaire, une adresse entre chevrons
    (re.compile(r"\](?=[(:])"), "] "),  # un lien, une image, la définition d'une référence
    (
        re.compile(r"(?<![`~])([`~]{3,}[ \t]*)(?=mermaid)", re.IGNORECASE),
        r"\1text ",
    ),  # un diagramme, qui a son propre langage
    # Un titre donne son texte pour nom à son ancre : celui-ci ne prendra pas le nom d'une cellule de tests.
    (re.compile(r"^([ >*+-]*#.*\S|.*\S(?=[ \t]*\n[ >]*(?:=+|-+)[ \t]*$))", re.MULTILINE), "\\1\N{WORD JOINER}"),
)
_ADDRESSES = (
    (re.compile(r":(?=//)"), ": "),
    (re.compile(r"www(?=\.)", re.IGNORECASE), "www "),
    (re.compile(r"(?<=[\w.+-])@(?=[\w-]+\.)"), " @"),
)


def inert_address(text):
    """Le même texte, dont aucune adresse ne devient un lien, et qui reste sur ses lignes.

    >>> inert_address("voir https://exemple.fr")
    'voir https: //exemple.fr'
    """
    return _broken(_PILED.sub(r"\1", text), _ADDRESSES)


# Ce qui commence une formule, au début d'une case ou après ce qu'un tableur, réglé autrement, prend pour un séparateur.
_FORMULA = re.compile(r"(^|[,;\t\r\n])(?=(?:[^\S\t\r\n]|\")*+[=+@-].)", re.DOTALL)


def inert_field(text):
    """Le même texte, où un tableur ne voit jamais de formule, d'où qu'il vienne et où qu'il le coupe.

    >>> inert_field("=1+1"), inert_field(" @x"), inert_field("Zoé, =1+1"), inert_field("-")
    ("'=1+1", "' @x", "Zoé,' =1+1", '-')
    """
    return _FORMULA.sub(r"\1'", text)


def inert_prose(source, attachments=()):
    r"""Rend une cellule de texte inerte ; `attachments` sont les images qui lui sont jointes, triées.

    >>> inert_prose("**Oui**, car $a<b$ : [voir](https://exemple.fr) <script>x</script>")
    '**Oui**, car $a< b$ : [voir] (https: //exemple.fr) < script>x< /script>'
    """
    text = _PILED.sub(r"\1", _UNSEEN.sub("", _decoded(source)))
    text = _IMAGE_TAG.sub(lambda match: f"![]({match[2]})", text)
    text = inert_formulas(text)  # d'un seul tenant : ce qui ouvre une formule peut être loin de ce qu'elle contient
    parts, start, images = [], 0, 0
    for match in _KEPT.finditer(text):
        image = match["where"] is not None
        images += image
        piece = _image(match, attachments, images <= MAX_IMAGES) if image else _broken(match[0], _ADDRESSES)
        parts += [_inert(text[start : match.start()]), piece]
        start = match.end()
    return "".join([*parts, _inert(text[start:])])


def inert_attachments(attachments):
    """Les images jointes qui en sont vraiment, et pas trop grosses."""
    found = {
        name: {kind: data for kind, data in images.items() if is_image(kind, data)}
        for name, images in attachments.items()
    }
    return {name: images for name, images in found.items() if images}


def inert_outputs(notebook):
    """Ôte leurs adresses aux sorties d'un carnet exécuté : JupyterLab en ferait des liens."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for holder, key in ((output, "text"), (output, "evalue"), (output.get("data", {}), "text/plain")):
                if key in holder:
                    holder[key] = inert_output(holder[key])
            if "traceback" in output:
                output.traceback = [*map(inert_output, output.traceback)]
    return notebook


def inert_output(text):
    r"""Une sortie telle qu'elle s'affiche, sans adresse : des morceaux n'en composent pas une à l'écran.

    Un retour en arrière, ou au début de la ligne, a fait son effet ; les couleurs restent, si nulle adresse ne s'y
    cache.

    >>> inert_output("10 %\r20 %\n"), inert_output("https:\x1b[0m//a.fr")
    ('20 %\n', 'https: //a.fr')
    """
    text = "\n".join(_overwritten(line) if _MOVES.search(line) else line for line in text.split("\n"))
    bare = _STYLES.sub("", text)
    inert = inert_address(bare)
    return text if inert == bare else inert


def _overwritten(line):
    """Une ligne où l'on revient en arrière : ce qui s'y écrit ensuite recouvre ce qui y était."""
    shown: list[str] = []
    place = 0
    for letter in _STYLES.sub("", line):
        if letter in "\r\b":
            place = max(0, place - 1) if letter == "\b" else 0
        else:
            shown[place : place + 1] = [letter]
            place += 1
    return "".join(shown)


def is_image(kind, data):
    """Vrai d'une image en base 64, jusqu'au dernier caractère, qui commence comme il faut et ne pèse pas trop."""
    if kind not in MAGIC or not isinstance(data, str) or len(data) > MAX_IMAGE or not BASE_64.fullmatch(data):
        return False
    try:
        return bool(re.match(MAGIC[kind], base64.b64decode("".join(data[:64].split())[:48], validate=True)))
    except ValueError:
        return False


def _decoded(text):
    """Le texte où chaque entité est devenue son caractère ; celles qu'on a trop emboîtées ne sont plus des entités."""
    for _ in range(3):
        text = _ENTITY.sub(lambda entity: _character(entity[0]), text)
    return _ENTITY.sub(lambda entity: f"& {entity[0][1:]}", text)


def _character(entity):
    return html.unescape(entity) if len(entity) <= _LONGEST_ENTITY else "\N{REPLACEMENT CHARACTER}"


def _image(match, attachments, allowed):
    """L'image, si elle est jointe, dans le texte ou à côté du carnet ; sinon, quelques mots à sa place."""
    label, where = re.sub(r"[^\w ,'’-]", " ", match["label"]), match["where"]
    scheme, _, rest = where.partition(":")
    kind, _, data = rest.partition(";base64,")
    known = {"attachment": unquote(rest) in attachments, "data": is_image(kind, data)}
    return f"![{label}]({where})" if allowed and known.get(scheme, True) else omitted(label)


def omitted(label, words=OMITTED):
    """Les mots qui tiennent lieu d'une image que l'on ne montre pas.

    >>> omitted("figure"), omitted("")
    ('« image omise figure »', '« image omise »')
    """
    return f"{words} {label}".rstrip() + " »"


def _inert(text):
    return _broken(_broken(text, _BREAKS), _ADDRESSES)


def _broken(text, breaks):
    for pattern, replacement in breaks:
        text = pattern.sub(replacement, text)
    return text

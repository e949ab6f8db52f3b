"""Les images collées dans une réponse rédigée, de toutes les façons dont les éditeurs les collent, ramenées à une.

Colab écrit l'image dans le texte, JupyterLab la joint à la cellule sous le nom du fichier. Toutes se joignent ici, sous
un nom que chacun sait lire : le texte garde sa taille, et l'image ne se perd ni par elle ni par son nom.
"""

import re
import unicodedata
from dataclasses import replace
from itertools import chain, count
from urllib.parse import quote

from mlcourse.grading.submission.inert import omitted

MAX_NAME, MAX_NAMES, MAX_CITED = 255, 100, 500  # lettres d'un nom ; noms à changer d'un carnet ; renvois d'une cellule
_WRITTEN = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=]+)")
# Une image d'un autre format, dans une image de Markdown, une balise, ou seule.
_FOREIGN = re.compile(
    r"(?:!\[(?P<label>[^\[\]\n]{0,200})\]\(<?|<img\b[^<>]{0,300}?\bsrc=[\"']?)?"
    r"data:image/(?!(?:png|jpe?g|gif|webp);)(?P<kind>[\w.+-]{1,40});base64,[A-Za-z0-9+/=]+"
    r"(?:>?(?:[ ]\"[^\"\n]{0,200}\")?\)|[\"']?[^<>\n]{0,300}>)?"
)
_CITED = "attachment:"
_SHORT = rf"{_CITED}[A-Za-z0-9_.-]{{1,{MAX_NAME}}}"
_PICTURE = r"\.(?:png|jpe?g|gif|webp|heic|heif|bmp|tiff?|svg|avif)"
_DEFINED = re.compile(
    rf"^ {{0,3}}\[([^\[\]\n]{{1,200}})\]:[ \t]*"
    rf"(?:<?({_SHORT})>?|<([^<>\n]{{1,{MAX_NAME}}}{_PICTURE})>|([^\s<>]{{1,{MAX_NAME}}}{_PICTURE}))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*$\n?",
    re.MULTILINE | re.IGNORECASE,
)
_REFERENCE = re.compile(r"!\[([^\[\]\n]{0,200})\](?!\()(?:\[([^\[\]\n]{0,200})\])?")
_BRACKETED = re.compile(rf"(!\[[^\[\]\n]{{0,200}}\]\()<({_SHORT})>")
_SAFE = re.compile(r"[A-Za-z0-9_.-]+")
_AS_IN_AN_ADDRESS = ";,/?:@&=+$-_.!~*'()#"  # ce qu'un navigateur laisse tel quel dans une adresse


def lifted(source, attachments):
    """Le texte dont les images qui y sont écrites sont sorties, et les images, {nom: {type: base64}}.

    >>> lifted("![](data:image/png;base64,iVBO)", {})
    ('![](attachment:image-1.png)', {'image-1.png': {'image/png': 'iVBO'}})
    """
    found, fresh = dict(attachments), fresh_names("image", attachments)

    def lift(written):
        name, kind = next(fresh), written[1].replace("jpg", "jpeg")
        found[name] = {f"image/{kind}": written[2]}
        return f"attachment:{name}"

    return _FOREIGN.sub(_foreign, _WRITTEN.sub(lift, source, count=MAX_CITED), count=MAX_CITED), found


def joined(source, attachments, spare=range(MAX_NAMES)):
    """Le texte et ses images, toutes citées sur place et sous des noms sûrs ; `spare` compte les noms à changer.

    >>> joined("![](attachment:été 1.png)", {"été 1.png": {"image/png": "AA"}})
    ('![](attachment:image-1.png)', {'image-1.png': {'image/png': 'AA'}})
    """
    odd, fresh = (name for name in attachments if not _SAFE.fullmatch(name)), fresh_names("image", attachments)
    names = {name: next(fresh) for name, _ in zip(odd, spare, strict=False)}
    source = _in_line(_BRACKETED.sub(r"\1\2", _renamed(source, names)))
    return source, {names.get(name, name): images for name, images in attachments.items()}


def join_attached(cell, spare):
    """La cellule, dont chaque image est citée sur place et sous un nom sûr ; son texte peut s'allonger."""
    if cell.kind != "markdown":
        return cell
    source, attachments = joined(cell.source, cell.attachments, spare)
    return replace(cell, source=source, attachments=attachments)


def cited(answer, target):
    """Le texte d'une réponse ; d'une image jointe à un squelette qui ne la cite pas, elle est toute la réponse."""
    bare = answer.text in ("", target.released)
    return "\n\n".join([answer.source, *(f"![](attachment:{name})" for name in answer.attachments if bare)])


def kept_apart(cells):
    """Ces cellules, qu'une même réponse réunit : deux images qui diffèrent n'y portent pas le même nom."""
    fresh, spare = fresh_names("image", {*chain(*(cell.attachments for cell in cells))}), iter(range(MAX_NAMES))
    found: dict[str, dict] = {}
    apart = []
    for cell in cells:
        taken = (name for name, images in cell.attachments.items() if found.get(name, images) != images)
        names = {name: next(fresh) for name, _ in zip(taken, spare, strict=False)}
        attachments = {names.get(name, name): images for name, images in cell.attachments.items()}
        apart.append(replace(cell, source=_renamed(cell.source, names), attachments=attachments))
        found |= attachments
    return apart


def _renamed(source, names):
    """Le texte où les images qui changent de nom, {ancien: nouveau}, sont citées sous le nouveau.

    Un nom n'est pas délimité : de ceux qui peuvent suivre `attachment:`, c'est le plus long.
    """
    head, *pieces = source.split(_CITED, MAX_CITED)
    spelled = {way: new for old, new in names.items() for way in _spellings(old)} if pieces else {}
    lengths = sorted({*map(len, spelled)}, reverse=True)

    def rename(piece):
        fitting = (piece[:length] for length in lengths if length <= len(piece))
        old = next((start for start in fitting if start in spelled), "")
        return spelled.get(old, "") + piece[len(old) :]

    return _CITED.join([head, *map(rename, pieces)])


def fresh_names(stem, taken):
    """Des noms, tous différents, qu'aucune image ne porte encore."""
    return (name for number in count(1) for name in [f"{stem}-{number}.png"] if name not in taken)


def _foreign(match):
    """Les mots qui tiennent lieu d'une image que nulle page ne montre."""
    return omitted(f"{match['label'] or ''} (format {match['kind'].upper()[:12]})".strip())


def _in_line(source):
    r"""Le texte où chaque image citée par une référence l'est sur place ; la définition, qui a servi, s'en va.

    >>> _in_line("Voici ![a][i].\n\n[i]: <attachment:b.png>\n")
    'Voici ![a](attachment:b.png).\n\n'
    """
    known = {found[1].casefold(): found[2] or found[3] or found[4] for found in _DEFINED.finditer(source)}
    served = set()

    def place(match):
        key = (match[2] or match[1]).casefold()
        if key not in known:
            return match[0]
        served.add(key)
        return f"![{match[1]}]({known[key]})"

    source = _REFERENCE.sub(place, source, count=MAX_CITED) if known else source
    return _DEFINED.sub(lambda found: "" if found[1].casefold() in served else found[0], source) if served else source


def _spellings(name):
    """Les façons d'écrire un nom de fichier dans un texte : tel quel ou comme une adresse, accents composés ou non."""
    forms = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)} - {""}
    return forms | {quote(form, safe) for form in forms for safe in (_AS_IN_AN_ADDRESS, "")}

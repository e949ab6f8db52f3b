"""Les images rendues à côté d'un carnet, que l'étudiant cite par leur nom : sa page corrigée n'a pas ces fichiers.

Elles se joignent à la cellule qui les cite, d'où qu'elle ait été écrite : un même nom s'écrit de bien des façons.
"""

import base64
import html
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from urllib.parse import unquote

from mlcourse.french import enumerated
from mlcourse.grading.submission.inert import ABSENT, MAGIC, MAX_IMAGE, omitted
from mlcourse.grading.submission.pasted import MAX_CITED, fresh_names
from mlcourse.grading.submission.pictures import MAX_BYTES
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

# Une image de Markdown, dont le texte peut avoir des crochets et l'adresse des parenthèses, ou une balise.
_CITATION = re.compile(
    r"(?<!\\)!\[(?P<label>[^\[\]\n]{0,200}(?:\[[^\[\]\n]{0,80}\][^\[\]\n]{0,80}){0,3})\]"
    r"\((?P<where>[^()\n]{0,300}(?:\([^()\n]{0,100}\)[^()\n]{0,200}){0,3})\)"
    r"|<img\b[^<>]{0,300}?\bsrc\s*=\s*"
    r"(?:\"(?P<double>[^\"<>\n]{1,300})\"|'(?P<single>[^'<>\n]{1,300})'|(?P<bare>[^\s\"'<>]{1,300})(?=[\s>]))"
    r"[^<>]{0,300}+>",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?<!\s)\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_ELSEWHERE = re.compile(r"data:|[a-z]+://", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")  # Markdown ôte sa barre à un signe de ponctuation
_BRACKETS = re.compile(r"[\[\]]")
MAX_SOUGHT, _TOLD = 1_000, 5  # fichiers que l'on cherche pour une copie, et noms que cite une remarque


def _composed(path):
    return unicodedata.normalize("NFC", path)


# Comment se compare un chemin : tel quel ; accents composés, que macOS écrit à part ; sans égard pour la casse.
_WAYS: tuple[Callable[[str], str], ...] = (str, _composed, lambda path: _composed(path).casefold())


def join_files(picks, files, path):
    """Joint à ce que l'étudiant a écrit les images qu'il cite par un nom de fichier ; rend ce qu'il faut en dire.

    `files` sont les fichiers rendus, {chemin: contenu}, et `path` celui du carnet.
    """
    shelf = _Shelf(files, path[: path.rfind("/") + 1])
    for position in dict.fromkeys([*chain(*picks.chosen.values()), *picks.added()]):  # les réponses d'abord
        cell = picks.cells[position]
        if cell.kind == "markdown":
            source, attachments = _beside(cell.source, cell.attachments, shelf)
            picks.cells[position] = replace(cell, source=source, attachments=attachments)
    return shelf.remarks()


class _Shelf:
    """Les images rendues à côté d'un carnet, qui se joignent tant que leur base64, en tout, tient dans MAX_BYTES."""

    def __init__(self, files, folder):
        self._files, self._folder, self._left = files, folder, MAX_BYTES
        self._found: dict[str, str] = {}  # ce que l'on a cherché, et le fichier trouvé
        self._spelled: list[dict] = [defaultdict(list) for _ in _WAYS]
        for path in files:
            for way, known in zip(_WAYS, self._spelled, strict=True):
                known[way(path)].append(path)

    def find(self, where):
        """Le fichier que désigne une citation, ou une chaîne vide."""
        if where not in self._found:
            self._found[where] = self._sought(where) if len(self._found) < MAX_SOUGHT else ""
        return self._found[where]

    def _sought(self, where):
        """Le seul fichier qui s'écrive ainsi ; à défaut, le seul qui s'écrive presque ainsi."""
        paths = dict.fromkeys(posixpath.normpath(self._folder + name) for name in _names(where))
        for way, known in zip(_WAYS, self._spelled, strict=True):
            for path in paths:
                if len(found := known.get(way(path), ())) == 1:
                    return found[0]
        return ""

    def take(self, path):
        """L'image de ce fichier, {type: base64} ; rien, si ce n'en est pas une ou si elle ne tient plus."""
        content = self._files[path]
        kind = next((kind for kind, magic in MAGIC.items() if re.match(magic, content)), None)
        size = len(content) * 4 // 3
        if kind is None or size > min(self._left, MAX_IMAGE):
            return {}
        self._left -= size
        return {kind: base64.b64encode(content).decode()}

    def remarks(self):
        """Ce qu'il faut dire des images citées qui ne sont pas là."""
        absent = [*dict.fromkeys(_bare(where) for where, path in self._found.items() if not path)]
        if not absent:
            return NOTHING
        names = [shown(where.replace("\\", "/")) for where in absent[:_TOLD]]
        told = enumerated([*names, *["d'autres"] * (len(absent) > _TOLD)])
        alone, several = f"l'image {told} n'est pas dans la copie", f"les images {told} ne sont pas dans la copie"
        return Remarks((alone if len(absent) == 1 else several,), needs_person=True)


def _names(where):
    r"""Les noms de fichier que peut vouloir dire une citation, le plus littéral d'abord.

    >>> [*dict.fromkeys(_names(r"images\a%20b.png 'Titre'"))][-1]
    'images/a b.png'
    """
    for bare in (where, _bare(where)):
        for written in (bare, html.unescape(bare), _ESCAPED.sub("", bare)):
            yield from (name.replace("\\", "/") for name in (written, unquote(written)))


def _bare(where):
    """L'adresse d'une image, sans le titre qui peut la suivre."""
    return _TITLE.sub("", where)


def _beside(source, attachments, shelf):
    """Le texte et ses images, où celles que cite un nom de fichier se joignent aussi, une fois chacune."""
    found, names, fresh = dict(attachments), {}, fresh_names("fichier", attachments)

    def join(match):
        label, where = _BRACKETS.sub(" ", match["label"] or "").strip(), _where(match)
        if not where or _ELSEWHERE.match(where):
            return match[0]
        if where.startswith("attachment:"):
            return f"![{label}]({_bare(where)})"
        words, path = f"{label} ({where})".strip(), shelf.find(where)
        if path and path not in names and (images := shelf.take(path)):
            names[path] = next(fresh)
            found[names[path]] = images
        if path in names:
            return f"![{label}](attachment:{names[path]})"
        return omitted(words) if path else omitted(words, ABSENT)

    return _CITATION.sub(join, source, count=MAX_CITED), found


def _where(match):
    """L'adresse que cite une image, sans les chevrons qui peuvent l'entourer."""
    where = (match["where"] or match["double"] or match["single"] or match["bare"] or "").strip()
    bracketed = re.match(r"<([^<>]+)>", where)
    return bracketed[1] if bracketed else where

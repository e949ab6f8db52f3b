"""Lire un carnet rendu, si abîmé soit-il : on n'en garde que du texte, jamais les métadonnées."""

import contextlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property

from mlcourse.checks.notebook import bound_names, definable_names, untouched
from mlcourse.grading.submission.pasted import MAX_NAME, MAX_NAMES, join_attached, lifted
from mlcourse.grading.submission.remarks import Remarks

# Lire un carnet coûte selon ce qu'il compte de valeurs ; le reconnaître, selon ce qu'il compte de code.
MAX_VALUES, MAX_CELLS = 1_000_000, 4_000
MAX_SOURCE, MAX_SOURCES = 500_000, 2_000_000  # caractères d'une cellule, de toutes
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FIGURE, _READS = re.compile(r"<Figure|Figure\("), re.compile(r"\bimread\b|\bImage\.open\b")
KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}


class UnreadableError(ValueError):
    """Le fichier n'est pas un carnet qu'on sache lire ; le message dit pourquoi, en français."""


@dataclass(frozen=True)
class Cell:
    """Une cellule rendue, réduite à ce qui sert."""

    kind: str
    source: str
    grade_id: str = ""
    cell_id: str = ""
    distributed: bool = False  # son empreinte, celle que nbgrader lui a donnée, est la sienne
    attachments: dict = field(default_factory=dict)
    # Ses sorties montrent une image qui n'est pas une figure tracée.
    pictured: bool = field(default=False, compare=False)

    @cached_property
    def names(self):
        """Ce que la cellule laisse derrière elle."""
        return bound_names(self.source)

    @cached_property
    def definable(self):
        """Ce à quoi rien n'exclut qu'elle donne un sens."""
        return definable_names(self.source)

    @cached_property
    def shingles(self):
        """Les morceaux de son texte."""
        return shingles(self.text)

    @cached_property
    def text(self):
        """Le contenu, aux espaces de bord près : ce qui se compare."""
        return tidy(self.source)


def tidy(source):
    r"""Réduit un texte à ce qui se compare : ni espaces en fin de ligne, ni lignes vides autour.

    >>> tidy("\n x = 1  \n\n")
    ' x = 1'
    """
    return "\n".join(line.rstrip() for line in source.strip("\n").split("\n")).rstrip()


def shingles(text):
    """Les morceaux d'un texte, à quoi se mesure une ressemblance : toutes ses suites de cinq caractères.

    >>> sorted(shingles("cellule"))
    ['cellu', 'ellul', 'llule']
    """
    return frozenset(map("".join, zip(*(text[start:] for start in range(5)), strict=False)))


def read_cells(content):
    """Lit les octets d'un carnet ; rend ses cellules et des remarques, ou lève UnreadableError."""
    document, remarks = _parse(_decode(content)), []
    version = document.get("nbformat", 4)
    if isinstance(version, int) and version > 4:
        raise UnreadableError("ce format de carnet est plus récent que ceux qu'on sait lire")
    entries = _entries(document)
    cells = [cell for cell in map(_cell, entries[:MAX_CELLS]) if cell is not None]
    if not any(cell.source.strip() for cell in cells):
        raise UnreadableError("le carnet est vide, sans une cellule écrite")
    if version in (1, 2, 3):
        remarks.append("carnet enregistré dans un ancien format de Jupyter")
    if _language(document) not in ("", "python", "ipython"):
        remarks.append("carnet préparé pour un autre langage que Python : il est exécuté avec le noyau du cours")
    kept, cut = _within_bounds(cells)
    spare = iter(range(MAX_NAMES))
    kept, longer = _within_bounds(join_attached(cell, spare) for cell in kept)
    cut += longer
    if len(entries) > MAX_CELLS:
        cut.append(f"le carnet a plus de {MAX_CELLS} cellules : les suivantes n'ont pas été lues")
    return kept, Remarks((*remarks, *cut), needs_person=bool(cut))


def _within_bounds(cells):
    """Les cellules dont le texte tient dans les bornes, et ce qu'il faut dire des autres."""
    kept, left, cut = [], MAX_SOURCES, []
    for cell in cells:
        if len(cell.source) > MAX_SOURCE:
            cut.append(f"une cellule de plus de {MAX_SOURCE // 1000} 000 caractères n'a pas été lue")
        elif len(cell.source) > left:
            cut.append(f"le carnet dépasse {MAX_SOURCES // 10**6} millions de caractères : la suite n'a pas été lue")
        else:
            kept.append(cell)
            left -= len(cell.source)
    return kept, cut


def _decode(content):
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("le fichier est vide")
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        raise UnreadableError(f"le fichier est en {encoding[:6].upper()}, et un carnet Jupyter s'enregistre en UTF-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError("le fichier n'est pas en UTF-8, comme l'est tout carnet enregistré par Jupyter") from None


def _values(text):
    """Le nombre de valeurs d'un texte JSON, à peu près : une par virgule ou par crochet qui n'est pas cité."""
    found = _count(text)
    return found if found <= MAX_VALUES else _count(re.sub(r'"(?:[^"\\]|\\.)*+"?', "", text))


def _count(text):
    return sum(map(text.count, ",[{"))


def _parse(text):
    if _values(text) > MAX_VALUES:
        raise UnreadableError("il contient trop de données pour un carnet : effacez-en les sorties")
    try:
        document = json.loads(text)
    except RecursionError:
        raise UnreadableError("le fichier emboîte trop de niveaux pour être un carnet") from None
    except (ValueError, MemoryError):
        raise UnreadableError("le fichier est incomplet ou abîmé, et Jupyter ne pourrait pas l'ouvrir") from None
    if not isinstance(document, dict):
        raise UnreadableError("le fichier n'est pas un carnet Jupyter")
    return document


def _entries(document):
    """Les cellules du document ; avant le format 4, elles se rangeaient dans des feuilles."""
    if isinstance(document.get("cells"), list):
        return document["cells"]
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        raise UnreadableError("le fichier n'est pas un carnet Jupyter")
    cells = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [entry for entries in cells if isinstance(entries, list) for entry in entries]


def _cell(entry):
    if not isinstance(entry, dict) or str(entry.get("cell_type")) not in KINDS:
        return None
    grading = _mapping(_mapping(entry.get("metadata")).get("nbgrader"))
    source = _text(entry.get("source", entry.get("input", "")))
    if entry["cell_type"] == "heading":
        source = f"{'#' * min(6, entry['level'] if isinstance(entry.get('level'), int) else 1)} {source}"
    kind, attachments = KINDS[entry["cell_type"]], _attachments(entry.get("attachments"))
    if kind == "markdown":
        source, attachments = lifted(source, attachments)
    names = _text(grading.get("grade_id", "")), _text(entry.get("id", ""))
    distributed = _is_distributed(entry["cell_type"], source, grading)
    return Cell(kind, source, *names, distributed, attachments, _is_pictured(entry.get("outputs"), source))


def _is_distributed(kind, source, grading):
    """Vrai d'une cellule que l'étudiant a laissée comme il l'a reçue, fût-ce d'une autre version du sujet."""
    with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
        cell = {"cell_type": kind, "source": source, "metadata": {"nbgrader": grading}}
        return "checksum" in grading and untouched(cell)
    return False


def _is_pictured(outputs, source):
    """Vrai si une sortie montre une image qui ne vient pas d'un tracé : une photo qu'une cellule de code affiche."""
    shown = [_mapping(_mapping(output).get("data")) for output in outputs] if isinstance(outputs, list) else []
    reads = bool(_READS.search(source))
    return any("<img" in _text(data.get("text/html")) or _is_photo(data, reads) for data in shown)


def _is_photo(data, reads):
    """Vrai d'une image qui n'est pas une figure, ou dont le code (`reads`) lit un fichier."""
    return any(kind in data for kind in IMAGES) and (reads or not _FIGURE.match(_text(data.get("text/plain"))))


def _mapping(value):
    return value if isinstance(value, dict) else {}


def _text(value):
    """Rend une chaîne qu'on peut écrire en UTF-8, à partir d'une chaîne ou d'une liste de lignes."""
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8")


def _attachments(value):
    """Les images collées dans une réponse rédigée : des images ordinaires, au nom de fichier, et rien d'autre."""
    found = {
        _text(name): {kind: data for kind, data in _mapping(images).items() if kind in IMAGES and isinstance(data, str)}
        for name, images in _mapping(value).items()
        if len(name) <= MAX_NAME
    }
    return {name: images for name, images in found.items() if images}


def _language(document):
    metadata = _mapping(document.get("metadata"))
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        language = _mapping(metadata.get(key)).get(name)
        if isinstance(language, str):
            return language.lower()
    return ""

"""Lire un carnet rendu, si abîmé soit-il : on n'en garde que du texte, jamais les métadonnées."""

import contextlib
import re
from dataclasses import dataclass, field
from functools import cached_property

from mlcourse.checks.notebook import bound_names, definable_names, untouched
from mlcourse.grading.submission.document import UnreadableError, language, listed, mapping, parsed
from mlcourse.grading.submission.pasted import MAX_NAME, MAX_NAMES, join_attached, lifted
from mlcourse.grading.submission.remarks import Remarks

# Reconnaître un carnet coûte selon ce qu'il compte de code.
MAX_CELLS = 4_000
MAX_SOURCE, MAX_SOURCES = 500_000, 2_000_000  # caractères d'une cellule, de toutes
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FIGURE, _READS = re.compile(r"<Figure|Figure\("), re.compile(r"\bimread\b|\bImage\.open\b")
_WRITTEN = re.compile(r";base64,[A-Za-z0-9+/=]+")
KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}


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
    document, remarks = parsed(content), []
    version = document.get("nbformat", 4)
    if isinstance(version, int) and version > 4:
        raise UnreadableError("ce format de carnet est plus récent que ceux qu'on sait lire")
    entries = listed(document)
    readable, cut = _within_bounds(filter(_is_cell, entries[:MAX_CELLS]), _length)
    cells = [*map(_cell, readable)]
    if not cut and not any(cell.source.strip() for cell in cells):
        raise UnreadableError("le carnet est vide, sans une cellule écrite")
    if version in (1, 2, 3):
        remarks.append("carnet enregistré dans un ancien format de Jupyter")
    if language(document) not in ("", "python", "ipython"):
        remarks.append("carnet préparé pour un autre langage que Python : il est exécuté avec le noyau du cours")
    spare = iter(range(MAX_NAMES))
    kept, longer = _within_bounds(cells)
    kept, longest = _within_bounds(join_attached(cell, spare) for cell in kept)
    cut += longer + longest
    if len(entries) > MAX_CELLS:
        cut.append(f"le carnet a plus de {MAX_CELLS} cellules : les suivantes n'ont pas été lues")
    return kept, Remarks((*remarks, *cut), needs_person=bool(cut))


def _within_bounds(cells, length=lambda cell: len(cell.source)):
    """Les cellules dont le texte tient dans les bornes, et ce qu'il faut dire des autres."""
    kept, left, cut = [], MAX_SOURCES, []
    for cell in cells:
        size = length(cell)
        if size > MAX_SOURCE:
            cut.append(f"une cellule de plus de {MAX_SOURCE // 1000} 000 caractères n'a pas été lue")
        elif size > left:
            cut.append(f"le carnet dépasse {MAX_SOURCES // 10**6} millions de caractères : la suite n'a pas été lue")
        else:
            kept.append(cell)
            left -= size
    return kept, cut


def _is_cell(entry):
    return isinstance(entry, dict) and str(entry.get("cell_type")) in KINDS


def _source(entry):
    return _text(entry.get("source", entry.get("input", "")))


def _length(entry):
    """Ce que compte de caractères le texte d'une cellule, sans celui des images qui y sont écrites."""
    return len(_WRITTEN.sub("", _source(entry)))


def _cell(entry):
    grading = mapping(mapping(entry.get("metadata")).get("nbgrader"))
    source = _source(entry)
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
    shown = [mapping(mapping(output).get("data")) for output in outputs] if isinstance(outputs, list) else []
    reads = bool(_READS.search(source))
    return any("<img" in _text(data.get("text/html")) or _is_photo(data, reads) for data in shown)


def _is_photo(data, reads):
    """Vrai d'une image qui n'est pas une figure, ou dont le code (`reads`) lit un fichier."""
    return any(kind in data for kind in IMAGES) and (reads or not _FIGURE.match(_text(data.get("text/plain"))))


def _text(value):
    """Rend une chaîne qu'on peut écrire en UTF-8, à partir d'une chaîne ou d'une liste de lignes."""
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8")


def _attachments(value):
    """Les images collées dans une réponse rédigée : des images ordinaires, au nom de fichier, et rien d'autre."""
    found = {
        _text(name): {kind: data for kind, data in mapping(images).items() if kind in IMAGES and isinstance(data, str)}
        for name, images in mapping(value).items()
        if len(name) <= MAX_NAME
    }
    return {name: images for name, images in found.items() if images}

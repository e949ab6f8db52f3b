"""Un tableau CSV tel qu'un tableur ou Moodle le donne : son alphabet, son séparateur, ses colonnes."""

import codecs
import contextlib
import csv
import io
import os
import re
from dataclasses import dataclass, field

from mlcourse.french import plain
from mlcourse.grading.errors import GradingError
from mlcourse.grading.submission.reading import MEGABYTE, read_start, shown

MAX_BYTES = 32 * MEGABYTE  # Moodle y met les textes en ligne, avec les images qu'on y a collées
# Ce que l'on cherche : les débuts d'en-têtes qui le disent, en français puis en anglais, sans accents ni capitales.
COLUMNS = {
    "number": ("identifiant", "identifier"),
    "name": ("nom complet", "full name", "etudiant"),
    "first": ("prenom", "first name"),
    "last": ("nom de famille", "nom", "last name"),
    "email": ("adresse de courriel", "adresse e-mail", "courriel", "email address", "e-mail"),
    "group": ("groupe", "group"),
    "date": ("derniere modification (travail remis)", "last modified (submission)"),
    "mark": ("note", "grade"),
    "maximum": ("note maximale", "maximum grade"),
    "marked": ("derniere modification (note)", "last modified (grade)"),
    "comment": ("feedback par commentaires", "commentaires", "feedback comments"),
}
ARCHIVE = b"PK\x03\x04"  # le début d'une archive zip
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # celui d'un .xls
# Le début du premier nom d'une archive qui est un classeur d'Excel ou de LibreOffice.
WORKBOOK = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetypeapplication/vnd.oasis")
SEPARATED = {";": "des points-virgules", "\t": "des tabulations"}
NAMING = ("name", "first", "last")
# Ce que deviennent les lettres accentuées d'un Mac, ou de DOS, lues comme celles de Windows : un signe que nul nom ne
# porte, ou une capitale accentuée au milieu des minuscules.
_GARBLED = re.compile(
    r"[\0-\x08\ufffd\x80-\x9f\u0192\u02c6\u02dc\u2020-\u2022\u2030\u2039\u203a\u2122\u201a\u201e]"
    r"|[a-z][\u0160\u017d]|[^\W\d_][\u0160\u017d][a-z]"
)
EXACT = {"nom", "note", "grade"}  # d'autres en-têtes commencent de même


@dataclass
class Table:
    """Les lignes d'un tableau, l'en-tête d'abord, et {ce que l'on cherche: le rang de sa colonne}."""

    rows: list[list[str]]
    delimiter: str = ","
    marked: bool = False  # la marque d'ordre des octets, que pose Excel
    encoding: str = "utf-8"
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        titles = [plain(title) for title in self.rows[0]]
        for wanted, starts in COLUMNS.items():
            ranks = [rank for start in starts for rank, title in enumerate(titles) if _begins(title, start)]
            if ranks:
                self.places[wanted] = ranks[0]

    @property
    def told(self):
        r"""En quoi le tableau n'est pas comme Moodle l'écrit, s'il ne l'est pas.

        >>> Table([["Nom"]], ";", encoding="cp1252").told, Table([["Nom"]]).told
        ('lue en cp1252, séparée par des points-virgules', '')
        """
        encoding = f"en {self.encoding}" if self.encoding != "utf-8" else ""
        separated = f"séparée par {SEPARATED[self.delimiter]}" if self.delimiter in SEPARATED else ""
        how = ", ".join(filter(None, (encoding, separated)))
        return f"lue {how}" if encoding else how

    @property
    def garbled(self):
        r"""Les en-têtes et les noms qu'aucun alphabet de Windows n'aurait donnés : ceux d'un Mac, le plus souvent.

        >>> Table([["Nom", "Note"], ["KŽvin", "•"], ["Žižek", ""]]).garbled
        ['KŽvin']
        """
        ranks = [self.places[wanted] for wanted in NAMING if wanted in self.places]
        names = (row[rank] for row in self.rows[1:] for rank in ranks if rank < len(row))
        return [text for text in (*self.rows[0], *names) if _GARBLED.search(text)]

    def values(self, row):
        """Ce que dit une ligne, {ce que l'on cherche: texte}."""
        return {wanted: row[rank].strip() if rank < len(row) else "" for wanted, rank in self.places.items()}


def _begins(title, start):
    return title == start if start in EXACT else title.startswith(start)


def read_table(path):
    """Le tableau d'un fichier."""
    if not os.path.lexists(path):
        raise GradingError(f"La liste {shown(path)} n'existe pas : vérifiez le chemin du fichier.")
    content = read_start(path, MAX_BYTES + 1)
    if not content or len(content) > MAX_BYTES:
        raise GradingError(f"La liste {shown(path)} ne se lit pas, ou pèse plus de {MAX_BYTES // MEGABYTE} Mo.")
    _refuse_other(path, content)
    encoding, text = _decoded(content)
    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = _rows(text, delimiter)
    except csv.Error as error:
        raise GradingError(f"La liste {shown(path)} n'est pas un tableau CSV ({error}).") from None
    table = Table(rows or [[]], delimiter, marked, encoding)
    if garbled := [] if encoding == "utf-8" else table.garbled:
        raise GradingError(
            f"La liste {shown(path)} est dans un alphabet qui ne se reconnaît pas (on y lirait {shown(garbled[0])}) : "
            "enregistrez-la en CSV UTF-8."
        )
    return table


def _refuse_other(path, content):
    """Refuse ce qui n'est pas un tableau CSV, et dit quoi en faire."""
    if content.startswith(OLD_WORKBOOK) or (content.startswith(ARCHIVE) and content.startswith(WORKBOOK, 30)):
        raise GradingError(
            f"{shown(path)} est un classeur de tableur, là où une liste au format CSV est attendue : enregistrez-le en "
            "CSV UTF-8."
        )
    if content.startswith(ARCHIVE):
        raise GradingError(
            f"{shown(path)} est une archive zip, là où une liste est attendue : l'archive et la feuille semblent "
            "échangées."
        )


def _rows(text, delimiter):
    """Les lignes d'un texte, dont une case peut tenir la place entière : un texte en ligne n'a pas de longueur."""
    limit = csv.field_size_limit(MAX_BYTES)
    try:
        return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    finally:
        csv.field_size_limit(limit)


def _decoded(content):
    """L'alphabet d'un tableau, et son texte : sans la marque d'un autre, ni de l'UTF-8, c'est celui de Windows."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    with contextlib.suppress(UnicodeDecodeError):
        return encoding, content.decode(encoding)
    return "cp1252", content.decode("cp1252", "replace")


def told_of(*paths):
    """Une ligne pour chacun de ces fichiers qu'un tableur a récrits : une colonne mal lue s'y comprend."""
    found = ((path, read_table(path).told) for path in paths)
    return [f"La liste {shown(os.path.basename(path))} est {told}." for path, told in found if told]


def write_table(rows, delimiter, marked):
    """Les octets d'un tableau."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if marked else "utf-8")

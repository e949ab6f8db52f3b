"""La liste de la classe : la feuille d'évaluation de Moodle, ou un tableau CSV fait à la main."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from mlcourse.grading.errors import GradingError
from mlcourse.grading.submission.reading import MEGABYTE, read_start, shown

MAX_BYTES, MAX_STUDENTS = 8 * MEGABYTE, 20_000
# Ce que l'on cherche : les débuts d'en-têtes qui le disent, en français puis en anglais, sans accents ni capitales.
COLUMNS = {
    "number": ("identifiant", "identifier"),
    "name": ("nom complet", "full name", "etudiant"),
    "first": ("prenom", "first name"),
    "last": ("nom de famille", "nom", "last name"),
    "email": ("adresse de courriel", "adresse e-mail", "courriel", "email address", "e-mail"),
    "group": ("groupe", "group"),
    "date": ("derniere modification (travail remis)", "last modified (submission)"),
}
_FRENCH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_ENGLISH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = {name: rank for names in (_FRENCH, _ENGLISH) for rank, name in enumerate(names.split("|"), start=1)}
_DATE = re.compile(r"(\d{1,2})(?:er)? (\w+) (\d{4})\D+(\d{1,2})\s*[:h]\s*(\d{2})\s*([ap]m)?")


@dataclass(frozen=True)
class Student:
    """Une ligne de la liste ; ce qu'elle ne dit pas reste vide."""

    name: str
    number: str = ""
    email: str = ""
    group: str = ""
    date: datetime | None = None  # quand la copie a été remise, selon Moodle


def plain(text):
    """Le texte sans accents ni capitales, tel qu'on le compare."""
    spelled = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in spelled if not unicodedata.combining(c)).casefold().split())


def moodle_date(text):
    """La date qu'écrit Moodle, dans le fuseau de cette machine, ou None.

    >>> f"{moodle_date('lundi 23 novembre 2026, 14:05'):%Y-%m-%d %H:%M}", moodle_date("-")
    ('2026-11-23 14:05', None)
    >>> f"{moodle_date('Monday, 23 November 2026, 2:05 PM'):%Y-%m-%d %H:%M}"
    '2026-11-23 14:05'
    """
    found = _DATE.search(plain(text))
    if not found:
        return None
    day, month, year, hour, minute, half = found.groups()
    try:
        hours = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
        return datetime(int(year), _MONTHS[month], int(day), hours, int(minute)).astimezone()
    except (KeyError, ValueError, OverflowError):
        return None


def read_roster(path):
    """Les étudiants de la liste, dans l'ordre."""
    content = read_start(path, MAX_BYTES + 1)
    if not content or len(content) > MAX_BYTES:
        raise GradingError(f"La liste {shown(path)} ne se lit pas, ou pèse plus de {MAX_BYTES // MEGABYTE} Mo.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # ce qu'enregistre un tableur français
    header = text.partition("\n")[0]
    try:
        rows = [*csv.reader(text.splitlines(), delimiter=max(",;\t", key=header.count))]
    except csv.Error as error:
        raise GradingError(f"La liste {shown(path)} n'est pas un tableau CSV ({error}).") from None
    places = _places(rows[0])
    if "name" not in places and not {"first", "last"} <= places.keys():
        raise GradingError(f"La liste {shown(path)} n'a ni colonne « Nom complet », ni colonnes « Prénom » et « Nom ».")
    found = (_student(row, places) for row in rows[1 : MAX_STUDENTS + 1])
    return [student for student in found if student.name]


def _places(header):
    """{ce que l'on cherche: le rang de sa colonne}."""
    titles = [plain(title) for title in header]
    places = {}
    for wanted, starts in COLUMNS.items():
        for start in starts:
            exact = start == "nom"
            ranks = [i for i, title in enumerate(titles) if (title == start if exact else title.startswith(start))]
            if ranks:
                places[wanted] = ranks[0]
                break
    return places


def _student(row, places):
    values = {wanted: row[rank].strip() if rank < len(row) else "" for wanted, rank in places.items()}
    name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}"
    number = re.search(r"\d+$", values.get("number", ""))
    date = moodle_date(values.get("date", ""))
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    return Student(name, number[0] if number else "", values.get("email", ""), values.get("group", ""), date)

"""La liste de la classe : la feuille d'évaluation de Moodle, ou un tableau CSV fait à la main."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from mlcourse.french import plain
from mlcourse.grading.errors import GradingError
from mlcourse.grading.intake.table import read_table
from mlcourse.grading.submission.reading import shown

MAX_STUDENTS = 20_000
CITED = 8  # colonnes
ANONYMOUS = {"participant", "participant(e)"}  # le nom que met Moodle quand la correction est anonyme
_FRENCH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_ENGLISH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = {name: rank for names in (_FRENCH, _ENGLISH) for rank, name in enumerate(names.split("|"), start=1)}
# Les colonnes de délais, dont le titre peut finir par le nom d'un devoir : « Prolongation devoir1 ».
_ALLOWANCE = re.compile(r"(?:prolongation|temps supplementaire|temps majore|tiers[- ]temps|extension)\b *(.*)")
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(semaine|jour|heure|minute|j|h|min|m)s?\b")
_UNITS = {"semaine": "weeks", "jour": "days", "j": "days", "heure": "hours", "h": "hours"}
_DATE = re.compile(r"(\d{1,2})(?:er)? (\w+) (\d{4})\D+(\d{1,2})\s*[:h]\s*(\d{2})\s*([ap]m)?")


@dataclass(frozen=True)
class Student:
    """Une ligne de la liste ; ce qu'elle ne dit pas reste vide."""

    name: str
    number: str = ""
    email: str = ""
    group: str = ""
    date: datetime | None = None  # quand la copie a été remise, selon Moodle
    allowances: tuple[tuple[str, timedelta], ...] = ()  # (devoir, ou rien pour tous ; délai accordé)

    def allowance(self, assignment):
        """Le délai accordé pour ce devoir."""
        granted = (delay for name, delay in self.allowances if name in ("", plain(assignment)))
        return sum(granted, timedelta())


def moodle_date(text):
    """La date qu'écrit Moodle, dans le fuseau que règle nbgrader_config.py, ou None.

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


def duration(text):
    """Le délai qu'écrit une personne, ou None si ce n'en est pas un.

    >>> duration("2 jours"), duration("1 j 12 h"), duration("-"), duration("bientôt")
    (datetime.timedelta(days=2), datetime.timedelta(days=1, seconds=43200), datetime.timedelta(0), None)
    """
    words = plain(text)
    if _DURATION.sub("", words).strip(" +-,et"):
        return None
    parts = (
        (_UNITS.get(unit, "minutes"), float(number.replace(",", "."))) for number, unit in _DURATION.findall(words)
    )
    return sum((timedelta(**{unit: number}) for unit, number in parts), timedelta())


def read_roster(path):
    """Les étudiants de la liste, dans l'ordre."""
    table = read_table(path)
    if "name" not in table.places and not {"first", "last"} <= table.places.keys():
        own = ", ".join(shown(title) for title in table.rows[0][:CITED] if title.strip()) or "aucune"
        raise GradingError(
            f"La liste {shown(path)} n'a ni colonne « Nom complet », ni colonnes « Prénom » et « Nom ». Les siennes : "
            f"{own}."
        )
    header, *rows = table.rows
    titles = ((rank, _ALLOWANCE.fullmatch(plain(title))) for rank, title in enumerate(header))
    delays = {rank: title[1] for rank, title in titles if title}
    found = (_student(row, table.values(row), delays) for row in rows[:MAX_STUDENTS])
    return [student for student in found if student.name]


def number_in(values):
    """Le numéro de participant : Moodle le met à la fin de l'identifiant, après un mot dans sa langue."""
    return "".join(re.findall(r"\d+$", values.get("number", "")))


def _student(row, values, delays):
    name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}"
    date = moodle_date(values.get("date", ""))
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    granted = tuple((each, _granted(name, row[rank])) for rank, each in delays.items() if row[rank : rank + 1])
    return Student(name, number_in(values), values.get("email", ""), values.get("group", ""), date, granted)


def _granted(name, text):
    delay = duration(text)
    if delay is None:
        raise GradingError(
            f"Le délai de {shown(name)} ne se comprend pas ({shown(text)}) : écrivez « 2 jours », « 36 h », « 30 min »."
        )
    return delay

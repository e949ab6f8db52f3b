"""La liste de la classe : la feuille d'évaluation de Moodle, ou un tableau CSV fait à la main."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mlcourse.french import plain
from mlcourse.grading.errors import GradingError
from mlcourse.grading.intake.moments import moodle_date
from mlcourse.grading.intake.table import MAX_BYTES, read_table, write_table
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.terminal import safe

MAX_STUDENTS = 20_000
CITED, DATE_CITED = 8, 60  # colonnes, caractères
ANONYMOUS = {"participant", "participant(e)"}  # le nom que met Moodle quand la correction est anonyme
# Les colonnes de délais, dont le titre peut finir par le nom d'un devoir : « Prolongation devoir1 ».
_ALLOWANCE = re.compile(r"(?:prolongation|temps supplementaire|temps majore|tiers[- ]temps|extension)\b *(.*)")
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(semaine|jour|heure|minute|j|h|min|m)s?\b")
_LONGEST = timedelta(days=3650)  # au-delà, la date ne s'écrirait plus
_UNITS = {"semaine": "weeks", "jour": "days", "j": "days", "heure": "hours", "h": "hours"}


@dataclass(frozen=True)
class Student:
    """Une ligne de la liste ; ce qu'elle ne dit pas reste vide."""

    name: str
    number: str = ""
    email: str = ""
    group: str = ""
    date: datetime | None = None  # quand la copie a été remise, selon Moodle
    unread: str = ""  # ce que la feuille écrit de cette date, quand on ne sait pas le lire
    allowances: tuple[tuple[str, timedelta], ...] = ()  # (devoir, ou rien pour tous ; délai accordé)
    anonymous: bool = False  # la liste n'a pas de noms : l'identifiant en tient lieu

    def allowance(self, assignment):
        """Le délai accordé pour ce devoir."""
        granted = (delay for name, delay in self.allowances if name in ("", plain(assignment)))
        return sum(granted, timedelta())


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
    try:
        granted = sum((timedelta(**{unit: number}) for unit, number in parts), timedelta())
    except OverflowError:
        return None
    return granted if granted <= _LONGEST else None


def read_roster(path, *, named=False):
    """Les étudiants de la liste, dans l'ordre ; d'une correction anonyme, Moodle n'en dit que l'identifiant.

    `named` exige des noms : d'un devoir à l'autre, une même personne n'a pas le même identifiant.
    """
    table = read_table(path)
    names = "name" in table.places or {"first", "last"} <= table.places.keys()
    if not names and (named or "number" not in table.places):
        own = ", ".join(shown(title) for title in table.rows[0][:CITED] if title.strip()) or "aucune"
        raise GradingError(
            f"La liste {shown(path)} n'a ni colonne « Nom complet », ni colonnes « Prénom » et « Nom »"
            f"{'' if named else ', ni colonne « Identifiant »'}. Les siennes : {own}."
        )
    header, *rows = table.rows
    titles = ((rank, _ALLOWANCE.fullmatch(plain(title))) for rank, title in enumerate(header))
    delays = {rank: title[1] for rank, title in titles if title}
    found = (_student(row, table.values(row), delays) for row in rows[:MAX_STUDENTS])
    return [student for student in found if student.name]


def undated(text):
    """Ce qui se dit de qui a rendu à une date que l'on ne sait pas lire."""
    return (
        f"sa date de remise, « {safe(text)[:DATE_CITED]} », ne se lit pas, et son retard ne se compte pas : "
        "écrivez-la, dans la feuille, comme « 23/11/2026 14:05 », et redonnez-la par --liste"
    )


def number_in(values):
    """Le numéro de participant : Moodle l'écrit seul, ou après un mot dans sa langue et une espace.

    >>> number_in({"number": "Participant 1001"}), number_in({"number": "1001"}), number_in({"number": "amartin1"})
    ('1001', '1001', '')
    """
    last = ["", *values.get("number", "").split()][-1]
    return last if last.isdecimal() else ""


def joined(given, kept):
    """Les octets d'une liste, à laquelle s'ajoutent les lignes de celle d'avant qui sont d'un autre groupe.

    Ce sont celles dont ni le nom ni le numéro n'est dans la nouvelle : d'un autre devoir, la feuille aurait les mêmes
    noms. Les colonnes que lit Moodle restent les siennes.
    """
    content = Path(given).read_bytes()
    try:
        old, new = read_table(kept), read_table(given)
    except GradingError:  # d'avant, il n'y a rien, ou rien qui se lise
        return content
    titles, added = new.rows[0], old.rows[0]
    known = {sign for row in new.rows[1:] for sign in _signs(new, row)}
    others = [row for row in old.rows[1:] if all(_signs(old, row)) and not known & {*_signs(old, row)}]
    if not others or not {added[rank] for rank in old.places.values()} <= {*titles}:
        return content
    header = [*titles, *(title for title in added if title not in titles)]
    cells = (dict(zip(added, row, strict=False)) for row in others)
    rows = [[each.get(title, "") for title in header] for each in cells]
    both = write_table([header, *new.rows[1:], *rows], new.delimiter, new.marked)
    return both if len(both) <= MAX_BYTES else content


def _signs(table, row):
    """À quoi se reconnaît la personne d'une ligne : son numéro et son nom, vides si la liste ne les dit pas."""
    student = _student(row, table.values(row), {})
    return student.number, "" if student.anonymous else plain(student.name)


def _student(row, values, delays):
    number, written = number_in(values), values.get("date", "")
    name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}"
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    anonymous = not name and number != ""
    if anonymous:
        name = f"Participant {number}"
    date = moodle_date(written)
    unread = written if date is None and written.strip(" -–—") else ""
    granted = tuple((each, _granted(name, row[rank])) for rank, each in delays.items() if row[rank : rank + 1])
    email, group = values.get("email", ""), values.get("group", "")
    return Student(name, number, email, group, date, unread, granted, anonymous)


def _granted(name, text):
    delay = duration(text)
    if delay is None:
        raise GradingError(
            f"Le délai de {shown(name)} ne se comprend pas ({shown(text)}) : écrivez « 2 jours », « 36 h », « 30 min »."
        )
    return delay

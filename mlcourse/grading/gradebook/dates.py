"""La date de remise, que nbgrader écrit à côté d'une copie et qu'un étudiant peut écrire aussi."""

import os
import re

from nbgrader.utils import parse_utc

from mlcourse.grading.submission.reading import read_start
from mlcourse.grading.submission.remarks import NOTHING, Remarks

STAMP, _SIZE = "timestamp.txt", 200
# Ce que nbgrader écrit, ou une personne : quelques mots. Le fuseau n'est pas un chemin, que dateutil ouvrirait.
_DATE = re.compile(r"(?!.*(\.\.|\d{15}| /))[\w:.,/+\- ]{1,64}")
_REFUSED = "timestamp.txt ne contient pas une date : le retard n'est pas compté"


def submitted_at(files):
    """La date de remise d'une copie, s'il y en a une, et ce qui empêche de la lire."""
    return _date(files.get(STAMP, b""))


def read_date(folder):
    """La date que contient un dossier, lue sans rien craindre de lui, ou None."""
    return _date(read_start(os.path.join(folder, STAMP), _SIZE))[0]


def _date(content):
    text = content[:_SIZE].decode("utf-8", "replace").strip()
    if not text:
        return None, NOTHING
    try:
        if _DATE.fullmatch(text):
            return parse_utc(text), NOTHING
    except Exception:  # noqa: BLE001 (dateutil lève de tout devant ce qui n'est pas une date)
        pass
    return None, Remarks((_REFUSED,), needs_person=True)

"""La date d'une remise : celle de la plateforme, et non d'un fichier que la copie apporte, sauf si l'enseignant le dit.

`mlcourse rassembler` inscrit au registre ce que dit la feuille d'évaluation de Moodle, et l'écrit à côté de la copie,
où nbgrader le cherche. Un `timestamp.txt` qui n'est pas au registre peut venir de l'étudiant.
"""

import os
import re
import time
from datetime import UTC
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.utils import parse_utc
from traitlets import Bool
from traitlets.config import Configurable

from mlcourse.grading.gradebook.register import Register
from mlcourse.grading.submission.reading import STAMP, read_start
from mlcourse.grading.submission.remarks import NOTHING, Remarks

STAMP_BYTES = 200
# Ce que nbgrader écrit, ou une personne : quelques mots. Le fuseau n'est pas un chemin, que dateutil ouvrirait.
_DATE = re.compile(r"(?!.*(\.\.|\d{15}| /))[\w:.,/+\- ]{1,64}")
_REFUSED = f"{STAMP} ne contient pas une date : le retard n'est pas compté"
_UNSURE = f"{STAMP} ne vient pas de la plateforme : sa date ne compte pas, sauf si c.HandInDates.from_copies le permet"
_OTHER = f"{STAMP} ne dit pas la même date que la feuille d'évaluation : c'est elle qui compte"


class HandInDates(Configurable):
    """Les dates de remise d'un cours, et ce que l'enseignant en a réglé."""

    from_copies = Bool(
        False, help="Croire le timestamp.txt d'une copie, quand la plateforme n'a rien dit de sa date."
    ).tag(config=True)

    def __init__(self, coursedir):
        # Celui d'un programme de nbgrader naît avant que les réglages soient lus : ils sont chez ce programme.
        super().__init__(config=(coursedir.parent or coursedir).config)
        self._registered = cache(lambda assignment: Register.of(coursedir, assignment).students)

    def of(self, student, assignment, files):
        """La date de remise d'une copie (heure universelle), s'il y en a une, et ce qu'une personne doit en savoir."""
        received = self._registered(assignment).get(student)
        brought, complaint = date_in(files.get(STAMP, b""))
        if received and received.official:
            date = received.moment.astimezone(UTC).replace(tzinfo=None)
            return date, NOTHING if brought in (None, date) else Remarks((_OTHER,), needs_person=True)
        if brought and not self.from_copies:
            return None, Remarks((_UNSURE,), needs_person=True)
        return brought, complaint

    def unsure(self, student, assignment):
        """Vrai d'une remise que la plateforme n'a pas datée : la date d'une précédente n'est plus la sienne."""
        received = self._registered(assignment).get(student)
        return received is not None and not received.official


def keep_time(zone):
    """Lit et écrit dans ce fuseau toute heure qui ne dit pas le sien, celles de Moodle d'abord."""
    ZoneInfo(zone)  # un nom inconnu, que le système prendrait pour l'heure universelle, s'arrête ici
    os.environ["TZ"] = zone
    if hasattr(time, "tzset"):  # Windows n'en a pas : son heure reste celle de la machine
        time.tzset()


def read_date(coursedir, folder):
    """La date que nbgrader lirait dans ce dossier, lue sans rien craindre de lui, ou None."""
    content, folder = read_start(os.path.join(folder, STAMP), STAMP_BYTES), Path(folder)
    student, assignment = folder.parent.name, folder.name
    submitted = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
    if submitted.resolve() != folder.resolve():  # la date d'une copie corrigée est déjà passée par ici
        return date_in(content)[0]
    return HandInDates(coursedir).of(student, assignment, {STAMP: content})[0]


def date_in(content):
    """La date qu'écrit un `timestamp.txt`, s'il y en a une, et ce qui empêche de la lire."""
    text = content[:STAMP_BYTES].decode("utf-8", "replace").strip()
    if not text:
        return None, NOTHING
    try:
        if _DATE.fullmatch(text):
            return parse_utc(text), NOTHING
    except Exception:  # noqa: BLE001 (dateutil lève de tout devant ce qui n'est pas une date)
        pass
    return None, Remarks((_REFUSED,), needs_person=True)

"""Quand, où et à qui rendre : les réglages du cours le disent une fois, pour l'énoncé et pour la correction."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict, Unicode

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError

_MODEL = "2026-12-01 23:59 Europe/Paris"
_BLANK = "*à compléter par l'enseignant*"
_UNSAID = re.compile(rf"^.*{re.escape(_BLANK)}.*(?:\n|\Z)", re.MULTILINE)
_BODILESS = re.compile(r"^\|.*\n\|[ :|-]+\|[ ]*\n(?!\|)\n*", re.MULTILINE)  # un tableau réduit à son en-tête
_DAYS = "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


class HandIn(NbGraderPreprocessor):
    """Écrit dans l'énoncé ce qu'en disent les réglages : `@échéance@`, `@plateforme@`, `@personne@`."""

    due = Dict(help=f"L'échéance de chaque devoir : {{'devoir1': '{_MODEL}'}}.").tag(config=True)
    platform = Unicode(help="Où les étudiants rendent leurs copies.").tag(config=True)
    person = Unicode(help="À qui ils s'adressent.").tag(config=True)

    def preprocess(self, nb, resources):
        """Complète le carnet de l'enseignant, avant que nbgrader n'inscrive le devoir."""
        moment = self.moment(resources["nbgrader"]["assignment"])
        said = {"@échéance@": moment and in_words(moment), "@plateforme@": self.platform, "@personne@": self.person}
        for cell in nb.cells:
            for mark, text in said.items() if cell.cell_type == "markdown" else ():
                cell.source = cell.source.replace(mark, text or _BLANK)
        return nb, resources

    def moment(self, assignment):
        """L'échéance d'un devoir, à l'heure de son fuseau, ou None si les réglages n'en disent rien."""
        text = self.due.get(assignment)
        if not text:
            return None
        try:
            moment, _, zone = text.rpartition(" ")
            return datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
        except (AttributeError, ValueError, KeyError, OSError):
            raise GradingError(
                f"L'échéance de {assignment}, {text!r} dans nbgrader_config.py, ne se lit pas : écrivez-la comme "
                f"« {_MODEL} »."
            ) from None

    def universal(self, assignment):
        """La même, en heure universelle et sans fuseau, comme la garde le carnet de notes."""
        moment = self.moment(assignment)
        return moment and moment.astimezone(UTC).replace(tzinfo=None)


def without_blanks(text):
    r"""Un énoncé sans les lignes que l'enseignant n'a pas remplies, ni le tableau qui n'aurait plus qu'elles.

    >>> blank = f"| Sur | {_BLANK} |\n"
    >>> without_blanks(f"Avant.\n\n| À rendre | Ici |\n|:---|:---|\n{blank}{blank}\nAprès.")
    'Avant.\n\nAprès.'
    >>> without_blanks(f"| À rendre | Ici |\n|:---|:---|\n{blank}| À | Zoé |\n")
    '| À rendre | Ici |\n|:---|:---|\n| À | Zoé |\n'
    """
    return _BODILESS.sub("", _UNSAID.sub("", text)) if _BLANK in text else text


def in_words(moment):
    """Une date, telle qu'on la lit.

    >>> print(" ".join(in_words(datetime(2026, 12, 1, 8, 5, tzinfo=ZoneInfo("Europe/Paris"))).split()))
    mardi 1er décembre 2026 à 8 h 05 (Europe/Paris)
    """
    day = "1er" if moment.day == 1 else moment.day
    date = f"{_DAYS[moment.weekday()]} {day} {_MONTHS[moment.month - 1]} {moment.year}"
    return typeset(f"{date} à {moment.hour} h {moment.minute:02} ({moment.tzinfo})")

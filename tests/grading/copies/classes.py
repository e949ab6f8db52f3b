"""Deux classes par devoir d'un registre : la rapide, que tout essai corrige, et la longue."""

import pytest

from .base import ASSIGNMENT
from .classroom import WITNESS
from .inspection import grade_class

# Des patiences plus courtes que celles du cours : les copies qui les épuisent sont nombreuses. Une cellule sage prend
# moins d'une seconde, si occupée que soit la machine.
LIMITS = "\nc.SplitExecute.cell_seconds = 3\nc.SplitExecute.submission_seconds = 40\n"
# Les familles qui pourraient faire parler leur page de retour : la classe rapide n'a de pages que pour elles.
TALKATIVE = ("cadres", "demandes", "fuites", "retour", "sorties")


def either(copies):
    """Les paramètres d'un test : chaque copie, dans la classe rapide ou dans la longue."""
    return [pytest.param(copy, id=str(copy), marks=() if copy.quick else pytest.mark.long) for copy in copies]


BOTH = [pytest.param(True, id="rapides"), pytest.param(False, id="longues", marks=pytest.mark.long)]


class Classes:
    """Rend la classe corrigée d'une copie ; chacune n'est corrigée qu'une fois, quand on la demande."""

    def __init__(self, registry, make_folder, settings="", *, feedback=True):
        self._registry, self._make_folder, self._settings, self._feedback = registry, make_folder, settings, feedback
        self._graded = {}

    def of(self, copy):
        """La classe corrigée où se trouve cette copie."""
        return self.whole(copy.quick, copy.assignment)

    def whole(self, quick, assignment=ASSIGNMENT):
        """L'une des deux classes d'un devoir, corrigée."""
        key = quick, assignment
        if key not in self._graded:
            copies = [copy for copy in self._registry.values() if (copy.quick, copy.assignment) == key]
            pages = [WITNESS.student] + [copy.student for copy in copies if copy.family in TALKATIVE]
            pages = (pages if quick else None) if self._feedback else []
            folder = self._make_folder("classe")
            self._graded[key] = grade_class(folder, copies, settings=self._settings, feedback=pages)
        return self._graded[key]

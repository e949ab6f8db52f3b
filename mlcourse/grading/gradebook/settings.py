"""Les réglages du cours, relus avant qu'une commande ne commence : une faute s'y dit en une phrase, et non à la fin."""

from math import isfinite

from traitlets import Bool, Dict, Float, Integer, TraitError, Unicode
from traitlets.config import LazyConfigValue

from mlcourse.french import short
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import SETTINGS, Course, find_root
from mlcourse.grading.gradebook.dates import HandInDates
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.handin import HandIn
from mlcourse.grading.gradebook.lateness import LatePenalty
from mlcourse.grading.gradebook.marking import Marking

OURS = (Marking, LatePenalty, SplitExecute, HandInDates, HandIn)
EXPECTED = {
    Bool: "True ou False",
    Integer: "un nombre entier",
    Float: "un nombre, écrit avec un point",
    Unicode: "un texte",
    Dict: "un dictionnaire",
}


def check_settings(start):
    """Lève `GradingError` si un réglage à nous, de ce dossier ou d'au-dessus, n'est pas de la forme attendue."""
    config = Course(find_root(start)).config
    for owner in OURS:
        for name, value in config.get(owner.__name__, {}).items():
            if not isinstance(value, LazyConfigValue) and owner.class_traits(config=True).get(name):
                _check(owner, name, value)


def _check(owner, name, value):
    trait = owner.class_traits()[name]
    try:
        setattr(owner.__new__(owner), name, value)
    except TraitError:
        expected = next((words for kind, words in EXPECTED.items() if isinstance(trait, kind)), trait.info())
        least = getattr(trait, "min", None)
        expected += f", d'au moins {short(least, 6)}" if least is not None and isfinite(least) else ""
        told = f"Dans {SETTINGS}, c.{owner.__name__}.{name} doit être {expected}, et non {value!r}."
        raise GradingError(told) from None

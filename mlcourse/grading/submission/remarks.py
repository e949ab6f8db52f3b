"""Ce qu'il faut savoir d'une copie : des phrases, et si une personne doit la regarder."""

from collections import Counter
from dataclasses import dataclass

from mlcourse.french import typeset

APART = "recopié seul dans un dossier vide"  # le carnet rendu, qu'accompagne tout le reste, ne s'ouvre pas autrement
CLASS, NEARLY_ALL = 5, 0.8  # ce qu'il faut de copies, et quelle part d'entre elles, pour parler de toutes


@dataclass(frozen=True)
class Remarks:
    """Des phrases, dans l'ordre et sans double ; `needs_person` dit qu'une personne doit regarder la copie.

    >>> Remarks(("un lien",), needs_person=True) + Remarks(("en retard", "un lien"))
    Remarks(texts=('un lien', 'en retard'), needs_person=True)
    """

    texts: tuple[str, ...] = ()
    needs_person: bool = False

    def __post_init__(self):
        object.__setattr__(self, "texts", tuple(dict.fromkeys(self.texts)))

    def __add__(self, other):
        """Les remarques des deux, celles-ci d'abord."""
        return Remarks(self.texts + other.texts, self.needs_person or other.needs_person)

    def settled(self):
        """Les mêmes, une fois qu'une personne a regardé la copie et décidé."""
        return Remarks(self.texts)

    def typeset(self):
        """Les mêmes, avec la typographie française."""
        return Remarks(tuple(map(typeset, self.texts)), self.needs_person)


NOTHING = Remarks()


def shared(remarks, copies):
    """{ce qui se dit de presque toute la classe: de combien de copies} ; `remarks` est {étudiant: `Remarks`}."""
    counts = Counter(text for each in remarks.values() for text in each.texts)
    return {text: number for text, number in counts.items() if number >= max(CLASS, NEARLY_ALL * copies)}

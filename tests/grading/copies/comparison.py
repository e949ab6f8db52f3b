"""Les copies honnêtes et fausses qui se comparent entre nbgrader d'usine et notre correction, et ce qui les sépare."""

from ...assignments.workshop import variants
from .base import Copy, all_but, filled
from .honest import HONEST
from .hostile import load

# Pourquoi la note de nbgrader n'est pas la nôtre, copie par copie ; la nôtre est celle que la copie mérite.
DIFFERENCES = {
    "logs_what_it_does": "le journal écrit sur la sortie d'erreur pendant les tests : nbgrader compte zéro partout",
    "fails_in_its_drafts": "exit() dans un brouillon arrête le noyau de nbgrader : la copie reste sans note",
}


def wrong_copies():
    """Une copie par solution fausse connue, qui perd les propriétés que celle-ci annonce, et elles seules."""
    for variant in variants("wrong_"):
        if variant.assignment == "devoir1":
            points = all_but(*variant.missed)
            name = f"{variant.exercise}-{variant.name}"
            yield Copy(name, "fausse", variant.sentence, lambda v=variant: filled(**{v.exercise: v.source}), points)


def compared_copies():
    """Toutes les copies honnêtes, puis toutes les fausses."""
    return [*load(HONEST, "honest").values(), *wrong_copies()]

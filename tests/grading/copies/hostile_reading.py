"""Le temps de qui lit : des copies qu'aucune machine n'achèverait de mettre en page."""

from .base import ALL, after, again, code, filled, prose
from .hostile import attack


@attack("retour", points=ALL)
def writes_thousands_of_blank_lines():
    r"""Ajoute une cellule de milliers de lignes blanches : la colorier prend un temps qui croît comme leur carré."""
    return after(filled(), "imports", again(code("x = 1"), source="x = 1\n" + "  \n" * 6_600 + "x = 2"))


@attack("retour", points=ALL)
def opens_emphases_that_others_close():
    """Ouvre trois mille emphases d'une espèce et en ferme trois mille d'une autre : l'analyse est quadratique."""
    return after(filled(), "imports", prose("**a " * 2_400 + "_b* " * 2_500))


@attack("retour", points=ALL)
def cites_a_character_by_a_number_of_five_thousand_digits():
    """Écrit dans un texte un caractère par un nombre que Python refuse de lire, en décimal, en hexadécimal, à zéros."""
    numbers = ["9" * 5_000, "x" + "f" * 5_000, "0" * 5_000 + "60"]
    return after(filled(), "imports", prose(" ".join(f"&#{number};" for number in numbers)))

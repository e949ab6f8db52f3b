"""Les exercices que pose le livre, dans ses pages : un module par exercice, et ce qui en juge l'essai d'un lecteur.

Un module dit tout d'un exercice, hormis son énoncé, qui est dans la page : le code de départ (`stub`), une solution,
l'indice et les propriétés que vérifie `mlcourse.checks`. Son nom est celui de la fonction à écrire. Ces exercices ne
sont pas notés, et aucun ne résout un devoir.
"""

from mlcourse.practice._exercise import Exercise, load, names
from mlcourse.practice._judge import judge

__all__ = ["Exercise", "judge", "load", "names"]

"""Ce qu'est un curseur : une fonction de `mlcourse.experiments`, ses réglages, et la phrase qui dit ce que l'on voit.

Un réglage parcourt une grille ; un état du curseur est un rang dans la grille de chaque réglage. Dans un carnet vivant,
Python calcule l'état demandé ; pour la page, `tabulate` les calcule tous d'avance, de la même façon.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from itertools import product
from math import isfinite, isnan
from typing import Any

import numpy as np

from mlcourse.french import NO_BREAK, printed, short

# Assez pour placer un point, et pour que le dessin arrondisse comme la phrase.
DIGITS = 7


@dataclass(frozen=True)
class Control:
    """Un réglage : l'argument `name` de la fonction, qui parcourt `grid`.

    `label` nomme le réglage et `text` en écrit une valeur ; l'un et l'autre mettent l'italique entre étoiles.
    """

    name: str
    label: str
    grid: tuple[Any, ...]
    default: Any
    text: Callable[[Any], str] = short

    @property
    def start(self):
        """Rang de la valeur de départ."""
        return self.grid.index(self.default)

    @property
    def texts(self):
        """La grille, telle qu'elle se lit."""
        return [self.text(value) for value in self.grid]


@dataclass(frozen=True)
class Slider:
    """Un curseur : ce que calcule `numbers`, ce que `sentence` en dit, et ce qu'il donne à chercher.

    `numbers` prend chaque réglage par son nom, et d'autres arguments qui ont une valeur par défaut : les données du
    lecteur. `figure` dessine ce que rend `numbers` là où rien ne bouge ; `alt` dit ce qu'elle montre.
    """

    title: str
    task: str
    answer: str
    controls: tuple[Control, ...]
    numbers: Callable[..., Any]
    sentence: Callable[[Any], str]
    figure: Callable[[Any], Any]
    alt: str

    def at(self, positions=None, **data):
        """Ce que rend la fonction dans un état ; sans rangs, dans l'état de départ.

        Une valeur que donne `data` passe devant la sienne.
        """
        ranks = {control.name: control.start for control in self.controls} | (positions or {})
        return self.numbers(**{control.name: control.grid[ranks[control.name]] for control in self.controls}, **data)

    def say(self, result):
        """La phrase d'un état, imprimée, en HTML."""
        return emphasized(printed(self.sentence(result)))

    def states(self):
        """Les rangs de tous les états, le dernier réglage variant le plus vite."""
        for ranks in product(*(range(len(control.grid)) for control in self.controls)):
            yield dict(zip((control.name for control in self.controls), ranks, strict=True))


def plain(value):
    """Donne un résultat en nombres, textes, listes et dictionnaires ; ce qui n'a pas de place s'écrit.

    >>> plain({"z": np.array([0.5, -np.inf, np.nan]), "y": np.int64(1)})
    {'z': [0.5, '−∞', 'NaN'], 'y': 1}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return (
            float(f"{value:.{DIGITS}g}") if isfinite(value) else "NaN" if isnan(value) else "∞" if value > 0 else "−∞"
        )
    return value


def tabulate(slider):
    """Tous les états d'un curseur : ce qui leur est `common`, puis, pour chacun, ce qui varie.

    `numbers` donne, état par état et sous l'ordre de `keys`, ce qui change ; `sentences`, ce qui se lit.
    """
    results = [slider.at(positions) for positions in slider.states()]
    numbers = [plain(result) for result in results]
    first = numbers[0]
    keys = [key for key in first if any(state[key] != first[key] for state in numbers)]
    return {
        "controls": {control.name: list(map(_key, control.grid)) for control in slider.controls},
        "common": {key: value for key, value in first.items() if key not in keys},
        "keys": keys,
        "numbers": [[state[key] for key in keys] for state in numbers],
        "sentences": [slider.say(result) for result in results],
    }


def _key(value):
    """Une valeur de grille, telle que l'adresse de la page l'écrit."""
    return value if isinstance(value, str) else f"{value:g}"


def emphasized(text):
    r"""Change un texte en HTML : ce qui est entre étoiles passe en italique, et une égalité ne se coupe pas.

    >>> emphasized("le pas *h* < 1, puis *h* = 1")
    'le pas <i>h</i> &lt; 1, puis <i>h</i>\xa0=\xa01'
    """
    whole = text.replace(" = ", f"{NO_BREAK}={NO_BREAK}")
    pieces = whole.replace("&", "&amp;").replace("<", "&lt;").split("*")
    return "".join(f"<i>{piece}</i>" if rank % 2 else piece for rank, piece in enumerate(pieces))

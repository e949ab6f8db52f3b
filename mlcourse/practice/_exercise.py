"""Un exercice : d'où part le lecteur, où il peut arriver, et ce que doit vérifier ce qu'il écrit."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mlcourse.checks import Check
from mlcourse.source import show_source


@dataclass(frozen=True)
class Exercise:
    """Ce que sait d'un exercice son module.

    `stub` et `solution` sont deux fonctions, que la page montre sous le nom du module ; la docstring de la seconde
    explique la solution. `properties` donne, pour chaque propriété, ce qui la vérifie : une fonction qui reçoit un
    `Check` et lève `CheckError`. `returns` nomme les résultats, quand il y en a plusieurs. `imports` ouvre le code de
    départ comme la solution.
    """

    stub: Callable
    solution: Callable
    section: str
    hint: str
    properties: dict[str, Callable[[Check], None]]
    returns: tuple[str, ...] = ()
    imports: str = "import numpy as np"

    @property
    def name(self):
        """Le nom de la fonction à écrire, celui du module."""
        return self.stub.__module__.rpartition(".")[2]

    @property
    def start(self):
        """Le code de départ, docstring comprise : elle dit les formes."""
        return self._shown(self.stub, docstring=True)

    @property
    def answer(self):
        """Le code de la solution."""
        return self._shown(self.solution, docstring=False)

    @property
    def explanation(self):
        """Ce que la solution apprend, en MyST."""
        return self.solution.__doc__ or ""

    def checks(self, function):
        """Rend {propriété: de quoi la vérifier sur cette fonction}."""
        return {
            claim: lambda claim=claim, verify=verify: verify(Check(function, claim, self.returns, self.section))
            for claim, verify in self.properties.items()
        }

    def _shown(self, function, docstring):
        code = show_source(function, docstring=docstring).code
        code = re.sub(r"  # noqa.*", "", code)  # ce qui parle à ruff n'apprend rien au lecteur
        code = re.sub(rf"\bdef {function.__name__}\(", f"def {self.name}(", code, count=1)
        return f"{self.imports}\n\n\n{code}\n".lstrip()


def names():
    """Les noms de tous les exercices.

    >>> "signed_loss" in names()
    True
    """
    return sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_")


def load(name):
    """L'exercice de ce nom ; lève `ValueError` s'il n'y en a pas.

    >>> load("signed_loss").section
    '1.1'
    >>> load("inconnu")
    Traceback (most recent call last):
    ...
    ValueError: un exercice du livre était attendu, et « inconnu » n'en est pas un
    """
    if name not in names():
        raise ValueError(f"un exercice du livre était attendu, et « {name} » n'en est pas un")
    return importlib.import_module(f"mlcourse.practice.{name}").EXERCISE

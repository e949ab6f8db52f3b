"""Section 1.4 : la pente d'une activation, lue dans sa réponse, quand le cache n'a gardé que A."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(A):
    """Pente de l'activation a = z / (1 + |z|), connue par sa seule réponse a."""
    return 1 / (1 + np.abs(A)) ** 2


def solution(A):
    r"""La pente est $1 / (1 + \lvert z \rvert)^2$. Or $1 - \lvert a \rvert = 1 / (1 + \lvert z \rvert)$ : elle se lit
    dans la réponse, et $Z$ n'a pas à être gardé. Le code de départ prend la pente en $A$ au lieu de $Z$ : la faute que
    les formes ne voient pas.
    """
    return (1 - np.abs(A)) ** 2


def _compare(check, Z):
    A = Z / (1 + np.abs(Z))
    mistakes = {
        "la pente est prise en A : or c'est z, non a, qui est dans 1/(1 + |z|)²": 1 / (1 + np.abs(A)) ** 2,
        "1 - |a| vaut 1/(1 + |z|) : il reste à l'élever au carré": 1 - np.abs(A),
        "c'est la pente de tanh, une autre activation": 1 - A**2,
        "la pente est paire : il manque une valeur absolue": (1 - A) ** 2,
    }
    check.close("la pente", check.call(A), 1 / (1 + np.abs(Z)) ** 2, tolerance=1e-9, mistakes=mistakes)


def _positive(check):
    _compare(check, check.generator().uniform(0.5, 3, size=(3, 4)))


def _negative(check):
    _compare(check, -check.generator().uniform(0.5, 3, size=(3, 4)))


EXERCISE = Exercise(
    stub,
    solution,
    section="1.4",
    hint=(
        "Dérivez d'abord $z / (1 + z)$ pour $z > 0$ : vous trouvez $1/(1 + z)^2$. Puis exprimez $1 + z$ à partir "
        "de $a$. La courbe est impaire, donc sa pente est paire."
    ),
    properties={
        "là où la réponse est positive, la pente est celle de l'activation en z": _positive,
        "là où elle est négative, aussi": _negative,
    },
)

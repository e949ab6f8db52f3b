"""Section 2.2 : ce n'est pas le nombre d'entrées qui règle les poids, c'est leur carré moyen."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(X):
    """Écart type des poids qui donne aux logits la variance 1, en moyenne.

    X : les entrées, forme (n, m).
    """
    return 1 / np.sqrt(X.shape[0])  # LeCun : pour un carré moyen de 1


def solution(X):
    r"""D'après {eq}`eq-variance-avant`, un logit a la variance $\operatorname{Var}(W) \sum_j x_j^2$. Pour des images
    presque toutes noires, ou des mots dont un seul est allumé, $1/n$ donne des logits minuscules. La moyenne des
    entrées compte aussi : c'est leur carré moyen, non leur variance, qu'il faut regarder.
    """
    return 1 / np.sqrt(np.mean(np.sum(X**2, axis=0)))


def _right(X):
    return float(1 / np.sqrt(np.mean(np.sum(X**2, axis=0))))


def _compare(check, X):
    right, n = _right(X), X.shape[0]
    mistakes = {
        "c'est 1/√n : il suppose des entrées de carré moyen 1": float(1 / np.sqrt(n)),
        "c'est la variance des poids : l'écart type en est la racine": right**2,
        "le nombre d'entrées manque : la somme porte sur n termes": float(right * np.sqrt(n)),
        "c'est la variance des entrées, et non leur carré moyen": float(1 / np.sqrt(n * X.var())),
        "la moyenne des normes n'est pas la racine de la moyenne de leurs carrés": float(
            1 / np.mean(np.linalg.norm(X, axis=0))
        ),
    }
    check.close("l'écart type", check.call(X), right, tolerance=1e-9, mistakes=mistakes)


def _dense(check):
    rng = check.generator()
    _compare(check, rng.uniform(0.5, 3, size=8) * rng.uniform(0.2, 1, size=(12, 8)))


def _one_hot(check):
    words = check.generator().integers(0, 50, size=9)
    X = np.eye(50)[:, words]
    value = check.number("l'écart type", check.call(X))
    hint = (
        "" if abs(value - 50**-0.5) > 1e-9 else "un seul mot est allumé : le logit n'est qu'un poids, quel que soit n"
    )
    check.require(abs(value - 1) < 1e-9, "1, pour un seul mot allumé parmi cinquante", f"{value:.4f}", hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="2.2",
    hint=(
        "Un logit est une somme de $n$ termes $W_j x_j$ : quelle est sa variance, pour un exemple ? Faites-en la "
        "moyenne sur le lot, et qu'elle vaille 1."
    ),
    properties={
        "la variance des logits vaut 1, en moyenne sur le lot": _dense,
        "si un seul mot est allumé parmi cinquante, les poids ont l'écart type 1": _one_hot,
    },
)

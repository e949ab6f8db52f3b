"""Section 2.3 : le plus grand taux que permettent des données, lu dans leurs seules entrées."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(X):
    """Taux au-delà duquel diverge la descente d'un neurone linéaire, sans biais.

    X : (n, m) ; la perte est l'erreur quadratique.
    """
    H = np.cov(X, bias=True)
    return 2 / np.linalg.eigvalsh(H).max()


def solution(X):
    r"""La cuvette a pour courbures les valeurs propres de $H = \frac1m X X^{\top}$, et non celles de la covariance, qui
    retire la moyenne. Des entrées non centrées ont une direction très raide, $\lVert \mu \rVert^2$ : c'est elle qui
    borne alors le taux. Centrer l'ôte.
    """
    H = X @ X.T / X.shape[1]
    return 2 / np.linalg.eigvalsh(H).max()


def _largest(X):
    return float(np.linalg.eigvalsh(X @ X.T / X.shape[1]).max())


def _compare(check, X):
    top, m = _largest(X), X.shape[1]
    mistakes = {
        "la covariance retire la moyenne, et la cuvette ne la retire pas": float(
            2 / np.linalg.eigvalsh(np.cov(X, bias=True)).max()
        ),
        "la limite de stabilité est 2/λ, où 1/λ arrive en un pas": 1 / top,
        "1/m manque : le coût est une moyenne": 2 / (m * top),
        "c'est la plus petite courbure : la plus grande borne le taux": float(
            2 / np.linalg.eigvalsh(X @ X.T / m).min()
        ),
    }
    check.close("le taux", check.call(X), 2 / top, tolerance=1e-9, mistakes=mistakes)


def _inputs(check, shift):
    rng = check.generator()
    return rng.normal(size=(4, 12)) * np.array([[1.0], [2.0], [0.5], [3.0]]) + shift


def _off_center(check):
    _compare(check, _inputs(check, 5.0))


def _edge(check):
    X = _inputs(check, 3.0)
    rate = check.number("le taux", check.call(X))
    ends = []
    for factor in (0.99, 1.01):
        w = np.ones((4, 1))
        for _ in range(3000):
            w = w - factor * rate * X @ (X.T @ w) / X.shape[1]
            if not np.linalg.norm(w) < 1e9:
                break
        ends.append(float(np.linalg.norm(w)))
    check.require(ends[0] < 10, "une descente qui tient, un centième sous ce taux", f"un écart de {ends[0]:.1e}")
    check.require(ends[1] > 1e3, "une descente qui diverge, un centième au-dessus", f"un écart de {ends[1]:.1e}")


EXERCISE = Exercise(
    stub,
    solution,
    section="2.3",
    hint="Relisez {eq}`eq-cuvette` : de quoi $H$ est-elle faite ? Comparez à ce que calcule `np.cov`.",
    properties={
        "le taux est 2 divisé par la plus grande courbure, entrées non centrées comprises": _off_center,
        "un centième au-dessous la descente tient, un centième au-dessus elle diverge": _edge,
    },
)

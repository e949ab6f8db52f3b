"""Section 3.6 : le taux qui descend le plus bas n'est pas celui qui tient dans toutes les directions."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(gradient, theta):
    """Taux dont le pas, le long du gradient, mène au plus bas d'une cuvette.

    gradient(theta) : forme (P,), comme theta.
    """
    g = gradient(theta)
    h = 1e-5 / np.linalg.norm(g)
    raise NotImplementedError


def solution(gradient, theta):
    r"""Le long de $g$, le coût est $J - \alpha\, g^{\top} g + \frac{\alpha^2}{2}\, g^{\top} H g$, le plus bas pour
    $\alpha = g^{\top} g / g^{\top} H g$. C'est l'inverse d'une moyenne des courbures, pesées par le gradient : il vaut
    au moins $1/\lambda_{\max}$, et bien plus que $2/\lambda_{\max}$ quand le gradient suit une direction plate. Garder
    ce taux ferait alors diverger la direction raide.
    """
    g = gradient(theta)
    h = 1e-5 / np.linalg.norm(g)
    Hg = (gradient(theta + h * g) - gradient(theta - h * g)) / (2 * h)
    return g @ g / (g @ Hg)


def _bowl(check):
    rng = check.generator()
    Q = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    return Q @ np.diag(rng.uniform(1, 30, size=4)) @ Q.T, rng.normal(size=4)


def _value(check):
    H, theta = _bowl(check)
    g = H @ theta
    right = float(g @ g / (g @ H @ g))
    mistakes = {
        "c'est la courbure le long du gradient : le taux est son inverse": 1 / right,
        "u'Hu demande une direction de norme 1 : divisez par g'g": float(1 / (g @ H @ g)),
        "une différence centrée se divise par 2h": right / 2,
        "au double du meilleur taux, le coût est revenu où il était": 2 * right,
        "c'est l'inverse de la plus grande courbure, qui n'est pas celle du gradient": float(
            1 / np.linalg.eigvalsh(H).max()
        ),
    }
    check.close("le taux", check.call(lambda t: H @ t, theta), right, tolerance=1e-5, mistakes=mistakes)


def _lowest(check):
    H, theta = _bowl(check)
    rate = check.number("le taux", check.call(lambda t: H @ t, theta))

    def cost(alpha):
        moved = theta - alpha * (H @ theta)
        return float(moved @ H @ moved / 2)

    around = min(cost(rate * factor) for factor in (0.9, 0.99, 1.01, 1.1))
    check.require(
        bool(cost(rate) <= around),
        "un coût qu'aucun taux voisin n'abaisse",
        f"{cost(rate):.4f}, or {around:.4f} à côté",
    )


EXERCISE = Exercise(
    stub,
    solution,
    section="3.6",
    hint=(
        "Le coût de $\\theta - \\alpha g$ est une parabole en $\\alpha$ : où est son creux ? $g^{\\top} H g$ se "
        "mesure par {eq}`eq-hessien-vecteur`."
    ),
    properties={
        "le taux est celui du creux de la parabole": _value,
        "aucun taux voisin ne mène plus bas": _lowest,
    },
)

"""Section 1.2 : une valeur qui sert deux fois reçoit deux dérivées, et les ajoute."""

from mlcourse.practice._exercise import Exercise


def stub(p, q):
    """Dérivées de f = (p + q) * p * q par rapport à p et à q."""
    u = p + q
    v = p * q
    f = u * v
    du, dv = v, u  # le produit échange
    # Reste à passer la somme et le produit : p et q servent chacun deux fois.
    dp = du
    dq = dv
    return dp, dq


def solution(p, q):
    """La somme distribue : elle renvoie `du` à $p$ et à $q$. Le produit échange : il renvoie `dv * q` à $p$ et `dv * p`
    à $q$. Chacun des deux reçoit donc deux dérivées, par deux chemins, et les ajoute. Un réseau ne fait rien d'autre :
    une activation part vers tous les neurones de la couche suivante.
    """
    u, v = p + q, p * q
    du, dv = v, u
    dp = du + dv * q
    dq = du + dv * p
    return dp, dq


def _both(check):
    rng = check.generator()
    p, q = rng.uniform(0.5, 2, size=5), rng.uniform(2.5, 4, size=5)
    return p, q, check.call(p, q)


def _first(check):
    p, q, (dp, _) = _both(check)
    mistakes = {
        "p agit aussi par le produit : le second chemin manque": p * q,
        "p agit aussi par la somme : le premier chemin manque": (p + q) * q,
        "le produit échange : c'est l'autre facteur qui pèse": p * q + (p + q) * p,
        "les deux chemins se multiplient au lieu de s'ajouter": p * q * (p + q) * q,
    }
    check.close("dp", dp, p * q + (p + q) * q, mistakes=mistakes)


def _second(check):
    p, q, (_, dq) = _both(check)
    mistakes = {
        "q agit aussi par le produit : le second chemin manque": p * q,
        "q agit aussi par la somme : le premier chemin manque": (p + q) * p,
        "le produit échange : c'est l'autre facteur qui pèse": p * q + (p + q) * q,
        "les deux chemins se multiplient au lieu de s'ajouter": p * q * (p + q) * p,
    }
    check.close("dq", dq, p * q + (p + q) * p, mistakes=mistakes)


EXERCISE = Exercise(
    stub,
    solution,
    section="1.2",
    hint=(
        "Dessinez le graphe : deux flèches partent de $p$, l'une vers la somme, l'autre vers le produit. Écrivez "
        "ce que chacune rapporte, puis ajoutez."
    ),
    properties={
        "dp est la dérivée de f par rapport à p": _first,
        "dq est la dérivée de f par rapport à q": _second,
    },
    returns=("dp", "dq"),
    imports="",
)

"""Les curseurs d'un neurone seul, et de sa perte."""

import numpy as np

from mlcourse.experiments.value_graph import neuron, saturation
from mlcourse.french import french_number, short
from mlcourse.plots import plot_saturation, plot_value_graph
from mlcourse.widgets.rows import Control, Slider


def _say_graph(result):
    """Ce que répond le neurone, et ce qui revient jusqu'à son poids et à son entrée."""
    back = {name: french_number(value + 0.0).replace("-", "−") for name, value in result.gradients.items()}
    answer, loss = (french_number(result.values[name]) for name in "aL")
    return (
        f"Le neurone répond {answer}, et sa perte est de {loss}. Au retour, *a* reçoit {back['a']} ; à travers la "
        f"sigmoïde, *z* et *b* n'en reçoivent que {back['z']}, d'où {back['w']} pour *w* et {back['x']} pour *x*."
    )


def _say_saturation(result):
    """Ce que donnent les deux écritures, et où elles diffèrent."""
    (naive, exact), (_, slope) = ([french_number(value, 4) for value in pair] for pair in _finite(result))
    answer = "exactement 1" if result.a == 1 else "presque 1" if result.a > 0.9995 else french_number(result.a)
    start = f"Au logit *z* = {short(result.z)}, pour *y* = {result.y}, la sigmoïde donne {answer}."
    if not np.isfinite(result.losses[0]):
        lost = "ni la perte ni le gradient ne sont plus des nombres (NaN)"
        if np.isinf(result.losses[0]):
            lost = "la perte est infinie, et le gradient n'est plus un nombre (NaN)"
        return f"{start} La perte vaut {exact} et son gradient {slope} ; nœud par nœud, {lost}."
    if naive != exact:
        return f"{start} La perte vaut {exact} et son gradient {slope} ; nœud par nœud, on trouve une perte de {naive}."
    return f"{start} Les deux écritures s'accordent : la perte vaut {exact}, et son gradient {slope}."


def _finite(result):
    """Ce qui peut s'écrire en chiffres."""
    return np.nan_to_num(result.losses, posinf=0) + 0.0, np.nan_to_num(result.gradients) + 0.0


#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "value_graph": Slider(
        title="le graphe d'un neurone",
        task="Le neurone devrait répondre 1. Trouvez le poids pour lequel l'entrée *x* ne reçoit aucun gradient, bien "
        "qu'il se trompe. Puis faites-le se tromper de plus en plus : jusqu'où le gradient de *a* peut-il grandir, et "
        "celui de *z* ?",
        answer="C'est *w* = 0 : un produit renvoie à *x* son gradient multiplié par *w*. Et quand la faute grandit, "
        "le gradient de *a* grandit sans borne, mais celui de *z* ne dépasse jamais 1 : la pente de la sigmoïde, "
        "elle, s'éteint, et le produit des deux est *a* − *y*.",
        controls=(
            Control("w", "poids *w*", tuple(k / 2 for k in range(-8, 9)), 0.5),
            Control("b", "biais *b*", tuple(map(float, range(-2, 3))), -2.0),
            Control("y", "étiquette *y*", (0, 1), 1),
        ),
        numbers=neuron,
        sentence=_say_graph,
        figure=plot_value_graph,
        alt="Graphe de calcul d'un neurone. À l'aller : x vaut 2, w 0,5, leur produit u vaut 1 ; avec b = −2, z "
        "vaut −1, a vaut 0,269 et la perte 1,31. Au retour : −3,72 sur a, −0,731 sur z, sur b et sur u, −1,46 sur w "
        "et −0,366 sur x.",
    ),
    "saturation": Slider(
        title="la sigmoïde saturée",
        task="Pour *y* = 0, trouvez le premier logit où l'écriture nœud par nœud n'a plus de gradient. Passez à "
        "*y* = 1 : est-ce encore là où le neurone se trompe qu'elle échoue ?",
        answer="C'est *z* = 37, pour les deux étiquettes. Pour *y* = 1, le neurone y a raison : ce n'est pas "
        "l'erreur qui fait échouer l'écriture nœud par nœud, c'est 1 − *a*, dont tous les chiffres se perdent près "
        "de 1. Du côté négatif, où *a* est près de 0, rien ne se perd.",
        controls=(
            Control("z", "logit *z*", tuple(map(float, range(-50, 51))), 2.0),
            Control("y", "étiquette *y*", (0, 1), 0),
        ),
        numbers=saturation,
        sentence=_say_saturation,
        figure=plot_saturation,
        alt="Le gradient de la perte en fonction du logit. Pour y = 0 il monte de 0 à 1, pour y = 1 de −1 à 0. "
        "L'écriture nœud par nœud suit les deux courbes, puis s'arrête sur une croix à z = 36, d'un côté "
        "seulement, pour l'une et l'autre étiquette.",
    ),
}

"""Le curseur de la page d'accueil."""

import math

from mlcourse.experiments.first_look import first_look
from mlcourse.french import fixed, french_number, short
from mlcourse.plots import plot_first_look
from mlcourse.widgets.rows import Control, Slider


def _say_look(result):
    """Ce que sait le réseau, et quand ce n'est rien."""
    done = (
        f"Après {fixed(result.steps, 0)} pas de taille {short(result.alpha)}" if result.steps else "Avant d'apprendre"
    )
    known = f"{done}, le réseau se prononce bien pour {fixed(100 * result.accuracy, 0)} % des points"
    if result.accuracy < 0.57:
        return f"{known} : à peine mieux que le hasard."
    cost = french_number(result.cost, 2)
    if result.cost > math.log(2):
        return f"{known}, mais son coût, {cost}, est pire que celui d'une réponse au hasard."
    return f"{known}, et son coût est de {cost}."


#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "first_look": Slider(
        title="un réseau qui apprend",
        task="Voici deux spirales de points et un réseau qui ne sait presque rien. Faites-le apprendre : trouvez la "
        "taille de pas qui les sépare en cent pas. Puis essayez-en une dix fois plus petite, et une dix fois plus "
        "grande.",
        answer="C'est 1. À un dixième, il faut mille pas pour en arriver là. À dix, mille pas n'apprennent rien : les "
        "premiers ont jeté le réseau si loin que ses neurones ne réagissent presque plus. Un même réseau, les mêmes "
        "points : un seul nombre en décide, et ce livre dit pourquoi.",
        controls=(
            Control("steps", "pas de descente", (0, 3, 10, 30, 100, 300, 1000), 10, lambda value: fixed(value, 0)),
            Control("alpha", "taille du pas", (0.01, 0.1, 1.0, 10.0), 1.0),
        ),
        numbers=first_look,
        sentence=_say_look,
        figure=lambda result: plot_first_look(first_look(1000)),
        alt="Deux spirales de points enroulées l'une dans l'autre, et le plan coloré selon ce que répond le réseau "
        "entraîné : la frontière entre les deux couleurs s'enroule entre les deux spirales.",
    ),
}

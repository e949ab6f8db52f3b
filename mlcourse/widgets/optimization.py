"""Les curseurs du chapitre 3 : l'élan, l'échelle de chaque paramètre, et le pas que la courbure permet."""

import numpy as np

from mlcourse.experiments.bias_correction import step_course, step_factors
from mlcourse.experiments.quadratic import follow_mode, regime_paths, two_weights
from mlcourse.experiments.rotated_ravine import best_descent, make_ravine
from mlcourse.french import fixed, french_number, short
from mlcourse.plots import plot_ravine_paths, plot_regime_paths, plot_step_factor, plot_two_weights
from mlcourse.widgets.rows import Control, Slider

REGIMES = {
    "monotone": "descend sans dépasser le minimum",
    "ripples": "ondule autour du minimum",
    "alternating": "saute d'un bord à l'autre à chaque pas",
    "endless": "saute d'un bord à l'autre, sans fin",
    "diverging": "diverge",
}
RULES = {"sgd": "la descente de gradient", "polyak": "le momentum", "rmsprop": "RMSProp", "adam": "Adam"}
SHORT_RULES = RULES | {"sgd": "gradient", "polyak": "momentum"}
# Plus serrés là où tout change.
RATES = (
    *(0.02, 0.05, 0.1, 0.15, 0.2, 0.22, 0.23, 0.24, 0.25, 0.26, 0.28),
    *(0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.45, 0.5),
)


def _say_mode(result):
    """Ce que fait le mode, son facteur, et ce qu'il faut d'itérations."""
    start = (
        f"Au taux *α* = {short(result.alpha)} et à l'élan *β* = {short(result.beta)}, le mode {REGIMES[result.regime]}."
    )
    factor = f"La distance au minimum finit par être multipliée par {french_number(result.rate)} à chaque itération"
    if result.steps is None:
        return f"{start} {factor}."
    if result.rate == 0:
        return f"{start} {factor} : une seule l'annule."
    return f"{start} {factor} : il en faut environ {fixed(result.steps, 0)} pour la diviser par mille."


def _say_ravine(result):
    """Ce qu'il faut d'itérations à la règle, à cet angle."""
    rule = RULES[result.rule]
    turned = f"tourné de {result.degrees} degrés" if result.degrees else "aligné sur les axes"
    return (
        f"Dans le ravin {turned}, {rule}, à son meilleur taux, {french_number(result.alpha, 2)}, met "
        f"{short(result.steps, 1)} itérations (médiane de 48 départs) pour diviser le coût par mille."
    )


def _say_course(result):
    """Le premier pas, le pire, et ce qu'ils ont d'étonnant."""
    first = french_number(result.factor[0], 2)
    start = (
        f"Sans correction, avec *β₁* = {short(result.beta1)} et *β₂* = {french_number(result.beta2, 4)}, le premier "
    )
    if not result.too_large:
        return f"{start}pas est multiplié par {first}, et aucun pas n'est trop grand : tous sont trop petits."
    if result.worst_t == 1:
        return f"{start}pas est multiplié par {first}, et c'est le pire de tous."
    worst = french_number(result.worst, 2)
    return f"{start}pas est multiplié par {first}, et le pire, au pas {result.worst_t}, par {worst}."


def _say_weights(result):
    """Où la descente finit, et ce que la courbure y laisse de place au taux."""
    start = f"Au taux *α* = {short(result.alpha)}, un minimum n'attire que si sa courbure ne dépasse pas 2/*α*, soit "
    start += short(result.limit)
    if np.isnan(result.path[0, -1]):
        return f"{start}. La descente diverge."
    u, v = (fixed(value, 2) for value in result.path[:, -1])
    return f"{start}. La descente finit en *u* = {u} et *v* = {v}, où la courbure vaut {short(result.curvature[-1])}."


#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "momentum_plane": Slider(
        title="le plan des réglages du momentum",
        task="Gardez *α* = 0,02, et trouvez l'élan *β* qui mène le plus vite au minimum : que coûte d'en mettre "
        "davantage ? Puis gardez *β* = 0,9, et cherchez ce que l'on gagne à rendre le taux cent fois plus grand.",
        answer="C'est *β* = 0,8, juste après le bord de la zone qui ondule ; au-delà, l'élan ralentit : il faut "
        "vingt fois plus d'itérations à 0,99. Et un taux cent fois plus grand ne fait rien gagner : tant que le "
        "mode ondule, le facteur est √*β*, quel que soit le taux.",
        controls=(
            Control(
                "alpha",
                "taux *α*",
                (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0),
                0.02,
            ),
            Control("beta", "élan *β*", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99), 0.5),
        ),
        numbers=follow_mode,
        sentence=_say_mode,
        figure=lambda result: plot_regime_paths(regime_paths()),
        alt="Trois trajectoires d'un mode parti de 1. La première décroît lentement sans changer de signe, la deuxième "
        "fait des oscillations amorties sur une vingtaine d'itérations, la troisième change de signe à chaque "
        "itération et s'amortit en une quarantaine.",
    ),
    "rotated_ravine": Slider(
        title="un ravin que l'on tourne",
        task="RMSProp traverse le ravin droit en trois itérations. Trouvez de combien de degrés il faut le tourner "
        "pour qu'il lui en faille deux fois plus, puis à partir de quel angle le momentum fait mieux. Quelles "
        "règles ne voient pas que le ravin tourne ?",
        answer="Deux degrés suffisent à doubler, et à dix degrés le momentum est déjà devant. La descente de "
        "gradient et le momentum ne voient rien : leurs formules ne sont faites que de sommes de vecteurs.",
        controls=(
            Control("degrees", "angle (degrés)", (0, 2, 5, 10, 15, 30, 45, 60, 75, 85, 88, 90), 45),
            Control("rule", "règle", tuple(RULES), "rmsprop", SHORT_RULES.__getitem__),
        ),
        numbers=best_descent,
        sentence=_say_ravine,
        figure=lambda result: plot_ravine_paths(make_ravine(result.degrees), {result.rule: result.path}),
        alt="Le ravin tourné de 45 degrés, et le chemin de RMSProp : il rebondit d'un flanc à l'autre, et n'a plus de "
        "chemin direct vers le minimum.",
    ),
    "bias_correction": Slider(
        title="Adam sans sa correction",
        task="Les moyennes d'Adam partent de zéro : sans correction, on attend des pas trop petits. Trouvez des "
        "réglages où ils le sont vraiment, du premier au dernier. Puis, à *β₂* = 0,999, trouvez le *β₁* qui fait le "
        "pire pas : plus d'élan, ou moins ?",
        answer="Il faut *β₁* au moins égal à *β₂*, loin des réglages d'usage. À *β₂* = 0,999, le pire est *β₁* = 0, "
        "sans aucun élan, qui est RMSProp : son premier pas est plus de trente fois trop grand.",
        controls=(
            Control("beta1", "*β₁*", (0.0, 0.5, 0.8, 0.9, 0.95, 0.99), 0.9),
            Control("beta2", "*β₂*", (0.9, 0.95, 0.99, 0.999, 0.9999), 0.999, lambda value: french_number(value, 4)),
        ),
        numbers=step_course,
        sentence=_say_course,
        figure=lambda result: plot_step_factor(step_factors()),
        alt="Rapport des pas sans et avec correction, selon le numéro du pas, pour trois valeurs de bêta 2. Chaque "
        "courbe part au-dessus de 1 ou à 1, monte jusque vers le douzième pas, puis redescend vers 1, d'autant plus "
        "tard que bêta 2 est proche de 1. Les maximums sont 2,1, 6,6 et 20,7.",
    ),
    "two_weights": Slider(
        title="le pas que la courbure permet",
        task="À petit taux, la descente finit au minimum voisin, où la courbure est 9. Trouvez à partir de quel "
        "taux elle n'y finit plus ; puis celui qui la mène au minimum le moins courbé de tous. Quand diverge-t-elle "
        "enfin ?",
        answer="Passé 2/9, soit 0,22, le minimum voisin repousse. La descente ne diverge pas pour autant : elle "
        "rebondit, et va en chercher un plus plat. À 0,38, elle trouve *u* = *v* = 1, dont la courbure, 2, est la "
        "plus petite. Elle ne diverge qu'à 0,45, deux fois plus loin que ne l'annonçait la courbure du départ.",
        controls=(Control("alpha", "taux *α*", RATES, 0.1),),
        numbers=two_weights,
        sentence=_say_weights,
        figure=plot_two_weights,
        alt="Le plan de deux poids u et v, et deux branches d'hyperbole où u v = 1. À petit taux, la descente part de "
        "u = 3 et v = 0,5, et rejoint en quelques pas la branche de droite, tout près de son départ.",
    ),
}

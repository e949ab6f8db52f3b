"""Les curseurs du chapitre 2 : ce qu'une activation laisse passer, et ce que la profondeur en fait."""

import numpy as np

from mlcourse.experiments.activations import RECTIFYING, activation_curves, slope_at
from mlcourse.experiments.dead_relu import PUBLISHED_DEAD, dead_of_scale
from mlcourse.experiments.initial_weights import signal_by_depth, signal_of_scale
from mlcourse.experiments.sawtooth import fold, teeth
from mlcourse.french import fixed, french_number, short
from mlcourse.plots import plot_activations, plot_dead_at_start, plot_sawtooth, plot_signal
from mlcourse.widgets.rows import Control, Slider

NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoïde"}
EVERY_NAME = NAMES | {"leaky_relu": "ReLU à fuite", "elu": "ELU"}


def _with_article(hidden):
    """Le nom d'une activation, dans une phrase."""
    return "la " * (hidden in {"sigmoid", "leaky_relu"}) + EVERY_NAME[hidden]


def _say_slope(result):
    """La valeur, la pente, et ce qu'il reste d'une erreur."""
    value, slope = (short(number, 3) for number in (result.value, result.slope))
    start = f"Au logit *z* = {short(result.z)}, {_with_article(result.hidden)} vaut {value}, et sa pente est de {slope}"
    if result.left == 1:
        return f"{start} : l'erreur y passe entière, à travers dix couches comme à travers une."
    if result.left == 0:
        return f"{start} : aucune erreur n'y passe."
    left = french_number(float(f"{result.left:.3g}"), 2)
    return f"{start} : de dix couches où chaque neurone serait là, une erreur sortirait multipliée par {left}."


def _say_fold(result):
    """Ce que la profondeur a fait de morceaux, et contre combien d'unités."""
    layers = f"{result.depth} couche{'s' * (result.depth > 1)} de trois unités"
    start = f"Avec {layers} et une dent de hauteur {short(result.height)}, la sortie a {result.pieces} morceaux droits."
    if result.depth == 1:
        return start
    if result.pieces == 2:
        return f"{start} Une seule couche en ferait autant."
    return f"{start} Une seule couche cachée y mettrait au moins {result.pieces - 1} unités."


def _say_dead(result):
    """La part de mortes et la grandeur du signal à la dernière couche."""
    dead, rms = result.dead_median[-1], result.rms_median[-1]
    biases = "les biais nuls" if result.bias == 0 else f"des biais de ±{short(result.bias)}/√*n*"
    return (
        f"Avec *n* Var(*W*) = {short(result.scale)} et {biases}, {fixed(100 * dead, 0)} % des unités de la couche "
        f"{result.dead.shape[1]} sont mortes, et le signal y a pour grandeur {french_number(rms, 2)}."
    )


def _say_signal(result):
    """Ce que devient le signal à la dernière couche, mesuré et prévu, et ce que cela veut dire."""
    first, last = np.median(result.rms, axis=0)[[0, -1]]
    article = "la " * (result.hidden == "sigmoid")
    return (
        f"Avec {article}{NAMES[result.hidden]} et *n* Var(*W*) = {short(result.scale)}, la grandeur du signal passe de "
        f"{french_number(first, 2)} à l'entrée à {french_number(last, 2)} à la couche {result.theory.size - 1}, où la "
        f"théorie annonce {french_number(result.theory[-1], 2)}. {_verdict(result, last / first)}"
    )


def _verdict(result, ratio):
    """Un signal explose, s'éteint, se garde, se fixe, ou change encore."""
    if ratio > 100:
        return "Le signal explose."
    if ratio < 0.01:
        return "Le signal s'éteint."
    if result.hidden == "relu" and 0.5 < ratio < 2:
        return "Le signal garde à peu près sa taille."
    if abs(result.theory[-1] / result.theory[-2] - 1) < 0.02:
        return "Une couche de plus n'y change presque rien."
    return "Le signal change encore à chaque couche."


#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "sawtooth": Slider(
        title="la dent que l'on plie",
        task="Trouvez combien de couches il faut pour dépasser cent morceaux. Puis, sans changer leur nombre, "
        "baissez la dent : de combien peut-on l'abaisser avant que sept couches n'en valent plus qu'une ?",
        answer="Sept couches, vingt et une unités, font 128 morceaux. À mi-hauteur, il n'en reste que deux : la "
        "dent ne monte plus jusqu'au pli de la suivante, 1/2, et empiler n'apporte plus rien. La profondeur ne "
        "multiplie que si chaque couche rend de quoi plier.",
        controls=(
            Control("depth", "couches", tuple(range(1, 8)), 4),
            Control("height", "hauteur de la dent", tuple(k / 10 for k in range(4, 11)), 1.0),
        ),
        numbers=fold,
        sentence=_say_fold,
        figure=lambda result: plot_sawtooth(*teeth()),
        alt="Trois lignes brisées entre 0 et 1. Avec une couche, une dent : deux morceaux. Avec deux couches, deux "
        "dents, quatre morceaux. Avec quatre couches, huit dents, seize morceaux. Toutes montent jusqu'à 1 et "
        "redescendent à 0.",
    ),
    "activation_slope": Slider(
        title="une activation et sa pente",
        task="Au logit −3, rangez les cinq activations selon ce qu'elles laissent passer d'une erreur : trouvez la "
        "première et les deux dernières. Puis trouvez le logit où la sigmoïde en laisse passer le plus, et ce qu'il en "
        "reste après dix couches.",
        answer="La ReLU à fuite, ELU, la sigmoïde, puis tanh, et ReLU, qui ne laisse rien passer : tanh, quatre "
        "fois plus pentue au milieu, y est plus plate que la sigmoïde. Celle-ci laisse passer un quart de l'erreur "
        "au mieux, en zéro : après dix couches, moins d'un millionième.",
        controls=(
            Control("z", "logit *z*", tuple(k / 4 for k in range(-24, 25)), -1.0),
            Control("hidden", "activation", tuple(EVERY_NAME), "elu", EVERY_NAME.__getitem__),
        ),
        numbers=slope_at,
        sentence=_say_slope,
        figure=lambda result: plot_activations(activation_curves(RECTIFYING, -4, 3, 141), derivative=True),
        alt="Pentes de ReLU, de la ReLU à fuite et d'ELU. À droite de zéro, les trois valent 1. À gauche, ReLU vaut "
        "0, la ReLU à fuite 0,1, et celle d'ELU décroît de 1 vers 0 comme une exponentielle, sans saut.",
    ),
    "dead_units": Slider(
        title="les unités mortes au départ",
        task="Ce sont les réglages de PyTorch : à la dernière couche, la moitié des unités sont mortes. Trouvez "
        "deux façons d'en réveiller la moitié. Puis, biais nuls, trouvez l'échelle des poids qui en tue le moins.",
        answer="Annuler les biais, ou agrandir les poids. Biais nuls, aucune échelle ne vaut mieux qu'une autre : "
        "multiplier tous les poids d'une couche change la taille des logits, jamais leur signe. Les biais ne tuent "
        "que si le signal est devenu plus petit qu'eux.",
        controls=(
            Control("scale", "*n* Var(*W*)", (1 / 6, 1 / 3, 1 / 2, 2 / 3, 1.0, 4 / 3, 2.0, 3.0, 4.0), 1 / 3),
            Control("bias", "biais, en 1/√*n*", (0.0, 0.25, 0.5, 1.0, 2.0), 1.0),
        ),
        numbers=dead_of_scale,
        sentence=_say_dead,
        figure=lambda result: plot_dead_at_start({"pytorch": result.dead}, PUBLISHED_DEAD),
        alt="Part d'unités mortes selon la couche, aux réglages de PyTorch : de presque rien aux premières couches "
        "à la moitié aux dernières, mesurée sur trois tirages et publiée pour un autre jeu d'images.",
    ),
    "signal_scale": Slider(
        title="le signal selon l'échelle des poids",
        task="Avec ReLU, trouvez l'échelle qui garde le signal à sa taille, puis de combien il faut la multiplier pour "
        "qu'il soit mille fois trop grand à la couche 20. Cherchez ensuite celle qui fait exploser tanh.",
        answer="2, l'échelle de He ; et il suffit de la doubler, car √2 multiplié vingt fois par lui-même fait 1 "
        "024. Pour tanh, il n'y en a pas : sa sortie ne dépasse jamais 1.",
        controls=(
            Control("scale", "*n* Var(*W*)", tuple(k / 5 for k in range(1, 21)), 2.0),
            Control("hidden", "activation", tuple(NAMES), "relu", NAMES.__getitem__),
        ),
        numbers=signal_of_scale,
        sentence=_say_signal,
        figure=lambda result: plot_signal(signal_by_depth("relu", ["he_normal"])),
        alt="La grandeur des activations de vingt couches ReLU, avec l'initialisation de He : la théorie est une "
        "droite, près de 1, et trois tirages s'en écartent de plus en plus avec la profondeur.",
    ),
}

"""Un chiffre que dessine le lecteur, et tout ce qu'un petit réseau en fait.

Question : que devient un dessin, de la souris à la réponse, et quels pixels en décident ?
Source : Alpaydin et Kaynak (1998), doi:10.24432/C50P49, pour les blocs ; Garris et coll. (1994), NISTIR 5469, pour la
mise en place du chiffre ; Szegedy et coll. (2014), doi:10.48550/arXiv.1312.6199, pour le dessin qui trompe.
Montage : digits, un cinquième gardé pour le test ; réseau 64-32-16-10, ReLU puis softmax, entropie croisée, descente de
gradient (alpha = 0,1) par lots de 32, 30 époques ; le gradient se prend par rapport à l'image.
Ce qui diffère : un tracé remplace l'encre, si bien que son épaisseur est la même partout, quand le programme du NIST
épaissit ou amincit les chiffres après coup ; celui-ci donne à tout chiffre 20 x 32 points et le redresse d'après ses
deux bords, ce module n'élargit pas un chiffre étroit et redresse par moindres carrés.
"""

from typing import NamedTuple

import numpy as np

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

#: Côté du bitmap et de ses blocs, en points ; plus grande largeur d'un chiffre mis en place, et épaisseur du trait.
SIDE, BLOCK, WIDTH, PEN = 32, 4, 20, 5
#: De combien la hauteur peut s'agrandir plus que la largeur.
STRETCH = 3
#: Ce que la page entraîne.
LAYERS, ALPHA, BATCH, EPOCHS = [64, 32, 16, 10], 0.1, 32, 30
#: Longueur d'un pas le long du gradient, dans l'espace des images, où un pixel va de 0 à 1.
STEP = 0.25


def sampled(strokes, spacing=0.01):
    """Le milieu des morceaux d'un tracé, (2, k), un morceau tous les `spacing` : un trait lent n'y pèse pas plus.

    >>> sampled([[[0, 0], [1, 0]]], spacing=0.5)
    array([[0.25, 0.75],
           [0.  , 0.  ]])
    """
    found = []
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float).T
        reached = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points)))])
        count = max(1, round(reached[-1] / spacing))
        middles = reached[-1] * (np.arange(count) + 0.5) / count
        found.append([np.interp(middles, reached, line) for line in points])
    return np.concatenate(found, axis=1)


def straightened(strokes):
    """Le tracé redressé : cisaillé jusqu'à ce que l'abscisse de ses points ne dépende plus de leur ordonnée."""
    x, y = sampled(strokes)
    x, middle = x - x.mean(), y.mean()
    slant = (x @ (y - middle)) / max((y - middle) @ (y - middle), 1e-9)
    return [np.column_stack([stroke[:, 0] - slant * (stroke[:, 1] - middle), stroke[:, 1]]) for stroke in strokes]


def placed(strokes):
    """Le tracé mis en place comme les chiffres du jeu : redressé, agrandi à toute la hauteur du bitmap, centré.

    Un chiffre trop large est resserré ; un tiret, lui, n'est pas étiré jusqu'à n'être plus un tiret.
    """
    strokes = straightened(strokes)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    # L'épaisseur du trait déborde du tracé ; un simple point n'a pas de taille, et s'agrandit d'autant que l'on veut.
    across, down = np.array([WIDTH - PEN, SIDE - PEN]) / np.maximum(high - low, 1e-9)
    down = min(down, STRETCH * across)
    return [(stroke - (low + high) / 2) * [min(across, down), down] + SIDE / 2 for stroke in strokes]


def inked(strokes):
    """Le bitmap (32, 32) d'un tracé donné en points : noir à moins d'une demi-épaisseur du trait.

    >>> int(inked([np.array([[16.0, 3.0], [16.0, 29.0]])]).sum())
    172
    """
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    black = np.zeros((SIDE, SIDE), dtype=bool)
    for stroke in strokes:
        # Un morceau par rang ; un trait d'un seul point n'en a qu'un, de longueur nulle.
        starts = stroke if len(stroke) == 1 else stroke[:-1]
        (x0, y0), (dx, dy) = starts.T[:, :, None, None], (stroke[-len(starts) :] - starts).T[:, :, None, None]
        share = np.clip(((x - x0) * dx + (y - y0) * dy) / np.maximum(dx**2 + dy**2, 1e-9), 0, 1)
        black |= ((x - x0 - share * dx) ** 2 + (y - y0 - share * dy) ** 2 <= (PEN / 2) ** 2).any(axis=0)
    return black


def count_blocks(bitmap):
    """Compte les points noirs de chaque bloc de 4 x 4 : d'un bitmap (32, 32) à une image (8, 8), de 0 à 16.

    >>> int(count_blocks(np.ones((32, 32), dtype=bool)).max())
    16
    """
    side = SIDE // BLOCK
    return np.asarray(bitmap, dtype=int).reshape(side, BLOCK, side, BLOCK).sum(axis=(1, 3))


def drawing_to_pixels(strokes, prepared=True):
    """Donne l'entrée du réseau, (64,) dans [0, 1], pour un dessin sur une planche de côté 1.

    `strokes` est la liste des traits, chacun une suite de points (k, 2), l'abscisse d'abord et l'ordonnée vers le bas.
    Si `prepared` est faux, le dessin reste où il est, tel qu'il est. Un dessin vide donne une image blanche.

    >>> drawing_to_pixels([[[0.5, 0.2], [0.5, 0.8]]]).reshape(8, 8)[4]
    array([0.  , 0.  , 0.  , 0.75, 0.75, 0.  , 0.  , 0.  ])
    """
    strokes = [_as_stroke(stroke) for stroke in strokes]
    if not strokes:
        return np.zeros(LAYERS[0])
    points = placed(strokes) if prepared else [SIDE * stroke for stroke in strokes]
    return count_blocks(inked(points)).ravel() / BLOCK**2


def _as_stroke(stroke):
    try:
        points = np.asarray(stroke, dtype=float)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points) or not np.isfinite(points).all():
        raise ValueError(f"strokes : des traits, chacun une suite de points (x, y), sont attendus, reçu {stroke!r}.")
    return points


def split_digits():
    """Le partage de référence de digits : X_train, Y_train, X_test, Y_test, et les étiquettes du test."""
    dataset = load_digits()
    X_train, y_train, X_test, y_test = stratified_split(dataset.X, dataset.labels, 0.2)
    return X_train, one_hot(y_train, LAYERS[-1]), X_test, one_hot(y_test, LAYERS[-1]), y_test


class DigitReader:
    """Un réseau qui lit un chiffre, et de quoi l'entraîner une époque de plus ; `epochs` en garde le compte."""

    def __init__(self, seed=0):
        self.X_train, self.Y_train, self.X_test, self.Y_test, self.test_labels = split_digits()
        self.rng = np.random.default_rng(seed)
        self.model = MultiLayerPerceptron(LAYERS, output="softmax", loss="cross_entropy", rng=self.rng)
        self.optimizer = Optimizer("sgd", alpha=ALPHA)
        self.epochs, self.cost = 0, self.model.compute_cost(self.X_train, self.Y_train)

    def learn(self, epochs=1):
        """Entraîne le réseau de `epochs` époques de plus, et se rend lui-même."""
        data = {"batch_size": BATCH, "rng": self.rng, "optimizer": self.optimizer, "epochs": epochs}
        history = train(self.model, self.X_train, self.Y_train, **data)
        self.epochs, self.cost = self.epochs + epochs, history.cost[-1]
        return self

    def accuracy(self):
        """L'exactitude sur les chiffres gardés pour le test."""
        return self.model.accuracy(self.X_test, self.Y_test)


class Reading(NamedTuple):
    """Ce que le réseau fait d'une image `pixels` (64,), une couche après l'autre.

    `hidden` a les activations des couches cachées, (32,) et (16,) ; `probabilities` (10,), la réponse ; `gradient`
    (64,), la dérivée de log p[target] par rapport à chaque pixel : où il est positif, noircir rend `target` plus
    probable.
    """

    pixels: np.ndarray
    hidden: list
    probabilities: np.ndarray
    target: int
    gradient: np.ndarray

    def ranking(self):
        """Les dix chiffres, du plus au moins probable."""
        return np.argsort(-self.probabilities, kind="stable")


def read_digit(model, pixels, target=None):
    """Fait lire une image (64,), et rétropropage jusqu'à elle ; sans `target`, c'est le chiffre que le réseau y lit."""
    answer, cache = model.forward_propagation(np.asarray(pixels, dtype=float)[:, None])
    target = int(answer.argmax()) if target is None else target
    delta = model.backward(one_hot([target], len(answer)), cache)
    # Le terme d'erreur remonte d'une couche de plus, jusqu'à l'entrée ; le signe change, de la perte à log p.
    gradient = -(model.params["W1"].T @ delta[1])[:, 0]
    hidden = [cache[f"A{l}"][:, 0] for l in range(1, model.num_layers)]
    return Reading(cache["A0"][:, 0], hidden, answer[:, 0], target, gradient)


def nudged(model, pixels, target):
    """L'image (64,) un pas plus loin le long du gradient de log p[target], les pixels bornés à [0, 1]."""
    reading = read_digit(model, pixels, target)
    norm = np.linalg.norm(reading.gradient)
    return np.clip(reading.pixels + STEP * reading.gradient / (norm or 1), 0, 1)


def steps_to_fool(model, pixels, target, most=40):
    """Combien de pas le long du gradient pour que le réseau lise `target`, et l'image où ils mènent."""
    for steps in range(most + 1):
        if read_digit(model, pixels).target == target:
            return steps, pixels
        pixels = nudged(model, pixels, target)
    return most, pixels


def held_out_accuracy(seeds=(0, 1, 2, 3, 4), epochs=EPOCHS):
    """L'exactitude, sur les chiffres de test, du réseau que donne chaque graine."""
    return np.array([DigitReader(seed).learn(epochs).accuracy() for seed in seeds])


def shifted_accuracy(seeds=(0, 1, 2, 3, 4), columns=1, epochs=EPOCHS):
    """La même, quand chaque chiffre de test a glissé de `columns` colonnes vers la droite ; le reste est blanc."""
    readers = [DigitReader(seed).learn(epochs) for seed in seeds]
    shifted = np.zeros((8, 8, len(readers[0].test_labels)))
    shifted[:, columns:] = readers[0].X_test.reshape(shifted.shape)[:, : 8 - columns]
    return np.array([reader.model.accuracy(shifted.reshape(64, -1), reader.Y_test) for reader in readers])


class Fooled(NamedTuple):
    """Combien de pas ont suffi à tromper, pour chaque chiffre essayé ; de combien bouge un pixel en moyenne, sur 16."""

    steps: np.ndarray
    moved: np.ndarray


def fooled_digits(seeds=(0, 1, 2, 3, 4), digits=100, epochs=EPOCHS):
    """Mène les premiers chiffres de test au second choix du réseau : un `Fooled` de tableaux (graines, chiffres)."""
    steps, moved = np.zeros((2, len(seeds), digits))
    for row, seed in enumerate(seeds):
        reader = DigitReader(seed).learn(epochs)
        for k, pixels in enumerate(reader.X_test.T[:digits]):
            second = int(read_digit(reader.model, pixels).ranking()[1])
            steps[row, k], reached = steps_to_fool(reader.model, pixels, second)
            moved[row, k] = 16 * np.abs(reached - pixels).mean()
    return Fooled(steps, moved)

"""Les fautes que les formes ne voient pas.

Question : une rétropropagation fausse dont tous les tableaux ont la bonne forme, qu'est-ce qui la trahit ?
Source : les sections 1.4 et 1.5 du livre, qui disent de vérifier les formes, puis le gradient ; Lillicrap et al.
(2016), https://doi.org/10.1038/ncomms13276 : sur MNIST, une erreur de test de 2,1 % avec une matrice tirée au hasard à
la place de W^T, de 2,4 % avec W^T, moyennes de vingt entraînements d'un réseau 784-1000-10.
Montage : un réseau dont toutes les couches ont la même taille, et trois fautes : le produit de dW transposé, W au lieu
de W^T à la remontée, le facteur 1/m oublié. On mesure ce que voit chaque contrôle, puis ce que deviennent les
entraînements. Enfin, un réseau 64-32-10 et un retour au hasard, sur digits.
Ce qui diffère : dans un réseau dont les tailles diffèrent, les deux premières fautes arrêtent le calcul aussitôt. Pour
le retour au hasard, des données et un réseau bien plus petits, et softmax au lieu de sigmoïdes en sortie.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.splits import normalized_digits
from mlcourse.gradcheck import gradient_check
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

BUGS = ("correct", "dW", "W", "1/m")
SIZE, EXAMPLES, BATCH = 8, 512, 32
#: Erreur de test sur MNIST, en %, de Lillicrap et al. : par W^T, puis par une matrice tirée au hasard.
PUBLISHED_ERRORS = {"transpose": 2.4, "random": 2.1}


class Buggy(MultiLayerPerceptron):
    """Un perceptron dont la rétropropagation porte la faute `bug`, une ligne de `BUGS`.

    `feedback`, si on le donne, est {l: matrice} : ce qui remplace W[l]^T à la remontée.
    """

    bug = "correct"
    feedback: dict | None = None

    def way_back(self, l):
        """La matrice qui ramène l'erreur de la couche l à la couche l - 1."""
        if self.feedback:
            return self.feedback[l]
        W = self.params[f"W{l}"]
        return W if self.bug == "W" else W.T

    def backward(self, Y, cache):
        """Comme celle du cours, avec la faute choisie."""
        L, m = self.num_layers, 1 if self.bug == "1/m" else Y.shape[1]
        delta = {L: self.output_delta(Y, cache)}
        for l in range(L, 0, -1):
            A = cache[f"A{l - 1}"]
            dW = A @ delta[l].T if self.bug == "dW" else delta[l] @ A.T
            self.grads[f"dW{l}"] = dW / m
            self.grads[f"db{l}"] = delta[l].sum(axis=1, keepdims=True) / m
            if l > 1:
                dA = self.way_back(l) @ delta[l]
                delta[l - 1] = dA * self.activation(l - 1).derivative(cache[f"Z{l - 1}"])
        return delta


def make_model(bug, seed=0, layer_dims=(SIZE, SIZE, SIZE, SIZE)):
    """Un réseau tanh à sortie softmax, avec sa faute."""
    rng = np.random.default_rng(seed)
    options = {"hidden": "tanh", "output": "softmax", "loss": "cross_entropy", "initializer": "glorot_normal"}
    model = Buggy(list(layer_dims), rng=rng, **options)
    model.bug = bug
    return model


def make_data(seed=0, m=EXAMPLES, size=SIZE):
    """Des points tirés au hasard ; la classe est la plus grande coordonnée d'une image linéaire fixe."""
    rng = np.random.default_rng(100 + seed)
    X = rng.normal(size=(size, m))
    return X, one_hot((rng.normal(size=(size, size)) @ X).argmax(axis=0), size)


@dataclass(frozen=True)
class Diagnosis:
    """Ce que voient les contrôles : les formes, l'angle avec le vrai gradient (degrés), l'erreur relative, la norme."""

    shapes_agree: bool
    angle: float
    error: float
    norm_ratio: float


def diagnose(bug, seed=0, m=BATCH):
    """Passe une rétropropagation fautive aux contrôles, sur un lot de m exemples.

    >>> diagnose("1/m").shapes_agree, round(diagnose("1/m").angle, 3)
    (True, 0.0)
    """
    model, right = make_model(bug, seed), make_model("correct", seed)
    X, Y = make_data(seed, m)
    g = model.backward_propagation(Y, model.forward_propagation(X)[1])
    true = right.backward_propagation(Y, right.forward_propagation(X)[1])
    agree = {name: grad.shape for name, grad in g.items()} == {f"d{k}": p.shape for k, p in model.params.items()}
    cosine = g.flat @ true.flat / (np.linalg.norm(g.flat) * np.linalg.norm(true.flat))
    error = max(gradient_check(model, X, Y).values())
    ratio = np.linalg.norm(g.flat) / np.linalg.norm(true.flat)
    return Diagnosis(agree, float(np.degrees(np.arccos(min(cosine, 1)))), error, float(ratio))


def training_curves(rule, alpha, seeds=(0, 1, 2), epochs=30):
    """Coût par époque, {faute: (graines, époques)}, avec la règle et le taux donnés."""
    return {bug: np.array([_train(bug, rule, alpha, seed, epochs) for seed in seeds]) for bug in BUGS}


def _train(bug, rule, alpha, seed, epochs):
    X, Y = make_data(seed)
    options = {"epochs": epochs, "batch_size": BATCH, "rng": np.random.default_rng(seed)}
    return train(make_model(bug, seed), X, Y, optimizer=Optimizer(rule, alpha=alpha), **options).cost


@dataclass(frozen=True)
class Feedback:
    """L'entraînement d'un réseau à une couche cachée dont l'erreur revient par W^T ou par une matrice R fixe.

    `error` (S,) est l'erreur de test en %, `start` et `angle` (S,) l'angle entre W^T et R, en degrés, avant et après.
    """

    error: np.ndarray
    start: np.ndarray
    angle: np.ndarray


def feedback_runs(seeds=(0, 1, 2), *, epochs=10, hidden=32):
    """Entraîne sur digits avec W^T, avec une matrice au hasard, avec zéro (la couche cachée n'apprend pas).

    >>> runs = feedback_runs([0], epochs=1)
    >>> list(runs), runs["transpose"].angle.tolist()
    (['transpose', 'random', 'zero'], [0.0])
    """
    found = {way: [_train_with_feedback(way, seed, epochs, hidden) for seed in seeds] for way in _WAYS}
    return {way: Feedback(*np.array(runs, float).T) for way, runs in found.items()}


#: Ce qui ramène l'erreur, tiré d'un réseau étranger de mêmes tailles ; None laisse W^T.
_WAYS = {"transpose": None, "random": 1, "zero": 0}


def _train_with_feedback(way, seed, epochs, hidden):
    X, Y, X_test, Y_test = normalized_digits()
    layer_dims = (len(X), hidden, len(Y))
    model, stranger = make_model("correct", seed, layer_dims), make_model("correct", 1000 + seed, layer_dims)
    if _WAYS[way] is not None:
        model.feedback = {2: _WAYS[way] * stranger.params["W2"].T}
    start = _angle(model)
    options = {"epochs": epochs, "batch_size": BATCH, "rng": np.random.default_rng(seed)}
    train(model, X, Y, optimizer=Optimizer("sgd", alpha=0.3), **options)
    return 100 * (1 - model.accuracy(X_test, Y_test)), start, _angle(model)


def _angle(model):
    """Angle, en degrés, entre W[2]^T et ce qui le remplace ; 90 si c'est zéro."""
    W, R = model.params["W2"].T, model.way_back(2)
    norms = np.linalg.norm(W) * np.linalg.norm(R)
    return np.degrees(np.arccos(min(np.sum(W * R) / norms, 1))) if norms else 90.0

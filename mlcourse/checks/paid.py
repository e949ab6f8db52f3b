"""Un réseau que la copie entraîne sans le voir : elle n'en a que le gradient, et chaque exemple se paie."""

import numpy as np


class PaidNetwork:
    """Un réseau 64-32-10 et les chiffres de `digits`, dont une rotation tirée au hasard mêle les pixels.

    Elle est la même à l'entraînement et au test, et change à chaque réseau, comme le nom des classes : des poids appris
    d'avance ne s'y appliquent pas, même tournés de ce qui rapproche le mieux les images moyennes des classes. Les poids
    de départ sont gaussiens, sans direction préférée : la rotation ne rend pas l'apprentissage plus dur.

    `paid` compte les exemples, autant de fois qu'ils servent, et `calls` les appels : ici, et non chez celui qui
    demande.

    >>> network = PaidNetwork(np.random.default_rng(0))
    >>> network.gradient(network.start, np.arange(32)).shape, network.paid, network.calls
    ((2410,), 32, 1)
    >>> bool(network.accuracy(network.start) < 0.3)
    True
    """

    def __init__(self, rng):
        # Ici, et non en tête : importer les contrôles n'amène pas dans la boîte d'une copie ce que le cours a écrit.
        from mlcourse.datasets import load_digits, stratified_split
        from mlcourse.model import MultiLayerPerceptron

        digits = load_digits()
        X, labels, X_test, test_labels = stratified_split(digits.X, digits.labels, 0.2)
        rotation = np.linalg.qr(rng.normal(size=(64, 64)))[0]
        classes, order = rng.permutation(10), rng.permutation(labels.size)
        self._X, self._Y = rotation @ X[:, order], np.eye(10)[:, classes[labels[order]]]
        self._X_test, self._test_labels = rotation @ X_test, classes[test_labels]
        self._model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
        self.start, self.examples = self._model.theta.copy(), labels.size
        self.paid = self.calls = 0

    def gradient(self, theta, batch):
        """Le gradient du coût moyen des exemples d'indices `batch`, au point `theta` : un vecteur de même forme."""
        batch = np.asarray(batch)
        if batch.ndim != 1 or batch.dtype.kind not in "iu":  # une tranche ou un masque se compteraient de travers
            raise TypeError("batch est un tableau d'indices : des entiers, sur une seule dimension")
        self.paid += batch.size
        self.calls += 1
        self._at(theta)
        self._model.gradients(self._Y[:, batch], self._model.forward(self._X[:, batch])[1])
        return self._model.g.copy()

    def cost(self, theta):
        """Le coût des exemples d'entraînement, que personne ne paie."""
        self._at(theta)
        with np.errstate(all="ignore"):
            return float(self._model.cost(self._Y, self._model.forward(self._X)[1]))

    def accuracy(self, theta):
        """La part des images de test, jamais vues à l'entraînement, que classe bien le réseau."""
        self._at(theta)
        with np.errstate(all="ignore"):
            return float(np.mean(self._model.forward(self._X_test)[0].argmax(axis=0) == self._test_labels))

    def _at(self, theta):
        self._model.theta[:] = theta

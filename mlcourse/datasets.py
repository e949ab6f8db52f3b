"""Des données réelles, livrées avec le paquet, sans téléchargement ; `mlcourse.data` en dit la provenance."""

import hashlib
import io
from dataclasses import dataclass, field
from importlib import resources

import numpy as np

from mlcourse import data
from mlcourse._validation import as_array, as_rectangle, check_dtype, check_generator

#: Graine du partage de référence : les nombres du livre en dépendent.
SPLIT_SEED = 0


@dataclass(frozen=True)
class Dataset:
    """Un jeu de m exemples étiquetés, avec sa provenance.

    Parameters
    ----------
    name : str
        Nom du jeu.
    X : ndarray
        Exemples (n, m), un par colonne : les pixels ramenés dans [0, 1], ou les mesures telles quelles.
    labels : ndarray
        Classe de chaque exemple, (m,), un entier à partir de 0.
    licence, source : str
        À quelles conditions et d'où viennent les données.
    images : ndarray or None
        Pixels d'origine (m, n), des entiers (uint8), un exemple par ligne ; None si ce ne sont pas des images.
    features : dict
        Nom d'origine de chaque ligne de X, dans l'ordre, et son nom français ; vide pour des images.

    Examples
    --------
    >>> dataset = load_digits()
    >>> dataset.name, dataset.X.shape, dataset.labels[:3]
    ('digits', (64, 1797), array([0, 1, 2]))

    References
    ----------
    Section 1.1 du livre.
    """

    name: str
    X: np.ndarray
    labels: np.ndarray
    licence: str
    source: str
    images: np.ndarray | None = None
    features: dict = field(default_factory=dict)


def load_digits(dtype=np.float64):
    """Charge digits : 1 797 chiffres manuscrits de 8 x 8 pixels.

    Chaque pixel d'origine compte, de 0 à 16, les points noirs d'un bloc de 4 x 4, et X = images.T / 16. Trois des 64
    pixels sont constants sur tout le jeu.

    Parameters
    ----------
    dtype : dtype
        Type de X, float64 ou float32.

    Returns
    -------
    Dataset
        X (64, 1797), labels (1797,) de 0 à 9, images (1797, 64) ; des tableaux neufs à chaque appel.

    Raises
    ------
    ValueError
        Si le fichier est abîmé, ou si `dtype` est un autre type.

    Examples
    --------
    >>> dataset = load_digits()
    >>> dataset.X.shape, dataset.labels[:5].tolist()
    ((64, 1797), [0, 1, 2, 3, 4])

    References
    ----------
    Section 1.1 du livre. Alpaydin et Kaynak (1998), doi:10.24432/C50P49.
    """
    return _load("digits", data.DIGITS, dtype)


def load_mnist5k(dtype=np.float64):
    """Charge MNIST-5k : 5 000 chiffres manuscrits de 28 x 28 pixels, 500 par classe.

    X = images.T / 255. Les exemples sont triés par classe : `stratified_split` les mélange.

    Parameters
    ----------
    dtype : dtype
        Type de X, float64 ou float32.

    Returns
    -------
    Dataset
        X (784, 5000), labels (5000,) de 0 à 9, images (5000, 784) ; des tableaux neufs à chaque appel.

    Raises
    ------
    ValueError
        Si le fichier est abîmé, ou si `dtype` est un autre type.

    Examples
    --------
    >>> dataset = load_mnist5k(dtype=np.float32)
    >>> dataset.X.shape, dataset.X.dtype, np.bincount(dataset.labels)[:3].tolist()
    ((784, 5000), dtype('float32'), [500, 500, 500])

    References
    ----------
    Section 2.2 du livre. LeCun, Bottou, Bengio et Haffner (1998), doi:10.1109/5.726791.
    """
    return _load("mnist5k", data.MNIST5K, dtype)


def load_wine(dtype=np.float64):
    """Charge wine : l'analyse chimique de 178 vins de trois cépages, 13 mesures par vin.

    Les mesures restent dans leurs unités, et leurs échelles n'ont rien de commun : l'écart type va de 0,12 (phénols non
    flavonoïdes) à 314 (proline). Les exemples sont triés par classe : `stratified_split` les mélange.

    Parameters
    ----------
    dtype : dtype
        Type de X, float64 ou float32.

    Returns
    -------
    Dataset
        X (13, 178), labels (178,) de 0 à 2, features (13 noms) ; des tableaux neufs à chaque appel.

    Raises
    ------
    ValueError
        Si le fichier est abîmé, ou si `dtype` est un autre type.

    Examples
    --------
    >>> dataset = load_wine()
    >>> dataset.X.shape, np.bincount(dataset.labels).tolist(), dataset.features["ash"]
    ((13, 178), [59, 71, 48], 'cendres')

    References
    ----------
    Section 2.3 du livre. Aeberhard et Forina (1992), doi:10.24432/C5PC7J.
    """
    return _load("wine", data.WINE, dtype)


def _load(name, card, dtype):
    """Lit un fichier du paquet, vérifie son empreinte et met les pixels à l'échelle."""
    dtype = check_dtype(dtype)
    content = (resources.files(data) / card.file).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != card.sha256:
        raise ValueError(
            f"{card.file} : le fichier est abîmé, l'empreinte {card.sha256} est attendue, reçu {found}. "
            "Réinstallez mlcourse."
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        images, labels = arrays.get("images"), arrays["labels"].astype(np.int64)
        rows = arrays["measures"] if images is None else images
    # Transposer avant de convertir : X est rangée par lignes, comme toute matrice du cours.
    X = np.ascontiguousarray(rows.T).astype(dtype) / dtype.type(card.maximum or 1)
    return Dataset(name, X, labels, card.licence, card.source, images, dict(card.features))


def stratified_split(X, labels, test_size, rng=None):
    """Sépare apprentissage et test en gardant à chaque classe sa part, et mélange les deux.

    Une classe de m_c exemples en donne m_c t / m au test : exactement quand ce nombre est entier, à un près sinon.

    Parameters
    ----------
    X : array_like
        Exemples (n, m), un par colonne.
    labels : array_like
        Classe de chaque exemple, (m,).
    test_size : int or float
        Nombre t d'exemples de test, ou leur proportion dans ]0, 1[.
    rng : numpy.random.Generator, optional
        Sans lui, c'est le partage de référence du livre, de graine `SPLIT_SEED`.

    Returns
    -------
    X_train, y_train, X_test, y_test : ndarray
        Des copies, de formes (n, m - t), (m - t,), (n, t) et (t,).

    Raises
    ------
    ValueError
        Si les formes ne s'accordent pas, ou si une classe devait manquer d'un côté.

    Examples
    --------
    >>> dataset = load_mnist5k()
    >>> X_train, y_train, X_test, y_test = stratified_split(dataset.X, dataset.labels, 1000)
    >>> X_train.shape, X_test.shape, np.bincount(y_test)[:3].tolist()
    ((784, 4000), (784, 1000), [100, 100, 100])

    References
    ----------
    Section 1.5 du livre.
    """
    X, labels = as_array(X, "X"), as_rectangle(labels, "labels")
    if X.ndim != 2 or labels.shape != X.shape[1:] or labels.size == 0:
        raise ValueError(f"X et labels : les formes (n, m) et (m,) sont attendues, reçu {X.shape} et {labels.shape}.")
    rng = np.random.default_rng(SPLIT_SEED) if rng is None else check_generator(rng)
    in_test = np.zeros(labels.size, dtype=bool)
    for label, quota in _quotas(labels, _test_count(test_size, labels.size)).items():
        in_test[rng.permutation(np.flatnonzero(labels == label))[:quota]] = True
    train, test = (rng.permutation(np.flatnonzero(side)) for side in (~in_test, in_test))
    return X[:, train], labels[train], X[:, test], labels[test]


def _test_count(test_size, m):
    """Traduit `test_size` en un nombre d'exemples compris entre 1 et m - 1."""
    integer = isinstance(test_size, (int, np.integer)) and not isinstance(test_size, bool)
    fraction = isinstance(test_size, (float, np.floating)) and 0 < test_size < 1
    count = test_size if integer else round(test_size * m) if fraction else 0
    if not 0 < count < m:
        raise ValueError(
            f"test_size : un entier de 1 à {m - 1} ou une proportion dans ]0, 1[ est attendu, reçu {test_size!r}."
        )
    return int(count)


def _quotas(labels, count):
    """Répartit `count` exemples de test entre les classes, aux plus forts restes."""
    classes, sizes = np.unique(labels, return_counts=True)
    exact = sizes * count / labels.size
    quotas = np.floor(exact).astype(int)
    # Tri stable : à reste égal, la première classe passe d'abord, et le partage ne dépend que de la graine.
    quotas[np.argsort(quotas - exact, kind="stable")[: count - quotas.sum()]] += 1
    if (quotas == 0).any() or (quotas == sizes).any():
        raise ValueError(
            "test_size : au moins un exemple de chaque classe est attendu de chaque côté, "
            f"reçu {quotas.tolist()} exemples de test pour des classes de {sizes.tolist()} exemples."
        )
    return dict(zip(classes, quotas, strict=True))

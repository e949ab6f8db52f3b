"""L'appel du code d'un étudiant : ses avertissements ne coûtent rien, et il n'altère pas les données du test."""

import contextlib
import functools
import io
import os
import traceback

import numpy as np

from mlcourse._silence import no_warnings
from mlcourse.checks.errors import in_french
from mlcourse.checks.patience import TooLongError, at_most

CALL_SECONDS = 10  # de calcul, pour un appel


@contextlib.contextmanager
def silence():
    """Fait taire avertissements et sortie d'erreur : nbgrader compterait zéro à une cellule qui y écrit.

    >>> with silence():
    ...     float(np.log(np.zeros(1))[0])
    -inf
    """
    with no_warnings(), contextlib.redirect_stderr(io.StringIO()):
        yield


def duplicate(value):
    """Copie les tableaux d'un argument, dictionnaires et listes compris, en gardant leur disposition en mémoire.

    Une vue non contiguë reste non contiguë ; fonctions et générateurs passent tels quels. Un tuple nommé devient un
    tuple comme un autre, ce qu'il devient aussi quand il passe d'un processus à l'autre.

    >>> duplicate({"W": np.arange(6.0)[::2]})["W"].flags.c_contiguous
    False
    """
    if isinstance(value, dict):
        return {key: duplicate(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(duplicate, value))
    if isinstance(value, list):
        return type(value)(duplicate(item) for item in value)
    if not isinstance(value, np.ndarray):
        return value
    if value.flags.forc:
        return value.copy(order="K")
    every_other = tuple(slice(None, None, 2) for _ in value.shape)
    copy = np.zeros([2 * size for size in value.shape], value.dtype)[every_other]
    copy[...] = value
    return copy


def changed(before, after):
    """Dit si des données diffèrent, fût-ce d'un bit ou d'un type ; fonctions et générateurs n'en sont pas.

    >>> changed((np.zeros(2),), (np.array([0.0, 1e-300]),))
    True
    """
    if callable(before) or isinstance(before, np.random.Generator):  # un générateur sert à tirer : il change
        return False
    if _kind(before) is not _kind(after):
        return True
    if isinstance(before, dict):
        return before.keys() != after.keys() or any(changed(before[key], after[key]) for key in before)
    if isinstance(before, list | tuple):
        return len(before) != len(after) or any(changed(old, new) for old, new in zip(before, after, strict=True))
    if isinstance(before, np.ndarray):
        return before.dtype != after.dtype or before.shape != after.shape or before.tobytes() != after.tobytes()
    return before != after and before == before  # NaN, resté NaN, n'a pas changé


def _kind(value):
    """Le type d'une donnée, une fois copiée par `duplicate` : un tuple nommé est un tuple comme un autre."""
    return next((kind for kind in (dict, tuple) if isinstance(value, kind)), type(value))


def watched(function, altered):
    """La même fonction, qui inscrit dans `altered` ce que valaient les arguments que change un appel.

    >>> altered = []
    >>> watched(np.ndarray.sort, altered)(np.array([1.0, 2.0]))
    >>> watched(np.ndarray.sort, altered)(np.array([2.0, 1.0]))
    >>> altered
    [(array([2., 1.]),)]
    """

    @functools.wraps(function)
    def call(*arguments):
        before = duplicate(arguments)
        result = function(*arguments)
        if changed(before, arguments):
            altered.append(before)
        return result

    return call


def observed(function, arguments):
    """Appelle une fonction ; rend son résultat, et les arguments tels que l'appel les a laissés.

    Une fonction d'un autre processus reçoit des copies : elle seule peut dire, par `__observe__`, ce qu'elle en a fait.
    """
    observe = getattr(type(function), "__observe__", None)
    return observe(function, *arguments) if observe else (within_time(function, arguments), arguments)


def within_time(function, arguments):
    """Appelle une fonction ; celle qui vit ici est interrompue si elle calcule sans fin, une autre a son gardien."""
    if hasattr(type(function), "__observe__"):
        return function(*arguments)
    with at_most(CALL_SECONDS):
        return function(*arguments)


def _ours(filename):
    """Vrai des fichiers par où passe l'appel d'une fonction."""
    return os.path.dirname(filename) == os.path.dirname(__file__) or filename == contextlib.__file__


def explain(error):
    """Dit où la fonction de l'étudiant s'est arrêtée, et pourquoi ; la trace doit commencer par celui qui l'appelle.

    Une exception venue d'un autre processus porte ses lignes dans `remote_frames`.

    >>> def stub():
    ...     raise NotImplementedError
    >>> try:
    ...     stub()
    ... except NotImplementedError as error:
    ...     explain(error)
    'la fonction reste à écrire, à la place de raise NotImplementedError'
    """
    if isinstance(error, NotImplementedError):
        return "la fonction reste à écrire, à la place de raise NotImplementedError"
    if isinstance(error, TooLongError):
        return f"votre fonction calcule encore au bout de {CALL_SECONDS} s : une boucle sans fin, peut-être"
    frames = getattr(error, "remote_frames", None)
    if frames is None:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__)[1:] if not _ours(frame.filename)]
    own = [frame for frame in frames if frame.filename == frames[0].filename]  # pas celles de NumPy
    place = f" à la ligne {own[-1].lineno}" if own else ""
    quote = f", « {own[-1].line} »" if own and own[-1].line else ""
    shapes = any(word in str(error) for word in ("mismatch", "broadcast", "not aligned"))
    advice = "\ncomparez les .shape des deux opérandes" if shapes else ""
    said = f" : {in_french(error)[:200]}" if str(error) else ""
    return f"votre fonction s'arrête{place}{quote}\n{type(error).__name__}{said}{advice}"

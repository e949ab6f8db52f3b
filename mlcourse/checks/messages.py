"""Ce qu'un contrôle dit à l'étudiant : une erreur qui se lit, sans trace d'appels autour d'elle."""

import unicodedata
from numbers import Number

import numpy as np

from mlcourse.french import typeset

MAX_SAID = 2_000  # caractères de ce que dit chaque ligne : une copie peut rendre un mot d'un million de lettres
DEFERRED = "cette propriété se note une fois que"  # le début d'une piste qui ne nomme pas d'erreur


class CheckError(AssertionError):
    r"""Une propriété n'est pas vérifiée ; `section` est celle du livre qui l'enseigne.

    `details` garde à part ce qui était attendu, ce qui est venu et la piste : une page les met en forme à sa façon.

    Jupyter affiche le message seul : la trace d'appels ne montrerait que le code des tests, jamais celui de l'étudiant.

    >>> str(CheckError("J", expected="0.5", received="1.0", section="1.1")).splitlines()[1:]
    ['  attendu\xa0: 0.5', '  reçu\xa0: 1.0', '  relire\xa0: section 1.1']
    """

    def __init__(self, claim, expected="", received="", hint="", section=""):
        self.claim = claim
        if received and received == expected:  # des textes qui ne diffèrent que par ce qui ne se voit pas
            received = "autre chose, qui s'écrit de même"
        expected, received, hint = map(_short, (expected, received, hint))
        if received and _letters(received) == _letters(expected):
            received = _short(ascii(received))
        said = {"attendu": expected, "reçu": received, "piste": hint}
        self.details = {label: typeset(text) for label, text in said.items() if text}
        lines = [f"Propriété non vérifiée : {claim}."]
        lines += [f"  {label} : " + text.replace("\n", "\n    ") for label, text in said.items() if text]
        super().__init__(typeset("\n".join([*lines, *reread(section)])))

    def _render_traceback_(self):
        """Ce que Jupyter affiche à la place de la trace."""
        return [str(self)]


def reread(section):
    """La dernière ligne d'un message : où le livre enseigne cette propriété.

    >>> reread("1.3"), reread("")
    (['  relire : section 1.3'], [])
    """
    return [f"  relire : section {section}"] if section else []


def _short(text):
    return text if len(text) <= MAX_SAID else f"{text[:MAX_SAID]}…"


def _letters(text):
    return unicodedata.normalize("NFKC", text)


def show(value, digits=6):
    """Écrit un nombre ou un tableau en peu de place, pour un message.

    >>> show(np.array([[1 / 3, 1.0]]))
    '[[0.333333, 1.      ]]'
    """
    return np.array2string(np.asarray(value), precision=digits, separator=", ", threshold=24, edgeitems=2)


def assign(name, value, digits=6):
    """Écrit « nom = valeur », un tableau de plusieurs lignes allant à la ligne.

    >>> print(assign("dW", np.eye(2)))
    dW =
    [[1., 0.],
     [0., 1.]]
    """
    text = show(value, digits)
    return f"{name} ={chr(10) if chr(10) in text else ' '}{text}"


def contrast(name, expected, received):
    """Écrit deux résultats différents de sorte que la différence se voie, au besoin là seulement où elle est grande.

    >>> contrast("J", 1 / 3, 1 / 3 + 1e-8)
    ('J = 0.333333333', 'J = 0.333333343')
    >>> contrast("A", np.zeros((9, 9)), np.eye(9)[::-1] * (np.arange(9) == 4))
    ('A[4, 4] = 0.0', 'A[4, 4] = 1.0')
    """
    for digits in (6, 9, 12, 17):
        pair = assign(name, expected, digits), assign(name, received, digits)
        if pair[0] != pair[1]:
            return pair
    place = np.unravel_index(np.argmax(np.abs(received - expected)), np.shape(expected))
    name = f"{name}[{', '.join(map(str, place))}]"
    return f"{name} = {float(expected[place])!r}", f"{name} = {float(received[place])!r}"


def kind(value):
    """Nomme le type d'un résultat, avec sa forme si c'est un tableau.

    >>> kind(np.zeros((3, 1))), kind(None), kind(True), kind((1, 2))
    ('un tableau float64 de forme (3, 1)', 'None', 'un nombre de type bool', 'un objet de type tuple, de longueur 2')
    """
    if value is None:
        return "None"
    if type(value) is np.ndarray:
        return f"un tableau {value.dtype} de forme {value.shape}"
    length = f", de longueur {len(value)}" if isinstance(value, list | tuple) else ""
    return f"un {'nombre' if isinstance(value, Number) else 'objet'} de type {type(value).__name__}{length}"

"""Ce qu'un contrôle dit à l'étudiant : une erreur qui se lit, sans trace d'appels autour d'elle."""

from numbers import Number

import numpy as np

from mlcourse.french import typeset


class CheckError(AssertionError):
    r"""Une propriété n'est pas vérifiée.

    Jupyter affiche le message seul : la trace d'appels ne montrerait que le code des tests, jamais celui de l'étudiant.

    >>> str(CheckError("J", expected="0.5", received="1.0")).splitlines()[1:]
    ['  attendu\xa0: 0.5', '  reçu\xa0: 1.0']
    """

    def __init__(self, claim, expected="", received="", hint=""):
        self.claim = claim
        lines = [f"Propriété non vérifiée : {claim}."]
        for label, text in (("attendu", expected), ("reçu", received), ("piste", hint)):
            if text:
                lines.append(f"  {label} : " + text.replace("\n", "\n    "))
        super().__init__(typeset("\n".join(lines)))

    def _render_traceback_(self):
        """Ce que Jupyter affiche à la place de la trace."""
        return [str(self)]


def show(value):
    """Écrit un nombre ou un tableau en peu de place, pour un message.

    >>> show(np.array([[1 / 3, 1.0]]))
    '[[0.333333, 1.      ]]'
    """
    return np.array2string(np.asarray(value), precision=6, separator=", ", threshold=24, edgeitems=2)


def assign(name, value):
    """Écrit « nom = valeur », un tableau de plusieurs lignes allant à la ligne.

    >>> print(assign("dW", np.eye(2)))
    dW =
    [[1., 0.],
     [0., 1.]]
    """
    text = show(value)
    return f"{name} ={chr(10) if chr(10) in text else ' '}{text}"


def kind(value):
    """Nomme le type d'un résultat, avec sa forme si c'est un tableau.

    >>> kind(np.zeros((3, 1))), kind(None), kind(True)
    ('un tableau float64 de forme (3, 1)', 'None', 'un nombre de type bool')
    """
    if value is None:
        return "None"
    if type(value) is np.ndarray:
        return f"un tableau {value.dtype} de forme {value.shape}"
    return f"un {'nombre' if isinstance(value, Number) else 'objet'} de type {type(value).__name__}"

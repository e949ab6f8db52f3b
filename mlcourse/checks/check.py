"""Le contrôle d'une propriété : appeler la fonction de l'étudiant, comparer ce qu'elle rend, expliquer l'écart."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Number

import numpy as np

from mlcourse.checks.calls import changed, duplicate, explain, observed, silence, within_time
from mlcourse.checks.clock import timed
from mlcourse.checks.draws import generator
from mlcourse.checks.messages import DEFERRED, CheckError, contrast, kind, show
from mlcourse.checks.mistakes import likely_mistake, number_mistake, shape_mistake, value_mistake
from mlcourse.checks.speed import count, dimensions, outruns_a_loop
from mlcourse.french import typeset

GRADIENT_TOLERANCE = 1e-7  # ce qu'atteint une différence centrée de pas 1e-5 en float64
BLUR = 1e-9  # et ce qu'elle laisse d'incertain, pour un coût de l'ordre de 1 : un gradient presque nul s'y perd
SMALL_BATCH = 3, 10  # entre lesquels est la taille d'un petit lot
RIGHT = 1e-9  # à cet écart près, un résultat est juste


@dataclass(frozen=True)
class Check:
    """Une propriété, en français, que doit vérifier une fonction.

    `returns` nomme les résultats attendus, quand il y en a plusieurs ; `section` est celle du livre qui l'enseigne.

    La fonction n'est connue que par ce qu'elle rend : elle peut vivre dans un autre processus. Toute méthode lève
    `CheckError` quand la propriété n'est pas vérifiée, et ne dit rien sinon.

    >>> check = Check(lambda x: 4 * x, "le résultat est la moyenne des quatre exemples", section="1.1")
    >>> try:
    ...     check.close("J", check.call(0.5), 0.5, m=4)
    ... except CheckError as error:
    ...     print(error)
    Propriété non vérifiée : le résultat est la moyenne des quatre exemples.
      attendu : J = 0.5
      reçu : J = 2.
      piste : 4 fois trop grand, or le lot compte m = 4 exemples : le facteur 1/m manque
      relire : section 1.1
    """

    function: Callable
    claim: str
    returns: tuple[str, ...] = ()
    section: str = ""

    def generator(self):
        """Le générateur d'où cette propriété tire ses données, leur ordre, et la vérité de chaque cas."""
        return generator(self.claim, *self.returns)

    def require(self, condition, expected, received="", hint=""):
        """Exige une condition, un booléen ou un tableau de booléens tous vrais : NaN, ou rien, n'en est pas une."""
        condition = np.asarray(condition)
        if condition.dtype != bool or not condition.size or not condition.all():
            raise self._error(expected, received, hint)

    def tell(self, text):
        """Dit à l'étudiant où il en est, quand rien ne l'arrête."""
        print(typeset(text))  # noqa: T201 (il parle à l'étudiant)

    def _error(self, expected="", received="", hint=""):
        return CheckError(self.claim, expected, received, hint, self.section)

    def call(self, *arguments):
        """Appelle la fonction sur une copie des arguments et rend ses résultats, en nombre voulu."""
        return self._run([duplicate(argument) for argument in arguments])

    def unchanged(self, *arguments):
        """Appelle la fonction comme `call`, et exige que les tableaux reçus soient intacts au bit près."""
        results, after = self._run([duplicate(argument) for argument in arguments], observe=True)
        self.require(
            not changed(arguments, tuple(after)),
            "des arguments intacts après l'appel",
            "un tableau modifié",
            "une opération sur place (-=, *=, a[...] = ...) change l'argument lui-même : écrivez a = a - b",
        )
        return results

    def _run(self, arguments, observe=False):
        try:
            with silence():
                results, after = (
                    observed(self.function, arguments) if observe else (within_time(self.function, arguments), ())
                )
        except (Exception, SystemExit) as error:  # noqa: BLE001 (le code d'un étudiant peut tout lever)
            raise self._error(hint=explain(error)) from None
        self.require(results is not None, "un résultat", "None", "l'instruction return manque")
        if self.returns:
            self._tuple(results)
        return (results, after) if observe else results

    def _tuple(self, results):
        count = len(self.returns)
        names = ", ".join(self.returns)
        right = isinstance(results, tuple) and len(results) == count
        self.require(right, f"le tuple ({names})", kind(results), f"terminez par return {names}")

    def number(self, name, value):
        """Exige un nombre flottant fini, et le rend."""
        scalar = isinstance(value, float | np.floating) or (
            isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind == "f"
        )
        self.require(scalar, f"{name}, un nombre flottant", kind(value), number_mistake(value))
        self._finite(name, value)
        return float(value)

    def array(self, name, value, shape, hint=""):
        """Exige un tableau float64 de cette forme, de valeurs finies, et le rend ; `hint` explique une autre forme."""
        expected = f"{name}, un tableau float64 de forme {shape}"
        scalar = "np.sum(..., keepdims=True) garde deux dimensions" if isinstance(value, Number) else ""
        self.require(type(value) is np.ndarray, expected, kind(value), scalar)
        self.require(value.shape == shape, expected, kind(value), hint or shape_mistake(value.shape, shape))
        rounded = "un tableau d'entiers tronque : zeros_like copie le type de son modèle, et / ne s'écrit pas //"
        self.require(value.dtype == np.float64, expected, kind(value), rounded if value.dtype.kind in "biu" else "")
        self._finite(name, value)
        return value

    def _finite(self, name, value):
        if not np.isfinite(value).all():  # dessiner un tableau coûte plus que tout le reste : seulement s'il le faut
            raise self._error(f"{name}, sans NaN ni infini", show(value), value_mistake(value))

    def close(self, name, value, expected, *, m=None, tolerance=1e-12, mistakes=None):
        """Exige le nombre ou le tableau attendu, à `tolerance` près (absolue et relative)."""
        value = self._typed(name, value, np.shape(expected))
        if not np.allclose(value, expected, rtol=tolerance, atol=tolerance):
            self._differs(name, value, expected, likely_mistake(value, expected, m, mistakes))

    def gradient(self, name, value, loss, at, *, m=None, mistakes=None):
        """Exige le gradient de `loss` en `at`, mesuré par différences centrées."""
        # Ici, et non en tête : importer les contrôles n'amène pas dans la boîte d'une copie ce que le cours a écrit.
        from mlcourse.gradcheck import numerical_gradient, relative_error

        value = self.array(name, value, at.shape)
        expected = numerical_gradient(loss, at)
        blur = BLUR * max(1.0, abs(float(loss(at))))
        if not (relative_error(value, expected) <= GRADIENT_TOLERANCE or np.abs(value - expected).max() <= blur):
            self._differs(name, value, expected, likely_mistake(value, expected, m, mistakes))

    def _typed(self, name, value, shape):
        return self.array(name, value, shape) if shape else self.number(name, value)

    def _differs(self, name, value, expected, hint):
        expected, received = contrast(name, expected, value)
        raise self._error(expected, received, hint)

    def computes(self, results, expected):
        """Exige qu'un résultat au moins soit juste : sans quoi rendre des zéros suffirait à cette propriété.

        Plusieurs résultats sont attendus en liste ou en tuple ; un nombre ou un tableau en est un seul.
        """
        if not isinstance(expected, list | tuple):
            results, expected = (results,), (expected,)
        self._any_right([_is_right(value, target) for value, target in zip(results, expected, strict=True)])

    def _any_right(self, right):
        self.require(
            any(right),
            f"au moins un résultat juste{' parmi ' + ', '.join(self.returns) if self.returns else ''}",
            hint=f"{DEFERRED} la fonction calcule",
        )

    def tells_apart(self, error, *, right, hint=f"{DEFERRED} la fonction distingue les deux"):
        """Exige d'une mesure d'erreur qu'elle soit petite pour un gradient juste (`right`), et grande sinon."""
        error = self.number("l'erreur", error)
        self.require(
            0 <= error < 1e-4 if right else error > 1e-3,
            "une petite erreur pour un gradient juste, et pour lui seul",
            f"une erreur de {error:.1e} pour un gradient {'juste' if right else 'faux'}",
            hint,
        )

    def vectorized(self, make_case):
        """Exige qu'un grand lot demande moins de calcul qu'une boucle Python sur ses exemples.

        `make_case(m)` rend les arguments d'un lot de m exemples, tous différents et neufs à chaque appel, et les
        résultats attendus : ce que la fonction calcule bien sur un petit lot, de quelque taille qu'il soit, elle doit
        le calculer aussi sur le grand. Une boucle qui ne donnerait qu'un résultat, le plus facile, à certaines tailles
        seulement, n'y gagne donc rien. Les petits lots sont de toutes les tailles, dans le désordre, et rien ne les
        distingue de ceux des autres propriétés, pas même une mesure. Ils n'ont jamais la taille d'une autre dimension,
        que `make_case` tire au hasard : qui les confond se trompe alors sur chacun d'eux comme sur le grand, et sa note
        ne dépend pas du hasard.
        """
        sizes = sorted({*range(*SMALL_BATCH)} - dimensions(make_case(1)[0]))
        sizes = generator(self.claim, *self.returns, "petits lots").permutation(sizes).tolist()
        rights = [self._rights(self.call(*arguments), expected) for arguments, expected in map(make_case, sizes)]
        small = [any(each) for each in zip(*rights, strict=True)]
        self._any_right(small)
        if not outruns_a_loop(lambda m: self._timed(m, make_case(m), small)):
            raise self._error(
                "moins de calcul, sur un grand lot, que n'en demande une boucle Python sur les exemples",
                hint="une boucle Python parcourt les exemples : une opération matricielle les traite tous à la fois",
            )

    def _timed(self, m, case, small):
        """Rend le temps de calcul d'un appel, et combien de nombres il a reçus."""
        arguments, expected = case
        seconds, results = timed(self._run, [duplicate(argument) for argument in arguments])
        self.require(
            all(large >= little for large, little in zip(self._rights(results, expected), small, strict=True)),
            f"les mêmes résultats justes à m = {m} que sur les petits lots",
            hint="le calcul ne doit pas dépendre du nombre d'exemples",
        )
        return seconds, count(arguments)

    def _rights(self, results, expected):
        """Dit lesquels des résultats d'un appel sont justes."""
        results, expected = (results, expected) if self.returns else ((results,), (expected,))
        return [_is_right(value, target) for value, target in zip(results, expected, strict=True)]


def _is_right(value, target):
    """Vrai du nombre flottant ou du tableau attendu."""
    floating = isinstance(value, float | np.floating) or (type(value) is np.ndarray and value.dtype.kind == "f")
    same = floating and np.shape(value) == np.shape(target)
    return bool(same and np.allclose(value, target, rtol=RIGHT, atol=RIGHT))

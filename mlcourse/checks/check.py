"""Le contrôle d'une propriété : appeler la fonction de l'étudiant, comparer ce qu'elle rend, expliquer l'écart."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from numbers import Number
from time import perf_counter

import numpy as np

from mlcourse.checks.calls import changed, duplicate, explain, loop_seconds, observed, silence
from mlcourse.checks.messages import CheckError, assign, kind, show
from mlcourse.checks.mistakes import likely_mistake, shape_mistake, value_mistake
from mlcourse.gradcheck import numerical_gradient, relative_error

GRADIENT_TOLERANCE = 1e-7  # ce qu'atteint une différence centrée de pas 1e-5 en float64
SMALL_BATCH, LARGE_BATCH, HUGE_BATCH = 4, 10_000, 100_000
SAME_DIRECTION = 0.5  # cosinus d'un résultat faux mais parent du bon ; deux vecteurs au hasard en ont un presque nul
PATIENCE, TRIES = 0.7, 10  # secondes ; jusqu'à huit fois plus pour faire tous les essais


@dataclass(frozen=True)
class Check:
    """Une propriété, en français, que doit vérifier une fonction.

    `returns` nomme les résultats attendus, quand il y en a plusieurs. Avec `reveal=False` (tests cachés), le message
    garde la propriété et l'erreur probable, mais ni les valeurs attendues ni les valeurs reçues.

    La fonction n'est connue que par ce qu'elle rend : elle peut vivre dans un autre processus. Toute méthode lève
    `CheckError` quand la propriété n'est pas vérifiée, et ne dit rien sinon.

    >>> check = Check(lambda x: 4 * x, "le résultat est la moyenne des quatre exemples")
    >>> try:
    ...     check.close("J", check.call(0.5), 0.5, m=4)
    ... except CheckError as error:
    ...     print(error)
    Propriété non vérifiée : le résultat est la moyenne des quatre exemples.
      attendu : J = 0.5
      reçu : J = 2.
      piste : 4 fois trop grand, or le lot compte m = 4 exemples : le facteur 1/m manque
    """

    function: Callable
    claim: str
    returns: tuple[str, ...] = ()
    reveal: bool = True

    def hidden(self):
        """Rend le même contrôle, qui ne montre plus de valeurs."""
        return replace(self, reveal=False)

    def require(self, condition, expected, received="", hint=""):
        """Exige une condition ; `expected` se lit dans les deux modes, `received` seulement s'il peut se montrer."""
        if not condition:
            raise CheckError(self.claim, expected, received if self.reveal else "", hint)

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
                results, after = observed(self.function, arguments) if observe else (self.function(*arguments), ())
        except (Exception, SystemExit) as error:  # noqa: BLE001 (le code d'un étudiant peut tout lever)
            raise CheckError(self.claim, hint=explain(error, self.reveal)) from None
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
        hint = "un nombre n'a pas d'axe : sommez sur tous" if np.ndim(value) else ""
        self.require(scalar, f"{name}, un nombre flottant", kind(value), hint)
        self._finite(name, value)
        return float(value)

    def array(self, name, value, shape):
        """Exige un tableau float64 de cette forme, de valeurs finies, et le rend."""
        expected = f"{name}, un tableau float64 de forme {shape}"
        scalar = "np.sum(..., keepdims=True) garde deux dimensions" if isinstance(value, Number) else ""
        self.require(type(value) is np.ndarray, expected, kind(value), scalar)
        self.require(value.shape == shape, expected, kind(value), shape_mistake(value.shape, shape))
        rounded = "un tableau d'entiers tronque : zeros_like copie le type de son modèle, et / ne s'écrit pas //"
        self.require(value.dtype == np.float64, expected, kind(value), rounded if value.dtype.kind in "biu" else "")
        self._finite(name, value)
        return value

    def _finite(self, name, value):
        self.require(np.isfinite(value).all(), f"{name}, sans NaN ni infini", show(value), value_mistake(value))

    def close(self, name, value, expected, *, m=None, tolerance=1e-12, mistakes=None):
        """Exige le nombre ou le tableau attendu, à `tolerance` près (absolue et relative)."""
        value = self._typed(name, value, np.shape(expected))
        if not np.allclose(value, expected, rtol=tolerance, atol=tolerance):
            self._differs(name, value, expected, likely_mistake(value, expected, m, mistakes))

    def gradient(self, name, value, loss, at, *, m=None, mistakes=None):
        """Exige le gradient de `loss` en `at`, mesuré par différences centrées."""
        value = self.array(name, value, at.shape)
        expected = numerical_gradient(loss, at)
        if relative_error(value, expected) > GRADIENT_TOLERANCE:
            self._differs(name, value, expected, likely_mistake(value, expected, m, mistakes))

    def _typed(self, name, value, shape):
        return self.array(name, value, shape) if shape else self.number(name, value)

    def _differs(self, name, value, expected, hint):
        shown = assign(name, expected) if self.reveal else f"la bonne valeur de {name}, sur des données cachées"
        raise CheckError(self.claim, shown, assign(name, value) if self.reveal else "", hint)

    def computes(self, results, expected):
        """Exige qu'un résultat au moins ressemble au bon : sans quoi rendre des zéros suffirait à cette propriété."""
        self._any_right([_plausible(value, target) for value, target in zip(results, expected, strict=True)])

    def _any_right(self, plausible):
        self.require(
            any(plausible),
            f"au moins un résultat proche du bon{' parmi ' + ', '.join(self.returns) if self.returns else ''}",
            hint="cette propriété se note une fois que la fonction calcule",
        )

    def tells_apart(self, error, *, right, hint="cette propriété se note une fois que la fonction distingue les deux"):
        """Exige d'une mesure d'erreur qu'elle soit petite pour un gradient juste (`right`), et grande sinon."""
        error = self.number("l'erreur", error)
        self.require(
            0 <= error < 1e-4 if right else error > 1e-3,
            "une petite erreur pour un gradient juste, et pour lui seul",
            f"une erreur de {error:.1e} pour un gradient {'juste' if right else 'faux'}",
            hint,
        )

    def vectorized(self, make_case):
        """Exige qu'un grand lot se traite plus vite que ne le ferait une boucle Python sur ses exemples.

        `make_case(m)` rend les arguments d'un lot de m exemples, neuf à chaque appel, et les résultats attendus : ce
        que la fonction calcule bien sur un petit lot, elle doit le calculer aussi sur le grand.
        """
        _, small = self._measure(*make_case(SMALL_BATCH))
        self._any_right(small)
        # Une fonction qui trace ou qui écrit perd du temps, le même quel que soit le lot : un lot énorme le lui rend.
        if not any(self._outruns_a_loop(make_case, m, small) for m in (LARGE_BATCH, HUGE_BATCH)):
            raise CheckError(
                self.claim,
                f"un appel à m = {LARGE_BATCH} plus court qu'une boucle Python sur les exemples",
                hint="une boucle Python parcourt les exemples : une opération matricielle les traite tous à la fois",
            )

    def _outruns_a_loop(self, make_case, m, small):
        """Vrai si un appel au moins dure moins qu'une boucle : sur une machine occupée, les autres ne prouvent rien."""
        limit = min(loop_seconds(m) for _ in range(10))
        start, tries = perf_counter(), 0
        while perf_counter() - start < (PATIENCE if tries >= TRIES else 8 * PATIENCE):
            tries += 1
            seconds, right = self._measure(*make_case(m))
            self.require(
                all(large >= little for large, little in zip(right, small, strict=True)),
                f"les mêmes résultats justes à m = {m} qu'à m = {SMALL_BATCH}",
                hint="le calcul ne doit pas dépendre du nombre d'exemples",
            )
            limit = min(limit, loop_seconds(m))
            if seconds <= limit:
                return True
        return False

    def _measure(self, arguments, expected):
        """Rend la durée d'un appel, et ce qu'il y a de plausible dans ses résultats."""
        given = [duplicate(argument) for argument in arguments]
        start = perf_counter()
        results = self._run(given)
        seconds = perf_counter() - start
        results, expected = (results, expected) if self.returns else ((results,), (expected,))
        return seconds, [_plausible(value, target) for value, target in zip(results, expected, strict=True)]


def _plausible(value, target):
    """Vrai d'un nombre juste, ou d'un tableau parent du bon, à une autre échelle ou de signe contraire."""
    value, target = np.asarray(value), np.asarray(target)
    if value.dtype.kind != "f" or value.shape != target.shape:
        return False
    if target.size == 1:
        return bool(np.allclose(value, target, rtol=1e-9, atol=1e-9))
    norms = np.linalg.norm(value) * np.linalg.norm(target)
    return bool(abs(np.vdot(value, target)) > SAME_DIRECTION * norms)

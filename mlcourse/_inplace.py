"""Une règle s'écrit comme dans l'article ; le même calcul, sur place, s'en déduit.

Appliquée à des tableaux, une règle en crée un par opération, et NumPy convertit chaque nombre à chaque opération. Ici,
la règle est appelée une fois, sur des symboles qui relèvent ses opérations ; un programme les refait ensuite dans le
même ordre, au bit près, en écrivant dans theta et dans les états. `print(in_place(adam).source)` le montre.

Les mêmes opérations s'écrivent aussi en une seule boucle sur les éléments, `print(in_place(adam).loop)`, que
`_compiled` fait compiler quand numba est là.
"""

from collections.abc import Callable
from functools import cache, partial
from inspect import signature
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

#: Les opérations entre nombres : elles restent en Python, donc en double précision, quel que soit le type de theta.
SCALARS = {
    np.add: "{} + {}",
    np.subtract: "{} - {}",
    np.multiply: "{} * {}",
    np.divide: "{} / {}",
    np.power: "{} ** {}",
    np.negative: "-{}",
}
#: Les opérations dont la norme IEEE 754 fixe le résultat, au bit près : les seules que l'on confie à un compilateur.
EXACT = {
    **{ufunc: text for ufunc, text in SCALARS.items() if ufunc is not np.power},
    np.square: "{0} * {0}",
    np.sqrt: "np.sqrt({})",
}
#: Ce qu'une boucle sur des matrices se permet en plus : choisir n'arrondit rien. De deux zéros, `np.maximum` prend
#: celui que le processeur préfère : seul le signe d'une activation nulle peut en dépendre.
CHOICES = {np.maximum: "{0} if {0} > {1} or {0} != {0} else {1}", np.greater: "{0} > {1}"}
#: Les puissances pour lesquelles un tableau choisit de lui-même une autre opération que `power`.
POWERS = {"2": np.square, "0.5": np.sqrt}
#: Ce que lève une règle à qui des symboles ne suffisent pas : elle choisit selon une valeur, somme, indexe...
NOT_TRACEABLE = (TypeError, AttributeError, KeyError, ValueError)


class Program(NamedTuple):
    """Une règle prête à tourner : `run(parts, constants, t, **nombres)`, et les tableaux qu'il faut lui réserver.

    `source` est le texte de `run`. `loop` est celui d'une fonction `loop(theta, g, *états, _k)`, où `_k` est le vecteur
    des constantes ; il est vide si une opération de la règle n'est pas dans `EXACT`. D'une règle entre matrices, la
    boucle va ligne à ligne, admet aussi `CHOICES`, et l'argument nommé `b` y est une colonne.
    """

    run: Callable
    source: str = ""
    loop: str = ""
    n_constants: int = 0
    n_buffers: int = 0

    def bind(self, arrays, size):
        """Réserve ces tableaux et coupe les vecteurs en tranches : il ne reste qu'à donner t et les hyperparamètres."""
        theta, parts = arrays[0], []
        constants = [np.empty((), theta.dtype) for _ in range(self.n_constants)]
        buffers = [np.empty_like(theta[:size]) for _ in range(self.n_buffers)]
        for start in range(0, theta.size, size):
            part = [array[start : start + size] for array in arrays]
            parts.append((*part, *(buffer[: part[0].size] for buffer in buffers)))
        return partial(self.run, parts, constants)


class Symbol(NDArrayOperatorsMixin):
    """Ce que la règle prend pour un nombre (`text` en est l'expression) ou pour un tableau (`text` en est le nom).

    `sample`, un nombre ou un tableau vide, dit de quel type NumPy ferait le résultat ; `tape`, la liste des opérations,
    est celle d'un tableau.
    """

    symbolic = True

    def __init__(self, text, sample=1.0, tape=None):
        self.text, self.sample, self.tape = text, sample, tape

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or options or not {type(x) for x in inputs} <= {Symbol, int, float, bool}:
            return NotImplemented
        operands = [x if isinstance(x, Symbol) else Symbol(repr(x)) for x in inputs]
        tape = next((x.tape for x in operands if x.tape is not None), None)
        if tape is None:
            return Symbol(f"({SCALARS[ufunc].format(*(x.text for x in operands))})")
        if ufunc is np.power and operands[1].text in POWERS:
            ufunc, operands = POWERS[operands[1].text], operands[:1]
        sample = ufunc(*(x.sample for x in operands))
        # Écrits dans un tableau flottant, le vrai et le faux de `greater` y sont 1 et 0, comme dans toute opération.
        dtype = np.bool_ if ufunc is np.greater else np.float32
        if (sample.dtype, sample.shape) != (dtype, (0,)) or getattr(np, ufunc.__name__, None) is not ufunc:
            raise TypeError(f"{ufunc} : une opération de NumPy, élément par élément, est attendue.")
        tape.append((ufunc, operands, f"_{len(tape)}"))
        return Symbol(tape[-1][-1], sample, tape)

    @property
    def dtype(self):
        return self.sample.dtype

    def astype(self, dtype):
        """La même valeur, dans le type de theta : le seul que prend un programme."""
        if dtype != np.float32:
            raise TypeError(f"{self.text} : le type de theta est attendu, reçu {dtype}.")
        return Symbol(self.text, self.sample.astype(dtype), self.tape)

    def __array__(self, *_, **__):
        # Sans quoi NumPy en ferait un tableau d'un seul objet : la norme de g se relèverait comme celle d'un nombre.
        raise TypeError(f"{self.text} ne se convertit pas en tableau : une règle qui le demande ne se relève pas.")

    def __bool__(self):
        raise TypeError(f"{self.text} n'a pas de valeur : une règle qui choisit selon elle ne se relève pas.")


@cache
def in_place(rule, masked=False, matrices=False):
    """Le programme de la règle ; celle qui ne se relève pas est appelée telle quelle, et ses résultats recopiés."""
    parameters = signature(rule).parameters
    arrays = [name for name, p in parameters.items() if p.kind is not p.KEYWORD_ONLY]
    numbers = [name for name in parameters if name not in (*arrays, "decay_mask")]
    tape: list[tuple] = []
    symbols = [Symbol(name, np.empty(0, np.float32), tape) for name in arrays]
    mask = {"decay_mask": Symbol("decay_mask", np.empty(0, bool), tape)} if masked else {}
    try:
        results = rule(*symbols, **{name: Symbol(name) for name in numbers}, **mask)
        names = [result.text for result in (results if isinstance(results, tuple) else (results,))]
        targets = dict(zip(names, [arrays[0], *arrays[2:]], strict=True))
    except NOT_TRACEABLE:
        return Program(partial(_call_and_copy, rule, "t" in numbers, masked))
    # Chaque résultat doit venir d'une opération à lui, et les noms en « _ » sont réservés au programme.
    if len(names) > len(targets.keys() & {out for _, _, out in tape}) or any(name[0] == "_" for name in parameters):
        return Program(partial(_call_and_copy, rule, "t" in numbers, masked))
    return _compile([*arrays, *mask], [name for name in numbers if name != "t"], tape, targets, matrices)


def _call_and_copy(rule, counts, masked, parts, constants, t, **numbers):
    numbers |= {"t": t} if counts else {}
    for theta, g, *states in parts:
        mask = {"decay_mask": states.pop()} if masked else {}
        updated = rule(theta, g, *states, **numbers, **mask)
        # Une règle peut rendre l'un de ses arguments : on copie tout avant de rien réécrire.
        values = [np.array(value) for value in (updated if isinstance(updated, tuple) else (updated,))]
        for target, value in zip((theta, *states), values, strict=True):
            target[:] = value


def _compile(arrays, numbers, tape, targets, matrices):
    """Écrit le programme en Python : les nombres, chacun dans un tableau à zéro dimension, puis les opérations."""
    places, buffers = _allocate(tape, targets)
    scalars = dict.fromkeys(x.text for _, operands, _ in tape for x in operands if x.tape is None)
    constants = {text: f"_k{i}" for i, text in enumerate(scalars)}
    body = []
    for ufunc, operands, out in tape:
        texts = [constants[x.text] if x.tape is None else places.get(x.text, x.text) for x in operands]
        body.append(f"np.{ufunc.__name__}({', '.join(texts)}, out={places[out]})")
    body += [f"np.copyto({target}, {places[out]})" for out, target in targets.items() if places[out] != target]
    unpack = [f"[{', '.join(constants.values())}] = constants", *(f"{k}[()] = {text}" for text, k in constants.items())]
    head = [*unpack, f"for {', '.join([*arrays, *buffers])} in parts:"]
    lines = [f"def run({', '.join(['parts', 'constants', 't', *numbers])}):", *(f"    {line}" for line in head)]
    source = "\n".join([*lines, *(f"        {line}" for line in body)])
    namespace: dict[str, Any] = {"np": np, "inf": np.inf, "nan": np.nan}
    exec(source, namespace)
    loop = _write_loop(arrays, constants, tape, targets, matrices)
    return Program(namespace["run"], source, loop, len(constants), len(buffers))


def _write_loop(arrays, constants, tape, targets, matrices):
    """Écrit les mêmes opérations en une boucle : un élément après l'autre, chaque résultat dans une variable."""
    exact = EXACT | CHOICES if matrices else EXACT
    if not {ufunc for ufunc, _, _ in tape} <= exact.keys():
        return ""
    at = "_r, _i" if matrices else "_i"
    places = constants | {name: f"{name}[{at}]" for name in arrays} | ({"b": "b[_r, 0]"} if matrices else {})
    loops = [f"for _r in range({arrays[0]}.shape[0]):"] if matrices else []
    loops += [f"for _i in range({arrays[0]}.{'shape[1]' if matrices else 'size'}):"]
    body = [
        f"{out} = {exact[ufunc].format(*(places.get(x.text, x.text) for x in operands))}"
        for ufunc, operands, out in tape
    ]
    body += [f"{target}[{at}] = {out}" for out, target in targets.items()]
    lines = [f"{k} = _k[{i}]" for i, k in enumerate(constants.values())]
    lines += [f"{'    ' * depth}{line}" for depth, line in enumerate(loops)]
    lines += [f"{'    ' * len(loops)}{line}" for line in body]
    return "\n".join([f"def loop({', '.join([*arrays, '_k'])}):", *(f"    {line}" for line in lines)])


def _allocate(tape, targets):
    """Donne à chaque résultat sa place : le vecteur qu'il remplace, si nul ne le lira plus, ou un tableau libre."""
    last = {x.text: i for i, (_, operands, _) in enumerate(tape) for x in operands} | dict.fromkeys(targets, len(tape))
    places: dict[str, str] = {}
    buffers: list[str] = []
    free: list[str] = []
    for i, (_, operands, out) in enumerate(tape):
        free += sorted({places[x.text] for x in operands if last[x.text] == i and places.get(x.text) in buffers})
        if out in targets and last.get(targets[out], -1) <= i:
            places[out] = targets[out]
            continue
        if not free:
            buffers.append(f"_x{len(buffers)}")
            free.append(buffers[-1])
        places[out] = free.pop()
    return places, buffers

"""Une règle s'écrit comme dans l'article ; le même calcul, sur place, s'en déduit.

Appliquée à des tableaux, une règle en crée un par opération, et NumPy convertit chaque nombre à chaque opération. Ici, la
règle est appelée une fois, sur des symboles qui relèvent ses opérations ; un programme les refait ensuite dans le même
ordre, au bit près, en écrivant dans theta et dans les états. `print(in_place(adam).source)` le montre.
"""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

#: Les opérations entre nombres : elles restent en Python, donc en double précision, quel que soit le type de theta.
SCALARS = {np.add: "+", np.subtract: "-", np.multiply: "*", np.divide: "/", np.power: "**"}
#: Les puissances pour lesquelles NumPy a une opération plus précise que `power`, et qu'il choisit de lui-même.
POWERS = {"2": np.square, "0.5": np.sqrt}
#: Ce que lève une règle à qui des symboles ne suffisent pas : elle choisit selon une valeur, elle somme, elle indexe.
NOT_TRACEABLE = (TypeError, AttributeError, KeyError, ValueError)


class Program(NamedTuple):
    """Une règle prête à tourner : `run(parts, constants, t, **nombres)`, et les tableaux dont elle a besoin."""

    run: Callable
    source: str = ""
    n_constants: int = 0
    n_buffers: int = 0


class Symbol(NDArrayOperatorsMixin):
    """Ce que la règle prend pour un nombre (`text` en est l'expression) ou pour un tableau (`text` en est le nom).

    `sample`, un nombre ou un tableau vide, dit de quel type NumPy ferait le résultat.
    """

    def __init__(self, text, sample=1.0, tape=None):
        self.text, self.sample, self.tape = text, sample, tape

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or options or not {type(x) for x in inputs} <= {Symbol, int, float, bool}:
            return NotImplemented
        inputs = [x if isinstance(x, Symbol) else Symbol(repr(x), x) for x in inputs]
        tape = next((x.tape for x in inputs if x.tape is not None), None)
        if tape is None:
            return Symbol(f"({f' {SCALARS[ufunc]} '.join(x.text for x in inputs)})")
        if ufunc is np.power and inputs[1].text in POWERS:
            ufunc, inputs = POWERS[inputs[1].text], inputs[:1]
        sample = ufunc(*(x.sample for x in inputs))
        if (sample.dtype, sample.shape) != (np.float32, (0,)) or getattr(np, ufunc.__name__, None) is not ufunc:
            raise TypeError(f"{ufunc} : une opération de NumPy, élément par élément, est attendue.")
        tape.append((ufunc, inputs, f"_{len(tape)}"))
        return Symbol(tape[-1][-1], sample, tape)

    def __bool__(self):
        raise TypeError("Un symbole n'a pas de valeur : une règle qui choisit selon elle ne se relève pas.")


@cache
def in_place(rule, masked=False):
    """Rend le programme de la règle ; celle qui ne se relève pas est appelée telle quelle, et ses résultats recopiés."""
    keywords = [p for p in signature(rule).parameters.values() if p.kind is p.KEYWORD_ONLY]
    arrays = [name for name, p in signature(rule).parameters.items() if p not in keywords]
    tape = []
    symbols = [Symbol(name, np.empty(0, np.float32), tape) for name in arrays]
    named = {p.name: Symbol(p.name) for p in keywords if p.name != "decay_mask"}
    mask = {"decay_mask": Symbol("decay_mask", np.empty(0, bool), tape)} if masked else {}
    try:
        results = rule(*symbols, **named, **mask)
        results = [result.text for result in (results if isinstance(results, tuple) else (results,))]
        targets = dict(zip(results, [arrays[0], *arrays[2:]], strict=True))
    except NOT_TRACEABLE:
        return Program(_copying(rule, "t" in named, masked))
    if len(targets) < len(results) or not set(results) <= {out for _, _, out in tape}:
        return Program(_copying(rule, "t" in named, masked))
    return _compile(rule.__name__, [*arrays, *mask], [name for name in named if name != "t"], tape, targets)


def _copying(rule, counts, masked):
    """Le programme d'une règle quelconque : elle crée ses tableaux, il les recopie."""

    def run(parts, constants, t, **numbers):
        for theta, g, *states in parts:
            mask = {"decay_mask": states.pop()} if masked else {}
            updated = rule(theta, g, *states, **numbers, **mask, **({"t": t} if counts else {}))
            for target, value in zip((theta, *states), updated if isinstance(updated, tuple) else (updated,), strict=True):
                target[:] = value

    return run


def _compile(name, arrays, numbers, tape, targets):
    """Écrit le programme en Python : les nombres d'abord, rangés dans des tableaux à zéro dimension, puis les tableaux."""
    place, buffers = _allocate(tape, targets)
    constants: dict[str, str] = {}
    lines = []
    for ufunc, inputs, out in tape:
        operands = [
            place.get(x.text, x.text) if x.tape is not None else constants.setdefault(x.text, f"k{len(constants)}")
            for x in inputs
        ]
        lines.append(f"        {ufunc.__name__}({', '.join(operands)}, out={place[out]})")
    lines += [f"        copyto({target}, {place[out]})" for out, target in targets.items() if place[out] != target]
    head = [f"def {name}(parts, constants, t, {', '.join(numbers)}):"]
    if constants:
        head += [f"    [{', '.join(constants.values())}] = constants"]
        head += [f"    {k}[()] = {text}" for text, k in constants.items()]
    source = "\n".join([*head, f"    for {', '.join([*arrays, *buffers])} in parts:", *lines])
    namespace = dict(vars(np))
    exec(source, namespace)
    return Program(namespace[name], source, len(constants), len(buffers))


def _allocate(tape, targets):
    """Donne à chaque résultat sa place : l'état qu'il remplace, s'il ne servira plus, ou le premier tableau libre."""
    last = {x.text: i for i, (_, inputs, _) in enumerate(tape) for x in inputs} | dict.fromkeys(targets, len(tape))
    place, buffers, free = {}, [], []
    for i, (_, inputs, out) in enumerate(tape):
        free += sorted({place[x.text] for x in inputs if last[x.text] == i and place.get(x.text) in buffers})
        if out in targets and last.get(targets[out], -1) <= i:
            place[out] = targets[out]
            continue
        if not free:
            buffers.append(f"x{len(buffers)}")
            free.append(buffers[-1])
        place[out] = free.pop()
    return place, buffers

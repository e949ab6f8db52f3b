"""Exécuter des cellules comme un noyau Jupyter, sans noyau : interrompues à temps, dernière expression affichée."""

import __future__

import ast
import builtins
import contextlib
import inspect
import linecache
import os
import re
import signal
import sys
import traceback
import types
import warnings
from typing import Any

from mlcourse.french import decimal_comma, typeset
from mlcourse.grading.inside.streams import Outputs, redirect, writable
from mlcourse.grading.wire.channel import TIME_OVER

_OURS = (*(f"grading/inside/{name}.py" for name in ("absent", "cells", "streams")), "/ast.py")
_FOLDER = os.getcwd()  # celui du carnet, où ses modules l'accompagnent
_FUTURES = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
_NEEDS_SHELL = re.compile(r"\b(IPython|ipython|get_ipython|display|matplotlib|plots|ipywidgets)\b")


class Interruption(BaseException):
    """La cellule a duré plus que permis ; ce qu'elle avait déjà défini reste.

    Ce n'est pas une `Exception` : le code d'un étudiant ne doit pas l'avaler.
    """


class Cells:
    """L'espace de noms `__main__` d'un carnet, et de quoi y exécuter des cellules."""

    def __init__(self):
        self.module = types.ModuleType("__main__")
        self.namespace = vars(self.module)
        self._sources: list[str] = [""]
        self._values: dict[int, Any] = {}
        self._last: Any = ""
        self.namespace |= {"__builtins__": builtins, "_": "", "__": ""} | self._history()
        sys.modules["__main__"] = self.module
        self.outputs: Any = None
        self.shell: Any = None
        self._loop: Any = None
        self._allowed: float | None = None  # les secondes de la cellule en cours
        signal.signal(TIME_OVER, self._interrupt)
        self._futures = 0  # ce qu'une cellule a importé de __future__ vaut, comme dans Jupyter, pour les suivantes
        redirect(self)

    def _history(self):
        """Les cellules et leurs valeurs, sous les noms que leur donne IPython."""
        return {"In": self._sources, "_ih": self._sources, "Out": self._values, "_oh": self._values}

    def lookup(self, target, name):
        """La valeur d'un nom, pour les tests."""
        if name not in self.namespace:
            raise NameError(f"name {name!r} is not defined")
        return self.namespace[name]

    def run(self, filename, source, bounds, seconds):
        """Exécute une cellule, en tant de secondes ; rend ses sorties, et son erreur (nom, message, trace) ou None.

        `bounds` borne ces sorties : le texte et les images, en octets, puis leur nombre.
        """
        self.outputs = outputs = Outputs(*bounds)
        error = None
        self.namespace |= dict(zip(("_i", "_ii", "_iii"), ["", "", *self._sources][:-4:-1], strict=True))
        self.namespace[f"_i{len(self._sources)}"] = source
        self._sources.append(source)
        try:
            with self._interruptible(seconds):
                self.show(self.execute(filename, source))
                if self.shell:
                    self.shell.events.trigger("post_execute")
        except BaseException as raised:  # noqa: BLE001 (comme un noyau, qui survit à toute erreur)
            error = _describe(raised)
        self.outputs = None
        return outputs.close(), error

    @contextlib.contextmanager
    def _interruptible(self, seconds):
        self._allowed = seconds
        try:
            yield
        finally:
            self._allowed = None

    def _interrupt(self, *_):
        """Arrête la cellule en cours : le meneur a compté son temps. Celle qui n'en tient pas compte, il la tuera."""
        if self._allowed is not None:
            spent = decimal_comma(f"{self._allowed:g}")
            raise Interruption(typeset(f"cellule interrompue au bout de {spent} s : ce qu'elle avait défini reste."))

    def execute(self, filename, source):
        """Exécute une cellule et rend la valeur de sa dernière expression, ou None."""
        source, tree = self._plain(source, filename)
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        tree = tree or self._parsed(source, filename)
        last = [ast.Expression(tree.body.pop().value)] if tree.body and isinstance(tree.body[-1], ast.Expr) else []
        value = self._evaluate([self._compiled(part, filename) for part in (tree, *last)])
        return value if last and not source.rstrip().endswith(";") else None

    def _parsed(self, source, filename) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(source, filename, "exec", ast.PyCF_ONLY_AST | self._futures, dont_inherit=True)

    def _compiled(self, tree, filename):
        mode = "exec" if isinstance(tree, ast.Module) else "eval"
        code = compile(tree, filename, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | self._futures, dont_inherit=True)
        self._futures |= code.co_flags & _FUTURES
        return code

    def show(self, value):
        """Affiche la valeur de la dernière expression, et la garde sous les noms que lui donne Jupyter."""
        if value is None:
            return
        if self.shell:
            self.shell.display(value)
        else:
            self.outputs.write("text", repr(value))
        if self.namespace.get("_") is self._last:  # sinon, ce nom est à l'étudiant
            self.namespace |= {"_": value, "__": self._last}
        self._last = self._values[len(self._sources) - 1] = value

    def _evaluate(self, codes):
        """Exécute ces morceaux d'une cellule et rend la valeur du dernier ; s'il y a un « await », dans une boucle."""
        if any(map(_is_coroutine, codes)):
            return self._await(self._in_turn(codes))
        return [eval(code, self.namespace) for code in codes][-1]

    async def _in_turn(self, codes):
        for code in codes:
            value = eval(code, self.namespace)
            value = await value if _is_coroutine(code) else value
        return value

    def _await(self, coroutine):
        """Attend une coroutine ; comme dans Jupyter, toutes les cellules ont la même boucle."""
        if self._loop is None:
            import asyncio  # long à charger, et « await » est rare

            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        return self._loop.run_until_complete(coroutine)

    def _plain(self, source, filename):
        """Rend la cellule en Python ordinaire, et son arbre si elle l'était déjà ; ce qui vient d'IPython le charge.

        C'est-à-dire des `%magics`, `display` ou des figures.
        """
        try:
            tree = self._parsed(source, filename)
        except (SyntaxError, ValueError):
            tree = None
        if self.shell is None and (tree is None or _NEEDS_SHELL.search(source)):
            path = [*sys.path]
            sys.path[:] = [place for place in path if place != _FOLDER]  # IPython charge ses modules, et non les siens
            from mlcourse.grading.inside.shell import make_shell

            self.shell = make_shell(self)
            sys.path[:] = path
            self.namespace |= self._history()
        if tree is None:
            self.shell.compile.flags |= self._futures  # pour ce que compile une magie, comme %%time
            source = self.shell.transform_cell(source)
        return source, tree


def _is_coroutine(code):
    return bool(code.co_flags & inspect.CO_COROUTINE)


def _describe(error):
    """Nom, message et trace d'une erreur, sans les cadres de la correction."""
    kind = type(error)
    try:
        report = traceback.TracebackException(kind, error, error.__traceback__, limit=-20)
        report.stack[:] = [frame for frame in report.stack if not frame.filename.endswith(_OURS)]
        return [
            writable(str(kind.__name__)[:80]),
            writable(str(error)[:500]),
            writable("".join(report.format())[-4000:]),
        ]
    except Exception:  # noqa: BLE001 (la classe de l'exception est celle de l'étudiant)
        return ["Exception", "", "Une exception que l'on ne peut pas afficher."]

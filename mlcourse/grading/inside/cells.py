"""Exécuter des cellules comme un noyau Jupyter, sans noyau : sorties captées, bornées, dernière expression affichée."""

import ast
import builtins
import inspect
import io
import linecache
import re
import sys
import traceback
import types
import warnings
from typing import Any

_OURS = ("grading/inside/cells.py", "/ast.py")
_NEEDS_SHELL = re.compile(r"\b(IPython|ipython|get_ipython|display|matplotlib|plots|ipywidgets)\b")


class Outputs:
    """Les sorties d'une cellule, dans l'ordre, bornées en texte et en images."""

    def __init__(self, text_bytes, figure_bytes):
        self.parts, self._left, self._figures = [], text_bytes, figure_bytes

    def write(self, kind, text):
        """Ajoute du texte : `stdout`, `stderr` ou `text` (la valeur de la dernière expression)."""
        kept = _writable(text[: max(self._left, 0)])
        self._left -= len(text)
        if not kept:
            return
        if kind != "text" and self.parts and self.parts[-1][0] == kind:
            self.parts[-1][1] += kept
        else:
            self.parts.append([kind, kept])

    def figure(self, png):
        """Ajoute une image, si la place ne manque pas."""
        self._figures -= len(png)
        if self._figures >= 0:
            self.parts.append(["png", png])

    def close(self):
        """Rend les sorties, et dit si elles ont été coupées."""
        if self._left < 0:
            self.parts.append(["stdout", "\n[La suite de la sortie a été coupée.]\n"])
        if self._figures < 0:
            self.parts.append(["stdout", "\n[Une image trop grande a été omise.]\n"])
        return self.parts


class _Stream(io.TextIOBase):
    """Ce qui remplace sys.stdout et sys.stderr ; hors d'une cellule, rien n'est gardé."""

    def __init__(self, cells, kind):
        self._cells, self._kind = cells, kind

    def writable(self):
        return True

    def write(self, text):
        if self._cells.outputs is not None:
            self._cells.outputs.write(self._kind, text)
        return len(text)


class Cells:
    """L'espace de noms `__main__` d'un carnet, et de quoi y exécuter des cellules."""

    def __init__(self):
        self.module = types.ModuleType("__main__")
        self.namespace = vars(self.module)
        self.namespace["__builtins__"] = builtins
        sys.modules["__main__"] = self.module
        self.outputs: Any = None
        self.shell: Any = None
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")

    def lookup(self, target, name):
        """La valeur d'un nom, pour les tests."""
        if name not in self.namespace:
            raise NameError(f"name {name!r} is not defined")
        return self.namespace[name]

    def run(self, filename, source, output_bytes, figure_bytes):
        """Exécute une cellule ; rend ses sorties, et son erreur (nom, message, trace) ou None."""
        self.outputs = outputs = Outputs(output_bytes, figure_bytes)
        error = None
        try:
            self.show(self.execute(filename, source))
            if self.shell:
                self.shell.events.trigger("post_execute")
        except BaseException as raised:  # noqa: BLE001 (comme un noyau, qui survit à toute erreur)
            error = _describe(raised)
        self.outputs = None
        return outputs.close(), error

    def execute(self, filename, source):
        """Exécute une cellule et rend la valeur de sa dernière expression, ou None."""
        source = self._plain(source)
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(source, filename)
        last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._evaluate(tree, filename, "exec")
        value = self._evaluate(last, filename, "eval") if last else None
        return None if source.rstrip().endswith(";") else value

    def show(self, value):
        """Affiche la valeur de la dernière expression."""
        if value is not None:
            if self.shell:
                self.shell.display(value)
            else:
                self.outputs.write("text", repr(value))

    def _evaluate(self, tree, filename, mode):
        code = compile(tree, filename, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        value = eval(code, self.namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio  # long à charger, et « await » est rare

            return asyncio.run(value)
        return value

    def _plain(self, source):
        """Rend la cellule en Python ordinaire ; ce qui vient d'IPython (`%magics`, `display`, figures) le charge."""
        try:
            ast.parse(source)
            plain = True
        except (SyntaxError, ValueError):
            plain = False
        if self.shell is None and (not plain or _NEEDS_SHELL.search(source)):
            from mlcourse.grading.inside.shell import make_shell

            self.shell = make_shell(self)
        return source if plain else self.shell.transform_cell(source)


def _writable(text):
    r"""Le texte sans ses moitiés de caractère ("\ud800"), que ni un fichier ni le fil ne savent écrire."""
    return text.encode("utf-8", "replace").decode()


def _describe(error):
    """Nom, message et trace d'une erreur, sans les cadres de la correction."""
    kind = type(error)
    try:
        report = traceback.TracebackException(kind, error, error.__traceback__, limit=-20)
        report.stack[:] = [frame for frame in report.stack if not frame.filename.endswith(_OURS)]
        return [
            _writable(str(kind.__name__)[:80]),
            _writable(str(error)[:500]),
            _writable("".join(report.format())[-4000:]),
        ]
    except Exception:  # noqa: BLE001 (la classe de l'exception est celle de l'étudiant)
        return ["Exception", "", "Une exception que l'on ne peut pas afficher."]

"""Exécuter une cellule comme un carnet le ferait : ce qu'elle écrit, ce qu'elle dessine, sa valeur, son erreur."""

import ast
import html
import importlib
import io
import linecache
import re
import sys
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout

from mlcourse.browser.imports import packages_for
from mlcourse.checks.errors import in_french
from mlcourse.french import typeset

PATIENCE = 0.1  # secondes entre deux envois d'un texte qui s'écrit peu à peu
MOST = 200_000  # caractères qu'une cellule peut écrire
_FENCED = re.compile(r"```\w*\n(.*)\n```", re.DOTALL)


class Stream(io.TextIOBase):
    """Une sortie, envoyée par morceaux : une boucle qui écrit mille lignes n'envoie pas mille messages."""

    def __init__(self, kind, emit):
        self.kind, self.emit = kind, emit
        self.waiting, self.left, self.last = [], MOST, time.monotonic()

    def write(self, text):
        """Garde un texte, et l'envoie avec ceux d'avant s'il y a assez longtemps qu'on ne l'a pas fait."""
        if self.left > 0:
            self.waiting.append(text[: self.left])
            self.left -= len(text)
            if self.left <= 0:
                self.waiting.append("\n… la suite n'est pas montrée : la cellule écrit trop.\n")
        if text.endswith("\n") and time.monotonic() - self.last > PATIENCE:
            self.flush()
        return len(text)

    def flush(self):
        """Envoie ce qui attend."""
        if self.waiting:
            self.emit(self.kind, "".join(self.waiting))
            self.waiting.clear()
        self.last = time.monotonic()

    def writable(self):
        """Dit que l'on peut y écrire."""
        return True


class Session:
    """Des cellules exécutées l'une après l'autre, dans les mêmes variables.

    Parameters
    ----------
    emit : function
        Reçoit tout ce qu'une cellule montre : `emit(kind, data)`, où `kind` est "stdout", "stderr", "html", "svg" ou
        "png".
    """

    def __init__(self, emit):
        self.emit = emit
        self.streams = []
        self.count = 0
        self.reset()

    def reset(self):
        """Oublie toutes les variables."""
        self.names = {"__name__": "__main__", "__builtins__": __builtins__, "display": self.display}

    def run(self, source):
        """Exécute une cellule.

        Parameters
        ----------
        source : str
            Le code.

        Returns
        -------
        dict
            `value`, le texte de la dernière expression, ou None si elle n'en a pas ou s'est affichée autrement ;
            `error`, None ou ce que donne `told`.
        """
        self.count += 1
        name = f"<cellule {self.count}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        self.streams = [Stream("stdout", self.send), Stream("stderr", self.send)]
        value, error = None, None
        with redirect_stdout(self.streams[0]), redirect_stderr(self.streams[1]):
            try:
                self._watch_figures(source)
                value = self._execute(source, name)
            except BaseException as raised:  # noqa: BLE001 : sys.exit() et Ctrl-C sont aussi ceux du lecteur
                error = told(raised)
            self._show_figures()
        self.flush()
        return {"value": value, "error": error}

    def display(self, *values):
        """Montre des valeurs, comme le `display` d'un carnet."""
        for value in values:
            if (text := self._shown(value)) is not None:
                sys.stdout.write(f"{text}\n")

    def send(self, kind, data):
        """Envoie une sortie, après ce qui a été écrit avant elle."""
        if kind not in {"stdout", "stderr"}:
            self.flush()
        self.emit(kind, data)

    def flush(self):
        """Envoie tout ce qui attend."""
        for stream in self.streams:
            stream.flush()

    def _execute(self, source, name):
        """Exécute le code ; rend le texte de sa dernière expression, sauf si un point-virgule la fait taire."""
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.names)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), name, "eval"), self.names)
        return None if value is None or silenced(source, last) else self._shown(value)

    def _shown(self, value):
        """Montre une valeur sous sa plus belle forme, ou rend le texte de celle qui n'en a pas d'autre."""
        for kind in ("html", "svg", "png", "markdown"):
            write = not isinstance(value, type) and getattr(value, f"_repr_{kind}_", None)
            data = write() if callable(write) else None
            if data is not None:
                self.send(*(("html", code_block(data)) if kind == "markdown" else (kind, data)))
                return None
        return repr(value)

    def _watch_figures(self, source):
        """Prépare matplotlib avant qu'une cellule ne s'en serve : elle peut l'importer, ou appeler qui l'importe."""
        if "matplotlib" in packages_for(source) and "mlcourse.browser.figures" not in sys.modules:
            importlib.import_module("mlcourse.browser.figures").install(self.send)

    def _show_figures(self):
        """Montre les figures que la cellule a laissées ouvertes, même si elle finit par une erreur."""
        if figures := sys.modules.get("mlcourse.browser.figures"):
            figures.show()


def silenced(source, last):
    r"""Dit si un point-virgule suit la dernière expression.

    >>> silenced("x = 1\nx ;  # rien", ast.parse("x = 1\nx ;  # rien").body[-1])
    True
    """
    line = source.splitlines()[last.end_lineno - 1].encode()[last.end_col_offset :]
    return line.lstrip().startswith(b";")


def code_block(markdown):
    """Un bloc de code, ou un texte, pour la page : la page ne sait pas composer du Markdown."""
    fenced = _FENCED.fullmatch(markdown.strip())
    return f'<div class="highlight"><pre>{html.escape(fenced[1] if fenced else markdown)}</pre></div>'


def told(error):
    """Dit une erreur : son type, son message, ce message en français s'il se peut, et où elle s'est produite.

    La trace ne montre que le code du lecteur et du cours, et non celui qui l'exécute.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    text = "".join(traceback.format_list(own) + traceback.format_exception_only(error))
    lines = [frame.lineno for frame in own if frame.filename.startswith("<cellule")]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    french = typeset(in_french(error))
    return {"type": type(error).__name__, "message": message, "french": french, "trace": text, "line": line}

"""Exécuter les cellules d'un carnet comme le fera la correction : sans noyau, et sans ce que l'énoncé ne permet pas."""

import builtins
import contextlib
import io
import linecache
import sys
from pathlib import Path

from mlcourse._silence import no_warnings
from mlcourse.checks.errors import in_french
from mlcourse.checks.messages import CheckError
from mlcourse.checks.notebook import USUAL, allowed_libraries, parse_cell
from mlcourse.checks.patience import TooLongError, at_most
from mlcourse.french import enumerated

CELL_SECONDS = 20  # de calcul, pour une cellule


class Rehearsal:
    """L'espace où s'exécutent les cellules ; `refused` réunit les imports que la correction n'accepterait pas."""

    def __init__(self, cells):
        self.refused = []
        self._allowed = (allowed_libraries(cells) or USUAL) | {"mlcourse.checks"}
        ours = vars(builtins) | {"__import__": self._import, "input": _unanswered}
        self._namespace = {"__name__": "__main__", "__builtins__": ours, "display": print}

    def run(self, number, source):
        """Exécute une cellule ; rend ce qu'elle affiche, et ce qui l'a arrêtée ou une chaîne vide."""
        name, printed = f"<cellule {number}>", io.StringIO()
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()), no_warnings():
                code = compile(parse_cell(source) or source, name, "exec")
                with at_most(CELL_SECONDS):
                    exec(code, self._namespace)
        except TooLongError:
            return printed.getvalue(), f"elle calcule encore au bout de {CELL_SECONDS} s"
        except CheckError as error:
            return printed.getvalue(), str(error)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (le code d'un étudiant peut tout lever)
            return printed.getvalue(), f"{type(error).__name__} : {in_french(error)}"
        return printed.getvalue(), ""

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002 (la signature de Python)
        names = [f"{name}.{part}" for part in fromlist] if name == "mlcourse" and fromlist else [name]
        for full in () if level else names:
            if not self._permits(full):
                text = f"« {full} » n'est pas permis : outre la bibliothèque standard, ce devoir n'emploie que "
                self.refused.append(f"{text}{enumerated(sorted(self._allowed))}.")
                raise ModuleNotFoundError(self.refused[-1])
        return builtins.__import__(name, globals, locals, fromlist, level)

    def _permits(self, name):
        top = name.partition(".")[0]
        own = Path(f"{top}.py").exists() or Path(top).is_dir()
        inside = any(f"{name}.".startswith(f"{library}.") for library in self._allowed)
        around = any(library.startswith(f"{name}.") for library in self._allowed)
        return top in sys.stdlib_module_names or top == "__main__" or own or inside or around


def _unanswered(prompt=""):
    raise EOFError("input() n'a pas de réponse pendant la correction : donnez une valeur à la variable")

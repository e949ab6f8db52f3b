"""Les exceptions sur le fil : un nom, un message borné, et les lignes de cellule où elles sont passées."""

import builtins
import linecache
import traceback
from functools import lru_cache
from typing import Any

from mlcourse.grading.wire.channel import CrossingError, ProtocolError

MAX_NAME, MAX_MESSAGE, MAX_FRAMES, MAX_LINE = 80, 500, 20, 120
CELL = "<cellule "  # le début du nom de fichier de toute cellule
_KNOWN: dict[str, Any] = {
    name: cls for name, cls in vars(builtins).items() if isinstance(cls, type) and issubclass(cls, BaseException)
}
_KNOWN = {name: cls for name, cls in _KNOWN.items() if "Group" not in name and not name.startswith("Unicode")}


def encode_error(error):
    """Code une exception ; rien de ce que l'étudiant y a mis ne peut empêcher de la coder."""
    kind = type(error)
    if kind is CrossingError:
        return ["ValueError", "ValueError", f"ce résultat ne peut pas être transmis aux tests : {error}", []]
    known = next(name for name, cls in reversed(_KNOWN.items()) if cls in type.mro(kind))
    return [known, _quietly(lambda: str(kind.__name__), known), _quietly(lambda: str(error), ""), _cell_lines(error)]


def _cell_lines(error):
    """Les lignes de cellule où l'exception est passée : [fichier, numéro]."""
    summary = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    lines = [[frame.filename, frame.lineno or 0] for frame in summary if frame.filename.startswith(CELL)]
    return lines[-MAX_FRAMES:]


def _quietly(read, otherwise):
    try:
        return read()[:MAX_MESSAGE].encode("utf-8", "replace").decode()
    except Exception:  # noqa: BLE001 (un __str__ d'étudiant peut tout lever)
        return otherwise


def decode_error(code):
    """Recrée l'exception : du type standard le plus proche, avec les lignes de cellule dans `remote_frames`."""
    match code:
        case [str(known), str(name), str(message), [*frames]] if known in _KNOWN and "\0" not in name:
            kind = _kind(name[:MAX_NAME], _KNOWN[known])
        case _:
            raise ProtocolError("une exception mal formée")
    error = kind.__new__(kind)
    error.args = (message[:MAX_MESSAGE],)
    error.remote_frames = [_frame(frame) for frame in frames[-MAX_FRAMES:]]
    return error


@lru_cache(maxsize=256)
def _kind(name, base):
    # Le message est déjà écrit : str(KeyError("a")), sans cela, ajouterait des guillemets.
    return type(name, (base,), {"__str__": lambda self: self.args[0], "__module__": "copie"})


def _frame(frame):
    match frame:
        case [str(filename), int(line)] if len(filename) <= MAX_NAME:
            text = linecache.getline(filename, line) if filename.startswith(CELL) else ""
            return traceback.FrameSummary(filename, line, "", lookup_line=False, line=text.strip()[:MAX_LINE])
    raise ProtocolError("une ligne d'exception mal formée")

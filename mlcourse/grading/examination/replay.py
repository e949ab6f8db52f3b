"""Rejouer une copie pour son enseignant : le même examen, dont chaque test dit ce qu'il a appelé et ce qu'il a reçu."""

import ast
import copy
import json
from dataclasses import dataclass

from mlcourse.checks.notebook import HIDDEN, hidden_lines, is_test, parse, used_names, without_lines

# S'exécute du côté des tests, avant chacun d'eux : les noms de la copie y deviennent des témoins de leurs appels.
_WITNESSES = """
def _witness(names, namespace, word):
    import functools
    import traceback
    import numpy as np
    from mlcourse.checks.messages import CheckError, show
    from mlcourse.grading.wire.handles import Proxy

    calls = []

    def told(value):
        try:
            if isinstance(value, tuple):
                return f"({', '.join(map(told, value))})"[:2000]
            if type(value) is type(told):
                return f"la fonction {value.__name__}"
            value = value.item() if isinstance(value, np.generic) else value
            return (show(value) if isinstance(value, np.ndarray) else repr(value))[:300]
        except Exception:
            return "(illisible)"

    class Witness:
        def __init__(self, name, function):
            self.__dict__.update(name=name, function=function)

        def __getattr__(self, name):
            return getattr(self.function, name)

        def __call__(self, *arguments, **named):
            return self._follow(self.function, arguments, named, lambda result: result)

        def __observe__(self, *arguments):
            observe = functools.partial(type(self.function).__observe__, self.function)
            return self._follow(observe, arguments, {}, lambda pair: pair[0])

        def _follow(self, call, arguments, named, received):
            given = [*map(told, arguments), *(f"{key}={told(value)}" for key, value in named.items())]
            line = [f"{self.name}({', '.join(given)})", "ne répond pas"]
            calls.append(line)
            try:
                result = call(*arguments, **named)
            except Exception as error:
                line[1] = f"s'arrête : {type(error).__name__} {str(error)[:300]}".rstrip()
                raise
            line[1] = told(received(result))
            return result

    for name in names:
        function = namespace.get(name)
        if hasattr(type(function), "__observe__") and callable(function):  # de la copie, ou le témoin d'un test d'avant
            namespace[name] = Witness(name, function if isinstance(function, Proxy) else function.function)

    class Told(CheckError):
        def __init__(self, error):
            said = str(error or "")
            if error is not None and not (said and isinstance(error, AssertionError)):
                frames = traceback.extract_tb(error.__traceback__)
                here = [frame.line for frame in frames if frame.filename.startswith("<test ") and frame.line]
                said = f"{type(error).__name__} {said}".rstrip() + "".join(f"\\n  {line}" for line in here[:1])
            report = {"passed": error is None, "said": said[:2000], "calls": calls[:SHOWN], "more": len(calls) - SHOWN}
            Exception.__init__(self, word + __import__("json").dumps(report))

    return Told
"""
SHOWN = 20
_ASKED = f"""{_WITNESSES.replace("SHOWN", str(SHOWN))}
_told = _witness(@names@, globals(), globals().get("_word", ""))
try:
    pass
except Exception as _error:
    raise _told(_error) from None
raise _told(None)
"""


@dataclass(frozen=True)
class Replayed:
    """Un test rejoué : s'il passe, ce qu'il dit, [(appel, ce qui est revenu)], et combien d'appels il tait."""

    passed: bool
    said: str
    calls: tuple[tuple[str, str], ...] = ()
    more: int = 0


def witnessed(source, word, delimiters=HIDDEN):
    """Le carnet de l'enseignant, dont chaque test raconte ses appels ; celui qui n'est pas du Python reste tel quel.

    `word`, tiré pour cette fois, ouvre chacun de ces récits : la copie, qui ne l'a pas, n'en écrit pas un à sa façon.
    `delimiters` entourent les tests cachés.
    """
    begin, end = delimiters
    notebook = copy.deepcopy(source)
    for cell in filter(is_test, notebook.cells):
        tree = parse(cell.source)
        if tree and tree.body:
            names = sorted(used_names(cell.source))
            frame = ast.parse(_ASKED.replace("@names@", repr(names)))
            block = next(node for node in frame.body if isinstance(node, ast.Try))
            block.body = tree.body
            # Tout le récit est caché, et finit toujours par lever : de ce qui suit, la copie exécute ce qu'elle en
            # exécuterait sans lui, et n'en voit pas plus. De telles lignes font aussi prendre sa graine au test.
            seen = without_lines(cell.source, hidden_lines(cell.source, delimiters))
            cell.source = "\n".join([begin, f"_word = {word!r}", ast.unparse(frame), end, seen])
    return notebook


def replayed(cell, word):
    """Ce que raconte une cellule de tests d'une copie rejouée ; ce que n'ouvre pas `word` n'est qu'un message."""
    said = next((output.evalue for output in cell.outputs if output.output_type == "error"), "")
    if not said.startswith(word):
        return Replayed(not said, said)
    report = json.loads(said.removeprefix(word))
    return Replayed(report["passed"], report["said"], tuple(map(tuple, report["calls"])), max(0, report["more"]))

"""L'atelier des exercices du livre : lire ce qu'un lecteur pourrait écrire, et ce que chaque essai doit y perdre."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from mlcourse.practice import judge, load

ATTEMPTS = Path(__file__).parent / "attempts"


@dataclass(frozen=True)
class Attempt:
    """Un essai ; `lost` réunit les propriétés qu'il doit manquer, `told` est un morceau de la piste, ou rien."""

    exercise: str
    name: str
    lost: frozenset
    told: str
    code: str

    def __str__(self):
        return f"{self.exercise}-{self.name}"


def attempts(prefix):
    """Les fonctions de tous les fichiers d'essais dont le nom commence par `prefix`."""
    return [attempt for path in sorted(ATTEMPTS.glob("*.py")) for attempt in _read(path, prefix)]


def _read(path, prefix):
    tree = ast.parse(path.read_text("utf-8"))
    helpers = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("_")]
    imports = load(path.stem).imports
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(prefix):
            said, name = ast.get_docstring(node), node.name.removeprefix(prefix)
            node.name = path.stem
            code = "\n\n\n".join([imports, *map(ast.unparse, [*helpers, node])])
            lost = frozenset(_said(said, "Perd").split(", ")) - {""}
            yield Attempt(path.stem, name, lost, _said(said, "Lit"), code)


def _said(docstring, label):
    found = re.search(rf"^{label} : (.+)$", docstring, re.MULTILINE)
    return found[1] if found else ""


def lost(exercise, code):
    """Les propriétés que manque un code, sous le nom de ce qui les vérifie dans le module, et le verdict entier."""
    verdict = judge(exercise, code)
    verifiers = [verify.__name__.removeprefix("_") for verify in load(exercise).properties.values()]
    held = [held for _, held in verdict["properties"]] or [False] * len(verifiers)
    return {name for name, right in zip(verifiers, held, strict=True) if not right}, verdict

"""Les bibliothèques d'un devoir : une ligne de son énoncé les nomme ; à défaut, celles dont il se sert lui-même.

La ligne commence par « Bibliothèques » et cite chaque module entre accents graves, comme on l'importe. La bibliothèque
standard va de soi. Une copie ne trouve rien d'autre dans sa boîte : sa note ne dépend pas de la machine qui la corrige.
"""

import ast
import re
import sys
import unicodedata
from functools import lru_cache

from mlcourse.checks.notebook import USUAL, allowed_libraries, parse_cell
from mlcourse.french import enumerated
from mlcourse.grading.sandbox.imports import named_in
from mlcourse.grading.sandbox.libraries import importable, places
from mlcourse.grading.sandbox.view import lent
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

_STANDARD = sys.stdlib_module_names | {"__main__"}
# Un accent écrit à part, comme le fait macOS, n'est pas une lettre pour `re`.
_WRITTEN = re.compile(r"(?<![\w\u0300-\u036f])(\w[\w\u0300-\u036f]{0,99})\.py")


def libraries_of(source):
    """Ce que permet un sujet, tel que `gradebook.master` le prépare : des noms de modules."""
    named = allowed_libraries(source.cells)
    if named is not None:
        return named
    public = [cell.metadata.get("mlcourse", {}).get("released", cell.source) for cell in source.cells]
    codes = [text for cell, text in zip(source.cells, public, strict=True) if cell.cell_type == "code"]
    return USUAL.union(*map(imported, codes)) - _STANDARD


def require_libraries(source):
    """Lève `GradingError` si une bibliothèque que permet le sujet manque à cette machine."""
    places(libraries_of(source))


@lru_cache(512)
def imported(source):
    r"""Ce qu'importe une cellule : des bibliothèques, et des modules du cours.

    >>> sorted(imported("import numpy.linalg as la, os\nfrom mlcourse import plots"))
    ['mlcourse.plots', 'numpy', 'os']
    """
    tree = parse_cell(source) or ast.Module([], [])
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return (frozenset(name.partition(".")[0] for name in found) | named_in(tree)) - {"mlcourse"}


def undeclared(steps, libraries, files):
    """Ce qu'il faut dire d'une copie qui importe ce que le devoir ne permet pas ; `files` sont ceux de son dossier."""
    own = {_composed(name.partition("/")[0].partition(".")[0]) for name in files}
    known = _STANDARD | importable(libraries) | lent(libraries) | own
    sources = [step.source for step in steps if step.kind == "student"]
    absent = sorted({name for source in sources for name in imported(source)} - known)
    written = {_composed(name) for source in sources for name in _WRITTEN.findall(source)} if absent else ()
    absent = [name for name in absent if name not in written]  # un module que la copie écrit elle-même
    if not absent:
        return NOTHING
    names, allowed = enumerated([*map(shown, absent[:5])]), enumerated(sorted(libraries))
    return Remarks((f"la copie importe {names} ; outre la bibliothèque standard, ce devoir ne permet que {allowed}",))


def _composed(name):
    """Un nom dont les accents sont composés, comme le sont pour Python ceux d'un import."""
    return unicodedata.normalize("NFC", name)

"""De quelles cellules d'une page une autre a besoin, et lesquelles sont à refaire.

Une cellule se comporte comme si tout ce qui la précède venait d'être exécuté, dans l'ordre, une seule fois. Il suffit
pour cela de refaire celles dont elle se sert et qui ne l'ont pas été, dont le code a changé, ou dont une autre a depuis
abîmé le résultat : réentraîner un réseau déjà entraîné ne montrerait pas ce que dit le texte.
"""

import ast
import symtable
from functools import lru_cache

from mlcourse.checks.notebook import bound_names, parse

_CACHED = 1024


@lru_cache(_CACHED)
def read_names(source):
    r"""Les noms qu'un programme lit sans leur avoir donné de valeur.

    >>> sorted(read_names("import numpy as np\ntotal = 0\nfor x in data:\n    total += np.sum(x)\nprint(total, y)"))
    ['data', 'print', 'y']
    """
    tree = parse(source)
    known: set[str] = set()
    found: set[str] = set()
    for statement in tree.body if tree else ():
        text = ast.unparse(statement)
        reads = _global_reads(symtable.symtable(text, "<cellule>", "exec")) | _augmented(statement)
        found |= reads - _loop_names(statement) - known
        known |= bound_names(text)
    return frozenset(found)


def _global_reads(table):
    """Les noms que lit une table de symboles, et celles qu'elle contient, hors de leurs variables locales."""
    top = table.get_type() == "module"
    names = {each.get_name() for each in table.get_symbols() if each.is_referenced() and (top or each.is_global())}
    changed = {each.get_name() for each in table.get_symbols() if not top and each.is_global() and each.is_assigned()}
    return names.union(changed, *map(_global_reads, table.get_children()))


def _augmented(statement):
    """Ce qu'une instruction, hors d'une fonction, augmente : elle le lit avant de l'écrire."""
    nodes, found = [statement], set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            nodes += ast.iter_child_nodes(node)
    return found


def _loop_names(statement):
    """Ce qu'une boucle, un `with` ou un `except` nomme avant que rien ne le lise."""
    targets = [node.target for node in ast.walk(statement) if isinstance(node, ast.For)]
    items = [node.optional_vars for node in ast.walk(statement) if isinstance(node, ast.withitem)]
    targets += [target for target in items if target]
    names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return names | {node.name for node in ast.walk(statement) if isinstance(node, ast.ExceptHandler)}


def data_names(sources):
    r"""Les noms auxquels une page donne une valeur, et non seulement un module, une fonction ou une classe.

    >>> sorted(data_names(["import numpy as np\ndef f(): pass\nx = 1", "def x(): pass"]))
    ['x']
    """
    found: set[str] = set()
    for source in sources:
        tree = parse(source)
        for statement in tree.body if tree else ():
            kinds = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
            found |= set() if isinstance(statement, kinds) else bound_names(ast.unparse(statement))
    return found


def needed_cells(sources, target):
    r"""Les rangs des cellules dont une autre a besoin, elle comprise, dans l'ordre de la page.

    Une cellule qui donne une valeur à un nom lu plus bas en est, et une cellule qui emploie une donnée lue plus bas
    aussi, car elle a pu la changer.

    >>> needed_cells(["x = []", "y = 2", "x.append(1)", "print(y)", "print(x)"], 4)
    [0, 2, 4]
    """
    data = data_names(sources)
    wanted, found = set(read_names(sources[target])), [target]
    for rank in reversed(range(target)):
        source = sources[rank]
        given, read = bound_names(source), read_names(source)
        if wanted & given or wanted & data & read:
            found.append(rank)
            wanted = (wanted - (given - read)) | read
    return found[::-1]


class Page:
    """Les cellules d'une page déjà exécutées, et le rang de celle qui, la dernière, a changé chaque donnée."""

    def __init__(self):
        self.ran = {}
        self.moments = {}
        self.changed = {}
        self.clock = 0

    def plan(self, sources, target):
        """Les rangs des cellules à exécuter pour que `target` donne ce que dit la page, elle comprise, dans l'ordre."""
        chain, known = needed_cells(sources, target), data_names(sources)
        data = {rank: known & (bound_names(sources[rank]) | read_names(sources[rank])) for rank in chain}
        todo = {rank for rank in chain if self.ran.get(rank) != sources[rank]} | {target}
        while True:
            more = set()
            for rank in chain:
                above = [other for other in chain if other < rank and data[other] & data[rank]]
                if rank not in todo:
                    newer = any(self.moments[other] > self.moments[rank] for other in above if other not in todo)
                    more |= {rank} if newer or todo.intersection(above) else set()
                    continue
                spoiled = {name for name in known & read_names(sources[rank]) if self.changed.get(name, -1) >= rank}
                more |= {other for other in above if data[other] & spoiled}
            if more <= todo:
                return sorted(todo)
            todo |= more

    def note(self, rank, source, changed, failed):
        """Retient qu'une cellule a été exécutée, et ce qu'elle a changé de ce qu'elle lisait."""
        self.clock += 1
        self.ran[rank] = None if failed else source
        self.moments[rank] = self.clock
        self.changed.update(dict.fromkeys(bound_names(source) | changed, rank))

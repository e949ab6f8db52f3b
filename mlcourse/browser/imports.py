"""Ce qu'un code demande d'autre que Python et le cours, d'après ses imports."""

import ast

from mlcourse.checks.notebook import parse

# Ce qui, dans le cours, importe matplotlib à la place du lecteur.
_DRAWING = ("mlcourse.plots", "mlcourse.widgets", "mlcourse.browser.figures")


def packages_for(source):
    r"""Les bibliothèques que demande un code, d'après ses imports.

    >>> packages_for("from mlcourse.plots import use_svg\nimport numpy as np")
    ['matplotlib', 'numpy']
    """
    modules, tree = set(), parse(source)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    drawn = any(f"{module}.".startswith(f"{drawing}.") for module in modules for drawing in _DRAWING)
    tops = {module.partition(".")[0] for module in modules} | ({"matplotlib"} if drawn else set())
    return sorted(tops - {"mlcourse"})

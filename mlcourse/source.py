"""Montrer le code de mlcourse tel qu'il est : le livre l'affiche d'ici, il ne le recopie jamais."""

import ast
import inspect
import textwrap


class SourceCode:
    """Un code Python, que les blocs-notes affichent coloré et que les terminaux affichent tel quel.

    Parameters
    ----------
    code : str
        Le code.

    Examples
    --------
    >>> SourceCode("x = 1")
    x = 1

    References
    ----------
    Section 1.1 du livre, qui montre ainsi son premier code.
    """

    def __init__(self, code):
        self.code = code

    def __repr__(self):
        return self.code

    def _repr_markdown_(self):
        return f"```python\n{self.code}\n```"


def _docstring_lines(code):
    """Donne les numéros des lignes de docstring, et des lignes vides qui les suivent."""
    lines = code.splitlines()
    found: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        # Un corps fait de sa seule docstring la garde : vide, ce ne serait plus du Python.
        if ast.get_docstring(node) is None or len(node.body) == 1:
            continue
        docstring, first = node.body[:2]
        found.update(range(docstring.lineno, first.lineno))
        # Un commentaire ou un décorateur entre la docstring et la suite reste.
        found -= {n for n in range((docstring.end_lineno or 0) + 1, first.lineno) if lines[n - 1].strip()}
    return found


def show_source(*objects, docstring=False):
    """Donne le code source de fonctions, de classes ou de méthodes, à afficher dans une cellule.

    Le retrait d'une méthode est ôté, les commentaires restent ; plusieurs objets se suivent, séparés par deux lignes
    vides.

    Parameters
    ----------
    *objects : function, class ou method
        Ce dont on veut le code.
    docstring : bool
        Vrai pour garder les docstrings, que le texte autour du code redirait.

    Returns
    -------
    SourceCode
        L'objet que Jupyter affiche en bloc de code coloré.

    Raises
    ------
    ValueError
        Si un objet n'a pas de source en Python (une fonction de NumPy écrite en C, un nombre), ou si `docstring` n'est
        pas un booléen.

    Examples
    --------
    >>> from mlcourse.activations import identity
    >>> show_source(identity)  # doctest: +ELLIPSIS
    def identity(Z):
    ...

    References
    ----------
    Section 1.1 du livre, qui montre ainsi son premier code.
    """
    if not isinstance(docstring, bool):
        raise ValueError(f"docstring : True ou False est attendu, reçu {docstring!r}.")
    blocks = []
    for shown in objects:
        try:
            code = textwrap.dedent(inspect.getsource(shown)).strip()
        except (TypeError, OSError):
            raise ValueError(
                f"show_source : une fonction, une classe ou une méthode écrite en Python est attendue, reçu {shown!r}."
            ) from None
        removable = set() if docstring else _docstring_lines(code)
        lines = enumerate(code.splitlines(), start=1)
        blocks.append("\n".join(line for number, line in lines if number not in removable))
    return SourceCode("\n\n\n".join(blocks))

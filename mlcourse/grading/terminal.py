"""Ce qu'une commande affiche : un tableau qui tient dans la fenêtre, et rien qu'un terminal exécuterait."""

import textwrap

from mlcourse.french import NARROW, NO_BREAK, typeset

AWAITING = "{desc} {n_fmt}/{total_fmt} |{bar:30}| {elapsed}{postfix}"  # une barre, quand rien ne s'estime
BAR = AWAITING.replace("{elapsed}", "{elapsed}, encore {remaining}")


def safe(text):
    r"""Retire d'un texte ce qu'un terminal exécuterait.

    >>> safe("Zoé\x1b[2J")
    'Zoé?[2J'
    """
    return "".join(c if c.isprintable() or c in NO_BREAK + NARROW else "?" for c in text)


def table(headings, rows, width):
    """Compose un tableau, en lignes : un nom, des colonnes serrées à droite, une phrase qui passe à la ligne."""
    cells = [[safe(cell) for cell in row] for row in (headings, *rows)]
    sizes = [max(map(len, column)) for column in zip(*(row[:-1] for row in cells), strict=True)]
    indent, lines = sum(sizes) + 2 * len(sizes), []
    for name, *narrow, text in cells:
        first, *rest = textwrap.wrap(text, max(30, width - indent)) or [""]
        aligned = [f"{cell:>{size}}" for cell, size in zip(narrow, sizes[1:], strict=True)]
        lines.append("  ".join([f"{name:<{sizes[0]}}", *aligned, first]).rstrip())
        lines += [" " * indent + line for line in rest]
    lines.insert(1, "─" * min(width, indent + 36))
    return lines


def sentence(remarks, *more):
    """Des remarques en une phrase ; un point d'exclamation appelle une personne."""
    text = typeset(" ; ".join([*remarks.texts, *more]))
    return f"(!) {text}" if remarks.needs_person else text


def count(number, singular, plural):
    """Un compte accordé.

    >>> count(1, "copie", "copies"), count(2, "copie", "copies")
    ('1 copie', '2 copies')
    """
    return f"{number} {singular if number < 2 else plural}"

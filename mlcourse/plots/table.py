"""Les tableaux de nombres mesurés : une page les montre, à côté des nombres publiés."""

from html import escape
from math import floor, log10

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
#: Ce que la typographie change à un texte écrit au clavier.
PRINTED = {"'": "’", " ;": f"{NARROW};", " :": f"{NO_BREAK}:", " %": f"{NO_BREAK}%"}


def fixed(x, decimals):
    """Écrit un nombre à la française, avec `decimals` décimales.

    >>> fixed(33.9, 2), fixed(1797, 0).replace(NARROW, " ")
    ('33,90', '1 797')
    """
    return f"{x:,.{decimals}f}".replace(",", NARROW).replace(".", ",")


def french_number(x, digits=3):
    """Écrit un nombre à la française, avec au plus `digits` chiffres significatifs.

    >>> french_number(0.4712), french_number(458868917, 2).replace(NO_BREAK, " "), french_number(1e-5)
    ('0,471', '4,6 × 10⁸', '10⁻⁵')
    """
    if float(x).is_integer() and abs(x) < 1e5:
        return fixed(x, 0)
    if _is_ordinary(x):
        text = fixed(x, _decimals(x, digits))
        return text.rstrip("0").rstrip(",") if "," in text else text
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    power = f"10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    if x == float(f"1e{exponent}"):
        return power
    return f"{mantissa.replace('.', ',')}{NO_BREAK}×{NO_BREAK}{power}"


def _is_ordinary(x):
    """Vrai d'un nombre qui s'écrit sans puissance de dix."""
    return 1e-3 <= abs(x) < 1e5


def _decimals(x, digits):
    """Nombre de décimales qui donne `digits` chiffres significatifs à x."""
    return max(digits - 1 - floor(log10(abs(x))), 0)


def spread(values, digits=3):
    """Écrit la médiane et l'étendue d'une mesure répétée, toutes trois avec autant de décimales.

    >>> spread([0.5, 0.4, 0.45], 2).replace(NO_BREAK, " "), spread([709, 709])
    ('0,45 (0,40 à 0,50)', '709')
    """
    low, *_, high = ordered = sorted(map(float, values))
    n = len(ordered)
    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if _is_ordinary(median) and not all(value.is_integer() for value in (low, median, high)):
        low, median, high = (fixed(value, _decimals(median, digits)) for value in (low, median, high))
    else:
        low, median, high = (french_number(value, digits) for value in (low, median, high))
    return median if low == high else f"{median} ({low}{NO_BREAK}à{NO_BREAK}{high})"


class Table:
    """Un tableau, que le livre et le carnet affichent : `header` (C,) et `rows`, des listes de C textes ou nombres.

    Les nombres sont écrits à la française ; la première colonne nomme les lignes.

    >>> print(Table(["mesure", "publié", "ici"], [["rapport", 0.8, "0,78"]]))
    mesure | publié | ici
    rapport | 0,8 | 0,78
    """

    def __init__(self, header, rows):
        self.header = list(header)
        self.rows = [[cell if isinstance(cell, str) else french_number(cell) for cell in row] for row in rows]

    def __repr__(self):
        return "\n".join(" | ".join(row) for row in [self.header, *self.rows])

    def _repr_html_(self):
        """Le tableau, pour une page : ses textes y prennent la typographie du livre."""
        header, *rows = [[_printed(cell) for cell in row] for row in [self.header, *self.rows]]
        # Un intitulé vide n'intitule rien : c'est une case ordinaire, que les lecteurs d'écran passent.
        head = "".join(f'<th scope="col">{cell}</th>' if cell else "<td></td>" for cell in header)
        body = "".join(
            f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
        )
        return f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _printed(cell):
    for typed, printed in PRINTED.items():
        cell = cell.replace(typed, printed)
    return escape(cell)

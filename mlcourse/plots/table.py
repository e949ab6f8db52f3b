"""Les tableaux de nombres mesurés : une page les montre, à côté des nombres publiés."""

from html import escape

from mlcourse.plots.style import decimal_comma

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def french_number(x, digits=3):
    """Écrit un nombre à la française, avec `digits` chiffres significatifs.

    >>> french_number(0.4712), french_number(458868917, 2).replace(NO_BREAK, " "), french_number(8.0)
    ('0,471', '4,6 × 10⁸', '8')
    """
    if float(x).is_integer() and abs(x) < 1e5:
        return f"{x:,.0f}".replace(",", NARROW)
    if not 1e-3 <= abs(x) < 1e5:
        mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
        return f"{decimal_comma(mantissa)}{NO_BREAK}×{NO_BREAK}10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    whole = len(f"{abs(x):.0f}") if abs(x) >= 1 else 0
    text = f"{x:,.{max(digits - whole, 0)}f}" if whole else f"{x:.{digits}g}"
    return decimal_comma(text.replace(",", NARROW).replace(".", ","))


def spread(values, digits=3):
    """Écrit la médiane et l'étendue d'une mesure répétée.

    >>> spread([0.5, 0.4, 0.45])
    '0,45 (0,4 à 0,5)'
    """
    low, *_, high = ordered = sorted(map(float, values))
    n = len(ordered)
    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    low, median, high = (french_number(value, digits) for value in (low, median, high))
    return median if low == high else f"{median} ({low} à {high})"


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
        """Le tableau, pour une page."""
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.header)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
            for row in self.rows
        )
        return f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

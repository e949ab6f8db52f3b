"""Les tableaux de nombres mesurés : une page les montre, à côté des nombres publiés."""

import re
from html import escape

from mlcourse.french import french_number, printed


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
        header, *rows = [[_cell(text) for text in row] for row in [self.header, *self.rows]]
        # Un intitulé vide n'intitule rien : c'est une case ordinaire, que les lecteurs d'écran passent.
        head = "".join(f'<th scope="col">{cell}</th>' if cell else "<td></td>" for cell in header)
        body = "".join(
            f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
        )
        return f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text):
    """Le texte d'une case ; les tailles d'un réseau, `784-128-1`, ne s'y coupent pas en fin de ligne."""
    return re.sub(r"\d+(?:-\d+)+", r'<span class="text-nowrap">\g<0></span>', escape(printed(text)))

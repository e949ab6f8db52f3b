"""La note que l'on publie : sur vingt, quels que soient les points, arrondie une fois, selon une seule règle."""

from decimal import Decimal

from traitlets import Float, Integer
from traitlets.config import Configurable

from mlcourse.french import exact, half_up, short

_EXACT = Decimal("1e-9")  # ce que laisse derrière lui un quotient


class Marking(Configurable):
    """Ce que l'enseignant a réglé de ses notes."""

    out_of = Float(20.0, help="Le nombre de points sur lequel une note se donne.").tag(config=True)
    step = Float(0.01, min=1e-6, help="Le pas de l'arrondi ; un milieu monte.").tag(config=True)
    drops = Integer(0, min=0, help="Combien de notes, les plus basses, la moyenne met à part.").tag(config=True)

    def mark(self, score, total, out_of=None):
        """La note d'un nombre de points, arrondie ; `out_of` la rapporte à une autre échelle.

        >>> Marking(step=0.5).mark(8.125, 10), Marking().mark(0.1 + 0.2, 3)
        (Decimal('16.5'), Decimal('2.00'))
        """
        return self.rounded(exact(score) * exact(self.out_of if out_of is None else out_of) / exact(total))

    def rounded(self, value):
        """Un nombre exact, arrondi au pas."""
        return half_up(value.quantize(_EXACT), Decimal(repr(float(self.step))))

    def told(self, score, total, out_of=None):
        """La note comme elle s'écrit ; `out_of` la rapporte à une autre échelle.

        >>> Marking().told(14.5, 20)
        '14,5 / 20'
        """
        scale = self.out_of if out_of is None else out_of
        return f"{short(float(self.mark(score, total, scale)), 3)} / {short(float(scale))}"

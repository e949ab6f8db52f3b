"""Ce que le livre pèse, dure et laisse à redire : des mesures, et l'objectif de chacune."""

from typing import NamedTuple

from mlcourse.french import fixed


class Measure(NamedTuple):
    """Une grandeur, sa valeur, son unité, ce qu'elle ne doit pas passer, et la page ou le curseur qu'elle mesure."""

    what: str
    value: float
    unit: str = ""
    place: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def excess(self):
        """De combien l'objectif est dépassé ; sans objectif, la valeur même."""
        return self.least - self.value if self.least is not None else self.value - (self.most or 0)

    @property
    def goal(self):
        """L'objectif, en toutes lettres."""
        if self.least is not None:
            return f"{fixed(self.least, 0)} au moins"
        return "" if self.most is None else f"{short(self.most)} au plus"

    def __str__(self):
        missed = "manqué" if self.goal and self.excess > 0 else ""
        value = f"{short(self.value)} {self.unit}"
        return f"{self.what:46}{value:>12}  {self.goal:14}{missed:8}{self.place}".rstrip()


def short(number):
    """Écrit un nombre sans plus de décimales qu'il n'en faut."""
    return fixed(number, 0 if number == int(number) or number >= 10 else 2)


def worst(measures):
    """Donne, grandeur par grandeur et dans l'ordre où elles viennent, la mesure la plus loin de son objectif."""
    kept = {}
    for measure in measures:
        before = kept.setdefault(measure.what, measure)
        if measure.excess > before.excess:
            kept[measure.what] = measure
    return [str(measure) for measure in kept.values()]

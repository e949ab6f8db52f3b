"""Un devoir vu de qui le rend : son sujet, ce qui y répond, et ce que valent ses tests."""

from functools import cached_property

from mlcourse.checks.notebook import grade_id, grading

from .workshop import ROOT, SOURCES, graded_cells, read, with_source


class Assignment:
    """Un devoir, corrigé d'un côté, sujet publié de l'autre ; rien n'est lu avant d'être demandé."""

    def __init__(self, name):
        self.name = name

    @cached_property
    def source(self):
        """Le carnet de l'enseignant."""
        return read(SOURCES[self.name])

    @cached_property
    def release(self):
        """Le sujet publié."""
        return read(ROOT / "exercises" / self.name / f"{self.name}.ipynb")

    @cached_property
    def answers(self):
        """{grade_id: solution}, question rédigée comprise."""
        return {grade_id(cell): cell.source for cell in self.source.cells if grading(cell)["solution"]}

    @cached_property
    def points(self):
        """{grade_id: points} des cellules de tests ; la question rédigée n'en est pas."""
        return {name: grading(cell)["points"] for name, cell in graded_cells(self.source).items()}

    @property
    def total(self):
        """Ce que valent tous les tests."""
        return sum(self.points.values())

    def filled(self, **changes):
        """Le sujet publié, rempli par la référence sauf ce que `changes` remplace."""
        notebook = self.release
        for name, source in (self.answers | changes).items():
            notebook = with_source(notebook, name, source)
        return notebook

    def worth(self, *names):
        """Ce que valent ces exercices, ou ces tests."""
        return sum(points for name, points in self.points.items() if {name, name.partition("-")[0]} & {*names})

    def all_but(self, *names):
        """Ce que valent tous les tests, sauf ceux-là ou ceux de ces exercices."""
        return self.total - self.worth(*names)

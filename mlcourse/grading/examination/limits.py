"""Ce qu'une copie peut dépenser ; les secondes sont de celles que la machine lui donne (`sandbox.clock`)."""

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Ce qu'une copie peut dépenser : des secondes, des octets, des processus."""

    cell_seconds: float = 20.0
    submission_seconds: float = 120.0  # par passe
    memory_bytes: int = 1024 * MEGABYTE
    output_bytes: int = 64 * 1024  # de texte, par cellule
    figure_bytes: int = 2 * MEGABYTE  # d'images, par cellule
    outputs: int = 2_000  # par cellule : ce qui s'affiche d'une traite n'en fait qu'une
    notebook_text_bytes: int = 1024 * 1024  # de texte, dans tout le carnet corrigé
    notebook_figure_bytes: int = 6 * MEGABYTE  # d'images, dans tout le carnet corrigé
    disk_bytes: int = 64 * MEGABYTE
    processes: int = 64

    @property
    def cell_outputs(self):
        """Ce qu'une cellule peut afficher : du texte, des images, et en combien de sorties."""
        return [self.output_bytes, self.figure_bytes, self.outputs]

    @property
    def own_seconds(self):
        """Ce que durent ensemble les cellules d'une copie avant qu'on ne les presse : il faut du temps aux tests."""
        return self.submission_seconds / 3

    @property
    def hurried_seconds(self):
        """Ce qu'a de temps une cellule pressée, ou un test dont la fonction a déjà dépassé le sien."""
        return self.cell_seconds / 10

    @property
    def wall_seconds(self):
        """La durée après laquelle la copie est tuée du dehors, quoi qu'elle fasse.

        Il peut y avoir deux passes, et le moteur prend pour lui, dans chacune, autant de temps que la copie au plus.
        """
        return 4 * self.submission_seconds + 30.0

"""Ce que l'énoncé dit de la correction : ses limites, telles que les réglages les fixent."""

from nbgrader.preprocessors import NbGraderPreprocessor

from mlcourse.french import NO_BREAK, fixed, typeset
from mlcourse.grading.examination.limits import MEGABYTE
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.submission.notebooks import MAX_CELLS, MAX_SOURCE, MAX_SOURCES
from mlcourse.grading.submission.rebuild import MAX_ADDED

MARK = "@limites@"


class TellLimits(NbGraderPreprocessor):
    """Écrit les limites dans l'énoncé, là où il porte `@limites@`, avant que nbgrader n'inscrive le devoir."""

    def preprocess(self, nb, resources):
        """Complète le carnet de l'enseignant ; seul le texte distribué change."""
        text = told(SplitExecute(config=self.config).limits)
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                cell.source = cell.source.replace(MARK, text)
        return nb, resources


def told(limits):
    """Ces limites, en quelques phrases que lit l'étudiant."""
    return typeset(
        f"À la correction, une cellule a {_so_many(limits.cell_seconds, 's')}, ou "
        f"{_so_many(limits.hurried_seconds, 's')} quand les vôtres en ont déjà pris {fixed(limits.own_seconds, 0)} ; "
        f"la copie entière, tests compris, a {_so_many(limits.submission_seconds, 's')}, "
        f"{_so_many(limits.memory_bytes / MEGABYTE, 'Mo')} de mémoire, "
        f"{_so_many(limits.disk_bytes / MEGABYTE, 'Mo')} de fichiers, {_so_many(limits.processes, 'processus')}, "
        "ni réseau, ni réponse à `input()`. Vous pouvez "
        f"ajouter {_so_many(MAX_ADDED, 'cellules')}, dans un carnet de {_so_many(MAX_CELLS, 'cellules')} et de "
        f"{_so_many(MAX_SOURCES, 'caractères')} au plus ; chacune en compte au plus {fixed(MAX_SOURCE, 0)}, et "
        f"affiche {_so_many(limits.output_bytes / 1024, 'Ko')} de texte et "
        f"{_so_many(limits.figure_bytes / MEGABYTE, 'Mo')} d'images. Ce qui dépasse est interrompu, coupé ou laissé de "
        "côté : la correction le dit, et le reste de la copie compte."
    )


def _so_many(number, unit):
    return f"{fixed(number, 0)}{NO_BREAK}{unit}"

"""Ce qu'un sujet gagne en partant : les limites, sa première cellule, ses espaces insécables, des tests qui parlent."""

import ast
import json
import re

from nbgrader.preprocessors import NbGraderPreprocessor

import mlcourse
from mlcourse.checks.notebook import grade_id, grading, hidden_lines, is_solution, is_test, parse
from mlcourse.french import NO_BREAK, fixed, short, typeset
from mlcourse.grading.examination.limits import MEGABYTE
from mlcourse.grading.gradebook.delimiters import HIDDEN, configured
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.submission.notebooks import MAX_CELLS, MAX_SOURCE, MAX_SOURCES
from mlcourse.grading.submission.rebuild import MAX_ADDED

MARK, OPENING = "@limites@", "# @ouverture@"
# Ce qui, dans une prose, n'en est pas : du code, une formule, le trait sous l'en-tête d'un tableau.
_VERBATIM = re.compile(r"(```.*?```|`[^`]*`|\$\$.+?\$\$|\$[^$]+\$|^\|[ :|-]+\|$)", re.DOTALL | re.MULTILINE)
_SETTING_UP = ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef


class TellLimits(NbGraderPreprocessor):
    """Écrit les limites là où l'énoncé porte `@limites@`, et l'ouverture là où une cellule porte `# @ouverture@`."""

    def preprocess(self, nb, resources):
        """Complète le carnet de l'enseignant, avant que nbgrader n'inscrive le devoir."""
        text = told(SplitExecute(config=self.config).limits)
        for cell in nb.cells:
            mark, full = (MARK, text) if cell.cell_type == "markdown" else (OPENING, opening(mlcourse.__version__))
            cell.source = cell.source.replace(mark, full)
        return nb, resources


class Typeset(NbGraderPreprocessor):
    """Pose les espaces insécables de la prose, que personne n'a donc à taper."""

    def preprocess(self, nb, resources):
        """Complète le carnet de l'enseignant, avant que nbgrader n'inscrive le devoir."""
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                prose_and_code = _VERBATIM.split(cell.source)
                prose_and_code[::2] = map(typeset, prose_and_code[::2])
                cell.source = "".join(prose_and_code)
        return nb, resources


class SpeakingTests(NbGraderPreprocessor):
    """Fait dire à chaque test réussi ce qu'il vaut, et laisse « tout exécuter » aller au bout malgré les échecs.

    Se place après `SaveCells` : ce qui se note n'en a rien.
    """

    def preprocess(self, nb, resources):
        """Complète le sujet, et y inscrit la liste de ses tests."""
        if "mlcourse" in nb.metadata:  # nbgrader lit deux fois ses réglages, et les cumule
            return nb, resources
        (hidden,) = [(pair.begin, pair.end) for pair in configured(self.config) if pair.content == HIDDEN]
        tests = [cell for cell in nb.cells if is_test(cell)]
        for cell in nb.cells:
            if cell.cell_type == "code" and (is_test(cell) or is_solution(cell)):
                cell.metadata["tags"] = sorted({*cell.metadata.get("tags", []), "raises-exception"})
        for cell in tests:
            cell.source += f"\nprint({json.dumps(verdict(cell, hidden), ensure_ascii=False)})"
        nb.metadata["mlcourse"] = {"tests": {grade_id(cell): grading(cell)["points"] for cell in tests}}
        return nb, resources


def verdict(cell, hidden):
    """Ce que dit un test réussi : ses points, et ce qu'il reste à craindre."""
    lines, points = hidden_lines(cell.source, hidden), grading(cell)["points"]
    worth = f"{short(points)} point{'s' * (points >= 2)}"
    tree = parse("\n".join(line for n, line in enumerate(cell.source.split("\n"), 1) if n not in lines))
    if tree and all(isinstance(node, _SETTING_UP) for node in tree.body):
        return typeset(f"Rien ne se vérifie ici : {worth}, que donneront des tests cachés.")
    return typeset(f"Réussi : {worth}{', si les tests cachés passent aussi' * bool(lines)}.")


def opening(version):
    """La première cellule d'un sujet : sans le paquet du cours, elle dit quoi faire, où que le carnet soit ouvert."""
    wheel = f"mlcourse-{version}-py3-none-any.whl"
    lines = (
        f"Les tests de ce devoir demandent mlcourse {version}, qui manque ou date.",
        f"1. Mettez le fichier {wheel}, reçu avec le devoir, à côté de ce carnet",
        "   (dans Colab : panneau « Fichiers », à gauche ; il est à remettre à chaque session).",
        f"2. Dans une cellule neuve, exécutez : %pip install {wheel}",
        "3. Redémarrez le noyau, puis exécutez à nouveau cette cellule.",
    )
    said = "\n".join(f"        {json.dumps(typeset(line), ensure_ascii=False)}," for line in lines)
    start = "try:\n    from mlcourse.checks.student import welcome as _welcome\n\n"
    return f'{start}    _welcome("{version}")\nexcept ImportError:\n    print(\n{said}\n        sep="\\n",\n    )'


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
        f"{_so_many(limits.figure_bytes / MEGABYTE, 'Mo')} d'images, en "
        f"{_so_many(limits.outputs, 'sorties')} au plus. Ce qui dépasse est interrompu, coupé ou laissé de "
        "côté : la correction le dit, et le reste de la copie compte."
    )


def _so_many(number, unit):
    return f"{fixed(number, 0)}{NO_BREAK}{unit}"

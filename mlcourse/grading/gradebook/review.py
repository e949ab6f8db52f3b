"""Ce que dit la page de retour avant de montrer le carnet : la note, ou ce qui manque pour en faire une, et les points.

Remplace `GetGrades`, qui tait ce qu'une personne n'a pas encore lu, et fait une requête par cellule.
"""

import re
from dataclasses import dataclass

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, List, Unicode

from mlcourse.checks.notebook import grade_id, grading, is_solution, is_test
from mlcourse.french import short, typeset
from mlcourse.grading.gradebook.classwide import class_remarks
from mlcourse.grading.gradebook.handin import without_blanks
from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.gradebook.outline import WRITTEN, outline
from mlcourse.grading.gradebook.recorded import NOTHING_TOLD, record
from mlcourse.grading.gradebook.traces import in_words, plain_trace
from mlcourse.grading.submission.rebuild import remarks_of, without_remarks
from mlcourse.grading.submission.unread import is_held, is_unread
from mlcourse.grading.terminal import count

PASSED, PARTLY, FAILED, WAITING, READ = "réussi", "en partie", "raté", "à lire", "lu"
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
# Le tableau que lecture.js garde dans un commentaire : chaque ligne du barème, et ce qu'elle a donné.
_RUBRIC = re.compile(r"\| Barème \| Points \|\n\|:---\|---:\|(?:\n\|.*)*")


@dataclass(frozen=True)
class Line:
    """Une ligne du tableau des points : où elle mène, ce qu'elle juge, ce qu'elle a valu."""

    anchor: int
    name: str
    score: float
    points: float
    status: str


class Review(Preprocessor):
    """Inscrit dans un carnet corrigé ses notes, ses commentaires, et le tableau que montre sa page."""

    enabled = Bool(True, help="Inscrire les notes dans la page de retour.").tag(config=True)

    common = List(
        Unicode(),
        None,
        allow_none=True,
        help="Ce qui vaut pour toute la classe, et ne se dit à personne ; se lit d'elle.",
    ).tag(config=True)

    def preprocess(self, nb, resources):
        """Lit le carnet de notes, une fois."""
        names = resources["nbgrader"]
        told = (
            class_remarks(self.config, names["assignment"], names["notebook"]) if self.common is None else self.common
        )
        without_remarks(nb, told)
        whole = record(nb, names)
        resources["title"], items = _title(nb) or names["notebook"], outline(nb)
        unread = is_unread(nb.cells)
        if unread and any(is_held(cell) and cell.metadata.nbgrader.get("to_read") for cell in nb.cells):
            resources["exercises"], resources["verdict"] = [], typeset(_waits(nb))
            nb.cells = [cell for cell in nb.cells if remarks_of(cell)]
            return nb, resources
        block = unread and _keep_what_a_person_said(nb)
        resources["exercises"] = exercises = [] if block else _exercises(nb, items)
        resources["verdict"] = typeset(_verdict(names, exercises, Marking(config=self.config), whole, block))
        for cell in nb.cells:
            _clean(cell)
        return nb, resources


def _keep_what_a_person_said(nb):
    """D'une copie dont rien n'a été exécuté, ne garde que ses notes et ses commentaires : aucun test n'y a échoué.

    Une note seule, ou des points « en plus », sont de la copie entière, que dit l'en-tête ; de plusieurs notes, chacune
    se lit. Rend vrai dans le premier cas, où rien n'attend plus : les autres zéros ne jugent alors rien.
    """
    typed = [cell for cell in nb.cells if grading(cell).get("by_hand")]
    for cell in typed:
        cell.metadata.nbgrader["read"] = True
        cell.metadata["mlcourse"] = {**cell.metadata.get("mlcourse", {}), "told": ""}
    each = len(typed) > 1 and all(grading(cell)["score"] <= grading(cell)["points"] for cell in typed)
    block = not each and not any(grading(cell).get("to_read") for cell in nb.cells)
    for cell in (cell for cell in nb.cells if grading(cell).get("blank")):
        _empty(cell, block)
    kept = {grade_id(cell) for cell in typed if each}
    kept |= {grade_id(cell) for cell in nb.cells if grading(cell).get("comment", NOTHING_TOLD) != NOTHING_TOLD}
    kept |= {grade_id(cell) for cell in nb.cells if grading(cell).get("to_read")}
    nb.cells = [cell for cell in nb.cells if remarks_of(cell) or (grading(cell) and grade_id(cell) in kept)]
    return block


def _empty(cell, block):
    """Ôte d'une cellule l'énoncé, qui n'est pas une réponse ; sous une note d'ensemble, barème et cadre aussi."""
    settings, cell.source = cell.metadata.nbgrader, ""
    if block:
        comment = _RUBRIC.sub("", settings.pop("comment", "")).strip()
        settings |= {"grade": False, "solution": False, "task": False} | ({"comment": comment} if comment else {})


def _title(nb):
    """Le premier titre de l'énoncé ; une cellule que la correction ou l'étudiant ajoute n'en a pas."""
    statement = (cell for cell in nb.cells if grading(cell) and cell.cell_type == "markdown" and not is_solution(cell))
    return next((found[1] for cell in statement if (found := _TITLE.search(cell.source))), "")


def _exercises(nb, items):
    """[(exercice, état, points, maximum, lignes)], dans l'ordre du sujet."""
    found: dict[str, list[Line]] = {}
    graded = [cell for cell in nb.cells if grading(cell)]
    for anchor, cell in enumerate(graded, 1):
        if grade_id(cell) in items:
            item, settings = items[grade_id(cell)], cell.metadata.nbgrader
            line = Line(anchor, item.name, settings.get("score", 0.0), settings.get("points", 0.0), _status(cell))
            cell.metadata["mlcourse"] = cell.metadata.get("mlcourse", {}) | {"name": item.name, "status": line.status}
            found.setdefault(item.exercise, []).append(line)
    return [(name, _state(lines), sum(line.score for line in lines), sum(line.points for line in lines), lines)
            for name, lines in found.items()]  # fmt: skip


def _state(lines):
    return WAITING if any(line.status == WAITING for line in lines) else ""


def _status(cell):
    settings = cell.metadata.nbgrader
    score, points = settings.get("score", 0.0), settings.get("points", 0.0)
    if settings.get("to_read"):
        return WAITING
    if is_solution(cell) or settings.get("read"):
        return READ
    return PASSED if score >= points else PARTLY if score > 0 else FAILED


def _waits(nb):
    """Ce qui est venu à la place d'un carnet lisible, et qu'une personne s'en charge : rien n'en est jugé."""
    told = next((cell.metadata.get("mlcourse", {}).get("told", "") for cell in nb.cells if is_test(cell)), "")
    return f"Pas encore de note : une personne doit d'abord regarder ce que vous avez rendu. {told}".rstrip()


def _verdict(names, exercises, marking, whole, block):
    """La phrase qui ouvre la page : une note si elle est définitive, les points acquis sinon."""
    lines = [line for *_, each in exercises for line in each]
    waiting = [line for line in lines if line.status == WAITING]
    if waiting:
        known = [line for line in lines if line not in waiting]
        done = sum(line.points for line in known)
        earned = max(0.0, sum(line.score for line in known) - names["late_penalty"])
        read = count(len(waiting), "réponse n'est pas encore lue", "réponses ne sont pas encore lues")
        if any(line.name != WRITTEN for line in waiting):
            return "Pas encore de note : une personne doit d'abord regarder cette copie."
        return f"Pas encore de note : {read}. Acquis : {short(earned)} sur les {short(done)} points déjà corrigés."
    told = marking.told(names["score"], names["max_score"]) if whole and names["max_score"] else ""
    points = f"{short(names['score'])} / {short(names['max_score'])} points"
    if block:
        return f"Note donnée d'ensemble : {told or points}"
    return f"Note : {told}" if told else points


def _clean(cell):
    """Réduit un énoncé à ce qu'il dit, une trace à la copie : ni bibliothèque, ni chemin de la machine qui corrige."""
    if cell.cell_type == "markdown" and grading(cell) and not is_solution(cell):
        cell.source = without_blanks(cell.source)
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            output.traceback = [plain_trace("\n".join(output.traceback)) + in_words(output)]

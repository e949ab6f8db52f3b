"""Ce que le tableau de la classe dit des réponses d'une copie : vides, sans rien qui s'exécute, ou en échec.

Un test qui échoue ne dit rien de plus qu'une réponse vide, ou que la cellule où elle s'arrête : il ne se compte que là
où la copie a répondu, et où le code qu'il juge a pu se définir.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from mlcourse.checks.notebook import definable_names, defined_names, grade_id, is_solution, may_define
from mlcourse.french import enumerated
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.submission.exercises import brief, exercises
from mlcourse.grading.submission.notebooks import tidy
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.rebuild import MISSING
from mlcourse.grading.submission.unread import ABSENT, UNREAD, error_name, is_held

_NAMED = 2  # au-delà, les réponses se comptent


@dataclass
class Answer:
    """Une réponse : son nom, ce qu'elle doit définir (rien, si elle est rédigée), et ce qui lui est arrivé.

    `title` est ce que l'énoncé appelle ainsi : son exercice, si elle y est seule.
    """

    name: str
    title: str
    defines: frozenset
    error: str
    empty: bool
    absent: bool = False


def told(notebook, source):
    """Ce qu'il faut savoir des réponses d'un carnet corrigé, en phrases ; `source` est celui de l'enseignant."""
    steps = make_plan(notebook, source)
    failed = {
        step: error for step in steps if step.kind == "test" and (error := error_name(notebook.cells[step.index]))
    }
    if UNREAD in failed.values():  # la raison est déjà parmi les remarques
        return ()
    answers = _answers(notebook, source, steps)
    for step in (step for step, error in failed.items() if error == ABSENT):
        for answer in _judged(step, answers):
            answer.absent = not answer.empty
    held = any(map(is_held, notebook.cells))  # ce qui n'a pas été lu n'est pas vide
    known = [answer for answer in answers if not (held and answer.empty)]
    return (*_silences(known), *_failures(steps, failed, answers))


def _answers(notebook, source, steps):
    cells = {grade_id(cell): (place, cell) for place, cell in enumerate(notebook.cells) if grade_id(cell)}
    places = [brief(name) for name in exercises(source.cells)]
    found = [(cell, place) for cell, place in zip(source.cells, places, strict=True) if is_solution(cell)]
    alone = Counter(place for _, place in found)
    asked = [(cell, place if alone[place] == 1 else "") for cell, place in found if grade_id(cell) in cells]
    read = cache(definable_names)  # ce que toutes les réponses vides demandent de chaque cellule
    return [_answer(cell, title, *cells[grade_id(cell)], steps, read) for cell, title in asked]


def _answer(original, title, place, cell, steps, read):
    """Une réponse ; le squelette n'en est pas une, sauf si la copie la donne dans une autre cellule."""
    code = original.cell_type == "code"
    defines = frozenset(defined_names(original.source)) if code else frozenset()
    released = original.metadata.get("mlcourse", {}).get("released", original.source)
    bare = tidy(cell.source) in ("", tidy(released), MISSING)
    others = [step.source for step in steps if step.kind == "student" and step.index != place]
    empty = bare and not any(may_define(read(text), defines) for text in others)
    return Answer(grade_id(original), title or grade_id(original), defines, error_name(cell), empty)


def _judged(step, answers):
    """Les réponses qu'un test met à l'épreuve."""
    return [answer for answer in answers if answer.defines & {*step.names}]


def _silences(answers):
    """Les réponses dont aucun test ne peut rien dire."""
    empty, absent = ([answer for answer in answers if getattr(answer, fate)] for fate in ("empty", "absent"))
    if answers and len(empty) == len(answers):
        return ("sujet rendu sans réponse",)
    stopped = [answer for answer in absent if answer.error]
    whole = [answer for answer in answers if answer.defines and not answer.empty]
    texts = [f"{_count(stopped, whole)} : {_where(stopped)}"] if stopped else []
    nameless = [answer for answer in absent if not answer.error]
    if nameless:
        texts.append(f"la fonction demandée manque, ou porte un autre nom ({_named(nameless)})")
    if empty:
        count = f"{len(empty)} réponses sur {len(answers)} laissées vides"
        named = enumerated([shown(answer.title) for answer in empty])
        texts.append(f"rien de répondu à {named}" if len(empty) <= _NAMED else count)
    return texts


def _count(stopped, whole):
    if len(stopped) == len(whole) > 1:
        return "aucune réponse ne s'exécute"
    return "une réponse ne s'exécute pas" if len(stopped) == 1 else f"{len(stopped)} réponses ne s'exécutent pas"


def _where(stopped):
    """Les erreurs sur lesquelles s'arrêtent des réponses, et lesquelles."""
    places: dict[str, list[Answer]] = {}
    for answer in stopped:
        places.setdefault(answer.error, []).append(answer)
    return enumerated([f"{error} ({_named(found)})" for error, found in places.items()])


def _named(answers):
    """Des réponses par leur nom : les cellules n'ont de numéro ni dans la copie, ni sur la page de l'étudiant."""
    return enumerated([shown(answer.name) for answer in answers])


def _failures(steps, failed, answers):
    """Combien de tests échouent parmi ceux qui ont pu juger quelque chose, s'il y en a."""
    silent = [answer for answer in answers if answer.empty or answer.absent]
    judging = [step for step in steps if step.kind == "test" and not _judged(step, silent)]
    count = sum(step in failed for step in judging)
    if not count:
        return ()
    where = "ailleurs, " if len(judging) < sum(step.kind == "test" for step in steps) else ""
    many = f"{count} tests sur {len(judging)} échouent" if count > 1 else f"1 test sur {len(judging)} échoue"
    return (where + many,)

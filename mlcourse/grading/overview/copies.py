"""Les copies corrigées, relues pour le bilan : ce que chacun a écrit, ce que ses tests lui ont reproché."""

import json
import re
from dataclasses import dataclass, field

from mlcourse.checks.notebook import grade_id, is_solution, is_test
from mlcourse.french import NO_BREAK
from mlcourse.grading.submission.unread import is_unread

_HINT = re.compile(rf"^  piste{NO_BREAK}: (.*(?:\n    .*)*)", re.MULTILINE)
_SECTIONS = re.compile(rf"^  relire{NO_BREAK}: section (.+)$", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Failure:
    """Un test qui ne passe pas : sa cellule, la piste qu'il donne et les sections qu'il fait relire, s'il en dit."""

    cell: str
    hint: str = ""
    sections: tuple[str, ...] = ()


@dataclass
class Copy:
    """Une copie corrigée ; `texts` est ce qu'a écrit l'étudiant, [(genre de cellule, texte)].

    `unread` est vrai si un de ses carnets n'a pas pu s'exécuter : ses zéros ne disent rien de ce qu'elle vaut.
    """

    failures: list[Failure] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    unread: bool = False


def read_copy(course, assignment, student):
    """La copie corrigée d'un étudiant ; celle qui ne se relit pas n'a rien à dire."""
    copy, folder = Copy(), course.autograded_folder(student, assignment)
    for path in course.notebooks(assignment):
        try:
            cells = json.loads((folder / path.name).read_text("utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        copy.unread |= is_unread(cells)
        copy.failures += [failure(cell) for cell in cells if is_test(cell) and _message(cell)]
        copy.texts += [(_kind(cell), _text(cell["source"])) for cell in cells if _written(cell)]
    return copy


def failure(cell):
    """Ce que dit une cellule de tests qui ne passe pas."""
    message = _message(cell)
    hint, sections = _HINT.search(message), _SECTIONS.search(message)
    return Failure(
        grade_id(cell), " ".join(hint[1].split()) if hint else "", tuple(sections[1].split(", ")) if sections else ()
    )


def form(hint):
    """Une piste, quels que soient les nombres qu'elle cite : d'une copie à l'autre, les données changent.

    >>> form("4 fois trop grand, or m = 4") == form("7 fois trop grand, or m = 7")
    True
    """
    return _NUMBER.sub("#", hint)


def _message(cell):
    return next((_text(output.get("evalue", "")) for output in cell["outputs"] if output["output_type"] == "error"), "")


def _written(cell):
    return is_solution(cell) or cell["metadata"].get("mlcourse", {}).get("added")


def _kind(cell):
    return "code" if cell["cell_type"] == "code" else "markdown"


def _text(lines):
    return lines if isinstance(lines, str) else "".join(lines)

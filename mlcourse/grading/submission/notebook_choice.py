"""Trouver le carnet à noter parmi les fichiers d'une copie."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from mlcourse.grading.submission.document import UnreadableError
from mlcourse.grading.submission.notebooks import Cell, read_cells
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

MAX_NOTEBOOKS, MAX_SOURCES = 10, 4_000_000  # carnets lus dans une copie, et caractères de leurs cellules
TOO_MANY = "la copie contient trop de carnets : les derniers n'ont pas été lus"
SUFFIXES = (".ipynb", ".json", ".txt")  # un navigateur ou une messagerie renomme parfois un carnet


@dataclass
class Choice:
    """Le carnet retenu (`cells` est None si aucun ne se lit), ce qu'il faut en dire, et son chemin dans la copie.

    `several`, que `remarks` contient, ne dit que ceci : la copie a d'autres carnets, et lesquels. `others` sont les
    cellules de chacun d'eux ; `unread` est vrai si l'un d'eux, ou une partie de celui-ci, n'a pas été lu. `found`
    compte les questions du sujet que contient le carnet retenu, remplies ou non.
    """

    cells: list[Cell] | None = None
    remarks: Remarks = NOTHING
    path: str = ""
    several: Remarks = NOTHING
    others: tuple[list[Cell], ...] = ()
    unread: bool = False
    found: int = 0


@dataclass(frozen=True)
class _Candidate:
    path: str
    cells: list[Cell]
    remarks: Remarks
    answered: int
    found: int


def reader():
    """De quoi lire les carnets d'une copie, une seule fois chacun, qu'il se lise ou non."""
    known = {}

    def read(content):
        if content not in known:
            try:
                known[content] = read_cells(content)
            except UnreadableError as reason:
                known[content] = reason
        if isinstance(found := known[content], UnreadableError):
            raise found
        return found

    return read


def notebooks(files, read=read_cells):
    """Les fichiers qui portent le nom d'un carnet, ou qui en sont un sous celui qu'on leur a donné en chemin."""
    return [path for path, content in files.items() if _is_notebook(path.lower(), content, read)]


def _is_notebook(name, content, read):
    try:
        return name.endswith(".ipynb") or (name.endswith(SUFFIXES) and bool(read(content)[0]))
    except UnreadableError:
        return False


def choose(subject, files, name, read=read_cells):
    """Retient le carnet qui répond au plus de questions ; entre ceux qui en remplissent autant, celui du bon nom."""
    candidates, unreadable = _candidates(subject, files, name, read)
    named = [candidate for candidate in candidates if _same_name(candidate.path, name)]
    plausible = [candidate for candidate in candidates if candidate.found]
    pool = plausible or named
    if not pool:
        absent = f"la copie ne contient pas de carnet {shown(name + '.ipynb')}"
        return Choice(None, Remarks(tuple(unreadable) or (absent,), needs_person=True))
    best = max(pool, key=lambda candidate: (candidate.answered, candidate in named, candidate.found))
    others = [other for other in plausible if other is not best and other.cells != best.cells]
    texts = [*best.remarks.texts]
    if not named:
        texts.append(f"le carnet s'appelle {shown(best.path)} au lieu de {shown(name + '.ipynb')}")
    several = _several(best, others, named)
    broken = [reason for reason in unreadable if not named or reason == TOO_MANY]
    remarks = Remarks((*texts, *several.texts, *broken), bool(broken or best.remarks.needs_person)) + several
    left = tuple(other.cells for other in candidates if other is not best)
    unread = bool(unreadable or best.remarks.needs_person)
    return Choice(best.cells, remarks, best.path, several, left, unread, best.found)


def _several(best, others, named):
    """Ce qui se dit des autres carnets de la copie.

    Un second carnet ne fait appel à une personne que s'il pourrait valoir une autre note : rempli autant que le
    premier, ou un peu si le premier n'a pas le nom demandé.
    """
    if not others:
        return NOTHING
    rivals = [other for other in others if other.answered and (best not in named or other.answered == best.answered)]
    chosen = f"{shown(best.path)} est noté ({best.answered} réponse{'s' * (best.answered > 1)})"
    names = ", ".join(f"{shown(other.path)} ({other.answered})" for other in others[:3])
    return Remarks((f"plusieurs carnets dans la copie : {chosen}, et non {names}",), bool(rivals))


def _candidates(subject, files, name, read):
    """Les carnets qui se lisent, celui qui porte le bon nom d'abord ; on n'en lit pas sans fin."""
    candidates: list[_Candidate] = []
    unreadable, left = [], MAX_SOURCES
    paths = [path for path in files if path.lower().endswith(SUFFIXES)]
    for path in sorted(paths, key=lambda path: (not _same_name(path, name), path.count("/"), path)):
        if len(candidates) == MAX_NOTEBOOKS or left < 0:
            unreadable.append(TOO_MANY)
            break
        try:
            cells, remarks = read(files[path])
        except UnreadableError as reason:
            if path.lower().endswith(".ipynb"):
                unreadable.append(f"{shown(path)} ne se lit pas : {reason}")
        else:
            left -= sum(len(cell.source) for cell in cells)
            candidates.append(_Candidate(path, cells, remarks, *subject.answers(cells)))
    return candidates, unreadable


def _same_name(path, name):
    """Compare des noms comme le ferait une personne : sans la casse, ni la façon d'écrire les accents."""
    path = PurePosixPath(path)
    same = unicodedata.normalize("NFC", path.stem).casefold() == unicodedata.normalize("NFC", name).casefold()
    return same and path.suffix.lower() == ".ipynb" and len(path.parts) == 1

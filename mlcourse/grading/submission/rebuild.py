"""Reconstruire le carnet à noter : celui de l'enseignant, où l'étudiant parle à la place des solutions."""

import textwrap
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from mlcourse.checks.notebook import is_solution
from mlcourse.french import typeset
from mlcourse.grading.submission.cell_choice import Picks
from mlcourse.grading.submission.elsewhere import notice, perhaps, places
from mlcourse.grading.submission.inert import inert_attachments, inert_outputs, inert_prose
from mlcourse.grading.submission.notebook_choice import choose
from mlcourse.grading.submission.pasted import cited, kept_apart
from mlcourse.grading.submission.pictures import bounded
from mlcourse.grading.submission.remarks import APART, NOTHING, Remarks
from mlcourse.grading.submission.renderable import renderable
from mlcourse.grading.submission.shelf import join_files
from mlcourse.grading.submission.subject import Subject
from mlcourse.grading.submission.unread import hold

MAX_ADDED = 1_000
MISSING = "# Cette cellule manquait dans la copie."
ABOVE, BELOW = (f"# La réponse est plus {where}, dans une cellule ajoutée." for where in ("haut", "bas"))
ADDED = typeset("Cellule ajoutée par l'étudiant")
NOTICE = typeset(
    "*Copie corrigée par* `mlcourse`*. Ses textes ont été rendus inertes : l'original est dans le dossier des copies "
    f"rendues ; dans Jupyter, ouvrez-le {APART}. Si cette ligne paraît dans formgrader, il n'a pas lu les réglages du "
    "cours : relancez Jupyter depuis le dossier du cours avant d'y corriger quoi que ce soit.*"
)


@dataclass(frozen=True)
class Rebuilt:
    """Le carnet reconstruit, et le chemin d'où il vient ; `unreadable` est vrai si la copie n'a rien à exécuter.

    L'étudiant lira `remarks` ; `aside`, qui ne tient pas à lui, est pour l'enseignant.
    """

    notebook: NotebookNode
    remarks: Remarks = NOTHING
    aside: Remarks = NOTHING
    unreadable: bool = False
    path: str = ""


def rebuild(source, files, name, given=None, reading=NOTHING):
    """Reconstruit le carnet `name` à partir des fichiers d'une copie ; ne lève rien, quelle que soit la copie.

    `given` sont les fichiers du sujet, et `reading` ce qu'on a remarqué en lisant ceux de la copie.
    """
    subject = Subject(source)
    choice = choose(subject, files, name)
    picks = Picks(subject, choice.cells or [])
    absent = join_files(picks, {**(given or {}), **files}, choice.path)
    added, remarks = _added(picks)
    silent = [target for target in subject.solutions if target.written and not picks.chosen[target.index]]
    elsewhere = places(picks, choice, files, given or {}, reading) if silent and choice.cells is not None else []
    remarks += absent + perhaps(silent, elsewhere)
    notebook = nbformat.from_dict({key: value for key, value in source.items() if key != "cells"})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.cells = added.pop(-1, [])
    for target, cell in zip(subject.cells, source.cells, strict=True):
        notebook.cells += [_graded(target, cell, picks, elsewhere), *added.get(target.index, [])]
    if choice.remarks.needs_person:  # rien, ou pas tout, n'a pu se lire ; ou un autre carnet vaudrait peut-être mieux
        hold(notebook)
    if choice.cells is not None:
        theirs = [cell for cell in notebook.cells if is_solution(cell) or is_added(cell)]
        remarks = picks.remarks + remarks + bounded(theirs)
    return Rebuilt(notebook, choice.remarks + remarks, picks.aside, choice.cells is None, choice.path)


def _graded(target, cell, picks, elsewhere):
    """La cellule du sujet, où le texte de l'étudiant a pris la place de la solution."""
    metadata = {key: value for key, value in cell.metadata.items() if key != "mlcourse"}
    source, attachments = cell.source, {}
    if target.solution:
        chosen = kept_apart([picks.cells[position] for position in picks.chosen[target.index]])
        attachments = inert_attachments({name: kept for each in chosen for name, kept in each.attachments.items()})
        code = cell.cell_type == "code"
        answers = [answer.source if code else inert_prose(cited(answer, target), attachments) for answer in chosen]
        answer = "\n\n".join(answers)
        source = (answer if code else _laid_out(answer, attachments)) if chosen else _unanswered(target, cell, picks)
        if target.written and not chosen and elsewhere:  # ce n'est plus le squelette : nbgrader le fait lire
            source += notice(elsewhere)
    elif cell.get("attachments"):
        attachments = cell.attachments
    return _cell(cell.cell_type, cell.get("id") or f"sujet-{target.index}", source, metadata, attachments)


def _unanswered(target, cell, picks):
    """Le squelette distribué ; un mot le suit si la réponse est plus bas, le remplace s'il l'effacerait ou manque."""
    if target.names and not picks.own(target) and picks.defines(target):
        return MISSING
    if picks.overridden(target):
        return ABOVE
    released = cell.metadata.get("mlcourse", {}).get("released", "")
    return f"{released}\n\n{BELOW}".lstrip() if picks.answered_below(target) else released


def _added(picks):
    """Range les cellules de l'étudiant après la cellule du sujet qu'elles suivaient (-1 : avant toutes)."""
    added: dict[int, list[NotebookNode]] = {}
    remarks = NOTHING
    positions = picks.added()
    if len(positions) > MAX_ADDED:
        remarks = Remarks((f"seules les {MAX_ADDED} premières cellules ajoutées sont gardées",))
    for number, position in enumerate(positions[:MAX_ADDED], 1):
        cell = picks.cells[position]
        new = _added_cell(cell, f"ajout-{number}")
        added.setdefault(picks.anchor(position), []).append(new)
    return added, remarks


def _added_cell(cell, cell_id):
    """La cellule ; un texte vient sous une ligne qui dit d'où il vient, un code la recevra une fois exécuté."""
    if cell.kind == "code":
        return _cell("code", cell_id, cell.source, {"mlcourse": {"added": True}}, {})
    # Une cellule brute s'insérerait telle quelle dans la page qui montre la copie.
    source = _as_written(cell.source) if cell.kind == "raw" else cell.source
    attachments = inert_attachments(cell.attachments)
    source = f"**{ADDED}**\n\n{_laid_out(inert_prose(source, attachments), attachments)}"
    return _cell("markdown", cell_id, source, {"mlcourse": {"added": True}}, attachments)


def _laid_out(prose, attachments):
    """Une prose inerte ; telle qu'elle est écrite, et ses images dessous, si la mettre en forme coûterait trop."""
    if renderable(prose):
        return prose
    below = "\n\n".join(f"![](attachment:{name})" for name in attachments)
    return f"{_as_written(prose)}\n\n{inert_prose(below, attachments)}"


def _as_written(source):
    return textwrap.indent(source, "    ")


def is_added(cell):
    """Vrai d'une cellule que l'étudiant a ajoutée."""
    return bool(cell.metadata.get("mlcourse", {}).get("added"))


def _labelled(source):
    """Du code, précédé de sa marque ; une commande magique, comme `%%time`, reste en tête.

    La marque n'est pas là quand la cellule s'exécute : `%%writefile` l'écrirait dans le fichier.
    """
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    lines.insert(first + 1 if lines[first].startswith("%%") else 0, f"# {ADDED}")
    return "\n".join(lines)


def _cell(kind, cell_id, source, metadata, attachments):
    # Et non `nbformat.v4.new_code_cell`, qui vérifierait chacune d'elles : le carnet entier le sera.
    cell = {"cell_type": kind, "id": cell_id, "source": source, "metadata": metadata}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments:
        cell["attachments"] = attachments
    return nbformat.from_dict(cell)


def with_remarks(notebook, remarks):
    """Place en tête du carnet une cellule qui dit ce que la correction a remarqué, à la suite de ce qu'elle disait.

    Une remarque cite des noms que l'étudiant a choisis : elle n'agit pas plus que le reste de la copie.
    """
    known = remarks_of(notebook.cells[0]) if notebook.cells else []
    texts = (Remarks(tuple(known)) + remarks).typeset().texts
    if texts:
        text = "\n".join(["**Remarques de la correction**", "", *(f"- {inert_prose(remark)}" for remark in texts)])
        cell = _cell("markdown", "remarques", text, {"mlcourse": {"remarks": [*texts]}}, {})
        notebook.cells[: bool(known)] = [cell]
    return notebook


def remarks_of(cell):
    """Les remarques de la correction qu'une cellule montre ; aucune, si ce n'est pas celle qui les dit."""
    return cell.metadata.get("mlcourse", {}).get("remarks", [])


def without_remarks(notebook, texts):
    """Ôte ces remarques de la cellule qui les dit, et la cellule si elle ne dit plus rien."""
    known = remarks_of(notebook.cells[0]) if notebook.cells else []
    if known:
        del notebook.cells[0]
        with_remarks(notebook, Remarks(tuple(text for text in known if text not in texts)))
    return notebook


def complete(notebook, remarks):
    """Achève un carnet exécuté : des sorties inertes, d'où viennent ses cellules et lui-même, ce qu'on a remarqué."""
    for cell in notebook.cells:
        if is_added(cell) and cell.cell_type == "code":
            cell.source = _labelled(cell.source)
    inert_outputs(notebook).cells.insert(0, _cell("markdown", "provenance", NOTICE, {"mlcourse": {"notice": True}}, {}))
    with_remarks(notebook, remarks)
    return notebook

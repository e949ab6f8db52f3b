"""De la copie à sa note : le chemin de `mlcourse corriger`, de `nbgrader autograde` et du bouton de formgrader."""

from dataclasses import dataclass

from nbformat import NotebookNode

from mlcourse.checks.notebook import HIDDEN
from mlcourse.grading.examination.run import run_notebook
from mlcourse.grading.sandbox.box import require_box
from mlcourse.grading.submission.reading import companions
from mlcourse.grading.submission.rebuild import complete, rebuild
from mlcourse.grading.submission.remarks import NOTHING, Remarks
from mlcourse.grading.submission.unread import refuse


@dataclass(frozen=True)
class Graded:
    """Une copie corrigée : le carnet exécuté, que nbgrader note d'après ses sorties, et ce qu'il faut savoir d'elle.

    L'étudiant lit le carnet ; `remarks`, qui peut tenir à des tests cachés, est pour l'enseignant.
    """

    notebook: NotebookNode
    remarks: Remarks
    peak_bytes: int = 0


def require(boxed):
    """Lève `GradingError` si les copies doivent s'exécuter en boîte et que cette machine ne sait pas en faire."""
    if boxed:
        require_box()


def grade(source, files, name, limits, *, boxed=True, delimiters=HIDDEN, given=None, seed=None, remarks=NOTHING):
    """Corrige une copie : la reconstruit, l'exécute en face de ses tests, et dit ce qu'on a remarqué.

    `source` est le carnet de l'enseignant, préparé ; `files` les fichiers rendus, `given` ceux du sujet, {chemin
    relatif: contenu} ; `name` le nom du carnet ; `seed` la graine des tests ; `remarks` ce qu'on a remarqué en lisant
    la copie.
    """
    rebuilt = rebuild(source, files, name, given, remarks)
    if rebuilt.unreadable:
        return _refused(rebuilt, rebuilt.remarks.texts[0], remarks)
    kept, too_big = companions(files, rebuilt.path)
    run = run_notebook(rebuilt.notebook, source, limits, boxed, delimiters, kept, given, seed)
    remarks = remarks + rebuilt.remarks + too_big
    everything = remarks + rebuilt.aside + run.remarks
    return Graded(complete(run.notebook, remarks + run.told), everything, run.peak_bytes)


def refused(source, files, name, reason, remarks=NOTHING):
    """Note une copie sans l'exécuter : zéro à chaque test, la raison, et une personne à prévenir."""
    return _refused(rebuild(source, files, name, reading=remarks), reason, remarks)


def _refused(rebuilt, reason, remarks):
    remarks = remarks + Remarks((reason,), needs_person=True) + rebuilt.remarks
    return Graded(complete(refuse(rebuilt.notebook, reason), remarks), remarks)

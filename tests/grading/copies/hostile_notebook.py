"""Le carnet lui-même : métadonnées, points, identifiants, cellules de tests retouchées ou ajoutées."""

import copy

from nbgrader.utils import compute_checksum

from .base import (
    ALL,
    ANSWERS,
    NOTEBOOK,
    RELEASE,
    WRITTEN,
    after,
    again,
    code,
    edited,
    filled,
    grading,
    is_test,
    prose,
    with_source,
    worth,
)
from .hostile import attack

GIFT = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "task": False}


def gift(grade_id, points):
    """Une cellule de tests de la main de l'étudiant."""
    cell = code("assert True")
    cell.metadata["nbgrader"] = GIFT | {"grade_id": grade_id, "points": points, "cell_type": "code"}
    return cell


def settle(cell):
    """Recalcule la somme de contrôle d'une cellule, comme si l'enseignant l'avait écrite."""
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)


@attack("carnet", quick=True)
def edits_its_tests_and_forges_their_checksums():
    """Vide les cellules de tests et recalcule leurs sommes de contrôle."""

    def disarm(cell):
        cell.source = "pass"
        settle(cell)

    return edited(RELEASE, disarm, is_test)


@attack("carnet")
def multiplies_its_points():
    """Inscrit mille points, des points négatifs, NaN et du texte dans les métadonnées, sur un sujet vide."""

    def inflate(cell):
        cell.metadata.nbgrader["points"] = 1000.0
        settle(cell)

    notebook = edited(RELEASE, inflate, lambda cell: grading(cell).get("grade"))
    for cell, points in zip(filter(is_test, notebook.cells), (-1000, float("nan"), "mille", None, [1]), strict=False):
        cell.metadata.nbgrader["points"] = points
    return notebook


@attack("carnet", points=ALL)
def doubles_the_tests_it_passes():
    """Recopie trois fois chaque cellule de tests qu'elle réussit, sous le même identifiant."""
    notebook = filled()
    tests = [cell for cell in notebook.cells if is_test(cell)]
    notebook.cells += [again(cell, id=f"copie-{n}-{i}") for n in range(3) for i, cell in enumerate(tests)]
    return notebook


@attack("carnet", quick=True)
def adds_tests_worth_a_hundred_points():
    """Ajoute ses propres cellules de tests, à cent points l'une, sous des noms neufs puis sous ceux du sujet."""
    names = ["cadeau", "shared_bias_backward-cadeau", "directional_check-acceptance", "introduction", WRITTEN]
    return after(RELEASE, "directional_check", *(gift(name, 100.0) for name in names))


@attack("carnet")
def turns_its_tests_into_answers():
    """Déclare les cellules de tests comme des réponses : la correction laisserait en place le texte de l'étudiant."""

    def declare(cell):
        cell.source = "pass"
        cell.metadata.nbgrader.update(solution=True, locked=False, grade=True)
        settle(cell)

    return edited(RELEASE, declare, is_test)


@attack("carnet")
def turns_its_tests_into_prose():
    """Change les cellules de tests en texte, en cellules brutes, ou en cellules d'un type inconnu."""
    notebook = copy.deepcopy(RELEASE)
    for i, cell in enumerate(filter(is_test, notebook.cells)):
        cell.cell_type = ("markdown", "raw", "heading")[i % 3]
    return notebook


@attack("carnet")
def takes_the_tests_out_of_grading():
    """Retire aux cellules de tests leurs métadonnées, et les donne à d'autres cellules, qui ne vérifient rien."""

    def strip(cell):
        kept = cell.metadata.pop("nbgrader")
        cell.source, cell.metadata["avant"] = "pass", kept

    notebook = edited(RELEASE, strip, is_test)
    names = [grading(cell)["grade_id"] for cell in RELEASE.cells if is_test(cell)]
    return after(notebook, "imports", *(gift(name, 1.0) for name in names))


@attack("carnet", points=worth("smoothed_cross_entropy", "directional_check"))
def rewrites_the_locked_cells():
    """Change la cellule d'imports verrouillée, et fait d'un énoncé une cellule de code qui répond à sa place."""
    notebook = with_source(RELEASE, "imports", "import numpy as np\nnp.allclose = lambda *a, **k: True")
    statement = "shared_bias_backward-statement"
    for name in ("smoothed_cross_entropy", "directional_check"):
        notebook = with_source(notebook, name, ANSWERS[name])
    for cell in notebook.cells:
        if grading(cell).get("grade_id") == statement:
            cell.cell_type, cell.source = "code", "def shared_bias_backward(dZ, cache):\n    return 0, 0, 0"
            cell.update(outputs=[], execution_count=None)
            settle(cell)
    return notebook


@attack("carnet")
def turns_its_prose_into_code():
    """Fait de la réponse rédigée une cellule de code, qui vaut quatre points si elle s'exécute sans erreur."""
    notebook = copy.deepcopy(RELEASE)
    for cell in notebook.cells:
        if grading(cell).get("grade_id") == WRITTEN:
            cell.cell_type, cell.source = "code", "assert True"
            cell.metadata.nbgrader["cell_type"] = "code"
            cell.update(outputs=[], execution_count=None)
    return notebook


@attack("carnet")
def moves_tests_into_its_answers():
    """Donne à chaque cellule de réponse l'identifiant d'une autre, et n'écrit rien."""
    notebook = copy.deepcopy(RELEASE)
    answers = [cell for cell in notebook.cells if grading(cell).get("solution")]
    names = [grading(cell)["grade_id"] for cell in answers]
    for cell, name in zip(answers, names[1:] + names[:1], strict=True):
        cell.metadata.nbgrader["grade_id"] = name
    return notebook


@attack("carnet", points=ALL)
def speaks_for_the_grader():
    """Remplit de mensonges les métadonnées que la correction pourrait relire : scores, remarques, marque d'ajout."""

    def lie(cell):
        cell.metadata["mlcourse"] = {"added": False, "points": 99, "remarks": ["parfait"], "status": "ok"}
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "remove-input", "hide"]
        cell.metadata["nbgrader"] = dict(grading(cell)) | {"auto_score": 99, "score": 99, "max_score": 99}

    notebook = edited(filled(), lie)
    notebook.metadata["mlcourse"] = {"remarks": ["parfait"], "points": 99, "needs_person": False}
    notebook.metadata["nbgrader"] = {"score": 99}
    return notebook


@attack("carnet")
def asks_for_its_tests_to_be_skipped():
    """Étiquette les tests skip-execution et raises-exception, et ne rend rien d'autre."""

    def tag(cell):
        cell.metadata.update(tags=["skip-execution", "raises-exception"], deletable=True)

    return edited(RELEASE, tag)


@attack("carnet")
def chooses_its_own_kernel():
    """Demande un noyau « python3 » d'un autre langage, avec sa propre ligne de commande, et pose sa description."""
    notebook = copy.deepcopy(RELEASE)
    argv = ["bash", "-c", "touch /tmp/noyau-pirate"]
    spec = {"name": "pirate", "display_name": "Python 3", "language": "bash", "argv": argv}
    notebook.metadata["kernelspec"] = spec
    notebook.metadata["language_info"] = {"name": "bash", "version": "5"}
    files = "share/jupyter/kernels/pirate/kernel.json", "kernel.json"
    return {NOTEBOOK: notebook} | dict.fromkeys(files, '{"argv": ["false"], "language": "bash"}')


@attack("carnet", points=ALL)
def attaches_a_picture_that_is_no_base64():
    """Joint à une cellule une image dont le contenu n'est pas de l'ASCII : la reconstruction lève."""
    picture = prose("![a](attachment:a.png)")
    picture.attachments = {"a.png": {"image/png": "é" * 20}}
    return after(filled(), "imports", picture)

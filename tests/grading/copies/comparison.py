"""Les mêmes copies, notées par nbgrader d'usine et par notre correction, et ce qui sépare leurs notes."""

import shutil
import subprocess
import sys
from typing import NamedTuple

from ...assignments.assignment import Assignment
from ...assignments.workshop import variants
from .base import Copy
from .classroom import Classroom
from .honest import HONEST
from .hostile import load

# Pourquoi la note de nbgrader n'est pas la nôtre, copie par copie ; la nôtre est celle que la copie mérite.
DIFFERENCES = {
    "logs_what_it_does": "le journal écrit sur la sortie d'erreur pendant les tests : nbgrader compte zéro partout",
    **dict.fromkeys(
        ("silences_numpy_by_a_decorator", "raises_on_every_floating_point_fault"),
        "np.seterr(all='raise') y vaut pour les tests aussi : l'un d'eux s'arrête",
    ),
    **dict.fromkeys(
        ("turns_a_copied_import_cell_into_a_constant", "turns_a_copied_test_cell_into_a_helper"),
        "de deux cellules du même nom, nbgrader ôte à l'une ses métadonnées, puis dit le carnet trop ancien",
    ),
    "fails_in_its_drafts": "exit() dans un brouillon arrête le noyau de nbgrader : la copie reste sans note",
    **dict.fromkeys(
        ("asks_the_encoding_of_its_output", "writes_bytes", "uses_the_descriptor_of_its_output"),
        "sys.stdout n'y a ni reconfigure, ni buffer, ni descripteur : la cellule de réponse s'arrête avant la fonction",
    ),
    "answers_with_scipy": "nbgrader prend SciPy où il se trouve : chez un autre enseignant, cette note serait la nôtre",
    "hands_in_a_folder_with_its_module": "nbgrader ne cherche le carnet qu'à la racine de la remise : pas de note",
    "imports_a_module_whose_accents_are_written_apart": "hors de macOS, nbgrader ne trouve pas ce module",
    "runs_a_second_notebook": "nbgrader n'emporte que le carnet du devoir : %run ne trouve pas le second",
}
FACTORY = """
from mlcourse.checks.notebook import HIDDEN, SOLUTION
c = get_config()
c.CourseDirectory.course_id = "usine"
c.ClearSolutions.begin_solution_delimeter, c.ClearSolutions.end_solution_delimeter = SOLUTION
c.ClearHiddenTests.begin_test_delimeter, c.ClearHiddenTests.end_test_delimeter = HIDDEN
"""


class Row(NamedTuple):
    """Une copie, la note qu'elle mérite, celle de nbgrader et la nôtre ; None pour celle qui manque."""

    name: str
    deserved: float
    theirs: float | None
    ours: float | None

    @property
    def agree(self):
        """Vrai si les deux notes sont celle que la copie mérite."""
        return self.theirs == self.ours == self.deserved


def honest_copies(assignment):
    """Les copies honnêtes de ce devoir."""
    return [copy for copy in load(HONEST, "honest").values() if copy.assignment == assignment]


def wrong_copies(assignment):
    """Une copie par solution fausse connue de ce devoir, qui ne perd que les propriétés que celle-ci annonce."""
    subject = Assignment(assignment)
    for variant in variants("wrong_"):
        if variant.assignment == assignment:
            points = subject.all_but(*variant.missed)
            name = f"{variant.exercise}-{variant.name}"
            build = lambda v=variant: subject.filled(**{v.exercise: v.source})  # noqa: E731 (une par solution)
            yield Copy(name, "fausse", variant.sentence, build, points, assignment=assignment)


def factory_course(classroom):
    """Un cours voisin, aux réglages d'usine, où sont les mêmes copies et le même sujet."""
    folder = classroom.folder.parent / "usine"
    shutil.copytree(classroom.folder / "solutions", folder / "source")
    shutil.copytree(classroom.folder / "classe" / "submitted", folder / "submitted")
    (folder / "nbgrader_config.py").write_text(FACTORY, "utf-8")
    generate = nbgrader("generate_assignment", classroom)
    subprocess.run(generate, cwd=folder, env=classroom.environment(), capture_output=True, check=True)
    return folder


def nbgrader(command, classroom):
    """La ligne de commande de nbgrader, pour le devoir de cette classe."""
    return [sys.executable, "-m", "nbgrader", command, classroom.assignment]


def compared(folder, copies):
    """Fait noter ces copies d'un même devoir par les deux, dans `folder` ; rend une ligne par copie, témoin compris."""
    classroom = Classroom(folder, copies)
    course = factory_course(classroom)
    for student in classroom.copies:
        # Une copie que nbgrader ne sait pas noter le fait sortir en erreur, parfois avant celles qui la suivent.
        subprocess.run(
            [*nbgrader("autograde", classroom), "--student", student],
            cwd=course,
            env=classroom.environment(),
            capture_output=True,
            check=False,
        )
    classroom.grade()
    classroom.listener.close()
    ours, theirs = classroom.marks(), classroom.marks(course / "gradebook.db")
    return [
        Row(name, copy.points, *(marks.get(name, {}).get("points") for marks in (theirs, ours)))
        for name, copy in classroom.copies.items()
    ]

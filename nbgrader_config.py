"""Réglages de nbgrader pour ce cours ; nbgrader les lit dans le dossier d'où il est lancé."""

from pathlib import Path

COURSE = Path(__file__).resolve().parent
CLASSROOM = COURSE / "classe"
CLASSROOM.mkdir(exist_ok=True)  # SQLite ne crée pas le dossier de sa base

c = get_config()  # noqa: F821 (fourni par traitlets)

# Les dossiers : sujets à la racine, copies et notes dans classe/, que git ignore.
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.course_id = "entrainement-reseaux-profonds"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "classe/submitted"
c.CourseDirectory.autograded_directory = "classe/autograded"
c.CourseDirectory.feedback_directory = "classe/feedback"
c.CourseDirectory.solution_directory = "classe/solution"
c.CourseDirectory.db_url = f"sqlite:///{CLASSROOM / 'gradebook.db'}"

# Ce que l'enseignant délimite dans solutions/, et ce que l'étudiant trouve à la place.
c.ClearSolutions.begin_solution_delimeter = "# DÉBUT SOLUTION"
c.ClearSolutions.end_solution_delimeter = "# FIN SOLUTION"
c.ClearSolutions.code_stub = {"python": '# VOTRE CODE ICI\nraise NotImplementedError("Cette fonction reste à écrire.")'}
c.ClearSolutions.text_stub = "VOTRE RÉPONSE ICI"
c.ClearHiddenTests.begin_test_delimeter = "# DÉBUT TESTS CACHÉS"
c.ClearHiddenTests.end_test_delimeter = "# FIN TESTS CACHÉS"

# La correction : une cellule de tests supprimée par mégarde est remise à sa place.
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = (
    "Cette cellule ({cell_id}) manquait dans la copie ; la correction l'a remise.\n\n"
)

# Les temps limites, en secondes. Le noyau n'a rien à sauvegarder : on l'arrête sans attendre.
c.Execute.timeout = 20
c.Execute.startup_timeout = 60
c.Execute.shutdown_kernel = "immediate"

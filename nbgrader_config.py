"""Réglages de nbgrader pour ce cours ; nbgrader les lit dans le dossier d'où il est lancé."""

from pathlib import Path

from mlcourse.checks.notebook import HIDDEN, SOLUTION
from mlcourse.grading.gradebook.dates import keep_time
from mlcourse.grading.gradebook.handin import HandIn
from mlcourse.grading.gradebook.points import TellPoints
from mlcourse.grading.gradebook.repairs import repair
from mlcourse.grading.gradebook.statement import SpeakingTests, TellLimits, Typeset
from mlcourse.grading.gradebook.viewing import view

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

# nbgrader et formgrader lisent eux-mêmes les noms des dossiers et les dates de remise : que rien n'y arrête la classe.
repair()

# Moodle écrit des heures sans dire leur fuseau : c'est celui-ci, même sur une machine réglée sur un autre.
keep_time("Europe/Paris")

# La date d'une remise vient de la plateforme ; True croit aussi le timestamp.txt d'une copie, fût-il de l'étudiant.
c.HandInDates.from_copies = False

# Quand et où rendre, à qui s'adresser : l'énoncé le dit, et la correction compte les retards. À changer ici seulement,
# puis « make devoirs ».
c.HandIn.due = {}  # {"devoir1": "2026-12-01 23:59 Europe/Paris"}
c.HandIn.platform = ""
c.HandIn.person = ""

# Ce que l'enseignant délimite dans solutions/, et ce que l'étudiant trouve à la place.
c.ClearSolutions.begin_solution_delimeter, c.ClearSolutions.end_solution_delimeter = SOLUTION
c.ClearSolutions.code_stub = {"python": '# VOTRE CODE ICI\nraise NotImplementedError("Cette fonction reste à écrire.")'}
c.ClearSolutions.text_stub = "VOTRE RÉPONSE ICI"
c.ClearHiddenTests.begin_test_delimeter, c.ClearHiddenTests.end_test_delimeter = HIDDEN

# Ce que l'énoncé dit des limites de la correction, à la place de @limites@ : celles que règle c.SplitExecute ; et des
# points, à la place de @points@ et de @points:nom@ : ceux des cellules qui les donnent. Sa prose reçoit ses espaces
# insécables.
# Ses tests disent ce qu'ils valent : cela s'ajoute une fois le devoir inscrit, avant que ses lignes cachées ne partent.
c.GenerateAssignment.preprocessors.prepend([TellLimits, TellPoints, HandIn, Typeset])
c.GenerateAssignment.preprocessors.insert(-4, SpeakingTests)

# Le corrigé que l'on donne après l'échéance : celui de « mlcourse corrige », sans les tests cachés.
c.GenerateSolution.preprocessors = ["mlcourse.grading.gradebook.solved.Solved"]

# La correction : « nbgrader autograde » et formgrader passent par le moteur de « mlcourse corriger », qui reconstruit
# chaque copie à partir du sujet et l'exécute dans une boîte, à l'écart de ses tests.
c.Autograde.exporter_class = "mlcourse.grading.gradebook.plain.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "mlcourse.grading.gradebook.execute.SplitExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "mlcourse.grading.gradebook.marks.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Une note se donne sur vingt, arrondie à ce pas ; un milieu monte. La moyenne laisse de côté les « drops » plus basses.
c.Marking.out_of = 20.0
c.Marking.step = 0.01
c.Marking.drops = 0

# Ce que coûte un retard : une part de la note par jour entamé (0.1 en ôte un dixième), rien tant que c'est 0.
c.AssignLatePenalties.plugin_class = "mlcourse.grading.gradebook.lateness.LatePenalty"
c.LatePenalty.per_day = 0.0

# Ce qu'un navigateur montre d'une copie, dans formgrader comme dans ce qui revient à l'étudiant : ni script, ni test
# caché.
view(c)
c.SafeOutputs.in_course = True
c.GenerateFeedback.force = True  # une page est toujours celle de la dernière correction
c.Book.site = ""  # l'adresse du livre en ligne, où mènent les sections que citent les pages
c.GenerateFeedback.exporter_class = "mlcourse.grading.gradebook.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "mlcourse.grading.gradebook.review.Review",
    "mlcourse.grading.gradebook.feedback.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# Le tableau de « nbgrader export » : une ligne qui ne se fait pas n'ôte pas les autres.
c.ExportApp.plugin_class = "mlcourse.grading.gradebook.export.RowByRow"

"""Tenir le carnet de notes : un seul rédacteur, les champs de `nbgrader autograde`, une transaction par copie."""

from nbgrader.api import BaseCell, Comment, Grade, InvalidEntry, SolutionCell, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, Execute, SaveAutoGrades

from mlcourse.grading.gradebook.database import in_french, open_gradebook
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.lateness import configured_stages, late_stage, penalize, settle
from mlcourse.grading.gradebook.marks import SaveMarks, refuse_impossible
from mlcourse.grading.gradebook.master import resources_of
from mlcourse.grading.gradebook.names import person
from mlcourse.grading.gradebook.provenance import keys, note
from mlcourse.grading.gradebook.reader import read_marks
from mlcourse.grading.gradebook.registration import register
from mlcourse.grading.gradebook.seams import fill


class GradeWriter:
    """Le seul rédacteur du carnet de notes pour un devoir ; il garde sa session ouverte."""

    def __init__(self, course, assignment, notebooks):
        self.course, self.assignment = course, assignment
        self.gradebook = open_gradebook(course.coursedir)
        stages = configured_stages(course.config)
        # Le moteur remplace l'exécution ; ce rédacteur, les deux qui ouvriraient la base à chaque copie. Quant aux
        # métadonnées, ce sont celles du sujet, vérifiées une fois pour toutes quand on l'a préparé.
        engine = (Execute, SplitExecute, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata)
        self._stages = [stage(config=course.config) for stage in stages if not issubclass(stage, engine)]
        self._late = late_stage(course.config)
        with in_french():
            for path in notebooks:
                register(self.gradebook, course.coursedir, assignment, path, course.config)
            self._cells = {path.stem: self._load_cells(path.stem) for path in notebooks}

    def close(self):
        """Ferme la base."""
        self.gradebook.close()

    def _load_cells(self, name):
        """L'identifiant du carnet, puis {identifiant de cellule: nom} : ce qui permet de passer par les index."""
        notebook = self.gradebook.find_notebook(name, self.assignment)
        cells = self.gradebook.db.query(BaseCell.id, BaseCell.name).filter(BaseCell.notebook_id == notebook.id)
        return notebook.id, {cell_id: cell for cell_id, cell in cells}  # noqa: C416 (une ligne de base n'est pas un couple)

    def record(self, student, name, notebook, *, timestamp=None, unchanged=False, key="", copy=""):
        """Inscrit un carnet corrigé et le rend, passé par les derniers préprocesseurs de nbgrader.

        `key` et `copy` sont les empreintes de ce dont il vient et de la copie seule. `unchanged` dit que l'étudiant
        n'a rien rendu d'autre depuis la dernière fois : ce qu'une personne a déjà relu n'est alors pas à relire.
        """
        resources = resources_of(self.assignment, name, self.course.coursedir.db_url, student)
        notebook, _ = refuse_impossible(notebook)
        for stage in self._stages:
            notebook, resources = stage(notebook, resources)
        with in_french():
            self._meet(student)
            when = {"timestamp": timestamp} if timestamp else {}
            submission = self.gradebook.update_or_create_submission(self.assignment, student, **when)
            submitted = self._submitted(submission.id, name)
            unchanged &= note(self.gradebook, submitted.id, key, copy) in ("", copy)
            self._save(submitted, name, notebook, resources, unchanged)
            self._penalize(submission, submitted)
            self.gradebook.db.expunge_all()  # la session ne grossit pas avec la classe
        return notebook

    def _meet(self, student):
        try:
            known = self.gradebook.update_or_create_student(student)
        except InvalidEntry:  # une autre commande vient de l'inscrire
            known = self.gradebook.find_student(student)
        if known.first_name is None and known.last_name is None:  # « None, None », dans formgrader
            known.first_name, known.last_name = person(student)

    def forget(self):
        """Abandonne une écriture interrompue : la copie suivante trouve une session neuve."""
        self.gradebook.db.rollback()
        self.gradebook.db.expunge_all()

    def _submitted(self, submission_id, name):
        query = self.gradebook.db.query(SubmittedNotebook)
        return query.filter_by(notebook_id=self._cells[name][0], assignment_id=submission_id).one()

    def _save(self, submitted, name, notebook, resources, unchanged):
        """Fait écrire les notes par SaveMarks, qui sait lire les sorties et respecter les notes manuelles."""
        grades, comments = self._rows(Grade, submitted, name), self._rows(Comment, submitted, name)
        before = {cell: (grade.auto_score, grade.needs_manual_grade) for cell, grade in grades.items()}
        fill(SaveMarks(config=self.course.config), grades, comments, notebook, resources)
        for cell, grade in grades.items():
            if grade.manual_score is not None or grade.extra_credit:  # nbgrader oublie les points « en plus »
                same = unchanged and grade.auto_score == before[cell][0]
                grade.needs_manual_grade = before[cell][1] if same else True
        self.gradebook.db.commit()

    def _rows(self, table, submitted, name):
        """Les notes ou les commentaires d'une copie, par nom de cellule ; la contrainte d'unicité sert d'index."""
        names = self._cells[name][1]
        query = self.gradebook.db.query(table)
        rows = query.filter(table.cell_id.in_(names), table.notebook_id == submitted.id)
        return {names[row.cell_id]: row for row in rows}

    def _penalize(self, submission, submitted):
        """Applique la pénalité de retard du cours ; une copie à l'heure n'en garde aucune."""
        if submission.total_seconds_late > 0 or submitted.late_submission_penalty is not None:
            penalize(submitted, submission.total_seconds_late, self._late)
            self.gradebook.db.commit()

    def settle(self, allowances):
        """Met à jour les retards de la classe ; rend {étudiant: secondes de retard}."""
        return settle(self.gradebook, self.course, self.assignment, allowances)

    def recorded(self, name):
        """{étudiant dont toutes les notes automatiques de ce carnet sont inscrites: d'où elles viennent}.

        C'est une empreinte, vide si on l'ignore.
        """
        notebook_id, names = self._cells[name]
        query = self.gradebook.db.query(SubmittedAssignment.student_id).join(SubmittedAssignment.notebooks)
        query = query.filter(SubmittedNotebook.notebook_id == notebook_id)
        written = self.gradebook.db.query(SolutionCell.name).filter_by(notebook_id=notebook_id)
        prose = {solution for (solution,) in written}
        tests = [cell_id for cell_id, cell in names.items() if cell not in prose]
        waiting = query.join(SubmittedNotebook.grades).filter(Grade.cell_id.in_(tests), Grade.auto_score.is_(None))
        with in_french():
            known = keys(self.gradebook, self.assignment, name)
            written = {student for (student,) in query} - {student for (student,) in waiting}
        return {student: known.get(student, "") for student in written}

    def marks(self):
        """Rend le total du devoir et {étudiant: note}."""
        return read_marks(self.gradebook, self.assignment)

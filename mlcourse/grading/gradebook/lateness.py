"""Le retard : ce qu'il est, prolongations comprises, et ce qu'il coûte."""

from math import ceil

from nbgrader.converters import Autograde
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float
from traitlets.utils.importstring import import_item

from mlcourse.grading.gradebook.database import in_french
from mlcourse.grading.gradebook.dates import STAMP_BYTES, HandInDates
from mlcourse.grading.submission.reading import STAMP, read_start

_DAY = 24 * 3600


class LatePenalty(LateSubmissionPlugin):
    """Un retard coûte une part de la note par jour entamé."""

    per_day = Float(0.0, help="La part de la note que coûte un jour de retard entamé : 0.1 en ôte un dixième.").tag(
        config=True
    )
    at_most = Float(1.0, help="La plus grande part qu'un retard puisse coûter.").tag(config=True)
    grace_minutes = Float(0.0, help="Les minutes de retard qui ne coûtent rien.").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Ce qu'ôte ce retard, en points ; None s'il n'ôte rien."""
        if not self.per_day:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        seconds = total_seconds_late - 60 * self.grace_minutes
        return score * min(self.at_most, self.per_day * ceil(seconds / _DAY)) if seconds > 0 else None


def penalize(submitted, seconds, stage):
    """Inscrit ce que coûte ce retard à un carnet rendu ; rien s'il est à l'heure. `stage` est celui des réglages."""
    penalty = None
    if seconds > 0 and stage is not None:
        stage.init_plugin()
        penalty = stage.plugin_inst.late_submission_penalty(submitted.assignment.student_id, submitted.score, seconds)
    submitted.late_submission_penalty = None if penalty is None else min(max(penalty, 0.0), submitted.score)


def configured_stages(config):
    """Les préprocesseurs que l'enseignant a demandés à `nbgrader autograde`."""
    stages = Autograde(config=config).autograde_preprocessors
    return [import_item(stage) if isinstance(stage, str) else stage for stage in stages]


def late_stage(config):
    """Le préprocesseur des retards, si les réglages l'ont gardé."""
    return AssignLatePenalties(config=config) if AssignLatePenalties in configured_stages(config) else None


def settle(gradebook, course, assignment, allowances):
    """Met à jour dates, prolongations et pénalités d'un devoir ; rend {étudiant: secondes de retard}.

    Une note lue à la main, une prolongation accordée après coup changent ce que coûte un retard : il se recompte.
    """
    dates, stage, late = HandInDates(course.coursedir), late_stage(course.config), {}
    with in_french():
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student_id
            path = course.submitted_folder(student, assignment) / STAMP
            date, _ = dates.of(student, assignment, {STAMP: read_start(path, STAMP_BYTES)})
            submission.timestamp = date or (None if dates.unsure(student, assignment) else submission.timestamp)
            if student in allowances:
                submission.extension = allowances[student] or None
            late[student] = submission.total_seconds_late
            for submitted in submission.notebooks:
                if late[student] or submitted.late_submission_penalty is not None:
                    penalize(submitted, late[student], stage)
        gradebook.db.commit()
    return {student: seconds for student, seconds in late.items() if seconds}

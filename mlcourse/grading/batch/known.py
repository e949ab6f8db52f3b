"""Ce que les corrections passées ont remarqué des copies, sans les refaire."""

import json

from mlcourse.grading.batch.archive import Archive
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.gradebook.names import names_remarks
from mlcourse.grading.submission.remarks import NOTHING


def known_remarks(course, assignment, students):
    """{étudiant: ce qu'il faut savoir de sa copie}, tel que l'a laissé la dernière correction."""
    archive, remarks = Archive(course, assignment, {}), names_remarks(students)
    for path in sorted(course.results_folder(assignment).glob("*.json")):
        try:
            saved = json.loads(path.read_text("utf-8"))
            key, result = saved["key"], Result.from_json(saved["result"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        names = [each.stem for each in course.notebooks(assignment)]
        if result.student in remarks and key in {archive.key(result.student, name)[0] for name in names}:
            remarks[result.student] += result.remarks
    return {student: found for student, found in remarks.items() if found != NOTHING}

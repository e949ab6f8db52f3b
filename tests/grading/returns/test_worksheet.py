"""La feuille de Moodle, remplie sans le reste de la correction : ce qu'un tableur en a ôté, ce que Moodle en refuse."""

import csv
import io

import pytest

from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.intake.roster import Student
from mlcourse.grading.returns.standings import DONE, Standing, Standings
from mlcourse.grading.returns.worksheet import filled

TITLES = ["Identifiant", "Nom complet", "Note", "Note maximale", "Dernière modification (note)"]
TITLES += ["Feedback par commentaires"]


@pytest.fixture
def fill(tmp_path):
    """Remplit la feuille de Zoé, qui a tous les points, ou tant ; rend ses lignes, et ce qui s'en dit."""

    def fill(*rows, score=6.0):
        text = io.StringIO()
        csv.writer(text).writerows([TITLES, *rows])
        (tmp_path / "feuille.csv").write_text(text.getvalue(), "utf-8")
        zoe = Standing("Zoé", Student("Zoé", number="1001"), DONE, score=score)
        content, told = filled(tmp_path / "feuille.csv", Standings(6.0, {}, [zoe]), Marking())
        return [*csv.reader(io.StringIO(content.decode("utf-8"), newline=""))], told

    return fill


def test_row_that_a_spreadsheet_has_shortened_is_as_long_as_its_header_again(fill):
    lines, told = fill(["Participant 1001", "Zoé"], [], ["Participant 1002"])
    assert lines[1][:3] == ["Participant 1001", "Zoé", "20.00"]
    assert [len(line) for line in lines] == [6, 6, 0, 6]
    assert told == []


@pytest.mark.parametrize(
    ("score", "maximum", "expected"),
    [
        (6.0, "20,00", ""),
        (7.0, "20,00", "Zoé (23,33 / 20)"),
        (7.0, "100,00", "Zoé (116,67 / 100)"),
        (None, "20,00", ""),
    ],
)
def test_mark_above_the_maximum_of_moodle_names_who_has_it(fill, score, maximum, expected):
    _, told = fill(["Participant 1001", "Zoé", "", maximum, "-", ""], score=score)
    assert [expected in text for text in told] == [True] * bool(expected)

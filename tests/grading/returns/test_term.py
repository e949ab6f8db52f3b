"""Plusieurs devoirs ensemble : une moyenne de notes exactes, et jamais d'une absence ou d'une copie non lue."""

from decimal import Decimal

import pytest

from mlcourse.command import main
from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.intake.roster import Student
from mlcourse.grading.returns.standings import ABSENT, DONE, GONE, Standing, Standings
from mlcourse.grading.returns.term import term

from ..batches import run
from ..small_course import ASSIGNMENT

UNREAD = "à lire (1 réponse)"


def classes(*scores):
    """Un devoir par note de Zoé, sur six points ; un texte est l'état d'une note qui manque."""
    found = {}
    for rank, score in enumerate(scores, 1):
        known = {"state": score} if isinstance(score, str) else {"state": DONE, "score": score}
        found[f"devoir{rank}"] = Standings(6.0, {}, [Standing("Zoé", Student("Zoé"), **known)])
    return found


def mean(*scores, **settings):
    _, line = term(classes(*scores), Marking(**settings))
    return line[-1]


def test_mean_is_that_of_the_exact_marks_rounded_once():
    # Sur vingt, 6,2, 6,2 et 6,4 : arrondies d'abord au demi-point, leur moyenne vaudrait 6.
    assert mean(1.86, 1.86, 1.92, step=0.5) == Decimal("6.5")
    assert mean(2.0, 2.0, 2.0) == Decimal("6.67")


@pytest.mark.parametrize(
    ("scores", "drops", "expected"),
    [
        ((6.0, 3.0, 0.0), 0, "10"),
        ((6.0, 3.0, 0.0), 1, "15"),
        ((6.0, 3.0, ABSENT), 1, "15"),
        ((6.0, 3.0, ABSENT), 0, None),
        ((6.0, ABSENT, ABSENT), 1, None),
        ((6.0, 3.0, UNREAD), 1, None),
        ((6.0,), 1, None),
    ],
)
def test_lowest_marks_are_dropped_an_absence_first_and_nothing_is_made_up(scores, drops, expected):
    assert mean(*scores, drops=drops) == ("" if expected is None else Decimal(expected))


def test_same_person_is_one_line_whatever_number_moodle_gives():
    one, two = classes(6.0), classes(3.0)
    lines = [*term({"a": one["devoir1"], "b": two["devoir1"]}, Marking())]
    assert [line[0] for line in lines] == ["Nom", "Zoé"]
    assert lines[1][3:] == [Decimal("20.00"), Decimal("10.00"), Decimal("15.00")]


def test_same_person_is_one_line_when_only_one_assignment_tells_an_address():
    both = classes(6.0, 3.0)
    both["devoir1"] = Standings(6.0, {}, [Standing("Zoé", Student("Zoé", email="zoe@exemple.fr"), DONE, score=6.0)])
    (line,) = [*term(both, Marking())][1:]
    assert line[3:] == [Decimal("20.00"), Decimal("10.00"), Decimal("15.00")]
    namesake = Standing("Zoé", Student("Zoé", email="autre@exemple.fr"), DONE, score=6.0)
    both["devoir3"] = Standings(6.0, {}, [namesake])
    assert len([*term(both, Marking())]) == 4  # de deux homonymes, rien ne dit de qui est la note sans adresse


@pytest.mark.parametrize("email", ["-", "scolarite@exemple.fr", ""])
def test_students_who_share_what_the_address_says_or_a_name_but_for_its_accents_are_not_one(email):
    found = {
        name: Standings(
            6.0, {}, [Standing(who, Student(who, email=email), DONE, score=score) for who, score in scores.items()]
        )
        for name, scores in {"a": {"Zoé": 6.0, "Zoe": 3.0}, "b": {"Zoé": 3.0}}.items()
    }
    lines = {line[0]: line[3:] for line in term(found, Marking())}
    assert lines["Zoé"] == [Decimal("20.00"), Decimal("10.00"), Decimal("15.00")]
    assert lines["Zoe"] == [Decimal("10.00"), ABSENT, ""]


def test_copy_that_is_there_wins_over_the_old_name_of_its_folder():
    both = classes(6.0, 3.0)
    line = Student("Zoé", email="zoe@exemple.fr")
    for found in both.values():
        found.students[:] = [Standing("Zoé", line, DONE, score=6.0), Standing("Zoe", line, GONE)]
    assert [line[3:] for line in term(both, Marking())][1:] == [[Decimal("20.00")] * 3]


def test_who_is_on_one_list_only_has_no_mean():
    both = classes(6.0, 3.0)
    both["devoir2"] = Standings(6.0, {}, [])
    assert [*term(both, Marking())][1][3:] == [Decimal("20.00"), ABSENT, ""]


def test_sheet_of_moodle_is_that_of_one_assignment(course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    assert main(["notes", ASSIGNMENT, ASSIGNMENT + "2", "--feuille", "x.csv"]) == 2
    assert "ne donnez que celui-là" in capsys.readouterr().err


def test_command_writes_the_whole_beside_each(course, monkeypatch, capsys):
    run(course)
    monkeypatch.chdir(course.root)
    main(["notes", ASSIGNMENT, ASSIGNMENT])
    assert not (course.root / "classe" / "notes" / "ensemble.csv").exists()  # deux fois le même n'en font qu'un
    source = course.root / "solutions" / "autre"
    source.mkdir()
    (source / "autre.ipynb").write_bytes(course.source.read_bytes())
    monkeypatch.setattr("mlcourse.grading.returns.notes.standings", lambda *_: classes(6.0)["devoir1"])
    main(["notes", ASSIGNMENT, "autre"])
    text = (course.root / "classe" / "notes" / "ensemble.csv").read_text("utf-8-sig")
    assert text.splitlines() == ["Nom;Courriel;Groupe;petit;autre;Moyenne sur 20", "Zoé;;;20;20;20"]
    assert "classe/notes/ensemble.xlsx" in capsys.readouterr().out

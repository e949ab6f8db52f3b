"""Un seul arrondi : un milieu monte, que le dise le tableau, la feuille de notes, le commentaire ou la page."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mlcourse.french import fixed, short
from mlcourse.grading.batch.summary import summary
from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.gradebook.reader import Mark
from mlcourse.grading.intake.roster import Student
from mlcourse.grading.returns.sheets import as_csv, rows
from mlcourse.grading.returns.standings import DONE, Standing, Standings
from mlcourse.grading.returns.worksheet import _comment
from mlcourse.grading.submission.remarks import NOTHING

HALVES = st.integers(0, 1_999).map(lambda number: float(Decimal(number) / 100 + Decimal("0.005")))


def risen(half):
    """La seconde décimale d'un milieu, montée, à la française."""
    text = format((Decimal(repr(half)) + Decimal("0.005")).normalize(), "f")
    return text.replace(".", ",")


def class_of(score, penalty=0.0):
    """Une classe d'un étudiant, dont le devoir vaut vingt points."""
    one = Standing("Ève", Student("Ève"), DONE, score=score, penalty=penalty, points={"Exercice 1": score})
    return Standings(20.0, {"Exercice 1": 20.0}, [one])


@given(half=HALVES)
def test_every_place_that_says_a_mark_says_the_same(half):
    marking, found = Marking(), class_of(half)
    (line,) = [line for line in summary({"Ève": NOTHING}, {"Ève": Mark(half, 0)}, 20.0) if line.startswith("Ève")]
    assert line.split()[1] == risen(half)
    assert marking.told(half, 20.0) == f"{risen(half)} / 20"
    assert _comment(found.students[0], found, marking, 20.0) == f"Exercice 1 : {risen(half)} / 20"
    (sheet,) = csv.DictReader(io.StringIO(as_csv(rows(found, marking)).decode("utf-8-sig")), delimiter=";")
    assert Decimal(sheet["Note sur 20"].replace(",", ".")) == Decimal(risen(half).replace(",", "."))


@given(number=st.integers(-9_999, 9_999), decimals=st.integers(0, 5))
def test_half_rises_at_any_number_of_decimals(number, decimals):
    half = (Decimal(number) + Decimal("0.5").copy_sign(number)).scaleb(-decimals)
    away = (Decimal(number) + Decimal(1).copy_sign(number)).scaleb(-decimals)
    assert fixed(float(half), decimals) == fixed(float(away), decimals)


@given(parts=st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.625, 0.7, 1.125]), min_size=1, max_size=20))
def test_dust_of_a_sum_changes_no_mark_and_reaches_no_sheet(parts):
    true = sum(map(Decimal, map(repr, parts)), Decimal(0))
    found = class_of(min(20.0, sum(parts)), penalty=sum(parts))
    (sheet,) = csv.DictReader(io.StringIO(as_csv(rows(found, Marking())).decode("utf-8-sig")), delimiter=";")
    assert Decimal(sheet["Points ôtés"].replace(",", ".")) == true
    assert short(sum(parts)) == short(float(true))


def test_what_is_no_number_or_is_beyond_measure_is_still_written():
    assert [fixed(number, 1) for number in (float("inf"), float("nan"), 1e20)] == [
        "inf",
        "nan",
        f"{10**20:_}".replace("_", "\N{NARROW NO-BREAK SPACE}") + ",0",
    ]

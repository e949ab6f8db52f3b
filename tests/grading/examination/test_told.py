"""Sous des lignes cachées, l'étudiant lit une seule phrase, quoi qu'il arrive ; l'enseignant lit tout."""

import pytest

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.plan import Step
from mlcourse.grading.examination.told import sentence

from ..miniature import CHECKS, HIDDEN, RIGHT, VISIBLE, graded

BEGIN, END = "# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS"
SHOWN = "_check.close('y', _check.call(1.0), 2.0)"
SECRET = f"{BEGIN}\n_check.close('y', _check.call(31415.0), 62830.0)\n{END}"
LAYOUTS = {
    "à la fin": f"{CHECKS}{SHOWN}\n{SECRET}",
    "au début": f"{CHECKS}{SECRET}\n{SHOWN}",
    "au milieu": f"{CHECKS}{SHOWN}\n{SECRET}\n{SHOWN}",
    "seules": f"{CHECKS}{SECRET}",
    "dans une fonction": (
        f"{CHECKS}def _data():\n    {BEGIN}\n    return 31415.0\n    {END}\n    return 1.0\n"
        "_x = _data()\n_check.close('y', _check.call(_x), 2 * _x)"
    ),
    "dans une liste": (
        f"{CHECKS}for _x in (\n    1.0,\n    {BEGIN}\n    31415.0,\n    {END}\n):\n"
        "    _check.close('y', _check.call(_x), 2 * _x)"
    ),
    "à part": (
        f"{CHECKS}_data = [1.0]\n{BEGIN}\n_data = [31415.0]\n{END}\n"
        "for _x in _data:\n    assert double(_x) == 2 * _x, _x"
    ),
}
COPY = """
import os
def double(x):
    if x > 1000:
        {way}
    return 2 * x
"""
WAYS = {
    "fausse": "return 3 * x",
    "exception": "raise KeyError(repr(x))",
    "autre chose": "return {'x': object()}",
    "mort": "os._exit(0)",
    "temps": "while True: pass",
    "mémoire": "return bytearray(10**10)",
    "enfants": "[os.fork() for _ in range(100)]",
}
ONLY = "Propriété non vérifiée : double rend le double. Ce test comprend des lignes cachées : il n'en dit pas plus."


@pytest.mark.boite
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_whatever_happens_under_hidden_lines_is_one_sentence(way):
    limits = Limits(cell_seconds=1.5, submission_seconds=60)
    result = graded(COPY.format(way=way), *LAYOUTS.values(), limits=limits)
    assert result.points == [0] * len(LAYOUTS)
    assert dict(zip(LAYOUTS, result.messages, strict=True)) == dict.fromkeys(LAYOUTS, ONLY)
    assert result.run.told.texts == ()
    assert "31415" not in result.text


@pytest.mark.boite
def test_teacher_reads_what_the_student_does_not():
    result = graded(COPY.format(way=WAYS["fausse"]), *LAYOUTS.values())
    *checked, plain = result.whole
    assert all("attendu : y = 62830" in text and "reçu : y = 94245" in text for text in checked)
    assert plain == "31415.0"
    result = graded(
        COPY.format(way=WAYS["temps"]), LAYOUTS["seules"], limits=Limits(cell_seconds=1, submission_seconds=60)
    )
    assert "temps accordé est dépassé" in result.whole[0]
    assert result.run.remarks.texts == ("temps accordé dépassé",)


@pytest.mark.boite
def test_other_delimiters_hide_as_well():
    from mlcourse.grading.examination.run import run_notebook

    from ..miniature import Graded, assignment, submission

    source = assignment(
        LAYOUTS["au milieu"].replace(BEGIN, "### BEGIN HIDDEN TESTS").replace(END, "### END HIDDEN TESTS")
    )
    copy = submission(source, COPY.format(way=WAYS["fausse"]))
    delimiters = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
    result = Graded(run_notebook(copy, source, Limits(), delimiters=delimiters))
    assert (result.points, result.messages) == ([0], [ONLY])


@pytest.mark.boite
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_what_fails_without_any_hidden_line_is_told_whole(layout):
    body = "def double(x):\n    return 3 * x"
    for before in ([], [HIDDEN]):  # la copie a pu voir des données cachées dans un test d'avant
        result = graded(body, *before, layout)
        if layout == LAYOUTS["seules"]:
            assert result.messages[-1] == ONLY
        else:
            assert "reçu : y = 3." in result.messages[-1] or result.messages[-1] == "1.0"


@pytest.mark.boite
def test_clue_of_a_mistake_comes_from_visible_lines_only():
    body = "def double(x):\n    return -2 * x"
    assert "le signe est opposé" in graded(body, VISIBLE).messages[0]
    result = graded(body, HIDDEN)
    assert result.messages[0] == ONLY
    assert "le signe est opposé" in result.whole[0]


@pytest.mark.boite
def test_copy_that_changes_its_mind_after_hidden_data_learns_nothing():
    body = "seen = []\ndef double(x):\n    seen.append(x)\n    return 5 * x if len(seen) > 1 else 2 * x"
    result = graded(body, HIDDEN, VISIBLE)
    assert result.points == [1, 0]
    assert result.messages[1] == ONLY
    assert "reçu : y = [5., 5., 5.]" in result.whole[1]


@pytest.mark.boite
def test_time_left_by_the_graded_pass_does_not_show():
    """Ce que lit l'étudiant vient d'une passe qui a tout son temps, quoi que fasse la copie sous des lignes cachées."""
    body = "import time\ndef double(x):\n    time.sleep(60 * (x.max() > 1000))\n    return 3 * x"
    limits = Limits(cell_seconds=1, submission_seconds=2)
    result = graded(body, *[HIDDEN] * 2, VISIBLE, limits=limits)
    assert "reçu : y = [3., 3., 3.]" in result.messages[-1]


@pytest.mark.boite
def test_examiner_of_a_pass_knows_nothing_of_the_other():
    spoiled = f"{CHECKS}{BEGIN}\n_check, _np.ones, left = None, None, 31415\n{END}"
    spies = (
        f"{CHECKS}_found = [hasattr(_np, 'left'), 'left' in globals(), _np.ones(1)[0]]\nassert _found is None, _found"
    )
    result = graded(RIGHT, spoiled, spies)
    assert result.messages[1] == "[False, False, np.float64(1.0)]"


CLAIMS = {
    "écrite": ("_Check(double, 'a')", "Propriété non vérifiée : a."),
    "nommée": ("_Check(double, claim='a')", "Propriété non vérifiée : a."),
    "deux": (
        "_Check(double, 'a'); _Check(double, 'b')",
        "L'une au moins de ces propriétés n'est pas vérifiée : a ; b.",
    ),
    "calculée": ("_Check(double, f'{1 + 1}')", "Ce test n'est pas satisfait."),
    "cachée": (f"{BEGIN}\n_Check(double, 'a')\n{END}", "Ce test n'est pas satisfait."),
    "sans contrôle": ("assert double(2) == 4", "Ce test n'est pas satisfait."),
    "illisible": ("%timeit double(2)", "Ce test n'est pas satisfait."),
}


@pytest.mark.parametrize(("lines", "start"), CLAIMS.values(), ids=CLAIMS)
def test_sentence_comes_from_what_the_teacher_wrote_in_sight(lines, start):
    step = _step(f"from mlcourse.checks import Check as _Check\n{lines}\n{SECRET}")
    text = sentence(step.in_sight().source)
    assert " ".join(text.split()) == f"{start} Ce test comprend des lignes cachées : il n'en dit pas plus."


def test_sentence_ends_on_the_sections_to_read_again():
    step = _step(
        "from mlcourse.checks import Check as _Check\n"
        "_Check(double, 'a', section='1.3')\n_Check(double, 'b', (), '1.4')\n"
        f"_Check(double, 'a', section='1.3')\n{SECRET}"
    )
    assert " ".join(sentence(step.in_sight().source).split()).endswith(
        "il n'en dit pas plus. relire : section 1.3, 1.4"
    )


@pytest.mark.boite
@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("assert double(2) == 4, 'le double de 2 est 4'", "le double de 2 est 4"),
        ("assert double(2) == 4", "Ce test n'est pas satisfait. assert double(2) == 4"),
        (f"assert double(2) == 4, '31415'\n{SECRET}", "31415"),
        (f"{BEGIN}\nassert double(2) == 4, '31415'\n{END}", "Ce test n'est pas satisfait. {RESERVED}"),
    ],
)
def test_assert_of_the_teacher_reaches_the_student_as_it_was_written(lines, read):
    reserved = "Ce test comprend des lignes cachées : il n'en dit pas plus."
    assert graded("def double(x):\n    return 0", lines).messages == [read.replace("{RESERVED}", reserved)]


def _step(source):
    from mlcourse.checks.notebook import hidden_lines

    return Step(0, "test", source, hidden_lines=hidden_lines(source))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_what_the_student_received_holds_nothing_hidden_and_every_line_keeps_its_place(layout):
    seen = _step(layout).in_sight()
    assert "31415" not in seen.source
    assert seen.hidden_lines == ()
    assert all(kept in ("", line) for kept, line in zip(seen.source.split("\n"), layout.split("\n"), strict=True))


@pytest.mark.boite
def test_what_the_student_reads_was_written_before_any_hidden_line_ran(tmp_path):
    """Hors de toute boîte, une copie garde d'une passe à l'autre ce qu'elle a vu : celle qui montre n'en sait rien."""
    kept = tmp_path / "vu.txt"
    body = f"""
import os
def double(x):
    with open({str(kept)!r}, "a") as file:
        file.write(repr(x))
    return 2 * x
print(os.path.exists({str(kept)!r}) and open({str(kept)!r}).read())"""
    result = graded(body, HIDDEN, VISIBLE, boxed=False)
    assert kept.read_text()
    assert "31415" not in result.text

"""Le vocabulaire des cellules : un rôle, des lignes cachées, des noms."""

from time import process_time

import nbformat.v4 as nbf
import pytest
from traitlets.config.loader import PyFileConfigLoader

from mlcourse.checks.notebook import (
    HIDDEN,
    SOLUTION,
    bound_names,
    definable_names,
    defined_names,
    grade_id,
    hidden_lines,
    is_solution,
    is_test,
    may_define,
    parse,
    parse_cell,
    syntax_fault,
    used_names,
)

from ..assignments.workshop import ROOT, SOURCES, read


def cell(new=nbf.new_code_cell, **settings):
    return new("x = 1", metadata={"nbgrader": {"grade_id": "x"} | settings} if settings else {})


@pytest.mark.parametrize(
    ("given", "test", "solution"),
    [
        (cell(), False, False),
        (cell(grade=True, solution=False), True, False),
        (cell(grade=True, solution=True), False, True),
        (cell(grade=False, solution=True), False, True),
        (cell(grade=False, solution=False, locked=True), False, False),
        (cell(nbf.new_markdown_cell, grade=True, solution=False), False, False),
    ],
)
def test_role_of_a_cell(given, test, solution):
    assert (is_test(given), is_solution(given)) == (test, solution)
    assert is_test(dict(given)) == test  # telle que `json` la lit
    assert grade_id(given) == ("x" if given.metadata else "")


def test_hidden_lines_stop_at_the_delimiter_and_go_to_the_end_without_it():
    begin, end = HIDDEN
    assert hidden_lines(f"a\n{begin}\nb\n{end}\nc\n  {begin}\nd") == (2, 3, 4, 6, 7)
    assert hidden_lines("a\n<\nb\n>", ("<", ">")) == (2, 3, 4)
    assert hidden_lines("a") == ()


@pytest.mark.parametrize(
    ("source", "defined", "bound"),
    [
        ("def f(): pass\nclass A: x = 1", {"f", "A"}, {"f", "A"}),
        ("g: int = 1\nh += 1", {"g", "h"}, {"g", "h"}),
        ("import numpy as np\nfrom os.path import join", set(), {"np", "join"}),
        ("a, b = 1, 2\nif a: c = b", set(), {"a", "b", "c"}),
        ("async def f(): pass", {"f"}, {"f"}),
        ("def f(x)\n    return x", set(), {"f"}),
        ("%time\nfiles = !ls\nf = len\nf?", {"files", "f"}, {"files", "f"}),
        ("try:\n    from a import f\nexcept ImportError:\n    def g(x):\n        y = 1", set(), {"f", "g"}),
        ("match 1:\n    case f: pass\n(g := 2)", set(), {"f", "g"}),
        ("+".join("x" * 3000), set(), set()),
        ("x = '\\s'", {"x"}, {"x"}),
    ],
)
def test_names_that_a_cell_defines_and_those_it_leaves(source, defined, bound):
    assert (defined_names(source), bound_names(source)) == (defined, bound)


@pytest.mark.parametrize(
    "source",
    [
        "async def f(): pass",
        "with a as f: pass",
        "exec(open('a.py').read())",
        "exec('def f(): pass')",
        "globals().update(f=g)",
        "import __main__\n__main__.f = g",
        "def install():\n    global f\n    f = g",
        "from a import *",
        "%run a.py",
        "%time f = g",
        "%matplotlib inline\nfrom a import *",
        "%%bash\necho f > a",
    ],
)
def test_what_may_define_a_name(source):
    assert may_define(definable_names(source), {"f"})


@pytest.mark.parametrize("source", ["f(2)", "# f : plus tard", "print(f)", "g = f", "%time g(2)", "%%bash\necho"])
def test_what_cannot_define_a_name(source):
    assert not may_define(definable_names(source), {"f"})


LENGTH = 300_000
LONG = {
    "des espaces": " " * LENGTH + "x",
    "des noms et des virgules": "a, " * (LENGTH // 3) + "x",
    "des égalités": "a = " * (LENGTH // 4) + "?",
    "des points d'interrogation": "? " * (LENGTH // 2) + "x",
    "des lignes vides": " \n" * (LENGTH // 2),
    "des fonctions": "async  def f x" * (LENGTH // 14),
}


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
@pytest.mark.parametrize("read", [parse_cell, bound_names, definable_names, syntax_fault])
def test_reading_a_cell_takes_a_time_in_proportion_to_its_length(read, line):
    start = process_time()
    read("x = = 1\n" + line)  # ce n'est pas du Python, et rien ne s'en lit d'un coup
    assert process_time() - start < 2


@pytest.mark.parametrize(
    "source",
    ["import a" + ".b" * 30_000, "from a" + " . \\\n b" * 30_000 + " import x", "import x, a" + ".e\u0301" * 30_000],
    ids=["import", "from", "accents"],
)
@pytest.mark.parametrize("read", [parse_cell, bound_names, definable_names, syntax_fault])
def test_name_of_dots_without_end_is_left_unread(read, source):
    start = process_time()
    read(source)
    assert process_time() - start < 2
    assert parse(source) is None
    assert syntax_fault(source) == 1


@pytest.mark.parametrize("accents", ["\u0315\u0300", "\u0f73\u0315"])
@pytest.mark.parametrize("read", [parse_cell, syntax_fault])
def test_letter_of_accents_without_end_is_left_unread(read, accents):
    start = process_time()
    read("a" + accents * 50_000 + " = 1")
    assert process_time() - start < 2
    assert parse("a" + accents * 100 + " = 1") is None


def test_honest_names_of_many_dots_or_accents_are_read():
    assert parse("e\u0301" * 1_000 + " = '" + "é" * 1_000 + "'") is not None
    assert parse("import a" + ".b" * 100) is not None
    assert parse("x = '" + ".5 " * 500 + "'") is not None


def test_names_used():
    assert used_names("y = f(x).z") == {"y", "f", "x"}
    assert parse("%time") is None
    assert used_names("%time") == set()


def test_delimiters_are_those_that_nbgrader_is_given():
    config = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    solutions, tests = config.ClearSolutions, config.ClearHiddenTests
    assert (solutions.begin_solution_delimeter, solutions.end_solution_delimeter) == SOLUTION
    assert (tests.begin_test_delimeter, tests.end_test_delimeter) == HIDDEN


@pytest.mark.parametrize("name", SOURCES)
def test_assignments_use_these_delimiters(name):
    text = "\n".join(cell.source for cell in read(SOURCES[name]).cells)
    for begin, end in (SOLUTION, HIDDEN):
        assert text.count(begin) == text.count(end) > 0

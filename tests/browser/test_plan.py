"""Exécuter une cellule exécute ce dont elle a besoin au-dessus, ni plus, ni deux fois."""

import pytest

from mlcourse.browser.plan import Page, needed_cells, read_names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("y = x + 1", {"x"}),
        ("x = 1\ny = x", set()),
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("for k in range(3):\n    total += k", {"range", "total"}),
        ("def f(a):\n    b = a + c\n    return b", {"c"}),
        ("def f():\n    global n\n    n += 1", {"n"}),
        ("[i for i in data]", {"data"}),
        ("with open('a') as file:\n    file.read()", {"open"}),
        ("class A(Base):\n    x = seed", {"Base", "seed"}),
        ("from a import b\nb(c)", {"c"}),
        ("ce n'est pas du Python", set()),
    ],
)
def test_a_program_reads_what_it_has_not_defined(source, expected):
    assert read_names(source) == expected


def test_a_cell_needs_what_defines_its_names_and_what_may_have_changed_them():
    sources = ["import numpy as np", "data = np.ones(3)", "other = np.zeros(2)", "data.sort()", "print(data)"]
    assert needed_cells(sources, 4) == [0, 1, 3, 4]
    assert needed_cells(sources, 2) == [0, 2]


def test_a_name_given_again_frees_from_what_gave_it_before():
    assert needed_cells(["x = 1", "y = x", "x = 2", "print(x)"], 3) == [2, 3]


def test_using_a_module_does_not_make_a_cell_needed():
    assert needed_cells(["import numpy as np", "np.ones(3)", "np.zeros(3)"], 2) == [0, 2]


@pytest.fixture
def page(notebook):
    """Exécute des cellules comme le fait la page ; rend celles qui l'ont vraiment été."""

    def go(sources, target):
        ranks = notebook.plan(sources, target)
        for rank in ranks:
            assert notebook.run(rank)["error"] is None
        return ranks

    go.value = lambda name: notebook.session.names[name]
    return go


TRAINING = ["weights = [0]", "weights[0] += 1", "seen = list(weights)"]


def test_what_was_executed_is_not_executed_again(page):
    assert page(TRAINING, 1) == [0, 1]
    assert page(TRAINING, 2) == [2]


def test_a_cell_that_changes_its_data_starts_again_from_fresh_data(page):
    page(TRAINING, 1)
    assert page(TRAINING, 1) == [0, 1]
    assert page.value("weights") == [1]


def test_a_cell_that_only_reads_its_data_is_executed_alone(page):
    sources = ["data = [1, 2]", "total = sum(data)"]
    page(sources, 1)
    assert page(sources, 1) == [1]


def test_a_changed_cell_is_executed_again_with_all_that_follows_from_it(page):
    sources = ["a = 1", "b = a + 1", "c = b + 1"]
    page(sources, 2)
    changed = ["a = 10", *sources[1:]]
    assert page(changed, 0) == [0]
    assert page(changed, 2) == [1, 2]
    assert page.value("c") == 12


def test_a_cell_above_does_not_see_what_a_cell_below_has_done(page):
    page(TRAINING, 2)
    sources = [TRAINING[0], "first = weights[0]", *TRAINING[1:]]
    assert page(sources, 1) == [0, 1]
    assert page.value("first") == 0


def test_a_generator_of_random_numbers_starts_again_too(page):
    sources = ["import numpy as np\nrng = np.random.default_rng(0)", "drawn = rng.random()"]
    page(sources, 1)
    first = page.value("drawn")
    page(sources, 1)
    assert page.value("drawn") == first


def test_any_order_of_clicks_gives_what_the_page_says_in_order(page):
    sources = ["x = [1]", "x.append(2)", "y = sum(x)", "x.append(10)", "z = sum(x) + y"]
    expected = {2: ("y", 3), 4: ("z", 16)}
    for target in (4, 2, 3, 1, 2, 4, 0, 4, 3, 4, 2):
        page(sources, target)
        if target in expected:
            name, value = expected[target]
            assert page.value(name) == value


def test_a_cell_that_failed_is_tried_again(notebook):
    sources = ["x = missing", "y = x"]
    for rank in notebook.plan(sources, 0):
        assert notebook.run(rank)["error"]["type"] == "NameError"
    assert notebook.plan(sources, 1) == [0, 1]


def test_what_cannot_be_compared_is_taken_for_changed(page):
    sources = ["f = [lambda: 0]", "g = f[0]"]
    page(sources, 1)
    assert page(sources, 1) == [0, 1]


def test_a_new_page_has_executed_nothing():
    assert Page().plan(["x = 1", "y = x"], 1) == [0, 1]

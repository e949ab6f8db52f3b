"""Une cellule exécutée dans la page se conduit comme dans un carnet."""

from itertools import groupby

import pytest

from mlcourse.browser import session


def kinds(shown):
    """Ce qui est montré, dans l'ordre ; un texte envoyé en plusieurs fois n'en est qu'un."""
    return [kind for kind, _ in groupby(kind for kind, _ in shown)]


def joined(shown, kind):
    return "".join(data for each, data in shown if each == kind)


def test_the_last_expression_gives_its_value(run):
    assert run("x = 2\nx + 1") == {"value": "3", "error": None}


@pytest.mark.parametrize("source", ["x = 1", "None", "1 + 1;", "1 + 1 ;  # sans rien montrer", "", "# rien"])
def test_a_cell_that_ends_on_nothing_to_show_has_no_value(run, source):
    assert run(source) == {"value": None, "error": None}


def test_a_semicolon_inside_a_text_silences_nothing(run):
    assert run('"é ; à"')["value"] == "'é ; à'"


def test_variables_go_from_a_cell_to_the_next_and_reset_forgets_them(run, notebook):
    run("x = 5")
    assert run("x")["value"] == "5"
    notebook.reset()
    assert run("x")["error"]["type"] == "NameError"


def test_what_is_printed_comes_in_order_with_what_is_displayed(run, shown):
    run("print('avant')\ndisplay('milieu')\nprint('après')")
    assert joined(shown, "stdout") == "avant\n'milieu'\naprès\n"


def test_errors_go_to_their_own_stream(run, shown):
    run("import sys\nprint('attention', file=sys.stderr)")
    assert joined(shown, "stderr") == "attention\n"


def test_a_rich_value_is_shown_as_a_page_and_not_as_a_text(run, shown):
    result = run("from mlcourse.plots.table import Table\nTable(['a'], [['b']])")
    assert result["value"] is None
    assert joined(shown, "html").startswith('<table class="dataframe">')


def test_the_code_of_the_course_is_shown_escaped(run, shown):
    run("from mlcourse.source import SourceCode\nSourceCode('x < 1')")
    assert "<pre>x &lt; 1</pre>" in joined(shown, "html")


def test_a_figure_is_shown_where_the_cell_ends_in_the_style_of_the_book(run, shown):
    run("import matplotlib.pyplot as plt\nprint('avant')\nplt.plot([1, 2])\nprint('après')")
    assert kinds(shown) == ["stdout", "svg"]
    assert "<svg" in shown[-1][1]
    run("plt.rcParams['axes.spines.top'], plt.get_fignums()")
    assert run("plt.rcParams['axes.spines.top'], plt.get_fignums()")["value"] == "(False, [])"


def test_a_figure_shown_in_the_middle_of_a_cell_comes_there(run, shown):
    run("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nprint('après')")
    assert kinds(shown) == ["svg", "stdout"]


@pytest.mark.parametrize(
    "plot",
    [
        "from mlcourse.plots import plot_binary_cross_entropy\nplot_binary_cross_entropy(loss_curves());",
        "from mlcourse import plots\nplots.plot_binary_cross_entropy(loss_curves());",
    ],
)
def test_a_figure_of_the_course_needs_no_import_of_matplotlib(run, shown, plot):
    curves = "from mlcourse.experiments.stability import loss_curves\n"
    assert run(curves + plot) == {"value": None, "error": None}
    assert kinds(shown) == ["svg"]


def test_an_error_is_told_in_french_with_its_line_and_without_our_own_code(run):
    error = run("x = 1\n\nx / 0")["error"]
    assert error["type"] == "ZeroDivisionError"
    assert error["message"] == "division by zero"
    assert error["french"] == "division par zéro"
    assert error["line"] == 3
    assert "x / 0" in error["trace"]
    assert session.__file__ not in error["trace"]


def test_an_error_deep_in_the_course_gives_the_line_of_the_reader(run):
    error = run("from mlcourse.activations import relu\n\nrelu('a')")["error"]
    assert error["line"] == 3


def test_a_fault_of_syntax_is_told_like_another(run):
    error = run("x = 1\nfor x in y\n    pass")["error"]
    assert (error["type"], error["line"]) == ("SyntaxError", 2)
    assert error["french"] == "il manque «\N{NO-BREAK SPACE}:\N{NO-BREAK SPACE}»"


def test_what_was_drawn_and_written_before_an_error_is_shown(run, shown):
    result = run("import matplotlib.pyplot as plt\nprint('a')\nplt.plot([1])\n1 / 0")
    assert result["error"]["type"] == "ZeroDivisionError"
    assert kinds(shown) == ["stdout", "svg"]


def test_leaving_python_is_an_error_like_another(run):
    assert run("import sys\nsys.exit()")["error"]["type"] == "SystemExit"
    assert run("1")["value"] == "1"


def test_a_cell_that_writes_without_end_is_cut(run, shown, monkeypatch):
    monkeypatch.setattr(session, "MOST", 50)
    run("for _ in range(1000): print('abcdefghij')")
    assert joined(shown, "stdout").count("abcdefghij") == 4
    assert "écrit trop" in joined(shown, "stdout")


def test_a_loop_that_prints_a_thousand_lines_sends_a_few_messages(run, shown):
    run("for k in range(1000): print(k)")
    assert joined(shown, "stdout").splitlines() == [str(k) for k in range(1000)]
    assert len(shown) < 100


def test_what_pages_import_from_jupyter_is_there_and_harmless(run, shown):
    source = "from myst_nb import glue\nfrom mlcourse.plots import use_svg\nuse_svg()\nglue('a', 1, display=False)"
    assert run(source) == {"value": None, "error": None}
    run("from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>a</b>'), Markdown('*b*'))")
    assert next(data for kind, data in shown if kind == "html") == "<b>a</b>"


def test_the_source_of_a_function_of_the_reader_can_be_read(run):
    run("def f(x):\n    return x + 1")
    assert run("import inspect\nprint(inspect.getsource(f))")["error"] is None

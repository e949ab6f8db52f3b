"""Dans Jupyter : la version se dit à la première cellule, et les erreurs courantes en français dans toutes."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from mlcourse.checks import student

TEST = 'from mlcourse.checks import Check as _Check\n_check = _Check(double, "double rend le double")\n_check.call(1)'


@pytest.fixture
def shell():
    """Un noyau neuf, sans historique, dont la première cellule a été exécutée."""
    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"}))
    shell.run_cell('from mlcourse.checks.student import welcome\nwelcome("0.0.1")', store_history=True)
    yield shell
    InteractiveShell.clear_instance()


def shown(shell, capsys, source):
    """Ce qu'affiche une cellule, une fois oublié ce qui précède."""
    capsys.readouterr()
    shell.run_cell(source, store_history=True)
    return "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("installed", "wanted", "said"),
    [
        ("0.1.0", "0.1.0", "0.1.0 est installé : c'est ce qu'il faut"),
        ("0.10.0", "0.9.2", "c'est ce qu'il faut"),
        ("0.1.0", "0.2.0", "ce devoir demande la version 0.2.0"),
    ],
)
def test_version_that_is_installed_and_version_that_is_wanted_are_told(
    shell, capsys, monkeypatch, installed, wanted, said
):
    monkeypatch.setattr(student, "_installed", lambda: installed)
    assert said in shown(shell, capsys, f'welcome("{wanted}")').replace("\xa0", " ")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "ZeroDivisionError : division par zéro."),
        ("def f(x)\n    return x", "SyntaxError : il manque « : »."),
        ("[1].shape", "AttributeError : un objet de type list n'a pas d'attribut « shape »."),
    ],
)
def test_usual_error_is_told_in_french_after_its_traceback(shell, capsys, source, said):
    text = shown(shell, capsys, source).replace("\xa0", " ")
    assert said in text
    assert source.splitlines()[0] in text


def test_error_that_is_not_usual_is_shown_alone(shell, capsys):
    assert shown(shell, capsys, "raise ValueError('à moi')").count("à moi") == 2  # la ligne, et le message


def test_missing_function_is_told_without_the_code_of_the_test(shell, capsys):
    text = shown(shell, capsys, TEST).replace("\xa0", " ")
    assert "le nom « double » n'est pas défini : exécutez d'abord ce qui l'écrit" in text
    assert "_check" not in text


def test_failed_property_is_shown_as_it_is(shell, capsys):
    text = shown(shell, capsys, f"double = lambda x: None\n{TEST}")
    assert text.strip().startswith("Propriété non vérifiée")
    assert "Traceback" not in text


def test_outside_jupyter_nothing_is_said(capsys):
    student.welcome("0.0.1")
    assert capsys.readouterr().out == ""

"""Ce qui part chez les étudiants est produit à côté, relu, puis mis en place d'un coup : un refus ne perd rien."""

import base64
import json

import pytest
from nbgrader.apps import NbGraderAPI

from mlcourse.command import main
from mlcourse.grading.gradebook.master import graded_form

from ..batches import run
from ..small_course import ASSIGNMENT, filled
from .test_source_reading import ANSWER, GRADED, PROSE, STATEMENT, edited

HIDDEN_LINE = "assert double(31415) == 62830  # le nombre caché"


@pytest.fixture
def published(course, monkeypatch):
    """Le petit cours, dont le sujet est déjà distribué."""
    monkeypatch.chdir(course.root)
    assert main(["publier"]) == 0
    return course


def released(course):
    """Ce que contient le dossier des sujets, {chemin: octets}."""
    folder = course.root / "exercises"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(course, capsys):
    """Ce que dit le refus, qui n'a touché à rien."""
    before = released(course)
    capsys.readouterr()
    assert main(["publier", ASSIGNMENT]) == 2
    assert released(course) == before
    assert not [*course.root.glob("*en-cours*")]
    return capsys.readouterr().err.replace("\u00a0", " ")


def test_released_subject_is_that_of_nbgrader(published):
    _, _, public = graded_form(published.source, published.open().config)
    notebook = json.loads(released(published)[f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"])
    assert ["".join(cell["source"]) for cell in notebook["cells"]] == [cell.source for cell in public.cells]


PLACES = {
    "source": {"source": f"Un énoncé.\n\n`{HIDDEN_LINE}`"},
    "métadonnées": {"metadata": {"note": {"brouillon": [HIDDEN_LINE]}}},
    "pièce jointe": {"attachments": {"a.txt": {"text/plain": base64.b64encode(HIDDEN_LINE.encode()).decode()}}},
    "réponse": {"source": "Parce   qu'il est divisible\npar deux, mon cher."},
}


@pytest.mark.parametrize("name", PLACES)
def test_line_that_is_hidden_elsewhere_is_found_wherever_it_is(published, capsys, name):
    edited(published, STATEMENT, **PLACES[name])
    said = refused(published, capsys)
    assert f"Rien n'est distribué : {ASSIGNMENT}.ipynb contient" in said
    assert ("« question »" if name == "réponse" else "« double-test »") in said
    assert ("dans ce qui commence par « Un énoncé. " in said) == (name == "source")


def test_output_that_quotes_a_hidden_line_is_found(published, capsys):
    settings = published.root / "nbgrader_config.py"
    keep_outputs = "\nc.GenerateAssignment.preprocessors = [TellLimits]\n"
    settings.write_text(settings.read_text("utf-8") + keep_outputs, "utf-8")
    output = {"output_type": "stream", "name": "stdout", "text": [f"{HIDDEN_LINE}\n", "AssertionError\n"]}
    edited(published, STATEMENT, cell_type="code", source="1", execution_count=1, outputs=[output])
    edited(published, ANSWER, source="def double(x): pass")
    edited(published, PROSE, source="?")
    assert "Rien n'est distribué" in refused(published, capsys)


@pytest.mark.parametrize("name", ["petit.py", "petit.ipynb.bak", "sauvegarde/notes.txt"])
def test_file_beside_the_notebook_is_read_too(published, capsys, name):
    beside = published.source.parent / name
    beside.parent.mkdir(exist_ok=True)
    beside.write_bytes(published.source.read_bytes() if name.endswith("bak") else f"\t{HIDDEN_LINE}\n".encode())
    assert f"Rien n'est distribué : {name} contient" in refused(published, capsys)


def test_notebooks_may_not_change_once_copies_are_graded(published, capsys):
    published.submit("Zoé", filled(published.released()))
    run(published)
    other = published.source.read_text("utf-8").replace('"double', '"triple').replace('"question', '"autre')
    published.source.with_name("second.ipynb").write_text(
        other.replace('"imports', '"i').replace('"intro', '"j'), "utf-8"
    )
    assert "a gagné ou perdu un carnet" in refused(published, capsys)


def test_one_refusal_does_not_stop_the_other_assignments(published, capsys):
    twin = published.source.parent.with_name("un autre devoir")
    twin.mkdir()
    twin.joinpath("autre.ipynb").write_bytes(published.source.read_bytes())
    edited(published, GRADED, settings={"points": -1})
    assert main(["publier"]) == 2
    said = capsys.readouterr().err
    assert "un autre devoir est écrit : autre.ipynb." in said.replace("\u00a0", " ")
    assert "vaut -1 points" in said
    assert "un autre devoir/autre.ipynb" in released(published)


@pytest.mark.parametrize("name", [" devoir", "devoir+", "devoir[1]", "{0}"])
def test_name_that_nbgrader_could_not_follow_is_refused(published, capsys, name):
    published.source.parent.rename(published.source.parent.with_name(name))
    assert main(["publier"]) == 2
    assert "ne peut pas être un devoir" in capsys.readouterr().err


def said_of(capsys):
    """Ce que dit la commande, une fois le devoir publié à nouveau."""
    capsys.readouterr()
    assert main(["publier", ASSIGNMENT]) == 0
    return " ".join(capsys.readouterr().err.split())


def test_what_is_said_tells_what_was_rewritten_and_the_deadline_that_now_holds(published, capsys):
    path, settings = f"exercises/{ASSIGNMENT}", published.root / "nbgrader_config.py"
    before = settings.read_text("utf-8")
    none = "Pas d'échéance (c.HandIn.due, dans nbgrader_config.py)."
    assert said_of(capsys) == f"{path} était déjà à jour : rien n'y change. {none}"
    edited(published, STATEMENT, source="Un autre énoncé, pour le @échéance@.")
    assert said_of(capsys) == f"{path} est récrit : petit.ipynb. {none}"
    for day, words in ((1, "mardi 1er décembre"), (2, "mercredi 2 décembre")):
        due = f'\nc.HandIn.due = {{"{ASSIGNMENT}": "2026-12-0{day} 23:59 Europe/Paris"}}\n'
        settings.write_text(before + due, "utf-8")
        deadline = f"Échéance : {words} 2026 à 23 h 59 (Europe/Paris)."
        assert said_of(capsys) == f"{path} est récrit : petit.ipynb. {deadline}"
        assert said_of(capsys) == f"{path} était déjà à jour : rien n'y change. {deadline}"
    edited(published, STATEMENT, source="Un énoncé qui ne dit pas quand rendre.")
    said_of(capsys)
    settings.write_text(before + due.replace("12-02", "12-03"), "utf-8")
    assert said_of(capsys).startswith(f"{path} était déjà à jour : rien n'y change. Échéance : jeudi 3 décembre")


def test_unknown_assignment_is_refused(published, capsys):
    assert main(["publier", "devoir9"]) == 2
    assert "Devoir inconnu" in capsys.readouterr().err


def test_button_of_formgrader_takes_the_same_care(published):
    course = published.open()
    api = NbGraderAPI(course.coursedir, config=course.config)
    before = released(published)
    edited(published, GRADED, settings={"points": -1})
    assert not api.generate_assignment(ASSIGNMENT)["success"]
    assert released(published) == before
    edited(published, GRADED, settings={"points": 2})
    assert api.generate_assignment(ASSIGNMENT)["success"]

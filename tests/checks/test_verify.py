"""`mlcourse verifier` : ce qui passe, ce que cela vaut, et jamais « rien ne manque » quand quelque chose manque."""

import copy
import json
import re
import subprocess
import sys

import pytest
from nbgrader.utils import compute_checksum

from mlcourse.checks import rehearsal
from mlcourse.checks.notebook import grade_id, grading, is_solution, untouched
from mlcourse.command import main
from mlcourse.french import short

from ..assignments.proof import released, visible_messages
from ..assignments.workshop import ROOT, SOURCES, graded_cells, read, variants, with_source

ANSWERS = {grade_id(cell): cell.source for cell in read(SOURCES["devoir0"]).cells if is_solution(cell)}
ALL_WELL = "Rien ne manque de ce qui se vérifie avant de rendre"
NAME = "unit_columns"
TESTS = graded_cells(released("devoir0"))
POINTS = {name: grading(cell)["points"] for name, cell in TESTS.items()}
UNSEEN = sum(points for name, points in POINTS.items() if "Rien ne se vérifie ici" in TESTS[name].source)
SEEN = sum(POINTS.values()) - UNSEEN


def filled(answer=ANSWERS[NAME], **sources):
    notebook = released("devoir0")
    for name, source in (ANSWERS | {NAME: answer} | sources).items():
        notebook = with_source(notebook, name, source)
    return json.loads(json.dumps(notebook))


@pytest.fixture
def verify(tmp_path, capsys):
    """Vérifie un carnet ; rend le code de sortie et ce qui est dit."""

    def run(notebook):
        path = tmp_path / "mon devoir.ipynb"
        path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
        code = main(["verifier", str(path)])
        return code, "".join(capsys.readouterr()).replace("\xa0", " ").replace("\u202f", " ")

    return run


def test_right_answers_are_told_with_their_points_and_what_hidden_tests_may_find(verify):
    code, said = verify(filled())
    assert code == 0
    assert f"{ALL_WELL}. Points réussis : {short(SEEN)} ; à revoir : 0 ; sans test visible : {short(UNSEEN)}." in said
    assert f"Des points réussis ou sans test visible, {short(SEEN + UNSEEN)} dépendent encore de tests cachés." in said
    assert re.search(r"Exercice 1\. Des colonnes de norme 1 \([\d,]+ points\)\n  réussi ", said)
    assert re.search(rf"réussi +{short(POINTS[f'{NAME}-norms'])}  Les normes", said)
    assert re.search(rf"caché +{short(POINTS[f'{NAME}-arguments'])}  Les arguments", said)


@pytest.mark.parametrize("variant", [v for v in variants("wrong_") if v.exercise == NAME], ids=str)
def test_all_is_well_only_when_no_visible_property_fails(verify, variant):
    code, said = verify(filled(variant.source))
    unseen = not visible_messages(variant)
    assert (code, ALL_WELL in said, "à revoir   " not in said) == ((0, True, True) if unseen else (1, False, False))


def test_failed_property_is_told_in_full(verify):
    code, said = verify(filled("def unit_columns(X):\n    n = (X**2).sum(axis=0, keepdims=True)\n    return n, X / n"))
    assert code == 1
    assert "piste : la norme est la racine de cette somme de carrés\n      relire : section 1.1" in said


def as_text(notebook):
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def from_vscode(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] |= {"vscode": {"languageId": "python"}}
        del cell["id"]
    return notebook | {"nbformat_minor": 2}


def from_colab(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost:8080/"}}
    return notebook | {"metadata": {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}}


def from_jupyterlite(notebook):
    return notebook | {"metadata": {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}}}


@pytest.mark.parametrize("saved_by", [as_text, from_vscode, from_colab, from_jupyterlite])
def test_notebook_of_any_editor_is_read(verify, saved_by):
    code, said = verify(saved_by(filled()))
    assert (code, f"Points réussis : {short(SEEN)}" in said) == (0, True)
    assert verify(saved_by(filled("def unit_columns(X):\n    return X, X")))[0] == 1


def test_notebook_that_asks_itself_to_be_verified_is_verified_once(verify):
    notebook = filled()
    source = 'from mlcourse.checks.verify import verify\nassert verify("mon devoir.ipynb") is None'
    notebook["cells"].append(
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
    )
    code, said = verify(notebook)
    assert code == 0
    assert said.count(ALL_WELL) == 1


def test_changed_or_missing_test_is_told(verify):
    code, said = verify(filled(**{"unit_columns-norms": "# Les normes (1 point)\nprint('Réussi')"}))
    assert (code, "Le test « Les normes » a été modifié" in said) == (1, True)
    notebook = filled()
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "unit_columns-norms"]
    code, said = verify(notebook)
    assert (code, "Le test « unit_columns-norms » n'est plus dans le carnet" in said) == (1, True)


@pytest.mark.parametrize("assignment", SOURCES)
def test_checksum_is_that_of_nbgrader(assignment):
    cells = [cell for cell in released(assignment).cells if "checksum" in grading(cell)]
    assert cells
    for cell in cells:
        assert grading(cell)["checksum"] == compute_checksum(cell)
        assert untouched(cell)
        changed = copy.deepcopy(cell)
        changed.source += " "
        assert not untouched(changed)


IMPORTS = ["import scipy", "from scipy.linalg import norm", "from mlcourse import model", "import mlcourse.gradcheck"]


@pytest.mark.parametrize("line", IMPORTS)
@pytest.mark.parametrize("inside", [False, True])
def test_import_that_grading_refuses_is_refused(verify, line, inside):
    body = f"    {line}\n{ANSWERS[NAME].partition(chr(10))[2]}"
    answer = f"def unit_columns(X):\n{body}" if inside else f"{line}\n{ANSWERS[NAME]}"
    code, said = verify(filled(answer))
    assert code == 1
    assert "n'est pas permis : outre la bibliothèque standard, ce devoir n'emploie que" in said


@pytest.mark.parametrize("line", ["import numpy.linalg", "import matplotlib.pyplot", "import json", "import aide"])
def test_import_that_grading_accepts_is_accepted(verify, tmp_path, line):
    (tmp_path / "aide.py").write_text("import json", "utf-8")
    assert verify(filled(f"{line}\n{ANSWERS[NAME]}"))[0] == 0


def test_magics_drafts_and_noise_change_nothing(verify):
    notebook = filled()
    draft = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    sources = ["%matplotlib inline\n!ls\nimport numpy as np", "1 / 0", "print('bruit')\ndisplay(2)"]
    notebook["cells"][3:3] = [draft | {"source": source} for source in sources]
    code, said = verify(notebook)
    assert (code, "bruit" in said) == (0, False)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("def unit_columns(X)\n    return X", "Une réponse (« Exercice 1 ») s'arrête : SyntaxError : il manque « : »"),
        ("def units(X):\n    return X", "le nom « unit_columns » n'est pas défini"),
        ("while True: pass", "elle calcule encore au bout de 1 s"),
        ("input('?')", "input() n'a pas de réponse"),
        ("raise SystemExit(0)", "SystemExit"),
    ],
)
def test_answer_that_stops_is_told(verify, monkeypatch, answer, said):
    monkeypatch.setattr(rehearsal, "CELL_SECONDS", 1)
    code, told = verify(filled(answer))
    assert (code, said in told) == (1, True)


CELL = '{"cells": [{"source": "", "cell_type": "code", "metadata": %s}], "metadata": %s}'
NO_NOTEBOOK = [
    "",
    "\xff",
    "[]",
    '{"cells": [{}]}',
    CELL % ("1", "{}"),
    "[" * 100_000,
    '{"cells": %s}' % ("[" * 100_000),
]
NO_NOTEBOOK += [
    CELL % (f'{{"nbgrader": {settings}}}', "{}") for settings in ("[]", '{"grade_id": []}', '{"points": "2"}')
]
NO_NOTEBOOK += [CELL % ("{}", metadata) for metadata in ("[]", '{"mlcourse": 1}', '{"mlcourse": {"tests": 1}}')]


@pytest.mark.parametrize("content", NO_NOTEBOOK, ids=lambda content: content[-60:])
def test_file_that_is_no_notebook_is_refused_in_a_sentence(verify, content):
    code, said = verify(content.encode("latin-1"))
    assert (code, "n'est pas un carnet Jupyter." in said) == (2, True)


def test_missing_file_is_refused_in_a_sentence(capsys):
    assert main(["verifier", "absent.ipynb"]) == 2
    assert "ne se lit pas" in capsys.readouterr().err


def test_reader_who_leaves_before_the_end_gets_no_trace():
    command = [sys.executable, "-m", "mlcourse", "verifier", ROOT / "exercises" / "devoir1" / "devoir1.ipynb"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 130

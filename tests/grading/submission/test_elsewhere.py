"""Une réponse écrite ailleurs qu'à sa place n'est pas perdue : une personne sait où la chercher."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from mlcourse.checks.notebook import grading
from mlcourse.command import main
from mlcourse.grading.submission.notebooks import MAX_SOURCE
from mlcourse.grading.submission.reading import STAMP
from mlcourse.grading.submission.rebuild import rebuild
from mlcourse.grading.submission.remarks import Remarks

from ..batches import COMMENTS, rows, run
from ..small_course import ASSIGNMENT, RIGHT, filled
from .rebuilding import NAME, PNG, bare, cell_of, rebuilt

SILENT = "VOTRE RÉPONSE ICI"
PHOTO = new_output("display_data", {"image/png": PNG, "text/plain": "<IPython.core.display.Image object>"})
FIGURE = new_output("display_data", {"image/png": PNG, "text/plain": "<Figure size 640x480 with 1 Axes>"})
HTML = new_output("display_data", {"text/html": f'<img src="data:image/png;base64,{PNG}">', "text/plain": "x"})


@pytest.fixture
def blank(subject):
    """Le sujet, tel que l'étudiant le reçoit."""
    return subject.released()


def silent(released):
    """La copie dont tout est juste, et la question laissée telle quelle."""
    return filled(released, question=cell_of(released, "question").source)


def adding(cell, place=0):
    """Ce qui ajoute une cellule à une copie."""
    return lambda copy: copy.cells.insert(place, cell)


def editing(name, more):
    """Ce qui complète une cellule d'une copie."""
    return lambda copy: cell_of(copy, name).update(source=cell_of(copy, name).source + more)


def attaching(name):
    """Ce qui joint une image à une cellule, sans l'y citer."""
    return lambda copy: cell_of(copy, name).update(attachments={"image.png": {"image/png": PNG}})


def stripped_with_an_answer_first(copy):
    copy.cells.insert(0, new_markdown_cell("Parce qu'il se divise par deux."))
    bare(copy)


def code(source, *outputs):
    """Une cellule de code exécutée."""
    return new_code_cell(source, outputs=[*outputs])


ADDED, CODE = "une cellule ajoutée", "ce que dit « double »"
PROSE = "Parce qu'un entier que l'on double se divise par deux, et que le reste est donc nul."
WRITTEN_ELSEWHERE = {
    "texte au-dessus de l'énoncé": (adding(new_markdown_cell("Il se divise par deux."), 2), ADDED),
    "texte en tête, métadonnées perdues": (stripped_with_an_answer_first, ADDED),
    "cellule brute": (adding(new_raw_cell("Il se divise par deux."), 7), ADDED),
    "commentaires": (adding(code("# Il se divise\n# par deux.")), ADDED),
    "commentaires, commande magique": (adding(code("%matplotlib inline\n# Il se divise par deux.")), ADDED),
    "ce qui n'est pas du Python": (adding(code("Il se divise par deux.")), ADDED),
    "chaîne seule": (adding(code('"""Il se divise par deux."""')), ADDED),
    "chaîne affichée": (adding(code('print("Il se divise par deux.")')), ADDED),
    "chaîne gardée": (adding(code('reponse = "Il se divise par deux."')), ADDED),
    "énoncé complété d'une phrase": (editing("question-statement", "\n\nParce qu'il se divise par deux."), ADDED),
    "énoncé complété d'un mot": (editing("question-statement", " Divisible."), "une cellule du sujet retouchée"),
    "image jointe à l'énoncé": (attaching("question-statement"), "une cellule du sujet retouchée"),
    "commentaire dans un test": (
        editing("double-zero", "\n# Il se divise par deux, donc."),
        "une cellule du sujet retouchée",
    ),
    "chaîne affichée autrement": (
        adding(code(f'from IPython.display import Markdown\ndisplay(Markdown("{PROSE}"))')),
        ADDED,
    ),
    "chaîne gardée, puis affichée": (adding(code(f'reponse = """{PROSE}"""\nprint(reponse)')), ADDED),
    "chaîne à trous": (adding(code(f'n = 2\nprint(f"{PROSE} {{n}}")')), ADDED),
    "phrases parmi du code": (adding(code("\n".join([*['print("Il se divise par deux.")'] * 3, "x = 1"]))), ADDED),
    "chaîne parmi quinze cents autres": (
        adding(code(f"total = {' + '.join(['1'] * 1_500)}\ntexte = nom + {PROSE!r} + fin")),
        ADDED,
    ),
    "commentaire parmi du code": (adding(code(f"# {PROSE}\nx = 1")), ADDED),
    "commentaire sous une réponse de code": (editing("double", f"\n\n# {PROSE}"), CODE),
    "chaîne sous une réponse de code": (editing("double", f'\n\n"""{PROSE}"""'), CODE),
    "photo affichée": (adding(code("photo", PHOTO)), "une image que montre une cellule de code"),
    "photo tracée": (adding(code("plt.imshow(imread(p))", FIGURE)), "une image que montre une cellule de code"),
    "photo dans du HTML": (adding(code("photo", HTML)), "une image que montre une cellule de code"),
}
DOCUMENTS = (
    "réponse.pdf",
    "a/photo.JPG",
    "scan.heic",
    "réponse.docx",
    "réponse.odt",
    "note.txt",
    "README.md",
    "tout.rar",
    "réponse.m4a",
)
ORDINARY = {
    "rien d'autre": lambda _: None,
    "du code": adding(code("x = double(2)  # un essai de plus, pour voir\nprint(x)")),
    "du code et un mot affiché": adding(code('print("x =", 3)\nnom = "x"')),
    "une commande magique": adding(code("%matplotlib inline")),
    "du code commenté": adding(
        code("# Un essai de plus, pour voir.\nx = 1\n# for each in (1, 2):\n#     f(each, 1, 2, 3, 4, 5)")
    ),
    "une fonction et ce qu'elle dit": editing("double", f'\n\ndef aide():\n    """{PROSE}"""\n    # {PROSE}'),
    "un test et ce qu'il dit": adding(code(f'noms = ["{PROSE}"]\nassert double(1) == 2, "{PROSE}"')),
    "un autre langage": adding(code("%%bash\nls -l | wc")),
    "une figure": adding(code("plt.plot([1, 2])", FIGURE)),
    "une cellule vide": adding(new_markdown_cell("  \n")),
    "une ligne d'énoncé effacée": lambda copy: cell_of(copy, "question-statement").update(source="## Question"),
    "un test mis en commentaire": lambda copy: cell_of(copy, "double-zero").update(source="# assert double(0) == 0"),
    "une somme de quinze cents termes": adding(code(f"total = {' + '.join(['1'] * 1_500)}")),
    "des lignes vides sans fin": adding(code("%x" + "\n" * 200_000)),
    "un test changé": lambda copy: cell_of(copy, "double-zero").update(source="assert double(0) == 0  # vrai"),
}


def told(result):
    """Ce qu'on remarque d'une réponse peut-être ailleurs."""
    return [text for text in result.remarks.texts if "ailleurs" in text]


def assert_left_to_a_person(result, place):
    (text,) = told(result)
    assert text == f"rien à la place de « question », mais la réponse est peut-être ailleurs : {place}"
    assert result.remarks.needs_person
    answer = cell_of(result.notebook, "question").source
    assert answer.startswith(SILENT)
    assert "peut-être ailleurs" in answer
    assert place.strip("« »") in answer.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", WRITTEN_ELSEWHERE)
def test_answer_written_elsewhere_is_left_to_a_person_who_is_told_where(master, blank, name):
    change, place = WRITTEN_ELSEWHERE[name]
    copy = silent(blank)
    change(copy)
    assert_left_to_a_person(rebuilt(master, copy), place)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_beside_the_notebook_may_be_the_answer(master, blank, name):
    assert_left_to_a_person(rebuilt(master, silent(blank), **{name: b"contenu"}), f"« {name} »")


def test_many_places_are_named_in_one_remark(master, blank):
    copy = silent(blank)
    copy.cells[:0] = [new_markdown_cell("Une phrase."), new_markdown_cell("Une autre.")]
    result = rebuilt(master, copy, **{f"{letter}.pdf": b"x" for letter in "abcd"})
    place = "2 cellules ajoutées, « a.pdf », « b.pdf », « c.pdf » et d'autres fichiers"
    assert told(result) == [f"rien à la place de « question », mais la réponse est peut-être ailleurs : {place}"]


def test_other_notebook_may_hold_the_answer(master, blank):
    draft = silent(blank)
    draft.cells = [new_markdown_cell("Parce qu'il se divise par deux.")]
    result = rebuilt(master, silent(blank), **{"brouillon.ipynb": json.dumps(draft).encode()})
    assert_left_to_a_person(result, "un autre carnet")
    helper = silent(blank)
    helper.cells = [new_code_cell("def triple(x):\n    return 3 * x")]
    assert not told(rebuilt(master, silent(blank), **{"outils.ipynb": json.dumps(helper).encode()}))


def test_what_was_refused_or_cut_may_hold_the_answer(master, blank):
    content = json.dumps(silent(blank)).encode()
    result = rebuild(master, {f"{NAME}.ipynb": content}, NAME, reading=Remarks(("un lien",), needs_person=True))
    assert_left_to_a_person(result, "ce qui n'a pas été lu de la copie")
    copy = filled(blank, question="x" * (MAX_SOURCE + 1))
    assert "ce qui n'a pas été lu de la copie" in told(rebuilt(master, copy))[0]


@pytest.mark.parametrize("name", ORDINARY)
def test_copy_that_answered_nothing_and_added_only_code_needs_nobody(master, blank, name):
    copy = silent(blank)
    ORDINARY[name](copy)
    result = rebuilt(master, copy)
    assert not told(result)
    assert not result.remarks.needs_person
    assert cell_of(result.notebook, "question").source == SILENT


def test_date_and_what_the_student_received_are_no_answer(master, blank):
    content = json.dumps(silent(blank)).encode()
    files = {f"{NAME}.ipynb": content, STAMP: b"2026", "LISEZ-MOI.txt": b"mode d'emploi", "x/figure.png": b"sujet"}
    assert not told(rebuild(master, files, NAME, given={"figure.png": b"sujet"}))


def test_answer_in_its_place_sends_nobody_elsewhere(master, blank):
    copy = filled(blank)
    copy.cells.insert(0, new_markdown_cell("Mon nom."))
    assert not told(rebuilt(master, copy, **{"photo.png": b"x"}))


def test_picture_joined_to_the_stub_is_the_answer_and_is_shown(master, blank):
    copy = silent(blank)
    attaching("question")(copy)
    result = rebuilt(master, copy)
    answer = cell_of(result.notebook, "question")
    assert answer.source.endswith("![](attachment:image.png)")
    assert answer.attachments == {"image.png": {"image/png": PNG}}
    assert not told(result)


def graded(course, copy, monkeypatch, capsys, **files):
    """Ce que disent d'une copie le tableau de la classe, les notes et la page de l'étudiant."""
    folder = course.submit("Ève", copy)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    lot, _ = run(course, patterns=["Ève"])
    monkeypatch.chdir(course.root)
    capsys.readouterr()
    main(["notes", ASSIGNMENT])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Ève")]
    main(["rendre", ASSIGNMENT])
    (page,) = (course.root / "classe" / "feedback" / "Ève").rglob("*.html")
    return lot.final["Ève"], lot.outcomes["Ève"].texts, " ".join(line.split()), page.read_text("utf-8")


def test_student_is_not_told_that_nothing_was_answered_and_no_mark_is_final(course, monkeypatch, capsys):
    mark, remarks, line, page = graded(
        course, silent(course.released()), monkeypatch, capsys, **{"réponse.pdf": b"%PDF"}
    )
    assert (mark.score, mark.to_read, mark.held) == (3.0, 1, 0)
    assert not [text for text in remarks if "rien de répondu" in text]
    assert "à lire (1 réponse)" in line
    assert "rien répondu" not in page
    assert "Pas encore de note" in page
    assert ("Ève", "question", None, None) in rows(course, COMMENTS)


def test_copy_that_answered_nothing_is_told_so_and_its_mark_is_final(course, monkeypatch, capsys):
    mark, remarks, line, page = graded(course, silent(course.released()), monkeypatch, capsys)
    assert (mark.score, mark.to_read) == (3.0, 0)
    assert [text for text in remarks if "rien de répondu" in text]
    assert line.endswith("notée")
    assert "rien répondu" in page


def test_answer_that_another_cell_gives_without_writing_it_is_not_told_to_be_missing(course, monkeypatch, capsys):
    copy = course.released()
    copy.cells.insert(1 + copy.cells.index(cell_of(copy, "double")), code(f"exec({RIGHT!r})"))
    mark, remarks, _, page = graded(course, copy, monkeypatch, capsys)
    assert mark.score == 3.0
    assert page.count("rien répondu") == 1  # à la question, où rien n'est écrit
    assert [text for text in remarks if "rien de répondu" in text]


def test_answer_too_long_to_be_read_is_not_told_to_be_missing(course, monkeypatch, capsys):
    released = course.released()
    copy = filled(released, cell_of(released, "double").source, "x" * (MAX_SOURCE + 1))
    assert grading(copy.cells[-1])["grade_id"] == "question"
    mark, remarks, _, page = graded(course, copy, monkeypatch, capsys)
    assert mark.held
    assert not [text for text in remarks if "sans réponse" in text or "rien de répondu" in text]
    assert [text for text in remarks if "n'a pas été lue" in text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")]
    assert "rien répondu" not in page

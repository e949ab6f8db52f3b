"""Des copies dont les cellules ont souffert : perdues, doublées, retouchées, déplacées, rebaptisées."""

import copy
import random

import nbformat

from .base import (
    ALL,
    ANSWERS,
    EXERCISES,
    RELEASE,
    WRITTEN,
    after,
    again,
    all_but,
    code,
    edited,
    filled,
    grading,
    is_test,
    with_source,
)
from .broken import damage


def without(notebook, *names):
    """Rend le carnet privé de ces cellules."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if grading(cell).get("grade_id") not in names]
    return notebook


def bare(notebook):
    """Rend le carnet tel que le laissent certains services en ligne : sans une seule métadonnée."""

    def strip(cell):
        cell.metadata.clear()
        cell.pop("id", None)

    notebook = edited(notebook, strip)
    notebook.metadata.clear()
    notebook.nbformat_minor = 4
    return notebook


@damage("cellules", points=ALL, quick=True)
def lost_its_test_cells():
    """Toutes les cellules de tests ont disparu."""
    return without(filled(), *(grading(cell)["grade_id"] for cell in filled().cells if is_test(cell)))


@damage("cellules", points=all_but("shared_bias_backward"), says="shared_bias_backward|exercice 2|manqu")
def lost_an_answer():
    """La cellule de réponse de l'exercice 2 a disparu."""
    return without(filled(), "shared_bias_backward")


@damage("cellules", points=ALL)
def lost_everything_but_its_answers():
    """Il ne reste que les fonctions et la réponse rédigée : ni imports, ni énoncés, ni tests."""
    kept = {*EXERCISES, WRITTEN}
    return without(filled(), *({grading(cell)["grade_id"] for cell in filled().cells} - kept))


@damage("cellules", says="vide|cellule|réponse|manqu")
def lost_all_its_cells():
    """Le carnet est valide, mais n'a plus aucune cellule."""
    return nbformat.v4.new_notebook(metadata=filled().metadata)


@damage("cellules", points=ALL, quick=True)
def pasted_a_test_cell_twice():
    """Une cellule de tests est collée deux fois : deux cellules portent le même grade_id."""
    notebook = filled()
    test = next(cell for cell in notebook.cells if is_test(cell))
    return after(notebook, "imports", again(test, id="collée"))


@damage("cellules", points=ALL, says="deux|double|fois")
def pasted_an_answer_twice():
    """La cellule de réponse de l'exercice 2 est collée deux fois : le brouillon vide d'abord, la bonne ensuite."""
    notebook = filled()
    draft = next(cell for cell in notebook.cells if grading(cell).get("grade_id") == "shared_bias_backward")
    draft = again(draft, id="brouillon", source="# j'essaierai plus tard")
    return after(notebook, "shared_bias_backward-statement", draft)


@damage("cellules", points=ALL)
def pasted_the_whole_notebook_twice():
    """Le carnet entier est collé à la suite de lui-même."""
    notebook = filled()
    notebook.cells += [again(cell, id=f"bis-{i}") for i, cell in enumerate(notebook.cells)]
    return notebook


@damage("cellules", points=ALL)
def edited_its_tests():
    """Les cellules de tests ont été retouchées : un print ajouté, une ligne effacée, une erreur de syntaxe."""

    def scribble(cell):
        cell.source = "print('ici')\n" + cell.source.replace("_check", "_chek", 1) + "\n)"

    return edited(filled(), scribble, is_test)


@damage("cellules", points=ALL)
def edited_its_statements():
    """Les énoncés ont été annotés, et la cellule d'imports complétée."""

    def annotate(cell):
        cell.source += "\n\nà revoir !"

    notebook = edited(filled(), annotate, lambda cell: cell.cell_type == "markdown" and grading(cell).get("locked"))
    return with_source(notebook, "imports", "import numpy as np\nimport math")


@damage("cellules", points=ALL)
def moved_its_cells_around():
    """Toutes les cellules sont dans le désordre."""
    notebook = filled()
    random.Random(0).shuffle(notebook.cells)
    return notebook


@damage("cellules", points=ALL)
def gave_new_names_to_its_answers():
    """Les grade_id des réponses ont changé ; les fonctions s'appellent toujours comme le sujet le demande."""

    def rename(cell):
        cell.metadata.nbgrader["grade_id"] += "-copie"

    return edited(filled(), rename, lambda cell: grading(cell).get("grade_id") in EXERCISES)


@damage("cellules", points=all_but("shared_bias_backward"), says="shared_bias_backward")
def renamed_its_function():
    """La fonction de l'exercice 2 a changé de nom dans sa cellule."""
    return filled(shared_bias_backward=ANSWERS["shared_bias_backward"].replace("shared_bias", "biais_partage"))


@damage("cellules", points=ALL, quick=True)
def came_back_without_metadata():
    """Un service en ligne a retiré toutes les métadonnées, identifiants de cellules compris."""
    return bare(filled())


@damage("cellules", points=ALL)
def came_back_without_metadata_and_reordered():
    """Sans métadonnées, et les réponses écrites dans des cellules neuves, à la fin."""
    notebook = bare(filled())
    answers = [cell for cell in notebook.cells if any(f"def {name}" in cell.source for name in EXERCISES)]
    notebook.cells = [cell for cell in notebook.cells if cell not in answers] + answers
    return notebook


@damage("cellules", points=ALL)
def wrote_everything_in_one_cell():
    """Sans métadonnées, et toutes les fonctions dans une seule cellule, avec l'import."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [code("import numpy as np\n\n\n" + "\n\n\n".join(ANSWERS[name] for name in EXERCISES))]
    return notebook


@damage("cellules", points=ALL)
def wrote_its_answers_elsewhere():
    """Les réponses sont dans des cellules ajoutées ; celles du sujet ont gardé leur texte d'origine, qui lève."""
    notebook = RELEASE
    for name in EXERCISES:
        notebook = after(notebook, name, code(ANSWERS[name]))
    return notebook


@damage("cellules", points=all_but("shared_bias_backward"), says="syntaxe|SyntaxError|lire|s'arrête|ligne")
def forgot_a_colon():
    """Une réponse ne se compile pas."""
    return filled(shared_bias_backward="def shared_bias_backward(dZ, cache)\n    return dZ")


@damage("cellules", points=all_but("shared_bias_backward"))
def indented_with_a_mix():
    """Une réponse mêle tabulations et espaces d'une façon que Python refuse."""
    return filled(shared_bias_backward="def shared_bias_backward(dZ, cache):\n\tm = 1\n        return dZ")


@damage("cellules", points=all_but("shared_bias_backward"))
def holds_a_null_byte():
    """Une réponse contient un octet nul."""
    return filled(shared_bias_backward="def shared_bias_backward(dZ, cache):\n    return '\0'")


@damage("cellules", points=all_but("shared_bias_backward"))
def holds_half_a_character():
    """Une réponse contient la moitié d'un caractère Unicode, que rien ne peut encoder."""
    return filled(shared_bias_backward="def shared_bias_backward(dZ, cache):\n    return '\ud83d'")

"""Du travail juste, avec ses brouillons : la cellule de réponse l'emporte, quelle que soit la forme qu'elle prend."""

import copy

from .base import ANSWERS, NOTEBOOK, RELEASE, after, again, code, filled
from .honest import with_cells, work

NAME = "shared_bias_backward"
RIGHT = ANSWERS[NAME]
BACKWARD = RIGHT.replace(f"def {NAME}", "def backward")
LAMBDA = (
    f"{NAME} = lambda dZ, cache: "
    '(cache["W"].T @ dZ, dZ @ cache["X"].T / dZ.shape[1], np.sum(dZ, keepdims=True) / dZ.shape[1])'
)
DRAFT = f"def {NAME}(dZ, cache):\n    return dZ, dZ, dZ"
HELPER = BACKWARD.replace("def backward", "def helper")
USES_IT = f"def {NAME}(dZ, cache):\n    return helper(dZ, cache)"
OWN_MODULE = {"outils.py": f"import numpy as np\n\n\n{BACKWARD}"}
IMPORTS = next(cell.source for cell in RELEASE.cells if cell.id == "imports")


def drafted(answer, files=None):
    """Un brouillon faux par `def` au début de la copie, puis cette réponse à sa place."""
    return {NOTEBOOK: with_cells(DRAFT, notebook=filled(**{NAME: answer})), **(files or {})}


def twin(notebook, grade_id, source, where="", kind="code"):
    """Le carnet où une cellule recopiée avec ses métadonnées, comme le fait Jupyter, précède `where`, ou le finit."""
    notebook = copy.deepcopy(notebook)
    (model,) = [cell for cell in notebook.cells if cell.id == grade_id]
    place = next((i for i, cell in enumerate(notebook.cells) if cell.id == where), len(notebook.cells))
    notebook.cells.insert(place, again(model, id=f"{grade_id}-bis", source=source, cell_type=kind))
    return notebook


@work("brouillons", quick=True)
def answers_by_a_tuple_after_a_draft():
    """Un essai faux par `def`, puis une réponse qui affecte un couple de noms."""
    return drafted(f"{BACKWARD}\n{NAME}, version = backward, 2")


@work("brouillons")
def answers_by_a_lambda_under_a_magic():
    """Un essai faux par `def`, puis une lambda sous %%time : la cellule n'est pas du Python tout pur."""
    return drafted(f"%%time\n{LAMBDA}")


@work("brouillons")
def answers_in_a_try():
    """Un essai faux par `def`, puis une réponse définie dans un bloc try."""
    lines = RIGHT.replace("\n", "\n    ")
    return drafted(f"try:\n    {lines}\nexcept ImportError:\n    {NAME} = None")


@work("brouillons")
def answers_under_a_condition():
    """Un essai faux par `def`, puis une réponse choisie par un if."""
    return drafted(f"fast = True\n{BACKWARD}\nif fast:\n    {NAME} = backward\nelse:\n    {NAME} = None")


@work("brouillons")
def answers_by_an_import():
    """Un essai faux par `def`, puis une réponse importée de son propre module, sous le nom demandé."""
    return drafted(f"from outils import backward as {NAME}", OWN_MODULE)


@work("brouillons")
def answers_by_a_star_import():
    """Un essai faux par `def`, puis `from outils import *` : le nom demandé n'est pas écrit dans la cellule."""
    return drafted("from outils import *", {"outils.py": f"import numpy as np\n\n\n{RIGHT}"})


@work("brouillons")
def answers_by_running_a_file():
    """Un essai faux par `def`, puis %run de son propre programme."""
    return drafted("%run outils.py", {"outils.py": f"import numpy as np\n\n\n{RIGHT}"})


@work("brouillons")
def answers_through_globals():
    """Un essai faux par `def`, puis une réponse rangée dans globals()."""
    return drafted(f"{BACKWARD}\nglobals()['{NAME}'] = backward")


@work("brouillons")
def answers_by_a_walrus():
    """Un essai faux par `def`, puis une réponse affectée au milieu d'une expression."""
    return drafted(f"{BACKWARD}\nprint(({NAME} := backward))")


@work("brouillons")
def answers_from_inside_a_function():
    """Un essai faux par `def`, puis une fonction qui installe la réponse par `global`."""
    return drafted(f"{BACKWARD}\n\ndef install():\n    global {NAME}\n    {NAME} = backward\n\ninstall()")


@work("brouillons")
def answers_by_exec():
    """Un essai faux par `def`, puis une réponse que définit exec."""
    return drafted(f"source = {RIGHT!r}\nexec(source)")


@work("brouillons")
def answers_in_an_async_with():
    """Un essai faux par `def`, puis une réponse définie dans un bloc `async with`, que Jupyter accepte."""
    lines = RIGHT.replace("\n", "\n    ")
    manager = "import contextlib\n\n@contextlib.asynccontextmanager\nasync def frame():\n    yield"
    return drafted(f"{manager}\n\nasync with frame():\n    {lines}")


@work("brouillons", quick=True)
def shows_a_wrong_version_at_the_end():
    """Une réponse par import ; la dernière cellule, après les tests, montre une version fausse bien connue."""
    notebook = filled(**{NAME: f"from outils import backward as {NAME}"})
    notebook = copy.deepcopy(notebook)
    notebook.cells.append(code(DRAFT))
    return {NOTEBOOK: notebook, **OWN_MODULE}


@work("brouillons", says="la réponse à « shared_bias_backward » se trouvait dans une autre cellule")
def answers_before_and_shows_a_wrong_version_at_the_end():
    """La réponse est dans une cellule ajoutée, le squelette est vidé, et une version fausse suit les tests."""
    notebook = copy.deepcopy(with_cells(RIGHT, notebook=filled(**{NAME: "# plus haut"})))
    notebook.cells.append(code(DRAFT))
    return notebook


@work("brouillons", quick=True)
def keeps_an_old_draft_in_a_raw_cell():
    """Sous la réponse, un essai faux, recopié avec le nom de la cellule et passé en texte brut."""
    return twin(filled(), NAME, DRAFT, where=f"{NAME}-bias_gradient", kind="raw")


@work("brouillons")
def keeps_an_old_draft_in_a_text_at_the_end():
    """De même, à la fin du carnet, passé en Markdown."""
    return twin(filled(), NAME, DRAFT, kind="markdown")


@work("brouillons", says="figure 2 fois : la dernière qui définit la fonction avant ses tests est notée")
def shows_a_copied_cell_with_a_wrong_version_at_the_end():
    """La dernière cellule, recopiée avec son nom, montre une version fausse que les tests n'ont pas vue."""
    return twin(filled(), NAME, DRAFT)


@work("ressemblance", quick=True)
def imports_again_what_it_deleted():
    """Efface np, puis l'importe à nouveau par une cellule toute pareille à celle du sujet."""
    return with_cells("del np", IMPORTS)


@work("ressemblance")
def turns_a_copied_test_cell_into_a_helper():
    """Une cellule de tests recopiée, dont elle garde le nom, et où il a écrit une fonction auxiliaire."""
    return twin(filled(**{NAME: USES_IT}), "smoothed_cross_entropy-cost", HELPER, where=NAME)


@work("ressemblance")
def turns_a_copied_import_cell_into_a_constant():
    """Une cellule d'énoncé recopiée, dont elle garde le nom, et où il a écrit une courte constante."""
    answer = RIGHT.replace("def ", "one = k\n\n\ndef ", 1)
    return twin(filled(**{NAME: answer}), "imports", "k = 1", where=NAME)


@work("ressemblance")
def pastes_a_visible_test_in_a_draft():
    """Recopie un test visible dans une cellule à elle, sous sa réponse."""
    test = next(cell.source for cell in RELEASE.cells if cell.id == f"{NAME}-bias_gradient")
    return after(filled(), NAME, code(test))

"""Du travail juste, mais long : cellules démesurées, centaines de cellules, démonstrations lentes."""

from .base import ANSWERS, after, code, filled, prose
from .honest import with_cells, work

NAME = "shared_bias_backward"
RIGHT = ANSWERS[NAME]
TABLE = "TABLE = [\n" + "    1.0,\n" * 28_000 + "]"


@work("longueur", quick=True)
def has_a_helper_cell_of_250_000_characters():
    """Une cellule auxiliaire de 250 000 caractères, dont sa réponse se sert."""
    return with_cells(TABLE, notebook=filled(**{NAME: f"assert len(TABLE) == 28_000\n{RIGHT}"}))


@work("longueur")
def has_an_answer_of_250_000_characters():
    """Une table de 250 000 caractères dans la cellule de réponse elle-même."""
    return filled(**{NAME: f"{TABLE}\n{RIGHT}"})


@work("longueur")
def adds_hundreds_of_cells():
    """Sept cents cellules ajoutées, dont sa réponse lit la dernière."""
    cells = [f"step_{i} = {i}" for i in range(700)]
    return with_cells(*cells, notebook=filled(**{NAME: f"assert step_699 == 699\n{RIGHT}"}))


@work("longueur")
def adds_megabytes_of_text():
    """Huit cellules de 200 000 caractères, dont sa réponse lit la dernière."""
    cells = [f"text_{i} = '{'x' * 200_000}'" for i in range(8)]
    return with_cells(*cells, notebook=filled(**{NAME: f"assert text_7\n{RIGHT}"}))


@work("longueur")
def writes_hundreds_of_notes():
    """Six cents notes en Markdown avant une fonction auxiliaire."""
    helper = RIGHT.replace(f"def {NAME}", "def helper")
    cells = [*(prose(f"Note {i}") for i in range(600)), code(helper)]
    return after(filled(**{NAME: f"def {NAME}(dZ, cache):\n    return helper(dZ, cache)"}), "imports", *cells)


@work("lenteur", says="temps accordé dépassé")
def demonstrates_too_long_in_its_answer():
    """Une démonstration de vingt-cinq secondes suit la définition, dans la cellule de réponse."""
    return filled(**{NAME: f"{RIGHT}\n\n\nimport time\nfor second in range(250):\n    time.sleep(0.1)"})


@work("lenteur", says="temps accordé dépassé")
def demonstrates_too_long_everywhere():
    """Quatre démonstrations de quinze secondes, puis une fonction auxiliaire dont sa réponse a besoin."""
    slow = "import time\nfor second in range(150):\n    time.sleep(0.1)"
    helper = RIGHT.replace(f"def {NAME}", "def helper")
    answer = f"def {NAME}(dZ, cache):\n    return helper(dZ, cache)"
    return with_cells(*[slow] * 4, f"{helper}\n\n\n{slow}", notebook=filled(**{NAME: answer}))

"""Du travail juste qui compte sur Jupyter : son dossier, ses cellules telles quelles, les noms des tests."""

import json
import textwrap

import nbformat

from .base import ANSWERS, after, code, filled
from .honest import work
from .honest_style import SOFTMAX, USES_IT

NAME = "smoothed_cross_entropy"
HELPED = filled(**{NAME: USES_IT})
MODULE = f"import numpy as np\n{SOFTMAX}"


def cell(source):
    """Une cellule de code, sans rien changer à ses marges."""
    return nbformat.v4.new_code_cell(source)


def preceded(line):
    """La référence, dont une réponse suit cette ligne : si elle s'arrête, la réponse est perdue."""
    return filled(**{NAME: f"{line}\n\n\n{ANSWERS[NAME]}"})


@work("telle quelle", quick=True)
def indents_a_whole_helper_cell():
    """Une cellule auxiliaire tout entière en retrait, collée d'ailleurs : IPython l'accepte."""
    return after(HELPED, "imports", cell(textwrap.indent(SOFTMAX.strip("\n"), "    ")))


@work("telle quelle", quick=True)
def writes_its_settings_by_writefile():
    """Écrit par %%writefile un fichier JSON, que sa réponse relit."""
    notebook = preceded('import json\n\nsettings = json.load(open("reglages.json"))')
    return after(notebook, "imports", cell('%%writefile reglages.json\n{"axe": 0}'))


@work("telle quelle")
def runs_a_program_without_the_percent_sign():
    """Lance son programme par « run outils.py », que Jupyter comprend sans % quand la ligne est seule."""
    return {"devoir1.ipynb": after(HELPED, "imports", cell("run outils.py")), "outils.py": MODULE}


@work("dossier", quick=True)
def names_its_module_like_a_library():
    """Nomme son module cycler.py : matplotlib en amène un, mais Jupyter cherche d'abord dans le dossier du carnet."""
    return {"devoir1.ipynb": filled(**{NAME: f"from cycler import log_softmax\n{USES_IT}"}), "cycler.py": MODULE}


@work("dossier", quick=True, says="le carnet s'appelle « rendu/devoir1.ipynb »")
def hands_in_a_folder_with_its_module():
    """Rend un dossier déplié, où le carnet a son module et ses données à côté de lui."""
    answer = f"from outils import log_softmax\n\nopen('donnees.csv').close()\n{USES_IT}"
    beside = {"devoir1.ipynb": filled(**{NAME: answer}), "outils.py": MODULE, "donnees.csv": "1,2\n"}
    return {"rendu": beside}


@work("dossier")
def runs_a_second_notebook():
    """Range ses fonctions auxiliaires dans un second carnet, qu'elle lance par %run."""
    helper = nbformat.v4.new_notebook(cells=[code(MODULE)])
    return {"devoir1.ipynb": after(HELPED, "imports", cell("%run outils.ipynb")), "outils.ipynb": json.dumps(helper)}


@work("noms des tests", quick=True)
def borrows_the_names_of_visible_tests():
    """Recopie d'un test visible des lignes où NumPy s'appelle _np, et relit _A, que ce test a défini."""
    borrowed = "print(smoothed_cross_entropy(_np.log(_A), _Y, 0.3))"
    return filled(shared_bias_backward=f"{borrowed}\n\n\n{ANSWERS['shared_bias_backward']}")

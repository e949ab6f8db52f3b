"""Ce qu'IPython ajoute à une cellule : commandes `%magics`, `display` et figures. Chargé si une cellule en a besoin."""

import base64
import json
from pathlib import Path
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

_KINDS = ["text/plain", "image/png"]
# Les magies du noyau et de ses fenêtres : Jupyter les exécute sans erreur, et elles n'ont ici rien à faire.
_IDLE = (
    "autosave",
    "clear",
    "cls",
    "connect_info",
    "ed",
    "edit",
    "less",
    "man",
    "more",
    "notebook",
    "page",
    "qtconsole",
    "store",
    "subshell",
)


class _Publisher(DisplayPublisher):
    """Met ce que l'on affiche dans les sorties de la cellule : du texte ou une image, jamais de HTML."""

    def publish(self, data, metadata=None, source=None, **_):
        """Garde l'image s'il y en a une, le texte sinon."""
        outputs = self.shell.cells.outputs
        png = data.get("image/png")
        if outputs is None:
            return
        if png:
            outputs.figure(png if isinstance(png, bytes) else base64.b64decode(png))
        elif "text/plain" in data:
            outputs.write("text", str(data["text/plain"]))

    def clear_output(self, wait=False):
        """Efface les sorties de la cellule : une animation n'en montre que la dernière image."""
        if self.shell.cells.outputs is not None:
            self.shell.cells.outputs.clear(wait)


class _Kernel:
    """Le noyau que cherche une copie : ce qu'elle lui demande, comme de redémarrer, reste sans effet."""

    def __getattr__(self, name):
        return lambda *arguments, **options: None


class _Shell(InteractiveShell):
    """Un IPython sans historique ni terminal, dont l'espace de noms est celui du carnet."""

    display_pub_class = _Publisher
    cells: Any = None
    kernel = _Kernel()
    display_formatter: Any

    def display(self, value):
        """Affiche une valeur comme le fait la dernière ligne d'une cellule."""
        data, metadata = self.display_formatter.format(value)
        self.display_pub.publish(data, metadata)

    def ask_exit(self):
        """`exit()` n'arrête pas la correction des cellules suivantes."""

    def safe_execfile_ipy(self, fname, *arguments, **options):
        """`%run autre.ipynb` : `nbformat`, avec quoi IPython le lirait, n'est pas dans la boîte."""
        if Path(fname).suffix != ".ipynb":
            super().safe_execfile_ipy(fname, *arguments, **options)
            return
        for cell in json.loads(Path(fname).read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                self.run_cell("".join(cell["source"])).raise_error()

    def enable_gui(self, gui=None):
        """Il n'y a pas de fenêtre : les figures vont dans la cellule."""

    def enable_matplotlib(self, gui=None):
        """`%matplotlib notebook`, `widget` ou `qt` : là aussi, les figures vont dans la cellule."""
        return super().enable_matplotlib("inline")


def make_shell(cells):
    """Crée l'IPython d'un carnet."""
    from traitlets.config import Config

    config = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "NoColor"})
    shell: Any = _Shell.instance(config=config, user_module=cells.module, user_ns=cells.namespace)
    shell.cells, shell.last_execution_result = cells, ExecutionResult(None)  # que consulte %xdel
    for name in _IDLE:
        shell.register_magic_function(lambda line: None, "line", name)
    shell.builtin_trap.activate()  # display et get_ipython, pour toutes les cellules
    shell.display_formatter.active_types = _KINDS
    return shell

"""Une page que l'on exécute, cellule par cellule : ce qu'appelle le fil du navigateur."""

import pickle

from mlcourse.browser.absent import fill_in
from mlcourse.browser.crossing import call
from mlcourse.browser.plan import Page, data_names, read_names
from mlcourse.browser.session import Session, told


def prints(names, values):
    """L'empreinte de chaque donnée nommée ; ce qui n'en a pas ne ressemble à rien, pas même à soi."""
    found: dict[str, object] = {}
    for name in names & values.keys():
        try:
            found[name] = hash(pickle.dumps(values[name]))
        except Exception:  # noqa: BLE001 : un objet décide de ce qui l'empêche d'être copié
            found[name] = object()
    return found


class Notebook:
    """Une page que l'on exécute : une session, et ce qu'elle a déjà fait.

    Parameters
    ----------
    session : Session
        Où les cellules s'exécutent.
    """

    def __init__(self, session):
        self.session = session
        self.page = Page()
        self.sources = []

    def reset(self):
        """Oublie tout."""
        self.session.reset()
        self.page = Page()

    def plan(self, sources, target):
        """Les rangs des cellules à exécuter pour que `target` donne ce que dit la page."""
        self.sources = list(sources)
        return self.page.plan(self.sources, target)

    def run(self, rank):
        """Exécute une cellule de la page ; rend ce que rend `Session.run`."""
        source = self.sources[rank]
        watched = read_names(source) & data_names(self.sources)
        before = prints(watched, self.session.names)
        result = self.session.run(source)
        after = prints(watched, self.session.names)
        changed = {name for name in before if before[name] != after.get(name)}
        self.page.note(rank, source, changed, result["error"] is not None)
        return result


def open_notebook(emit):
    """Ouvre une page où `emit` reçoit ce que montrent les cellules, et où rien ne manque de ce qu'elles importent."""
    session = Session(emit)
    fill_in(session.display)
    return Notebook(session)


def answer(module, name, arguments):
    """Le résultat d'une fonction du cours, ou ce que l'on dit de son erreur : `value` et `error`."""
    try:
        return {"value": call(module, name, arguments), "error": None}
    except Exception as error:  # noqa: BLE001 : toute erreur se dit à qui a demandé
        return {"value": None, "error": told(error)}

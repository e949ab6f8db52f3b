"""Une extension de Jupyter : où qu'il démarre, formgrader montre les copies sans danger et n'obéit pas à ce qu'il lit.

L'exportateur de nbgrader se compose au démarrage, d'après le dossier où Jupyter a été lancé, et nbgrader recopie dans
ses pages ce que dit leur adresse, ou le nom d'un dossier. `mlcourse.json`, que l'installation du paquet range parmi les
réglages de Jupyter, active cette extension ; sans nbgrader, elle ne fait rien.
"""

import re

from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler
from traitlets.config import Config

from mlcourse.grading.gradebook.scripts import JS, Mended, read_afresh, restrict

# Ce qui sort d'un attribut ou d'une chaîne de JavaScript, en clair ou encodé.
_ESCAPING = r"""(?i:%22|%3c|%3e|%5c|%[01][0-9a-f]|["<>\\\x00-\x1f])"""
_REFUSAL = "Cette adresse contient des caractères que formgrader recopierait dans sa page : elle n'est pas ouverte.\n"


class Refusal(RequestHandler):
    """La réponse à une adresse qui écrirait dans la page."""

    def prepare(self):
        """Refuse, quelle que soit la requête."""
        self.set_status(400)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(_REFUSAL)


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(app):
    """Se place devant les pages de formgrader, et devant leurs scripts."""
    root = url_path_join(app.web_app.settings["base_url"], "formgrader")
    scripts = "|".join(re.escape(each.name) for each in JS.iterdir() if each.name.endswith(".js"))
    app.web_app.add_handlers(".*$", [(rf"{root}/.*{_ESCAPING}.*", Refusal), (rf"{root}/static/js/({scripts})", Mended)])


async def _start_jupyter_server_extension(app):
    """Nbgrader une fois chargé, refait son exportateur avec nos réglages, borne ses pages et les tient à jour."""
    theirs = app.web_app.settings.get("nbgrader_exporter")
    if theirs is not None:
        from mlcourse.grading.gradebook.composing import PageExporter
        from mlcourse.grading.gradebook.viewing import view

        app.web_app.settings["nbgrader_exporter"] = PageExporter(config=view(Config(theirs.config)))
        restrict(app.web_app)
        read_afresh()

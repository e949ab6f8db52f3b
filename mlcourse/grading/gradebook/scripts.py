"""Ce qu'une page de formgrader exécute : les scripts qu'écrivent ses gabarits, et aucun autre, d'où qu'il vienne.

Chaque `<script` d'un gabarit porte un mot tiré au démarrage, que rien de ce qui vient d'une copie ne connaît, et la
page dit au navigateur de n'exécuter que ceux-là : ni `onerror`, ni fichier rendu, ni script né d'un nom. Là où nbgrader
fait d'un texte des balises, on lui fait poser un texte.
"""

import base64
import hashlib
import secrets
from importlib.resources import files

from jinja2.ext import Extension
from tornado.web import RequestHandler

from mlcourse.grading.gradebook.viewing import OURS
from mlcourse.grading.gradebook.wording import french_page, french_script

NONCE = secrets.token_urlsafe(24)
# Ce que des gabarits de nbgrader écrivent dans un attribut, où l'on ne pose pas de mot : leur empreinte les admet.
_MODALS = ("createAssignmentModal();", "createStudentModal();")
ATTRIBUTES = ("toggleAllNames()", "toggle_name(true);", "toggle_name(false);", *_MODALS)
JS = files("nbgrader.server_extensions.formgrader") / "static" / "js"


def _waiting(*columns, own=False):
    """Ces colonnes disent ce qui attend d'être lu, ou noté à la main, à la place de points qui n'en sont pas."""
    found = []
    for name, judge in columns:
        points = '{0} + " / " + max_{0}'.format(name if own else "score")
        found.append((f"this.${name}.text({points})", f"this.${name}.text({judge}(this.model, {points}))"))
    return found


_COLUMNS = ("score", "unlessToRead"), ("written_score", "unlessToRead"), ("code_score", "unlessHeld")
# D'une personne qui n'a qu'un nom, pas de virgule après lui.
_NAME = ('last_name + ", " + first_name', '[last_name, first_name].filter(Boolean).join(", ")')
# {fichier de nbgrader: [(ce qu'il fait, ce qu'on lui fait faire)]} : poser un texte là où il en fait des balises, dire
# en français les mots de DataTables, montrer les noms, ne pas donner de total à ce qui attend d'être lu.
MENDED = {
    "utils.js": [
        (
            '.addClass("modal-body").append(body)',
            '.addClass("modal-body").append(typeof body === "string" ? document.createTextNode(body) : body)',
        ),
        (
            "tbl.DataTable({",
            "dropEmptyKinds(tbl); tbl.DataTable({language: {search: `Chercher\u00a0: `, "
            "zeroRecords: `Rien ne correspond.`, emptyTable: `Rien encore.`},",
        ),
    ],
    "manage_students_notebook_submissions.js": [
        ('this.$name.append(name + " (file missing)")', 'this.$name.text(name + " (file missing)")'),
        *_waiting(*_COLUMNS),
    ],
    "gradebook_notebook_submissions.js": [
        (
            "models.loaded = true;",
            "models.loaded = true; showNames(); updateToggleNamesButtonLabel(); toReadFirst(tbl.parent());",
        ),
        _NAME,
        *_waiting(*_COLUMNS),
    ],
    "manage_students_assignments.js": _waiting(*_COLUMNS, own=True),
    "manage_submissions.js": [_NAME, *_waiting(_COLUMNS[0])],
    "manage_students.js": [_NAME],
    "gradebook_assignments.js": _waiting(("score", "unlessReading")),
    "gradebook_notebooks.js": _waiting(("avg_score", "unlessReading"), ("avg_written_score", "unlessReading")),
}


class Signed(Extension):
    """Signe les scripts d'un gabarit : ceux de son texte, non de ce qu'on y recopie."""

    def preprocess(self, source, name, filename=None):
        """Pose le mot sur chaque balise, et met la page en français."""
        return french_page(source, name or "").replace("<script", f'<script nonce="{NONCE}"')


class Mended(RequestHandler):
    """Un script de nbgrader, où un texte reste un texte, et se lit en français."""

    def get(self, name):
        """Le rend, repris."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(mended(name))


def mended(name):
    """Le texte d'un script de nbgrader, repris."""
    source = (JS / name).read_text("utf-8")
    for theirs, ours in MENDED.get(name, ()):
        source = source.replace(theirs, ours)
    return french_script(source) + ((OURS / "formgrader.js").read_text("utf-8") if name == "utils.js" else "")


def policy():
    """Ce que la page dit au navigateur : d'où vient ce qu'elle montre, et ce qu'il peut exécuter."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ATTRIBUTES)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'self'; script-src 'nonce-{NONCE}' 'unsafe-hashes' {allowed}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )


def restrict(app):
    """N'admet, dans les pages de formgrader, que les scripts de ses gabarits."""
    from nbgrader.server_extensions.formgrader.base import BaseHandler

    def ours(handler):
        theirs = super(BaseHandler, handler).content_security_policy  # dit seulement qui peut encadrer la page
        return f"{theirs}; {policy()}"

    setattr(BaseHandler, "content_security_policy", property(ours))  # noqa: B010 (mypy)
    settings = app.settings
    for environment in (settings["nbgrader_jinja2_env"], settings["nbgrader_exporter"].environment):
        environment.add_extension(Signed)


def read_afresh():
    """Fait lire à formgrader, à chaque demande, ce qu'une commande vient d'écrire au carnet de notes.

    nbgrader garde une session aussi longtemps que vit Jupyter : ce qu'elle a lu une fois y restait parfois tel quel.
    """
    from nbgrader.server_extensions.formgrader.base import BaseHandler

    def on_finish(handler):
        super(BaseHandler, handler).on_finish()
        gradebook = handler.settings.get("nbgrader_gradebook")
        if gradebook is not None:
            gradebook.db.rollback()  # ce qui devait s'écrire l'est ; ce qui a été lu se relira

    setattr(BaseHandler, "on_finish", on_finish)  # noqa: B010 (mypy)

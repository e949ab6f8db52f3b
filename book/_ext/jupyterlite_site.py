"""L'atelier : les carnets du cours dans un Jupyter que sert le site, et qui s'exécute dans le navigateur.

C'est JupyterLite, bâti par sa propre commande, en français. Il prend Python à `pyodide_files`, dont le site n'a qu'une
copie, et ce qu'il lui faut de plus aux bibliothèques installées : rien ne se télécharge ici, et rien ne se demande à un
autre hôte. Sans les fichiers de Pyodide, le livre se bâtit sans atelier : ``{atelier}`` ne montre alors que la phrase
de son option ``:sinon:``.

Bâtir demande plusieurs secondes ; le résultat se garde d'une construction à l'autre, tant que rien de ce dont il dépend
ne change.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import jupyterlite_repairs
import page_notebooks
from docutils import nodes
from docutils.parsers.rst import directives
from jupyterlite_repairs import repair
from page_notebooks import is_executed, page_notebook
from pyodide_files import LOCK, SITE_FOLDER
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from mlcourse.french import typeset

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
FOLDER = "atelier"
WHEELS = "roues"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# Ce que montrent et demandent les curseurs, et « comm », que le noyau exige : Pyodide ne les distribue pas.
LIBRARIES = {
    "comm": ["traitlets"],
    "typing-extensions": [],
    "psygnal": ["typing-extensions"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
}
EXTENSIONS = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget")
BUILDERS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-language-pack-fr-FR", "jupyterlab-widgets")
SETTINGS = {
    "@jupyterlab/translation-extension:plugin": {"locale": "fr_FR"},
    # De nuit comme de jour, selon ce que le lecteur a demandé à sa machine.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # Le navigateur, quand il est occupé, date un enregistrement de plus tard qu'il n'est : ce n'est pas quelqu'un
    # d'autre qui a écrit le fichier.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10, "lastModifiedCheckMargin": 600_000},
    # Tout le carnet est dans la page : le navigateur y cherche un mot, un lecteur d'écran le lit.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/notebook-extension:panel": {
        "toolbar": [{"name": "download", "label": "Télécharger", "command": "docmanager:download", "rank": 50}]
    },
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [{"id": "jp-mainmenu-file", "items": [{"command": "docmanager:download", "rank": 33}]}]
    },
}
# Ce que la traduction de JupyterLab n'a pas : les mots propres à JupyterLite, et un oubli.
DOMAINS = ("jupyterlab", "jupyterlab_widgets", "notebook")
WORDS = {
    "jupyterlab": {"Cell Type": "Type de cellule"},
    "jupyterlite": {
        "About %1": "À propos de %1",
        "Cancel": "Annuler",
        "Cannot Download": "Téléchargement impossible",
        "Clear": "Effacer",
        "Clear Browser Data": "Effacer les données du navigateur",
        "Clearing browser data will permanently remove data stored in your browser. "
        "This operation cannot be undone and may result in loss of:": "Ce que garde votre navigateur sera effacé pour "
        "toujours. Vous pouvez y perdre :",
        "Copy Shareable Link": "Copier un lien à partager",
        "Dismiss": "Fermer",
        "Download": "Télécharger",
        "Download the file to your computer": "Enregistrer ce fichier sur votre machine",
        "File Operations": "Fichiers",
        "Files and notebooks": "Fichiers et carnets",
        "Help": "Aide",
        "Notebooks and files stored in the browser": "Les carnets et les fichiers que garde le navigateur",
        "Settings and preferences": "Réglages et préférences",
        "This will reload the page after clearing the selected data.": "La page sera ensuite rechargée.",
        "Unsaved work and changes": "Ce qui n’est pas enregistré",
        "User settings and preferences": "Vos réglages et vos préférences",
        "Version %1": "Version %1",
        "Warning: Data Loss Risk": "Attention : des données seront perdues",
    },
}
# Des polices pour de très vieux navigateurs, et ce qui ne sert qu'à déboguer.
UNUSED = ("build/fa-*.svg", "build/fa-*.eot", "build/fa-*.ttf", "**/*.map", "jupyter-lite.ipynb")


def wheel(name: str) -> tuple[str, bytes]:
    """Le nom et les octets d'une roue faite d'une bibliothèque installée, réduite à son code Python."""
    installed = distribution(name)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(installed.files or [], key=str):
            unwanted = {"..", "__pycache__", "tests", "labextension", "nbextension"}.intersection(path.parts)
            if not unwanted and path.suffix not in {".so", ".pyd"}:
                archive.writestr(zipfile.ZipInfo(str(path)), path.locate().read_bytes(), zipfile.ZIP_DEFLATED)
    return f"{name.replace('-', '_')}-{installed.version}-py3-none-any.whl", content.getvalue()


def write_lock(pyodide: Path, lab: Path) -> None:
    """Écrit le verrou de l'atelier : celui du site, plus les bibliothèques, que ``import`` va chercher de même.

    Un carnet dessine et montre des curseurs : ``import mlcourse`` y amène matplotlib et anywidget. Le noyau ne cherche
    que ce qu'une cellule importe elle-même, et rien de ce qu'une fonction importe ensuite.
    """
    lock = json.loads((pyodide / LOCK).read_text(encoding="utf8"))
    lock["packages"]["mlcourse"]["depends"] = ["numpy", "matplotlib", "anywidget"]
    (lab / WHEELS).mkdir()
    for name, depends in LIBRARIES.items():
        file_name, content = wheel(name)
        (lab / WHEELS / file_name).write_bytes(content)
        lock["packages"][name] = {
            **lock["packages"]["mlcourse"],
            "name": name,
            "version": distribution(name).version,
            "file_name": f"{'../' * (SITE_FOLDER.count('/') + 1)}{FOLDER}/{WHEELS}/{file_name}",
            "sha256": hashlib.sha256(content).hexdigest(),
            "imports": [name.replace("-", "_")],
            "depends": depends,
        }
    (lab / LOCK).write_text(json.dumps(lock), encoding="utf8")


def configuration() -> dict[str, dict]:
    """Les fichiers de réglages de JupyterLite, par leur nom."""
    labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    kernel = {
        "pyodideUrl": f"./../{SITE_FOLDER}/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": LOCK},
    }
    build = {
        "apps": ["notebooks", "tree"],
        "contents": ["contenu"],
        "federated_extensions": [str(labextensions / name) for name in EXTENSIONS],
        # Les traductions, oui ; les extensions de formgrader et de l'enseignant, non.
        "ignore_sys_prefix": ["federated_extensions"],
        "no_libarchive": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }
    return {
        "jupyter_lite_config.json": {"LiteBuildConfig": build},
        "jupyter-lite.json": {
            "jupyter-lite-schema-version": 0,
            "jupyter-config-data": {"appUrl": "./tree", "litePluginSettings": {f"{KERNEL}:kernel": kernel}},
        },
        "overrides.json": SETTINGS,
    }


def translate(path: Path) -> None:
    """Complète les mots français, et retire ceux d'extensions que l'atelier n'a pas."""
    pack = json.loads(path.read_text(encoding="utf8"))
    data = {domain: pack["data"][domain] for domain in DOMAINS}
    for domain, words in WORDS.items():
        head = {"": {**data["jupyterlab"][""], "domain": domain}}
        data[domain] = {**head, **data.get(domain, {}), **{english: [typeset(word)] for english, word in words.items()}}
    path.write_text(json.dumps({**pack, "data": data}), encoding="utf8")


def run_jupyterlite(sources: Path, output: Path) -> None:
    """Lance la commande de JupyterLite ; lève `ExtensionError` avec la fin de ce qu'elle a dit."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(output)]
    own = {**os.environ, "JUPYTER_NO_CONFIG": "1"}
    done = subprocess.run(command, cwd=sources, env=own, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
        raise ExtensionError(f"JupyterLite n'a pas pu se bâtir ; il dit :\n{said}")


def build(contents: dict[str, bytes], pyodide: Path, work: Path) -> Path:
    """Bâtit l'atelier dans un dossier de travail, et rend son dossier."""
    shutil.rmtree(work, ignore_errors=True)
    sources, lab = work / "sources", work / FOLDER
    for name, content in contents.items():
        path = sources / "contenu" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, settings in configuration().items():
        (sources / name).write_text(json.dumps(settings), encoding="utf8")
    run_jupyterlite(sources, lab)
    repair(lab / "build")
    for path in [path for pattern in UNUSED for path in lab.glob(pattern)]:
        path.unlink()
    for page in lab.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf8").replace("<html>", '<html lang="fr">'), encoding="utf8")
    translate(lab / "api" / "translations" / "fr_FR.json")
    write_lock(pyodide, lab)
    shutil.rmtree(sources)
    return lab


def executed_pages(app: Sphinx) -> list[str]:
    """Les pages du livre qui exécutent du code."""
    return [page for page in sorted(app.env.found_docs) if is_executed(Path(app.env.doc2path(page)))]


def page_address(page: str) -> str:
    """L'adresse, dans l'atelier, du carnet d'une page."""
    return f"livre/{page}.ipynb"


def kept_notebook(app: Sphinx, page: str) -> bytes:
    """Le carnet d'une page construite, refait seulement si elle a changé."""
    source, built = Path(app.env.doc2path(page)), Path(app.outdir) / f"{page}.html"
    parts = (source, built, Path(page_notebooks.__file__))
    kept = Path(app.doctreedir) / "carnets" / hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
    if not kept.is_file():
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(page_notebook(source, built.read_text(encoding="utf8")))
    return kept.read_bytes()


def notebooks(app: Sphinx) -> dict[str, bytes]:
    """Les carnets de l'atelier, par leur adresse : les devoirs, tels qu'on les distribue, et les pages."""
    assignments = {path.name: path.read_bytes() for path in sorted(EXERCISES.glob("*/*.ipynb"))}
    return assignments | {page_address(page): kept_notebook(app, page) for page in executed_pages(app)}


def fingerprint(contents: dict[str, bytes], pyodide: Path) -> str:
    """L'empreinte de tout ce dont l'atelier dépend."""
    written = (Path(__file__), Path(jupyterlite_repairs.__file__), pyodide / LOCK)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in written))
    for name in (*BUILDERS, *LIBRARIES):
        digest.update(f"{name} {distribution(name).version}\n".encode())
    for name, content in contents.items():
        digest.update(name.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def write(app: Sphinx, exception: Exception | None) -> None:
    """Met l'atelier dans le site, bâti de neuf s'il le faut."""
    if exception is not None or app.pyodide is None:
        return
    contents, pyodide, work = notebooks(app), Path(app.outdir) / SITE_FOLDER, Path(app.doctreedir) / FOLDER
    stamp, wanted = work / "empreinte", fingerprint(contents, pyodide)
    if not stamp.is_file() or stamp.read_text(encoding="utf8") != wanted:
        build(contents, pyodide, work)
        stamp.write_text(wanted, encoding="utf8")
    shutil.copytree(work / FOLDER, Path(app.outdir) / FOLDER, dirs_exist_ok=True)


class Lab(SphinxDirective):
    """Ce qui ne se dit que si le livre a son atelier ; sinon, la phrase de l'option ``:sinon:``."""

    has_content = True
    option_spec = {"sinon": directives.unchanged_required}  # noqa: RUF012 : docutils le veut ainsi

    def run(self) -> list[nodes.Node]:
        """Lit le contenu, ou la phrase."""
        if self.env.app.pyodide is None:
            text, messages = self.state.inline_text(self.options["sinon"], self.lineno)
            return [nodes.paragraph("", "", *text), *messages]
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return holder.children


class Notebook(SphinxRole):
    """Le lien qui ouvre un carnet dans l'atelier : ``{carnet}`le devoir 1 <devoir1.ipynb>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Fait du texte un lien vers l'atelier."""
        title, _, notebook = self.text.rstrip(">").rpartition("<")
        return [nodes.reference("", title.strip(), refuri=opening(self.env.docname, notebook))], []


def opening(page: str, notebook: str) -> str:
    """L'adresse, depuis une page, qui ouvre un carnet dans l'atelier."""
    return f"{'../' * page.count('/')}{FOLDER}/notebooks/index.html?path={notebook}"


def offer(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Ajoute au temps de lecture d'une page qui exécute du code le lien qui ouvre son carnet."""
    if app.pyodide is None or doctree is None or not is_executed(Path(app.env.doc2path(page))):
        return
    link = f' · <a href="{opening(page, page_address(page))}">Ouvrir en carnet, dans le navigateur</a>'
    context["body"] = re.sub(
        r'(<p class="reading-time">[^<]*)', lambda found: found[1] + link, context["body"], count=1
    )


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive et le rôle ; l'atelier se pose quand tout le reste est fait."""
    app.add_directive("atelier", Lab)
    app.add_role("carnet", Notebook())
    app.connect("html-page-context", offer, priority=600)  # après le temps de lecture
    app.connect("build-finished", write, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

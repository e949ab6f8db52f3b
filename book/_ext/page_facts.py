"""Ce que chaque page dit d'elle-même : son temps de lecture, le jour où elle a changé, où signaler une erreur.

Le temps se compte à la lecture de la page : une page qui annonce celui d'une autre écrit ``{lecture}`cout` ``, sans
le recopier. Le jour vient de l'historique de git ; sans git, ou dans un clone dont l'historique est tronqué, la page
n'en dit rien. L'adresse où signaler une erreur est ``report_url``, dans _config.yml.
"""

from __future__ import annotations

import re
import subprocess
from datetime import date
from math import ceil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import docname_join

from mlcourse.french import NO_BREAK, calendar_day

ROOT = Path(__file__).resolve().parents[2]
# Ce qui se lit à une autre vitesse que la prose, ou pas du tout.
APART = (nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.raw, nodes.Invisible)


def is_read(node: nodes.Node) -> bool:
    """Dit si un nœud se lit : une figure ou un tableau calculés gardent aussi une version en texte brut."""
    while node is not None:
        if isinstance(node, nodes.Element) and node.get("mime_type") == "text/plain":
            return False
        node = node.parent
    return True


def reading_minutes(doctree: nodes.document) -> int:
    """200 mots ou 40 lignes de code à la minute, 20 secondes par équation ou figure."""
    texts = [text for text in doctree.findall(nodes.Text) if not isinstance(text.parent, APART)]
    words = sum(len(re.findall(r"\w+", text.astext())) for text in texts)
    code = sum(block.astext().count("\n") + 1 for block in doctree.findall(nodes.literal_block) if is_read(block))
    pauses = sum(1 for kind in (nodes.math_block, nodes.figure) for _ in doctree.findall(kind))
    return ceil(words / 200 + code / 40 + pauses / 3)


def measure(app: Sphinx, doctree: nodes.document) -> None:
    """Retient le temps de lecture de la page lue."""
    app.env.metadata[app.env.docname]["minutes"] = reading_minutes(doctree)


def announce(app: Sphinx, env: BuildEnvironment, node: nodes.Element, content: nodes.Node) -> nodes.Node | None:
    """Résout un renvoi ``{lecture}``, qui prend la place du temps d'une page."""
    if node["reftype"] != "lecture":
        return None
    page = docname_join(node["refdoc"], node["reftarget"])
    return nodes.inline("", f"{env.metadata[page]['minutes']}{NO_BREAK}min") if page in env.metadata else None


def git(*arguments: str) -> str:
    """Donne la réponse de git, vide s'il manque ou refuse."""
    try:
        command = ["git", "-c", "core.quotepath=off", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def last_changes() -> dict[str, str]:
    """Donne le jour où chaque fichier a changé, en ISO ; rien si l'historique manque ou s'il est tronqué."""
    if git("rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days: dict[str, str] = {}
    day = ""
    for line in git("log", "--format=%x00%cs", "--name-only").splitlines():
        if line.startswith("\0"):
            day = line[1:]
        elif line:
            days.setdefault(line, day)
    # Ce qui n'est pas encore enregistré a changé le jour où on l'a écrit.
    for line in git("status", "--porcelain", "--untracked-files=all").splitlines():
        if (path := ROOT / line[3:]).is_file():
            days[line[3:]] = date.fromtimestamp(path.stat().st_mtime).isoformat()
    return days


def last_change(env: BuildEnvironment, page: str, days: dict[str, str]) -> str:
    """Donne le jour où a changé une page, ou un fichier qu'elle inclut ; vide si l'on n'en sait rien."""
    files = [env.doc2path(page), *(Path(env.srcdir) / name for name in env.dependencies[page])]
    inside = [path.resolve() for path in map(Path, files) if path.resolve().is_relative_to(ROOT)]
    return max((days.get(str(path.relative_to(ROOT)), "") for path in inside), default="")


def show(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Donne au gabarit du pied de page ce qu'il affiche, et au titre son temps de lecture."""
    if doctree is None:
        return
    minutes = app.env.metadata[page]["minutes"]
    context["page_changed"] = last_change(app.env, page, app.last_changes)
    context["calendar_day"] = calendar_day
    line = f'</h1>\n<p class="reading-time">Lecture{NO_BREAK}: {minutes}{NO_BREAK}min</p>'
    context["body"] = context["body"].replace("</h1>", line, 1)


def setup(app: Sphinx) -> dict[str, object]:
    """Ajoute le rôle, et lit l'historique une fois."""
    app.add_role("lecture", XRefRole())
    app.last_changes = last_changes()
    app.connect("doctree-read", measure, priority=600)
    app.connect("missing-reference", announce)
    app.connect("html-page-context", show)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

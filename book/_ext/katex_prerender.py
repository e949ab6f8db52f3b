"""Formules rendues à la construction par KaTeX, avec sa feuille de style et ses polices.

Le même paquet npm donne le programme qui rend les formules et la feuille de style qui les affiche :
les deux s'accordent toujours. Une formule fautive arrête la construction.
"""

from __future__ import annotations

import re
import shutil
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen

from markupsafe import Markup
from npm_packages import MODULES, NODE, install_npm_packages
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib import katex

DIST = MODULES / "katex" / "dist"


def copy_stylesheet(destination: Path) -> None:
    """Copie la feuille de style et ses polices, au seul format que les navigateurs demandent."""
    fonts = destination / "fonts"
    shutil.rmtree(destination, ignore_errors=True)
    fonts.mkdir(parents=True)
    for font in sorted((DIST / "fonts").glob("*.woff2")):
        shutil.copy(font, fonts)
    css = (DIST / "katex.min.css").read_text(encoding="utf8")
    css = re.sub(r',url\(fonts/[\w-]+\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    (destination / "katex.min.css").write_text(css, encoding="utf8")


def read_once(markup: object) -> str:
    """Donne le texte d'un titre : KaTeX écrit chaque formule deux fois, et l'onglet n'en montre que la première."""
    text = Markup(re.sub(r'<span class="katex-mathml">.*?</math></span>', "", str(markup), flags=re.DOTALL)).striptags()
    return text.replace("\N{ZERO WIDTH SPACE}", "")


def name_pages(app: Sphinx) -> None:
    """Change la façon dont les gabarits tirent d'un titre le nom de la page, pour l'onglet et les pages voisines."""
    if app.builder.format == "html":
        app.builder.templates.environment.filters["striptags"] = read_once


def start_server(folder: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Démarre le serveur de rendu, et s'y connecte par une prise Unix.

    sphinxcontrib-katex s'y connecte parfois avant que node n'écoute, et échoue. Par le réseau local, il recommence,
    mais chaque formule attend alors deux fois 40 ms : sa longueur et son contenu partent en deux envois, dont le second
    ne part que le premier acquitté, à l'aller comme au retour.
    """
    path = folder / "katex.sock"
    process = Popen(katex.KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=folder)
    sock, limit = socket.socket(socket.AF_UNIX), time.monotonic() + timeout
    while sock.connect_ex(str(path)):
        if time.monotonic() > limit:
            raise katex.KaTeXServer.timeout_error(timeout)
        time.sleep(katex.ONE_MILLISECOND)
    return process, sock


def configure_katex(app: Sphinx, config: Config) -> None:
    """Règle sphinxcontrib-katex avant qu'il ne démarre son serveur de rendu."""
    install_npm_packages()
    assets = Path(app.doctreedir) / "assets-katex"
    copy_stylesheet(assets / "katex")
    config.html_static_path.append(str(assets))
    config.katex_css_path = "katex/katex.min.css"
    config.katex_js_path = str(DIST / "katex.min.js")
    katex.NODEJS_BINARY = str(NODE)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60
    katex.KaTeXServer.start_server_process = start_server
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, strict="error", macros=dict(config.katex_macros))


def setup(app: Sphinx) -> dict[str, object]:
    """Ajoute le réglage ``katex_macros`` : nom de la commande, puis ce qu'elle écrit."""
    app.add_config_value("katex_macros", {}, "html", [dict])
    app.connect("config-inited", configure_katex)
    app.connect("builder-inited", name_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

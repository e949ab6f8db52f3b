"""Ce que le site sert lui-même : la police du texte, les icônes, et rien que nos pages ne demandent.

La police d'icônes du thème et ses règles pèsent 170 Ko pour une vingtaine de signes : elles sont
réduites à ceux que les pages construites emploient, et celles des formules de même. Matplotlib donne à chaque point
d'une courbe six décimales, quand deux placent déjà au centième de point typographique. Scripts et styles perdent
leurs blancs et leurs commentaires, sauf ceux d'une licence : un quart de ce qu'ils pèsent, et rien de ce qu'ils font.
"""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from npm_packages import MODULES, NODE, install_npm_packages
from sphinx.application import Sphinx
from sphinx.config import Config

TEXT_FONTS = MODULES / "@fontsource-variable" / "source-serif-4" / "files"
WEIGHTS = {"wght": (400, 700)}  # du texte courant au gras, que livre.css annonce
ICONS = "vendor/fontawesome/webfonts/fa-solid-900"
# Le signe d'une icône, comme l'écrivent les deux dernières façons de Font Awesome ; le thème y ajoute les siennes.
ICON_RULE = re.compile(r'(?:\.fa-[\w-]+(?::before)?,?)+\{(?:content|--fa):"\\([0-9a-f]+)"\}')
THEME_ICON = re.compile(r'--pst-icon-[\w-]+:\s*"(?:\\([0-9a-f]+)|(.))"')
TRACES = re.compile(r'(?<= d=")[^"]+')
DECIMALS = re.compile(r"\d+\.\d{3,}")
CURSIVE = re.compile(r'class="[^"]*\bmathcal\b[^"]*"[^>]*>([^<]*)')  # ce qu'une page écrit en lettres cursives
# esbuild ne récrit un fichier que s'il y gagne ; l'éditeur et l'index de la recherche, bien grands, sont déjà serrés.
ALREADY_TIGHT = {"python-editor.js", "recherche-passages.js"}
TIGHTEN = r"""const { transformSync } = require("esbuild"), { readFileSync, writeFileSync } = require("node:fs");
for (const path of process.argv.slice(1)) {
  const text = readFileSync(path, "utf8"), loader = path.split(".").pop();
  const kept = (comment, said) => (/copyright|licen[cs]e/i.test(said) ? `/*!${said}` : comment);
  const told = text.replace(/^\/\*(?!!)([^]*?\*\/)/, kept);
  const { code } = transformSync(told, { loader, minifyWhitespace: true, legalComments: "inline", charset: "utf8" });
  if (code.length < text.length) writeFileSync(path, code);
}"""
# Icônes en JavaScript, traductions des thèmes, gabarits, sources pour débogueur.
UNUSED = ["scripts/fontawesome.js*", "**/*.map", "locales", "*.html", "images/logo_*", f"{Path(ICONS).parent}/*.ttf"]


def copy_text_fonts(app: Sphinx, config: Config) -> None:
    """Met la police du texte, romain et italique, dans ``_static/polices`` ; ses autres graisses pèseraient 30 Ko."""
    install_npm_packages()
    assets = Path(app.doctreedir) / "assets-polices"
    (assets / "polices").mkdir(parents=True, exist_ok=True)
    for style in ("normal", "italic"):
        whole, kept = (
            TEXT_FONTS / f"source-serif-4-latin-wght-{style}.woff2",
            assets / f"polices/source-serif-{style}.woff2",
        )
        if kept.is_file() and kept.stat().st_mtime > max(whole.stat().st_mtime, Path(__file__).stat().st_mtime):
            continue
        font = TTFont(whole)
        instancer.instantiateVariableFont(font, WEIGHTS, inplace=True)
        font.save(kept)
    config.html_static_path.append(str(assets))


def named_icons(site: Path) -> set[str]:
    """Donne le nom des icônes que demandent les pages et les scripts."""
    sources = [*site.rglob("*.html"), *site.glob("_static/*.js"), *site.glob("_static/scripts/[!f]*.js")]
    return {name for path in sources for name in re.findall(r"\bfa-([\w-]+)", path.read_text(encoding="utf8"))}


def shrink_icon_rules(stylesheet: Path, names: set[str]) -> set[int]:
    """Ne garde des règles d'icônes que celles des noms donnés ; donne les codes qui restent en usage."""

    def kept(rule: re.Match) -> str:
        return rule[0] if names.intersection(re.findall(r"fa-([\w-]+)", rule[0])) else ""

    css = ICON_RULE.sub(kept, stylesheet.read_text(encoding="utf8"))
    stylesheet.write_text(css, encoding="utf8")
    theme = {int(code, 16) if code else ord(sign) for code, sign in THEME_ICON.findall(css)}
    return theme | {int(code, 16) for code in ICON_RULE.findall(css)}


def shrink_font(path: Path, codes: set[int]) -> None:
    """Réduit une police aux signes donnés."""
    font = TTFont(path)
    subsetter = subset.Subsetter()
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.save(path)


def signs_of(texts: list[str]) -> tuple[set[int], set[int]]:
    """Donne les signes de ces pages, et ceux qu'une formule y écrit en lettres cursives."""
    cursive = {sign for text in texts for letters in CURSIVE.findall(text) for sign in letters}
    return {ord(sign) for sign in set().union(*texts)}, {ord(sign) for sign in cursive}


def tighten(paths: list[Path]) -> None:
    """Ôte à des scripts et à des styles leurs blancs et leurs commentaires."""
    subprocess.run([NODE, "-e", TIGHTEN, *paths], cwd=MODULES, check=True, stdout=subprocess.DEVNULL)


def rounded(drawing: str) -> str:
    """Le même dessin SVG, aux tracés écrits avec deux décimales."""
    return TRACES.sub(lambda trace: DECIMALS.sub(lambda number: f"{float(number[0]):.2f}", trace[0]), drawing)


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Réduit icônes, polices, scripts, styles et figures, puis retire de ``_static`` ce que rien n'appelle."""
    if exception is not None:
        return
    site = Path(app.outdir)
    static = site / "_static"
    shrink_font(
        static / f"{ICONS}.woff2", shrink_icon_rules(static / "styles/pydata-sphinx-theme.css", named_icons(site))
    )
    signs, cursive = signs_of([path.read_text(encoding="utf8") for path in site.rglob("*.html")])
    for font in static.glob("katex/fonts/*.woff2"):
        shrink_font(font, cursive if "Caligraphic" in font.name else signs)
    tighten([path for path in static.iterdir() if path.suffix in {".js", ".css"} and path.name not in ALREADY_TIGHT])
    for path in (*site.glob("_images/*.svg"), *static.glob("curseurs/*.svg")):
        path.write_text(rounded(path.read_text(encoding="utf8")), encoding="utf8")
    for path in [path for pattern in UNUSED for path in static.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def find_fonts(app: Sphinx) -> None:
    """Fait recenser ses polices à matplotlib : sur une machine neuve, il s'en plaindrait au milieu d'une page."""
    importlib.import_module("matplotlib.font_manager")


def setup(app: Sphinx) -> dict[str, object]:
    """Branche les copies et le ménage."""
    # Jupyter Book règle toujours cette valeur, même sans l'extension qui la lit.
    app.add_config_value("comments_config", {}, "")
    app.connect("config-inited", copy_text_fonts)
    app.connect("builder-inited", find_fonts)
    app.connect("build-finished", lighten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

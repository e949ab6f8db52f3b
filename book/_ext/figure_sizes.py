"""Les figures dans la page : leur place est gardée ; hors la première, on ne les demande qu'en approchant d'elles."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

IMAGE = re.compile(r'<img (?=[^>]*\bsrc="[^"]*_images/(?P<name>[^"/]+\.svg)")(?![^>]*\bstyle=)')
PIXELS_PER_POINT = 4 / 3


def svg_size(path: Path) -> dict[str, int]:
    """Donne la largeur et la hauteur d'une figure de matplotlib, en pixels."""
    tag = re.search(r"<svg[^>]*>", path.read_text(encoding="utf8"))
    found = re.findall(r'\b(width|height)="([\d.]+)pt"', tag[0] if tag else "")
    return {name: round(float(value) * PIXELS_PER_POINT) for name, value in found}


def put_off(body: str) -> str:
    """Remet à plus tard toutes les images d'une page, sauf la première, que l'on peut avoir sous les yeux."""
    before, image, after = body.partition("<img ")
    return before + image + after.replace("<img ", '<img loading="lazy" ')


def place_figures(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Écrit dans la page la taille des figures que rien ne fixe déjà, et quand les demander."""
    sources = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}

    def sized(match: re.Match) -> str:
        size = svg_size(sources[match["name"]])
        return match[0] + "".join(f'{name}="{pixels}" ' for name, pixels in sorted(size.items()))

    context["body"] = put_off(IMAGE.sub(sized, context.get("body", "")))


def setup(app: Sphinx) -> dict[str, object]:
    """Passe sur chaque page, juste avant son gabarit."""
    app.connect("html-page-context", place_figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

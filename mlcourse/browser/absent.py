"""Ce que les pages demandent à Jupyter, et qu'un navigateur n'a pas : le strict nécessaire, à la même adresse."""

import sys
import types


class Shown:
    """Un texte qui s'affiche comme ce qu'il est, page ou image, et non comme une chaîne."""

    def __init__(self, data):
        self.data = data


class HTML(Shown):
    """Un morceau de page."""

    def _repr_html_(self):
        return self.data


class SVG(Shown):
    """Une image vectorielle."""

    def _repr_svg_(self):
        return self.data


class Markdown(Shown):
    """Un texte en Markdown, que la page montre tel qu'il s'écrit."""

    def _repr_markdown_(self):
        return self.data


def glue(name, value, display=False):
    """Dans le livre, nomme un nombre que la prose cite ; la prose est déjà écrite, il n'y a rien à faire."""


def set_matplotlib_formats(*formats, **options):
    """Dans le livre, choisit le format des figures ; dans la page, elles sont toujours vectorielles."""


def fill_in(display):
    """Met à leur adresse ces remplaçants, là où la vraie bibliothèque n'est pas ; `display` affiche dans la page."""
    contents: dict[str, dict[str, object]] = {
        "myst_nb": {"glue": glue},
        "matplotlib_inline": {},
        "matplotlib_inline.backend_inline": {"set_matplotlib_formats": set_matplotlib_formats},
        "IPython": {"get_ipython": lambda: None, "version_info": (8, 24)},  # ce que matplotlib en regarde
        "IPython.display": {"HTML": HTML, "SVG": SVG, "Markdown": Markdown, "display": display},
    }
    for name, members in contents.items():
        module = types.ModuleType(name)
        module.__dict__.update(members)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)

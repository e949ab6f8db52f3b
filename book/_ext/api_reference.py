"""La référence de mlcourse : une directive qui découvre les modules du cœur et leurs entrées publiques.

Aucun nom n'est écrit ici : les modules sont ceux du dossier, dans l'ordre des sections qu'ils citent ; les
entrées sont les fonctions, les classes et les dictionnaires qu'ils définissent, dans l'ordre du code.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from docstring_links import SECTION, citation_keys, link_sources
from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.pycode import ModuleAnalyzer
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import nested_parse_with_titles

from mlcourse.source import show_source

STYLESHEET = Path(__file__).with_suffix(".css")
SIGNATURE = re.compile(r'<dt class="sig .*?</dt>', re.DOTALL)
LIST_TAG = re.compile(r"<(/?)d[ld]( [^>]*)?>")
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def core_modules(package: ModuleType) -> list[ModuleType]:
    """Donne les modules publics du cœur : ni sous-paquet, ni commande de pyproject.toml, ni outil étranger au cours."""
    scripts = tomllib.loads(PYPROJECT.read_text(encoding="utf8"))["project"].get("scripts", {}).values()
    commands = {script.partition(":")[0] for script in scripts}
    names = [f"{package.__name__}.{i.name}" for i in pkgutil.iter_modules(package.__path__) if not i.ispkg]
    public = [name for name in names if name not in commands and "._" not in name]
    modules = map(importlib.import_module, public)
    return sorted((module for module in modules if is_of_the_course(module)), key=course_order)


def is_of_the_course(module: ModuleType) -> bool:
    """Dit si une entrée du module au moins cite une section du livre : un outil comme `french` n'en cite aucune."""
    return any(section(module, name) for name in entries(module))


def entries(module: ModuleType) -> dict[str, object]:
    """Donne les entrées publiques que définit un module, par leur nom, dans l'ordre du code."""
    defined = re.findall(r"^(?:def |class )?([A-Za-z]\w*)(?=[(:]| = )", inspect.getsource(module), re.MULTILINE)
    values = {name: vars(module)[name] for name in defined if name in vars(module)}
    return {
        name: value
        for name, value in values.items()
        if inspect.isfunction(value) or inspect.isclass(value) or isinstance(value, dict)
    }


def docstring(module: ModuleType, name: str) -> str:
    """Donne la docstring d'une entrée ; un dictionnaire a pour docstring son commentaire « #: »."""
    value = vars(module)[name]
    if isinstance(value, dict):
        return "\n".join(ModuleAnalyzer.for_module(module.__name__).find_attr_docs().get(("", name), []))
    return inspect.getdoc(value) or ""


def section(module: ModuleType, name: str) -> str:
    """Donne le numéro de la première section que cite une entrée ; rien si elle n'en cite pas."""
    found = SECTION.search(docstring(module, name))
    return found[2] if found else ""


def course_order(module: ModuleType) -> tuple[bool, list[int], str]:
    """Range un module à la place de la première section du cours qu'il cite, les autres à la fin."""
    numbers = [[int(digits) for digits in section(module, name).split(".")] for name in entries(module)
               if section(module, name)]  # fmt: skip
    return not numbers, min(numbers, default=[]), module.__name__


def table(rows: list[tuple[str, ...]], kind: str) -> Iterator[str]:
    """Écrit un tableau en reST ; sa première ligne est son en-tête."""
    yield from ("", ".. list-table::", "   :header-rows: 1", f"   :class: {kind}", "")
    for row in rows:
        yield from (f"   {'* -' if i == 0 else '  -'} {cell}" for i, cell in enumerate(row))
    yield ""


def summary(module: ModuleType, name: str) -> str:
    """Donne la première phrase d'une entrée ; pour un dictionnaire sans docstring, ses clés."""
    if first := docstring(module, name).split("\n\n")[0]:
        return " ".join(first.split())
    return f"Dictionnaire : {', '.join(f'``{key!r}``' for key in vars(module)[name])}."


def summary_table(module: ModuleType) -> Iterator[str]:
    """Écrit le tableau qui ouvre un module : nom, première phrase, section."""
    rows = [("Nom", "Rôle", "Section")]
    for name in entries(module):
        number = section(module, name)
        link = f":py:obj:`~{module.__name__}.{name}`"
        rows.append((link, summary(module, name), number and f":section:`{number}`"))
    return table(rows, "api-sommaire")


def functions_of(value: object) -> Iterator[Callable]:
    """Donne les fonctions publiques que porte une ligne de dictionnaire : elle-même, ou ses champs."""
    if isinstance(value, functools.partial):
        value = value.func
    for field in value if isinstance(value, tuple) else (value,):
        if inspect.isfunction(field) and field.__name__.isidentifier() and field.__name__[0] != "_":
            yield field


def dictionary(module: ModuleType, name: str, works: dict[str, str]) -> Iterator[str]:
    """Écrit un dictionnaire : sa docstring, qu'autodoc ne lit pas, puis les fonctions que porte chacun de ses noms."""
    rows = [("Clé", "Valeur")]
    for key, value in vars(module)[name].items():
        links = [f":py:obj:`~{function.__module__}.{function.__name__}`" for function in functions_of(value)]
        rows.append((f"``{key!r}``", ", ".join(links)))
    useful = any(links for _, links in rows[1:])
    content = [
        *link_sources(docstring(module, name) or summary(module, name), works).splitlines(),
        *(table(rows, "api-dictionnaire") if useful else ()),
    ]
    yield from (f".. py:data:: {name}", f"   :module: {module.__name__}", "")
    yield from (f"   {line}".rstrip() for line in content)


def module_page(module: ModuleType, works: dict[str, str]) -> Iterator[str]:
    """Écrit tout ce qui concerne un module, en reST ; `works` sont les ouvrages de la bibliographie."""
    title = f"``{module.__name__}``"
    yield from (title, "=" * len(title), "", f".. automodule:: {module.__name__}", "", *summary_table(module))
    for name, value in entries(module).items():
        if isinstance(value, dict):
            yield from dictionary(module, name, works)
        else:
            directive = "autoclass" if inspect.isclass(value) else "autofunction"
            yield f".. {directive}:: {module.__name__}.{name}"
            yield from class_options(value)
        yield ""


def class_options(value: object) -> Iterator[str]:
    """Donne à autodoc les options d'une classe : ses méthodes, et la classe du cœur qu'elle prolonge."""
    if inspect.isclass(value):
        yield "   :members:"
        if any(base.__module__.startswith("mlcourse.") for base in value.__bases__):
            yield "   :show-inheritance:"


class CoreReference(SphinxDirective):
    """Écrit la référence de tous les modules du cœur du paquet donné."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Fait lire à docutils le texte reST de la référence."""
        modules = core_modules(importlib.import_module(self.arguments[0]))
        works = citation_keys(self.env.get_domain("cite").bibdata.data.entries)
        lines = [line for module in modules for line in module_page(module, works)]
        node = nodes.Element(document=self.state.document)
        nested_parse_with_titles(self.state, StringList(lines, self.get_source_info()[0]), node)
        return node.children


def append_code(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Ajoute à la docstring d'une fonction son code, replié ; l'équation la suit si elle a sa fonction, `_nom`."""
    obj = obj.fget if isinstance(obj, property) else obj
    if inspect.isfunction(obj):
        equation = obj.__globals__.get(f"_{obj.__name__}")
        shown = [obj, equation] if inspect.isfunction(equation) else [obj]
        lines += ["", ".. admonition:: Code", "   :class: dropdown code", "", "   .. code-block:: python", ""]
        lines += [f"      {line}" for line in str(show_source(*shown)).splitlines()]


def skip_fields(app: Sphinx, what: str, name: str, obj: object, skip: bool, options: object) -> bool | None:
    """Passe les champs d'un n-uplet nommé, que Python décrit en anglais : la docstring de la classe s'en charge."""
    return True if (inspect.getdoc(obj) or "").startswith("Alias for field number") else None


class FrenchKinds(SphinxTransform):
    """Met en français les mots « class » et « property » qui ouvrent une signature."""

    default_priority = 500

    def apply(self, **kwargs: object) -> None:
        """Passe sur chaque annotation de signature."""
        for annotation in self.document.findall(addnodes.desc_annotation):
            for text in list(annotation.findall(nodes.Text)):
                if text.astext().isalpha():
                    text.parent.replace(text, nodes.Text(_(text.astext())))


def finish_page(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Sur une page de référence : sa feuille de style, et des signatures sans liste de définitions.

    Sphinx met une longue signature, un paramètre par ligne, dans une liste sans terme que la norme refuse.
    """
    if doctree is not None and next(doctree.findall(addnodes.desc), None):
        app.add_css_file(STYLESHEET.name)
        context["body"] = SIGNATURE.sub(lambda signature: LIST_TAG.sub(r"<\1span\2>", signature[0]), context["body"])


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive ; le code s'ajoute en dernier à la docstring (après docstring_links)."""
    app.setup_extension("docstring_links")
    app.setup_extension("sphinx.ext.napoleon")
    app.add_directive("core-reference", CoreReference)
    app.add_transform(FrenchKinds)
    app.connect("autodoc-process-docstring", append_code, priority=950)
    app.connect("autodoc-skip-member", skip_fields)
    app.connect("config-inited", lambda _, config: config.html_static_path.append(str(STYLESHEET)))
    app.connect("html-page-context", finish_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

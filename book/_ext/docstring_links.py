"""Les liens des docstrings : sections du livre, ouvrages cités, identifiants entre accents graves.

Une docstring se lit aussi hors du livre : elle ne contient que du texte. « Section 3.4 du livre » devient
ici un lien vers la page que le sommaire numérote ainsi, et reste du texte tant que cette page n'existe pas ;
« Kingma et Ba (2015) » mène à la bibliographie si elle a un ouvrage de ce nom, et `relu` à l'entrée de `relu`.
"""

from __future__ import annotations

import re
from collections import Counter

from docutils import nodes
from pybtex.database import Entry
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

NBSP = "\N{NO-BREAK SPACE}"
# numpydoc nomme les types avec quelques mots anglais ; ils viennent de napoleon entre astérisques.
TYPE = re.compile(r"(?:\(|:returns: )\*[^*]+\*")
TYPE_WORDS = {"optional": "facultatif", "of": "de", "or": "ou", "to": "vers"}
# Ce qu'une docstring écrit comme en Python : une chaîne, ou un dictionnaire dont les clés en sont.
STRINGS = re.compile(r"``.+?``|`[^`]*`|\{'[^{}]*\}|(?<!\w)'\w+'(?!\w)")
SECTION = re.compile(r"\b([Ss]ection)\s+(\d+\.\d+)\s+du\s+livre\b")


def citations(entry: Entry) -> set[str]:
    """Donne les façons de citer un ouvrage : « He et al. (2015) », « He, Zhang, Ren et Sun (2015) »."""
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in entry.persons.get("author", [])]
    full = " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    short = full if len(names) < 3 else f"{names[0]} et al."
    return {f"{authors} ({entry.fields.get('year')})" for authors in (full, short)}


def citation_keys(entries: dict[str, Entry]) -> dict[str, str]:
    """Donne la clé de l'ouvrage que désigne chaque citation ; celle qui en désignerait deux n'y est pas."""
    keys = [(citation, key) for key, entry in entries.items() for citation in citations(entry)]
    counts = Counter(citation for citation, _ in keys)
    return {citation: key for citation, key in keys if counts[citation] == 1}


def literal_strings(text: str) -> str:
    """Change en code les chaînes et les dictionnaires que cite la prose ; un exemple en est déjà."""
    blocks = re.split(r"(\n\s*\n)", text)
    return "".join(block if ">>> " in block else STRINGS.sub(as_literal, block) for block in blocks)


def as_literal(match: re.Match) -> str:
    """Met un extrait entre doubles accents graves, sauf s'il est déjà entre accents."""
    return match[0] if match[0].startswith("`") else f"``{match[0]}``"


def link_sources(text: str, keys: dict[str, str]) -> str:
    """Change en liens les sections et les ouvrages que nomme un texte reST ; met en code les chaînes de Python."""
    text = literal_strings(text)
    text = SECTION.sub(rf":section:`\1{NBSP}\2 du livre <\2>`", text)
    for citation, key in keys.items():
        words = r"\s+".join(map(re.escape, citation.split()))
        text = re.sub(rf"(?<![\w-]){words}", f":cite:t:`{key}`", text)
    return text


def french_fields(text: str) -> str:
    """Met en français ce que napoleon laisse en anglais, et les sources en un champ, comme les paramètres."""
    text = text.replace(":Attributes:", ":Attributs:").replace(":Yields:", ":Produit:")
    text = TYPE.sub(lambda m: re.sub(r"\w+", lambda word: TYPE_WORDS.get(word[0], word[0]), m[0]), text)
    sources = re.compile(rf"\.\. rubric:: {_('References')}\n\n((?:.+\n?)+)")
    return sources.sub(lambda m: ":Sources: " + m[1].rstrip().replace("\n", "\n    ") + "\n", text)


def process_docstring(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Reçoit d'autodoc chaque docstring, après que napoleon l'a traduite en reST."""
    entries = app.env.get_domain("cite").bibdata.data.entries
    lines[:] = link_sources(french_fields("\n".join(lines)), citation_keys(entries)).split("\n")


class EntryRole(XRefRole):
    """Un identifiant, retenu avec le module et la classe qui le nomment."""

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        refnode["py:module"] = env.ref_context.get("py:module")
        refnode["py:class"] = env.ref_context.get("py:class")
        return title, target.removesuffix("()")


def page_of_section(env: BuildEnvironment, number: str) -> str | None:
    """Donne la page que le sommaire numérote ainsi, s'il y en a une."""
    numbers = {".".join(map(str, found[""])): name for name, found in env.toc_secnumbers.items() if found.get("")}
    return numbers.get(number)


def full_name(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Donne l'entrée que désigne un identifiant : dans sa classe, dans son module, ou la seule de ce nom ailleurs."""
    domain, name = env.get_domain("py"), node["reftarget"]
    module, class_ = node.get("py:module"), node.get("py:class")
    for candidate in (f"{module}.{class_}.{name}", f"{module}.{name}"):
        if candidate in domain.objects:
            return candidate
    known = [full for full in domain.objects if full.endswith(f".{name}")]
    found = [full for full in known if full.removesuffix(f".{name}") in {"mlcourse", *domain.modules}]
    return found[0] if len(found) == 1 else None


def resolve(app: Sphinx, env: BuildEnvironment, node: nodes.Element, contnode: nodes.Element) -> nodes.Element | None:
    """Résout les renvois vers une section ou une entrée ; ce qui n'a pas de page reste ce qu'il était."""
    if node["reftype"] == "section":
        page = page_of_section(env, node["reftarget"])
        return (
            contnode
            if page is None
            else make_refnode(app.builder, node["refdoc"], page, "", contnode, env.titles[page].astext())
        )
    if node["reftype"] == "entry":
        name = full_name(env, node)
        if name is None:
            return nodes.literal("", contnode.astext())
        python = env.get_domain("py")
        return python.resolve_xref(env, node["refdoc"], app.builder, "obj", name, node, contnode)
    return None


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre les deux rôles, et la reprise des docstrings après napoleon (priorité 500)."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.setup_extension("sphinx.ext.autodoc")
    app.add_role("section", XRefRole(innernodeclass=nodes.inline))
    app.add_role("entry", EntryRole())
    app.connect("autodoc-process-docstring", process_docstring, priority=900)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

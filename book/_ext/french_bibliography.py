"""Bibliographie et citations à la française : « et », « Dans », « thèse de doctorat », DOI en lien.

Le style « francais » met en forme la page de bibliographie, le style « francais_auteur_annee »
les citations dans le texte : (Rumelhart et coll., 1986), LeCun et Bottou (1998).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pybtex.plugin
from pybtex.database import Entry
from pybtex.richtext import Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.formatting.unsrt import dashify
from pybtex.style.template import (
    FieldIsMissing,
    Node,
    first_of,
    href,
    join,
    node,
    optional,
    optional_field,
    sentence,
    tag,
    words,
)
from pybtex.style.template import field as bib_field
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from mlcourse.french import NARROW, NO_BREAK


@node
def names(children: list, context: dict, role: str) -> Text:
    """Relie les noms par des virgules, les deux derniers par « et » ; au-delà de six, trois suffisent."""
    style, persons = context["style"], context["entry"].persons.get(role, [])
    if not persons:
        raise FieldIsMissing(role, context["entry"])
    shown = persons if len(persons) <= 6 else persons[:3]
    formatted = [style.format_name(person, style.abbreviate_names) for person in shown]
    if len(shown) < len(persons):
        return Text(join(sep=", ")[formatted].format_data(context), f" et{NO_BREAK}al")
    return join(sep=", ", sep2=" et ", last_sep=" et ")[formatted].format_data(context)


class FrenchStyle(UnsrtStyle):
    """Un ouvrage par paragraphe : auteurs, titre, parution, identifiant pérenne."""

    default_sorting_style = "author_year_title"

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        """Écrit les auteurs, prénoms en entier."""
        return sentence[names(role)] if as_sentence else names(role)

    def format_title(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Laisse au titre ses capitales, comme l'ouvrage l'écrit."""
        title = bib_field(which_field)
        return sentence[title] if as_sentence else title

    def format_pages(self) -> Node:
        """Abrège les pages en « p. »."""
        return join[f"p.{NO_BREAK}", bib_field("pages", apply_func=dashify)]

    def format_volume(self) -> Node:
        """Donne le volume et, s'il existe, le numéro."""
        number = optional[join[f", n°{NO_BREAK}", bib_field("number")]]
        return join[f"vol.{NO_BREAK}", bib_field("volume"), number]

    def format_imprint(self, *parts: Node | str) -> Node:
        """Termine une notice : la parution, l'année, une note, l'identifiant."""
        return sentence(capfirst=True)[(*parts, bib_field("year"))]

    def finish(self, entry: Entry, *parts: Node) -> Node:
        """Ajoute à la notice sa note et son lien."""
        return toplevel[(*parts, sentence[optional_field("note")], self.format_web_refs(entry))]

    def get_article_template(self, entry: Entry) -> Node:
        """Met en forme un article de revue."""
        return self.finish(
            entry,
            self.format_names("author"),
            self.format_title(entry, "title"),
            self.format_imprint(
                tag("em")[bib_field("journal")],
                optional[self.format_volume()],
                optional[self.format_pages()],
            ),
        )

    def get_book_template(self, entry: Entry) -> Node:
        """Met en forme un livre."""
        return self.finish(
            entry,
            self.format_author_or_editor(entry),
            self.format_btitle(entry, "title"),
            self.format_imprint(
                optional[join[bib_field("edition"), f"{NO_BREAK}édition"]],
                bib_field("publisher"),
                optional_field("address"),
            ),
        )

    def get_inproceedings_template(self, entry: Entry) -> Node:
        """Met en forme une communication, « dans » les actes qui la portent."""
        return self.finish(
            entry,
            self.format_names("author"),
            self.format_title(entry, "title"),
            words[
                "Dans",
                self.format_imprint(
                    tag("em")[bib_field("booktitle")],
                    optional[self.format_volume()],
                    optional[self.format_pages()],
                    optional_field("publisher"),
                ),
            ],
        )

    get_incollection_template = get_inproceedings_template

    def get_phdthesis_template(self, entry: Entry) -> Node:
        """Met en forme une thèse ; le champ ``type`` dit laquelle, au besoin."""
        return self.finish(
            entry,
            self.format_names("author"),
            self.format_btitle(entry, "title"),
            self.format_imprint(
                first_of[optional_field("type"), "thèse de doctorat"],
                bib_field("school"),
                optional_field("address"),
            ),
        )

    get_mastersthesis_template = get_phdthesis_template

    def format_web_refs(self, entry: Entry) -> Node:
        """Préfère le DOI, pérenne, à l'adresse."""
        return sentence[first_of[optional[self.format_doi(entry)], optional[self.format_url(entry)]]]

    def format_doi(self, entry: Entry) -> Node:
        """Écrit le DOI en clair, avec son lien."""
        doi = bib_field("doi", raw=True)
        return join[f"DOI{NO_BREAK}: ", href(join["https://doi.org/", doi])[doi]]

    def format_url(self, entry: Entry) -> Node:
        """Écrit l'adresse en clair, avec son lien."""
        url = bib_field("url", raw=True)
        return join[f"En ligne{NO_BREAK}: ", href(url)[url]]


@dataclass
class FrenchAuthorYear(AuthorYearReferenceStyle):
    """Citations par auteur et année, entre parenthèses."""

    bracket_textual: BracketStyle = field(default_factory=lambda: BracketStyle("(", ")"))
    bracket_parenthetical: BracketStyle = field(default_factory=lambda: BracketStyle("(", ")", sep=f"{NARROW}; "))
    person: PersonStyle = field(
        default_factory=lambda: PersonStyle(sep2=" et ", last_sep=" et ", other=Text(f" et{NO_BREAK}al."))
    )


def name_list_items(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Remplace le rôle doc-biblioentry, qu'ARIA a abandonné, par celui que la liste qui l'entoure attend."""
    context["body"] = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre les deux styles sous les noms que _config.yml emploie."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "francais", FrenchStyle)
    register_plugin("sphinxcontrib.bibtex.style.referencing", "francais_auteur_annee", FrenchAuthorYear)
    app.connect("html-page-context", name_list_items)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Les questions qu'une page pose à son lecteur : ``{question}``, des choix, et ce que vaut chacun.

Une question s'écrit comme elle se lit : un énoncé, puis une liste. Une case vide ouvre un choix faux, une case cochée
le choix juste ; la suite de la puce l'explique ::

    ```{question} ordre-des-produits
    Par quel bout commencer ?

    - [ ] Par l'entrée.

      Pourquoi c'est faux, et quelle idée y mène.
    - [x] Par la sortie.

      Pourquoi c'est juste.
    ```

Dans la page, c'est un groupe de boutons natifs, où chaque explication est repliée : rien n'y demande JavaScript. Quand
il est là, ``questions.js`` dit ce que vaut le choix fait, et s'en souvient sur la machine du lecteur. Le nom de la
question est unique dans le livre, et ne change plus : c'est sous lui que la réponse est gardée.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxTranslator

from mlcourse.french import NARROW, NO_BREAK

STYLESHEET, SCRIPT = Path(__file__).with_suffix(".css"), Path(__file__).with_suffix(".js")
CHECKBOX = re.compile(r"\[([ x])\](?:\s|$)")
LETTERS = "ABCDEF"
TOOLS = (
    '<p class="question-tools" hidden><button type="button">Vérifier</button> '
    '<button type="button" hidden>Effacer ma réponse</button></p>\n<div class="verdict"></div>\n'
)


class Question(nodes.General, nodes.Element):
    """Une question : son énoncé, ce qui le complète, ses choix, leurs explications."""


class Statement(nodes.General, nodes.TextElement):
    """L'énoncé, que les lecteurs d'écran lisent avec chaque choix."""


class Choices(nodes.General, nodes.Element):
    """Les choix, dans l'ordre où ils sont écrits."""


class Choice(nodes.General, nodes.TextElement):
    """Un choix, son bouton et sa lettre."""


class Explanation(nodes.General, nodes.Element):
    """Ce que vaut un choix, et pourquoi."""


def read_choice(item: nodes.list_item, letter: str, question: str) -> tuple[Choice, Explanation]:
    """Sépare une puce en un choix et son explication ; lève une `ValueError` si l'un des deux manque."""
    text, *explanation = item.children
    box = CHECKBOX.match(text.astext())
    if not box or not explanation or not isinstance(explanation[0], nodes.paragraph):
        raise ValueError(f"le choix {letter} est une puce qui s'ouvre sur « [ ] » ou « [x] », puis son explication")
    text[0] = nodes.Text(text[0].astext()[box.end() :])
    right = box[1] == "x"
    explanation[0].insert(0, [nodes.strong("", "Juste." if right else "Faux."), nodes.Text(" ")])
    # Une réponse gardée l'est pour ce texte : s'il change, elle est oubliée.
    value = hashlib.sha256(text.astext().encode()).hexdigest()[:8]
    choice = Choice("", "", *text.children, letter=letter, question=question, value=value)
    return choice, Explanation("", *explanation, letter=letter, right=right)


class QuestionDirective(SphinxDirective):
    """Pose une question ; son argument est le nom de la question."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Lit l'énoncé et la liste des choix."""
        body, name = nodes.Element(), f"question-{self.arguments[0]}"
        self.state.nested_parse(self.content, self.content_offset, body)
        match body.children:
            case [nodes.paragraph() as statement, *context, nodes.bullet_list() as listing]:
                return [self.question(name, statement, context, listing)]
        raise self.error("une question est un énoncé suivi d'une liste de choix")

    def question(
        self, name: str, statement: nodes.Element, context: list[nodes.Node], listing: nodes.Element
    ) -> Question:
        """Assemble la question, et refuse celle qui n'a pas un choix juste et un seul."""
        try:
            pairs = [read_choice(item, letter, name) for item, letter in zip(listing.children, LETTERS, strict=False)]
        except ValueError as error:
            raise self.error(str(error)) from None
        if len(pairs) != len(listing.children) or sum(explanation["right"] for _, explanation in pairs) != 1:
            raise self.error(f"une question a un choix juste, un seul, et {len(LETTERS)} choix au plus")
        number = self.env.new_serialno("question") + 1
        legend = Statement("", "", *statement.children, number=number)
        choices = Choices("", *(choice for choice, _ in pairs))
        explanations = [explanation for _, explanation in pairs]
        for explanation in explanations:
            explanation["number"] = number
        node = Question("", legend, *context, choices, *explanations, names=[name], classes=["question"])
        self.state.document.note_explicit_target(node)
        return node


def visit_question(self: SphinxTranslator, node: Question) -> None:
    self.body.append(self.starttag(node, "fieldset"))


def depart_question(self: SphinxTranslator, node: Question) -> None:
    self.body.append("</fieldset>\n")


def visit_statement(self: SphinxTranslator, node: Statement) -> None:
    self.body.append(f'<legend><span class="question-number">Question {node["number"]}.</span> ')


def depart_statement(self: SphinxTranslator, node: Statement) -> None:
    self.body.append("</legend>\n")


def visit_choices(self: SphinxTranslator, node: Choices) -> None:
    self.body.append('<div class="choices">\n')


def depart_choices(self: SphinxTranslator, node: Choices) -> None:
    """Referme les choix ; les boutons et la place du verdict attendent le script."""
    self.body.append(f"</div>\n{TOOLS}")


def visit_choice(self: SphinxTranslator, node: Choice) -> None:
    button = self.emptytag(node, "input", "", type="radio", name=node["question"], value=node["value"])
    self.body.append(f'<label>{button}<span class="letter">{node["letter"]}.</span> <span class="choice">')


def depart_choice(self: SphinxTranslator, node: Choice) -> None:
    self.body.append("</span></label>\n")


def visit_explanation(self: SphinxTranslator, node: Explanation) -> None:
    kind = "right" if node["right"] else "wrong"
    title = f"Question {node['number']}{NO_BREAK}: que vaut la réponse {node['letter']}{NARROW}?"
    self.body.append(f'<details class="{kind}"><summary>{title}</summary>\n')


def depart_explanation(self: SphinxTranslator, node: Explanation) -> None:
    self.body.append("</details>\n")


def add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge le style et le script des questions sur les pages qui en posent, et sur elles seules."""
    if doctree is not None and next(doctree.findall(Question), None):
        app.add_css_file(STYLESHEET.name)
        app.add_js_file(SCRIPT.name, loading_method="defer")


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive, ses nœuds, son style et son script."""
    app.add_directive("question", QuestionDirective)
    app.add_node(Question, html=(visit_question, depart_question))
    app.add_node(Statement, html=(visit_statement, depart_statement))
    app.add_node(Choices, html=(visit_choices, depart_choices))
    app.add_node(Choice, html=(visit_choice, depart_choice))
    app.add_node(Explanation, html=(visit_explanation, depart_explanation))
    app.connect("config-inited", lambda _, config: config.html_static_path.extend(map(str, (STYLESHEET, SCRIPT))))
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Les exercices qu'une page donne à faire : ``{exercice}``, un énoncé, puis ce que dit ``mlcourse.practice``.

L'énoncé est dans la page ; le code de départ, l'indice et la solution viennent du module de ce nom, et lui seul sait
juger un essai ::

    ```{exercice} signed_loss
    Écrivez `signed_loss(z, s)`…
    ```

Sans JavaScript, ou sans Python dans la page, tout se lit : l'énoncé, le code de départ, et deux replis. Quand Python y
est, ``exercises.js`` fait du code de départ un éditeur, et dit ce que vaut l'essai ; il s'en souvient sur la machine du
lecteur, sous le nom de l'exercice.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from python_in_pages import use_python
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxTranslator

from mlcourse.practice import Exercise, load

STYLESHEET, SCRIPT = Path(__file__).with_suffix(".css"), Path(__file__).with_suffix(".js")
TOOLS = """<p class="exercise-tools" hidden>
<button type="button" class="check">Vérifier</button>
<button type="button" class="stop" hidden>Arrêter</button>
<button type="button" class="reset" hidden>Rétablir</button>
<button type="button" class="erase" hidden>Effacer mon essai</button>
<progress aria-label="Chargement de Python" hidden></progress>
</p>
<div class="verdict"></div>
"""


class ExerciseBox(nodes.General, nodes.Element):
    """Un exercice : son énoncé, son code de départ, son indice, une solution."""


class Editor(nodes.General, nodes.Element):
    """Le code de départ, dont le script fait un éditeur ; les boutons et la place du verdict attendent le script."""


class ExerciseDirective(SphinxDirective):
    """Donne un exercice à faire ; son argument est le nom de son module."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Lit l'énoncé, et assemble l'exercice."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        if not body.children or not isinstance(body[0], nodes.paragraph):
            raise self.error("un exercice s'ouvre sur l'énoncé, un paragraphe")
        try:
            exercise = load(self.arguments[0])
        except ValueError as error:
            raise self.error(str(error)) from None
        self.env.note_dependency(inspect.getfile(exercise.stub))
        return [self.box(exercise, body)]

    def box(self, exercise: Exercise, body: nodes.Element) -> ExerciseBox:
        """Assemble l'exercice ; son numéro, que disent les lecteurs d'écran, est en tête de l'énoncé."""
        name, number = f"exercice-{exercise.name}", self.env.new_serialno("exercise") + 1
        label_id = f"{nodes.make_id(name)}-numero"
        label = nodes.strong("", f"Exercice {number}.", classes=["exercise-number"], ids=[label_id])
        body[0].insert(0, [label, nodes.Text(" ")])
        hint = self.fold("Un indice", self.parsed(exercise.hint))
        solution = self.fold("Une solution", [*self.parsed(exercise.explanation), code_block(exercise.answer)])
        editor = Editor("", code_block(exercise.start))
        node = ExerciseBox("", *body.children, editor, hint, solution, names=[name], exercise=exercise.name)
        self.state.document.note_explicit_target(node)
        return node

    def parsed(self, text: str) -> list[nodes.Node]:
        """Lit un texte du module comme s'il était dans la page."""
        body = nodes.Element()
        lines = inspect.cleandoc(text).splitlines()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), self.content_offset, body)
        return body.children

    def fold(self, title: str, content: list[nodes.Node]) -> nodes.admonition:
        """Replie un contenu sous son titre."""
        return nodes.admonition("", nodes.title("", title), *content, classes=["dropdown", "exercise-fold"])


def code_block(code: str) -> nodes.literal_block:
    """Un bloc de code Python ; Sphinx ne le colore que si sa source est son texte."""
    text = code.rstrip()
    return nodes.literal_block(text, text, language="python")


def visit_box(self: SphinxTranslator, node: ExerciseBox) -> None:
    attributes = {"role": "group", "aria-labelledby": f"{node['ids'][0]}-numero", "data-exercise": node["exercise"]}
    self.body.append(self.starttag(node, "div", CLASS="exercise", **attributes))


def depart_box(self: SphinxTranslator, node: ExerciseBox) -> None:
    self.body.append("</div>\n")


def visit_editor(self: SphinxTranslator, node: Editor) -> None:
    self.body.append('<div class="exercise-editor">\n')


def depart_editor(self: SphinxTranslator, node: Editor) -> None:
    self.body.append(f"</div>\n{TOOLS}")


def add_assets(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge Python, le style et le script des exercices sur les pages qui en donnent, et sur elles seules."""
    if doctree is not None and next(doctree.findall(ExerciseBox), None):
        use_python(app)
        app.add_css_file(STYLESHEET.name)
        app.add_js_file(SCRIPT.name, loading_method="defer")


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive, ses nœuds, son style et son script."""
    app.setup_extension("python_in_pages")
    app.add_directive("exercice", ExerciseDirective)
    app.add_node(ExerciseBox, html=(visit_box, depart_box))
    app.add_node(Editor, html=(visit_editor, depart_editor))
    app.connect("config-inited", lambda _, config: config.html_static_path.extend(map(str, (STYLESHEET, SCRIPT))))
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

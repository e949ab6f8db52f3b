"""Ce qu'une page peut porter d'une copie : ce qui la compose se borne avant de se lire, de se décorer ou de s'y coller.

Une page pèse au plus ce que donnent `PAGE_TEXT` et `PAGE_IMAGES` ; ce qui n'y tient pas est remplacé par une phrase, et
reste entier dans le carnet corrigé.
"""

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_output
from traitlets import Bool

from mlcourse.checks.notebook import is_solution
from mlcourse.french import typeset
from mlcourse.grading.submission.renderable import renderable

PART_TEXT, PAGE_TEXT, PAGE_IMAGES = 20_000, 400_000, 20_000_000  # caractères d'un morceau, de tous, et des images
LINE = 1_000  # caractères d'une ligne de code
LEXERS = {"python", "python3", "py", "ipython", "ipython3", "pycon", "text", "bash", "sh", "json"}
CUT = "[La suite n'est pas montrée : elle est trop longue pour cette page.]"
LEFT_OUT = "[Une image n'est pas montrée : elles sont trop lourdes pour cette page.]"


def formattable(source):
    """Vrai d'une prose qu'une page met en forme ; les autres s'y montrent telles qu'elles sont écrites."""
    return len(source) <= PART_TEXT + len(CUT) + 2 and renderable(source)


def _short_lines(source):
    """Le même code, dont les lignes ne dépassent pas ce que colorie sans peine l'analyseur d'IPython."""
    return "\n".join(line if len(line) <= LINE else f"{line[:LINE]}…" for line in source.split("\n"))


class BoundPage(Preprocessor):
    """Ramène ce qui vient d'une copie à ce qu'une page peut porter."""

    enabled = Bool(True, help="Borner ce qu'une page montre d'une copie.").tag(config=True)

    def preprocess(self, nb, resources):
        """Borne chaque cellule, dans l'ordre, tant qu'il reste de la place."""
        self._text, self._images = PAGE_TEXT, PAGE_IMAGES
        for cell in nb.cells:
            if is_solution(cell) or cell.metadata.get("mlcourse", {}).get("added"):
                mark = "# " if cell.cell_type == "code" else ""
                source = _short_lines(cell.source) if mark else cell.source
                cell.source = self._bounded(source, f"\n\n{mark}{typeset(CUT)}")
            if cell.cell_type == "code":
                cell.outputs = [self._output(output) for output in cell.outputs]
            else:
                self._bound_attachments(cell)
        return nb, resources

    def _bounded(self, text, notice):
        """Le texte, ou son début et la phrase qui le dit."""
        room = min(PART_TEXT, self._text)
        self._text -= min(len(text), room)
        return text if len(text) <= room else text[:room] + notice

    def _output(self, output):
        notice = f"\n{typeset(CUT)}"
        if output.output_type == "stream":
            output.text = self._bounded(output.text, notice)
        elif output.output_type == "error":
            output.traceback = [self._bounded("\n".join(output.traceback), notice)]
        elif not all(self._fits(data) for kind, data in output.data.items() if kind.startswith("image/")):
            return new_output("display_data", {"text/plain": typeset(LEFT_OUT)})
        elif "text/plain" in output.data:
            output.data["text/plain"] = self._bounded(output.data["text/plain"], notice)
        return output

    def _bound_attachments(self, cell):
        given = cell.get("attachments") or {}
        kept = {name: images for name, images in given.items() if all(map(self._fits, images.values()))}
        if len(kept) < len(given):
            cell.attachments = kept
            cell.source += f"\n\n{typeset(LEFT_OUT)}"

    def _fits(self, data):
        fits = len(data) <= self._images
        self._images -= len(data) * fits
        return fits

"""Ce que formgrader montre d'une copie : les réglages que le cours demande, et que l'extension de Jupyter impose."""

from importlib.util import find_spec
from pathlib import Path

OURS = Path(__file__).parent / "templates"


def view(config):
    """Inscrit dans des réglages de nbgrader ce qui rend une copie sans danger pour qui l'ouvre."""
    nbgrader = Path(find_spec("nbgrader").origin).parent  # sans l'importer : ces réglages se lisent souvent
    theirs = nbgrader / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.extra_template_basedirs = [str(OURS), str(theirs)]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.preprocessors = ["mlcourse.grading.gradebook.feedback.SafeOutputs"]
    config.HTMLExporter.filters = {"markdown2html": "mlcourse.grading.gradebook.markup.markdown2html"}
    return config

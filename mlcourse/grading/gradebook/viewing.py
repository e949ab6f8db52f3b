"""Ce que formgrader montre d'une copie : les réglages que le cours demande, et que l'extension de Jupyter impose."""

import os
from pathlib import Path

import nbgrader

OURS = Path(__file__).parent / "templates"


def view(config):
    """Inscrit dans des réglages de nbgrader ce qui rend une copie sans danger pour qui l'ouvre."""
    theirs = Path(nbgrader.__path__[0]) / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.extra_template_basedirs = [str(OURS), str(theirs)]
    config.HTMLExporter.extra_template_paths = [str(OURS)]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.preprocessors = [
        "mlcourse.grading.gradebook.rubric.Reading",  # avant que les noms ne soient échappés
        "mlcourse.grading.gradebook.beside.Beside",
        "mlcourse.grading.gradebook.feedback.SafeOutputs",
        "mlcourse.grading.gradebook.bounds.BoundPage",
    ]
    config.HTMLExporter.filters = {
        "ansi2html": "mlcourse.grading.gradebook.markup.ansi2html",
        "short": "mlcourse.french.short",
        "markdown2html": "mlcourse.grading.gradebook.markup.markdown2html",
        "picture": "mlcourse.grading.gradebook.markup.picture",
        "highlight_code": "mlcourse.grading.gradebook.patience.highlight_code",
    }
    config.ExchangeFactory.list = "mlcourse.grading.gradebook.exchange.QuietList"
    config.NbGraderAPI.timezone = os.environ.get("TZ", "UTC")  # celui de keep_time
    config.NbGraderAPI.timestamp_format = "%d/%m/%Y %H:%M"
    return config

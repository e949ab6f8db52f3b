"""La page du bilan : un seul fichier, qui ne demande rien à personne ; ses figures sont au style du livre."""

import base64
import io
from pathlib import Path

import jinja2
import matplotlib as mpl
from markupsafe import Markup, escape

from mlcourse.french import fixed, printed, short
from mlcourse.grading.gradebook.feedback import POLICY
from mlcourse.grading.overview.likeness import LEAST, SHOWN

TEMPLATE = Path(__file__).with_name("bilan.html.j2")


def compose(linked, **content):
    """Les octets de la page ; `linked` mène au livre les sections que cite un texte déjà échappé."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "short": short,
        "percent": lambda share: printed(f"{fixed(100 * share, 0)} %"),
        "printed": printed,
        "linked": lambda text: Markup(linked(str(escape(printed(text))))),
    }
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(policy=POLICY, shown=SHOWN, least=LEAST, **content).encode("utf-8", "replace")


def drawn(plot, *data, alt, **options):
    """Une figure, dans le texte de la page : elle n'y est qu'une image, et ne s'y mêle à rien."""
    mpl.use("agg")
    from matplotlib import pyplot as plt

    axes, content = plot(*data, **options), io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "mlcourse"}):
        axes.figure.savefig(content, format="svg", metadata={"Date": None})
    plt.close(axes.figure)
    return {"alt": alt, "data": f"data:image/svg+xml;base64,{base64.b64encode(content.getvalue()).decode()}"}

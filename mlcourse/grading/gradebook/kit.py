"""Ce que reçoit chaque étudiant, en une archive : ses carnets, la roue du cours, le mode d'emploi ; rien d'autre."""

import io
import os
import re
import zipfile
from importlib.metadata import metadata
from pathlib import Path

from mlcourse.french import typeset
from mlcourse.grading.files import write_atomically
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.submission.reading import IGNORED
from mlcourse.grading.wheel import built_wheel

# Le même contenu donne les mêmes octets : une archive refaite sans changement n'en est pas une nouvelle.
_OLDEST = (1980, 1, 1, 0, 0, 0)
GUIDE = """{title}

CE QU'IL Y A ICI

{contents}

INSTALLER, UNE FOIS

Il vous faut Python {python} ou plus récent. Dans un terminal ouvert dans ce dossier (macOS, Linux : « python3 ») :

    python -m pip install jupyterlab "./{wheel}[notebook]"

Dans Colab, rien à installer d'avance : la première cellule du carnet dit quoi faire de la roue.

OUVRIR ET TRAVAILLER

    jupyter lab {notebook}

VS Code convient aussi. L'énoncé dit le reste : ce qui est demandé, ce qui est noté, avant quand rendre, où, et à qui
s'adresser.

VÉRIFIER

    mlcourse verifier {notebook}

RENDRE

Redémarrez le noyau, exécutez tout, enregistrez, puis envoyez {notebooks}, sans renommer.
"""


def pack(course, assignment):
    """Écrit l'archive d'un devoir déjà publié, et rend son chemin."""
    coursedir = course.coursedir
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    released = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files = {
        path.as_posix(): content for path, content in released.items() if not any(map(IGNORED.fullmatch, path.parts))
    }
    name, wheel = built_wheel()
    notebooks = sorted(path for path in files if path.endswith(".ipynb"))
    files |= {name: wheel, "LISEZ-MOI.txt": guide(files[notebooks[0]].decode(), notebooks, name).encode("utf-8-sig")}
    archive = home(coursedir).parent / "distribution" / f"{assignment}.zip"
    archive.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(archive, _zipped(assignment, files))
    return os.path.relpath(archive, course.root)


def guide(notebook, notebooks, wheel):
    """Le mode d'emploi, dont le titre est celui de l'énoncé."""
    title = re.search(r'"# ([^"\\]+)', notebook)
    lines = {**dict.fromkeys(notebooks, "à remplir"), wheel: "la roue de mlcourse, dont se servent les tests"}
    width = max(map(len, lines))
    return typeset(
        GUIDE.format(
            title=title[1] if title else Path(notebooks[0]).stem,
            contents="\n".join(f"    {name:{width}}  {said}" for name, said in lines.items()),
            python=metadata("mlcourse")["Requires-Python"].removeprefix(">="),
            wheel=wheel,
            notebook=notebooks[0],
            notebooks=" et ".join(notebooks),
        )
    )


def _zipped(assignment, files):
    """Les octets de l'archive, dont tout est dans un dossier."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{assignment}/{name}", _OLDEST), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()

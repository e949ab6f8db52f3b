"""La roue de mlcourse, bâtie de ses sources, sans réseau : celle d'un étudiant, et celle que sert le livre."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mlcourse
from mlcourse.grading.errors import GradingError

# Le même contenu donne les mêmes octets : une roue refaite sans changement n'en est pas une nouvelle.
_EPOCH = "315532800"
_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
_SOURCES = ("pyproject.toml", "README.md", "LICENSE")


def built_wheel():
    """Le nom et les octets de la roue de mlcourse, bâtie de ses sources, sans réseau.

    Raises
    ------
    GradingError
        Les sources manquent, ou la roue ne se bâtit pas.
    """
    root = Path(mlcourse.__file__).parents[1]
    if not (root / "pyproject.toml").is_file():
        raise GradingError(
            "L'archive demande les sources de mlcourse, dont se bâtit la roue : installez-le de son dépôt, par "
            'pip install -e ".[grading]".'
        )
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder, "sources"), Path(folder, "roue")
        out.mkdir()
        shutil.copytree(root / "mlcourse", tree / "mlcourse", ignore=shutil.ignore_patterns("__pycache__"))
        for name in _SOURCES:
            shutil.copy(root / name, tree)
        environment = os.environ | {"SOURCE_DATE_EPOCH": _EPOCH}
        command = [sys.executable, "-c", _BUILD, str(out)]
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
        found = [*out.glob("*.whl")]
        if done.returncode or not found:
            last = (done.stderr.strip() or "rien n'en est sorti").splitlines()[-1]
            raise GradingError(f"La roue de mlcourse ne se bâtit pas : {last}")
        return found[0].name, found[0].read_bytes()

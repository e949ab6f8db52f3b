"""Recalcule constraints.txt : les dernières versions que pyproject.toml permet, pour chaque Python trouvé.

Le plus ancien Python choisit les versions ; les suivants s'y tiennent et ajoutent ce qui leur est propre.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "constraints.txt"
MINORS = (11, 12, 13)
HEADER = """\
# Les versions exactes de tout ce qu'installent « make livre » et « make test », sous Python 3.{} à 3.{}
# « make versions » refait ce fichier d'après pyproject.toml ; il ne se modifie pas à la main.
"""


def find_pythons():
    """Les interpréteurs demandés, du plus ancien au plus récent ; tous doivent être là."""
    found = [shutil.which(f"python3.{minor}") for minor in MINORS]
    for minor, python in zip(MINORS, found, strict=True):
        if python is None or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
            sys.exit(f"Il manque Python 3.{minor} : mettez python3.{minor} dans PATH, puis relancez la commande.")
    return found


def resolve(python, folder, *requirements):
    """Les versions que pip installerait de neuf avec cet interpréteur, sans les installer."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    command = [Path(folder) / "bin" / "python", "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
               "--report", "-", *requirements]  # fmt: skip
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"pip n'a trouvé aucun ensemble de versions qui convienne :\n{result.stderr}")
    packages = [item["metadata"] for item in json.loads(result.stdout)["install"]]
    return {item["name"].lower().replace("_", "-"): item["version"] for item in packages if item["name"] != "mlcourse"}


def write(versions):
    """Écrit le fichier, une version par ligne."""
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    TARGET.write_text(HEADER.format(MINORS[0], MINORS[-1]) + "".join(lines), encoding="utf-8")


def main():
    """Interroge pip pour chaque interpréteur."""
    pythons = find_pythons()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = f".[{','.join(sorted(extras.keys() - {'bench'}))}]"
    with tempfile.TemporaryDirectory() as folder:
        versions, pinned = {}, []
        for python in pythons:
            print(f"Résolution avec {Path(python).name}…", flush=True)
            versions |= resolve(python, f"{folder}/{Path(python).name}", *pinned, wanted)
            write(versions)
            pinned = ["--constraint", str(TARGET)]
    print(f"{len(versions)} versions écrites dans {TARGET.name}.")


if __name__ == "__main__":
    main()

"""Prépare .venv : les versions exactes de constraints.txt, une seule fois tant que rien ne change.

Usage : ``python environnement.py EXTRA...``. Toute panne se dit en une phrase, sur la sortie d'erreur.
"""

import errno
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "mlcourse.json"
LOG = VENV / "installation.log"
EXTENSION = ROOT / "mlcourse" / "grading" / "gradebook" / "jupyter" / "mlcourse.json"

NETWORK = ("Failed to establish a new connection", "Temporary failure in name resolution", "Max retries exceeded",
           "NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "Connection refused",
           "ProxyError", "Network is unreachable", "No route to host", "(from versions: none)")  # fmt: skip


class SetupError(Exception):
    """Ce qui empêche de préparer l'environnement, et ce que l'utilisateur peut y faire."""


def fingerprints(root=ROOT):
    """Ce dont dépend l'environnement : l'interpréteur et le dossier d'une part, les versions de l'autre."""
    python = f"{sys.version} {sysconfig.get_config_var('prefix')} {root}"
    versions = b"".join((root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return {"python": python, "versions": hashlib.sha256(versions).hexdigest()}


def read_stamp():
    """L'état laissé par la dernière installation achevée, vide s'il n'y en a pas."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def create_venv():
    """Crée .venv de neuf, sans rien garder d'un environnement déplacé ou d'un autre Python."""
    if importlib.util.find_spec("ensurepip") is None:
        version = "{}.{}".format(*sys.version_info)
        raise SetupError(
            f"Il manque à Python {version} de quoi créer un environnement virtuel : installez-le, sous Debian ou "
            f"Ubuntu par « sudo apt install python{version}-venv », puis relancez la commande."
        )
    print(f"Création de .venv avec Python {sys.version.split()[0]}…", flush=True)
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    except subprocess.CalledProcessError as error:
        raise SetupError(explain((error.output or b"").decode(errors="replace"))) from error


def explain(output):
    """La phrase qui dit pourquoi une installation a échoué, d'après ce que pip a écrit."""
    if "No space left on device" in output:
        return "Le disque est plein : libérez environ 3 Go, puis relancez la commande."
    if any(sign in output for sign in NETWORK):
        return (
            "Impossible de télécharger les bibliothèques : vérifiez la connexion au réseau "
            "(et, s'il y en a un, le serveur mandataire), puis relancez la commande."
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")] or output.splitlines() or ["?"]
    return (
        f"L'installation des bibliothèques a échoué (« {errors[0].removeprefix('ERROR: ')} ») : "
        f"le détail est dans {LOG.relative_to(ROOT)}."
    )


def show(count):
    """Compte les bibliothèques sur une seule ligne, là où quelqu'un regarde."""
    if sys.stdout.isatty():
        print(f"\r  {count} bibliothèques examinées", end="", flush=True)


def pip(*arguments):
    """Lance pip avec la configuration de l'utilisateur ; sa sortie va dans le journal, pas à l'écran."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
               "--constraint", "constraints.txt", *arguments]  # fmt: skip
    lines = []
    with subprocess.Popen(
        command, cwd=ROOT, text=True, errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Collecting"):
                show(sum(previous.startswith("Collecting") for previous in lines))
            elif line.startswith("Installing collected packages") and line.count(",") > 1:
                print(f"\r  installation de {line.count(',') + 1} bibliothèques…", flush=True)
    output = "".join(lines)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(output)
    if process.returncode:
        raise SetupError(explain(output))


def enable_extension():
    """Range parmi les réglages de Jupyter celui du paquet : une installation modifiable ne le fait pas."""
    if EXTENSION.is_file():
        folder = VENV / "etc" / "jupyter" / "jupyter_server_config.d"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(EXTENSION, folder)


def prepare(extras):
    """Rend l'environnement conforme ; ne fait rien si la dernière installation l'a déjà fait."""
    stamp, wanted = read_stamp(), fingerprints()
    installed = stamp.pop("extras", [])
    if stamp == wanted and set(extras) <= set(installed) and PYTHON.exists():
        return
    if stamp.get("python") != wanted["python"] or not PYTHON.exists():
        installed = []
        create_venv()
    STAMP.unlink(missing_ok=True)
    LOG.write_text("", encoding="utf-8")
    everything = sorted({*extras, *installed})
    print("Installation des bibliothèques : comptez quelques minutes la première fois…", flush=True)
    # Le paquet se construit avec le setuptools épinglé, et non avec celui du jour.
    pip("setuptools")
    pip("--no-build-isolation", "--editable", f".[{','.join(everything)}]")
    enable_extension()
    STAMP.write_text(json.dumps({**wanted, "extras": everything}), encoding="utf-8")
    print("L'environnement est prêt.", flush=True)


def main():
    """Prépare l'environnement ou dit, en une phrase, ce qui manque."""
    try:
        prepare(sys.argv[1:])
    except SetupError as error:
        sys.exit(f"{error}")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sys.exit(explain("No space left on device"))
        sys.exit(
            f"Impossible d'écrire dans le dossier « {VENV} » : vérifiez qu'il est à vous, puis relancez la commande."
        )
    except KeyboardInterrupt:
        sys.exit("\nInstallation interrompue : relancez la commande pour la reprendre.")


if __name__ == "__main__":
    main()

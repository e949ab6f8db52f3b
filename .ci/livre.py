"""Construit le livre dans _build/html ; ne fait rien si rien n'a changé depuis la dernière fois.

S'exécute avec le Python de .venv. Le cache d'exécution de Jupyter Book ne regarde que le code des pages :
dès que change une version de bibliothèque, ou ce qu'un carnet peut importer de mlcourse, on l'efface, pour que les
pages ne montrent jamais un code nouveau à côté de résultats anciens.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
HTML = BUILD / "html"
STAMP = BUILD / "empreintes.json"
LOG = BUILD / "construction.log"
# Du cours, ce qu'aucune page n'importe : les pages le servent ou le montrent, et leurs carnets n'en dépendent pas.
SERVED = ("mlcourse/browser", "mlcourse/grading", "mlcourse/practice")
COMPUTED = ("mlcourse", "pyproject.toml", "constraints.txt")  # ce dont dépendent les résultats des carnets
WRITTEN = ("book", "_config.yml", "exercises", "CHANGELOG.md", ".ci/livre.py", *SERVED)
PYODIDE = ROOT / "book" / "_ext" / "pyodide_files.py"
IGNORED = {"__pycache__", ".ipynb_checkpoints", "node_modules", "_build"}


def fingerprint(*names, without=()):
    """L'empreinte du contenu des fichiers nommés, et de ceux des dossiers nommés, hors les dossiers de `without`."""
    digest = hashlib.sha256(sys.version.encode())
    excluded = {ROOT / name for name in without}
    for name in names:
        top = ROOT / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            ignored = IGNORED.intersection(path.relative_to(ROOT).parts) or excluded.intersection(path.parents)
            if path.is_file() and not ignored:
                digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp():
    """Les empreintes de la dernière construction réussie."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def environment():
    """L'environnement de la construction : les programmes de .venv d'abord, rien des réglages de l'utilisateur.

    Un seul cœur par produit de matrices : les pages mesurent des durées, qu'une machine occupée fausserait sans cela.
    """
    paths = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    own = {"PATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "IPYTHONDIR": str(BUILD / "ipython")}
    return {**os.environ, **threads, **own}


def build(lock):
    """Construit toutes les pages, avertissements compris comme des erreurs ; rend le code de sortie.

    Le constructeur tient le verrou lui aussi : si on nous tue, il finit, et personne n'écrit avec lui dans le dossier.
    """
    shutil.rmtree(HTML, ignore_errors=True)
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    files = ["--config", ROOT / "_config.yml", "--toc", ROOT / "book" / "_toc.yml", "--path-output", "."]
    command = [jupyter_book, "build", "book", *files, "--all", "-W", "-n", "--keep-going"]
    with LOG.open("w", encoding="utf-8") as log:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
            pass_fds=(lock.fileno(),),
        ).returncode


def complaints():
    """Ce que la construction reproche aux sources, une ligne par reproche ; à défaut, la fin du journal."""
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [line for line in lines if re.search(r"WARNING: |ERROR: |\w(Error|Exception): ", line)]
    return found or lines[-15:]


def notices():
    """Ce que la construction tient à faire savoir, sans que ce soit un reproche."""
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if line.startswith("À savoir : ")]


def pyodide_came():
    """Dit si Python, qui manquait au livre, peut maintenant y entrer."""
    return subprocess.run([sys.executable, PYODIDE], env=environment(), check=False).returncode == 0


def update(lock):
    """Met le livre à jour, et seulement s'il le faut."""
    wanted = {"computed": fingerprint(*COMPUTED, without=SERVED), "written": fingerprint(*WRITTEN)}
    stamp = read_stamp()
    lacking = stamp.pop("notices", [])
    if stamp == wanted and (HTML / "index.html").exists() and not (lacking and pyodide_came()):
        print("Le livre est à jour : rien à reconstruire.", *lacking, sep="\n", flush=True)
        return
    STAMP.unlink(missing_ok=True)
    if stamp.get("computed") != wanted["computed"]:
        shutil.rmtree(BUILD / ".jupyter_cache", ignore_errors=True)
        print("Exécution des carnets et construction du livre (quelques minutes)…", flush=True)
    else:
        print("Construction du livre…", flush=True)
    if build(lock):
        print(*complaints(), sep="\n", file=sys.stderr)
        sys.exit(f"La construction du livre a échoué, pour les raisons ci-dessus ; le détail est dans {LOG}.")
    told = notices()
    STAMP.write_text(json.dumps({**wanted, "notices": told}), encoding="utf-8")
    print(*told, f"Le livre est construit : {HTML / 'index.html'}", sep="\n", flush=True)


def main():
    """Construit le livre, une construction à la fois."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        update(lock)


if __name__ == "__main__":
    try:
        main()
    except OSError:
        sys.exit(
            f"Impossible d'écrire dans le dossier « {BUILD} » : vérifiez qu'il est à vous et qu'il reste de la place."
        )
    except KeyboardInterrupt:
        sys.exit("\nConstruction interrompue : relancez la commande pour la reprendre.")

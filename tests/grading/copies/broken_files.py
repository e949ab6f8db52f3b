"""Des copies mal rendues : le nombre des fichiers, leur nom, leur nature, leur taille, et le nom de l'étudiant."""

import nbformat

from .base import ALL, NOTEBOOK, Fifo, Link, again, code, filled
from .broken import damage


@damage("nombre", says="carnet|fichier|rien", quick=True)
def forgot_the_notebook():
    """Le dossier ne contient aucun carnet, seulement un autre fichier."""
    return {"rapport.pdf": b"%PDF-1.4"}


@damage("nombre", says="carnet|fichier|rien|vide")
def handed_in_nothing():
    """Le dossier est vide."""
    return {}


@damage("nombre", points=ALL, says="deux|plusieurs|autre|ignoré|aussi")
def handed_in_two_notebooks():
    """Deux carnets : celui du sujet, juste, et une copie de travail, fausse."""
    return {NOTEBOOK: filled(), "devoir1-Copy1.ipynb": filled(shared_bias_backward="pass")}


@damage("nom", points=ALL, says=r"devoir1\(1\)|nom", quick=True)
def renamed_the_notebook():
    """Le navigateur a rebaptisé le fichier « devoir1(1).ipynb »."""
    return {"devoir1(1).ipynb": filled()}


@damage("nom", points=ALL, says="nom|Devoir")
def capitalised_the_notebook():
    """Le fichier s'appelle « Devoir 1 – Élodie.IPYNB »."""
    return {"Devoir 1 – Élodie.IPYNB": filled()}


@damage("nom", points=ALL)
def buried_the_notebook():
    """Le carnet est dans un sous-dossier, comme le laisse une archive dépliée."""
    return {"devoir1/rendu/devoir1.ipynb": filled()}


@damage("nature", says="dossier|fichier|carnet")
def put_a_folder_in_its_place():
    """Un dossier s'appelle « devoir1.ipynb »."""
    return {NOTEBOOK: {"devoir1.txt": "vide"}}


@damage("nature", says="fichier|tube|ordinaire|carnet", quick=True)
def put_a_pipe_in_its_place():
    """Un tube nommé s'appelle « devoir1.ipynb » : le lire attendrait pour toujours."""
    return {NOTEBOOK: Fifo()}


@damage("nature", says="lien")
def put_a_dangling_link_in_its_place():
    """Un lien vers rien."""
    return {NOTEBOOK: Link("/nulle/part")}


@damage("nature", says="lien")
def put_a_loop_of_links_in_its_place():
    """Un lien vers lui-même."""
    return {NOTEBOOK: Link(NOTEBOOK)}


@damage("nature", says="lien")
def put_a_device_in_its_place():
    """Un lien vers /dev/zero, qui ne finit jamais."""
    return {NOTEBOOK: Link("/dev/zero")}


@damage("taille", says="gros|taille|Mo|octets")
def is_far_too_big():
    """Soixante mégaoctets, dans une sortie laissée là."""
    notebook = filled()
    output = nbformat.v4.new_output("stream", text="x" * 60_000_000)
    notebook.cells.append(again(code("print(x)"), outputs=[output]))
    return notebook


@damage("taille", points=ALL)
def comes_with_a_large_file():
    """Un jeu de données de vingt mégaoctets et trois cents petits fichiers accompagnent le carnet."""
    small = {f"notes/{i}.txt": b"brouillon" for i in range(300)}
    return {NOTEBOOK: filled(), "donnees.npy": b"\0" * 20_000_000} | small


NAMES = (
    "Zoé Lefèvre-N'Guyen", 'Jean "Jo" Dupont', "Élodie  (groupe 2)", "-rf", "--force", "a; touch pirate", "$(id)",
    "%s {0} %(x)s", "[abc]*", "*", "名前 🎓", "Ame\u0301lie", "x" * 200, "Dr. K. à l'École.", "<b>Anaïs & Cie", "\\n",
)  # fmt: skip


def _named(student):
    def build():
        """Une copie juste, rendue par quelqu'un dont le nom éprouve les programmes."""
        return filled()

    damage("étudiant", student=student, points=ALL, quick=student[0] in "ZJ[")(build)


for student in NAMES:
    _named(student)

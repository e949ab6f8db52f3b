"""Un second regard : formules qui se recomposent, mémoire et clés du noyau, cache des fichiers, horloges arrondies."""

from .base import ALL, NOTEBOOK, after, again, cheating, code, filled, prose
from .hostile import attack
from .hostile_display import EVIL, SCRIPT, displayed


@displayed
def closes_up_a_tag_inside_a_formula():
    r"""Écrit dans `\text` un nombre, une balise défaite et une unité : la formule, posée, en ôte les espaces."""
    words = [f'<img/src="x"/onerror="{SCRIPT}">', f"<script>{SCRIPT}</script>", f'<a/href="{EVIL}">20/20</a>']
    words += [f'<svg/onload="{SCRIPT}">']
    ways = [r"\text{{1{}cm}}", r"\mbox{{2{}pt}}", r"\textbf{{\operatorname{}}}"]
    return [prose(f"${way.format(word)}$") for word in words for way in ways]


@displayed
def leaves_by_itself_for_another_page():
    r"""Recompose de même, dans `\text`, une redirection : la page du retour, sans script, s'en va d'elle-même."""
    return [prose(rf'$\text{{1<meta/http-equiv="refresh"content="0;url={EVIL}">cm}}$')]


@attack("canaux")
def remembers_in_the_cache_of_a_system_file():
    """Écrit les données cachées dans le cache du noyau, une page lue par bit ; sa seconde passe les y relit."""
    return cheating("""
    import glob, struct

    sizes = [(os.path.getsize(path), path) for path in glob.glob("/usr/lib/*/*.so*") if os.path.isfile(path)]
    place = os.open(sorted(sizes)[-1][1], os.O_RDONLY)
    os.posix_fadvise(place, 0, 0, os.POSIX_FADV_RANDOM)
    MAGIC, told = b"\\xa5\\x3c", []


    def address(bit):
        return (bit * 32 + 7) * 4096


    def keep(content):
        os.posix_fadvise(place, 0, 0, os.POSIX_FADV_DONTNEED)
        for bit in range(8 * len(content)):
            if content[bit // 8] >> bit % 8 & 1:
                os.pread(place, 1, address(bit))


    def kept(size):
        found = bytearray(size)
        for bit in range(8 * size):
            try:
                os.preadv(place, [bytearray(1)], address(bit), os.RWF_NOWAIT)
                found[bit // 8] |= 1 << bit % 8
            except BlockingIOError:
                pass
        return bytes(found)


    def cheat(*arguments):
        first = arguments[0]
        if not callable(first) and np.shape(first) == (4, 6) and not told:
            told.append(1)
            keep(MAGIC + struct.pack("d", first[0, 0]))
        return blank(*arguments)


    def report():
        content = b"" if told else kept(10)  # lire une page l'y met : la première passe n'y touche plus
        if content[:2] == MAGIC:
            trophy(struct.unpack("d", content[2:]))


    class Late:
        def __repr__(self):
            report()
            return "fin"


    ACCOUNT_LATE = Late()
    FOUND.append(ACCOUNT_LATE)
    """)


@attack("retour", points=ALL)
def writes_thousands_of_blank_lines():
    r"""Ajoute une cellule de milliers de lignes blanches : la colorier prend un temps qui croît comme leur carré."""
    return after(filled(), "imports", again(code("x = 1"), source="x = 1\n" + "  \n" * 6_600 + "x = 2"))


@attack("retour", points=ALL)
def opens_emphases_that_others_close():
    """Ouvre trois mille emphases d'une espèce et en ferme trois mille d'une autre : l'analyse est quadratique."""
    return after(filled(), "imports", prose("**a " * 2_400 + "_b* " * 2_500))


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


@attack("carnet", points=ALL)
def attaches_a_picture_that_is_no_base64():
    """Joint à une cellule une image dont le contenu n'est pas de l'ASCII : la reconstruction lève."""
    picture = prose("![a](attachment:a.png)")
    picture.attachments = {"a.png": {"image/png": "é" * 20}}
    return after(filled(), "imports", picture)

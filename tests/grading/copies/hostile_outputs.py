"""Ce que la copie affiche : trop, faux, illisible, ou destiné au navigateur de qui lira le retour."""

import nbformat

from .base import (
    ALL,
    SOURCE,
    WRITTEN,
    after,
    cheating,
    code,
    disguised,
    edited,
    filled,
    grading,
    is_test,
    prose,
    with_source,
)
from .hostile import attack

SCRIPT = "<script>alert('MARQUE-PIRATE')</script>"
ELEMENTS = f"""{SCRIPT}
<img src=x onerror="alert('MARQUE-PIRATE')"> <svg onload="alert('MARQUE-PIRATE')"></svg>
<a href="javascript:alert('MARQUE-PIRATE')">lien</a> <iframe srcdoc="MARQUE-PIRATE"></iframe>
<a href="data:text/html,MARQUE-PIRATE">données</a> <form action="https://exemple.invalid/MARQUE-PIRATE"><input></form>
<object data="data:text/html,MARQUE-PIRATE"></object> <base href="https://exemple.invalid/MARQUE-PIRATE/">
<meta http-equiv="refresh" content="0;url=https://exemple.invalid/MARQUE-PIRATE"> <style>body{{display:none}}</style>
[lien](javascript:alert('MARQUE-PIRATE')) ![image](https://exemple.invalid/MARQUE-PIRATE.png)
</code></pre></div></body></html>{SCRIPT}"""


@attack("sorties")
def announces_its_own_success():
    """Affiche « tous les tests sont passés » en texte, en HTML, et sur la sortie d'erreur, à chaque appel."""
    return cheating("""
    from IPython.display import HTML, display

    def cheat(*arguments):
        for stream in (sys.stdout, sys.stderr, sys.__stdout__):
            print("Score : 16 / 16. Tous les tests sont passés.", '{"points": 16, "status": "ok"}', file=stream)
        display(HTML("<b>16 / 16</b>"))
        return blank(*arguments)
    """)


@attack("sorties", points=ALL)
def prints_a_hundred_megabytes():
    """Affiche cent mégaoctets depuis une cellule, par lignes, d'un seul bloc, puis sur la sortie d'erreur."""
    return disguised("""
    line = "x" * 99 + "\\n"
    for _ in range(400):
        sys.stdout.write(line * 1000)
    sys.stdout.write("y" * 30_000_000)
    sys.stderr.write("z" * 30_000_000)
    """)


@attack("sorties", points=ALL)
def prints_through_every_way_out():
    """Écrit des mégaoctets par os.write, par un sous-processus, par faulthandler et par sys.__stderr__."""
    return disguised("""
    import faulthandler, subprocess

    for _ in range(50):
        os.write(1, b"a" * 65_536)
        os.write(2, b"b" * 65_536)
    subprocess.run("head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2", shell=True)
    faulthandler.dump_traceback()
    sys.__stderr__.write("c" * 1_000_000)
    """)


@attack("sorties", points=ALL, quick=True)
def prints_what_no_terminal_should_see():
    """Affiche séquences d'échappement, retours arrière, octets nuls, demi-codes Unicode et octets hors UTF-8."""
    return disguised(r"""
    sys.stdout.write("\x1b]0;PIRATE\x07\x1b[2J\x1b[31m\x9b31m\b\b\r\0\ufeff\u202e\ud800\udfff\x1b]52;c;UElSQVRF\x07")
    os.write(1, b"\xff\xfe\x80\xc3(\x1b[2J")
    os.write(2, b"\xff\xfe\x80\xc3(\x1b[2J")
    raise ValueError("\ud800\x1b]0;PIRATE\x07\0")
    """)


@attack("sorties")
def names_its_errors_with_poison():
    """Lève des erreurs dont le nom, le message et la ligne portent échappements, balises et demi-codes Unicode."""
    return cheating(r"""
    poison = "<script>alert('MARQUE-" "PIRATE')</script>\x1b]0;PIRATE\x07\ud800\0" + "x" * 1_000_000
    Poison = type(poison, (Exception,), {"__module__": poison, "__str__": lambda self: poison})

    def cheat(*arguments):
        raise Poison(poison)  # <img src=x onerror=alert('MARQUE-PIRATE')>
    """)


@attack("retour", points=ALL, quick=True)
def displays_scripts():
    """Affiche du HTML, du JavaScript, du SVG, du Markdown et du LaTeX actifs, par toutes les voies d'IPython."""
    return disguised(f"""
    from IPython.display import HTML, SVG, IFrame, Javascript, Latex, Markdown, display, publish_display_data

    elements = {ELEMENTS!r}
    for kind in (HTML, Javascript, Markdown, Latex):
        display(kind(elements))
    display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload=\\"alert('MARQUE-PIRATE')\\"></svg>"))
    display(IFrame("javascript:alert('MARQUE-PIRATE')", 9, 9))
    for kind in ("text/html", "image/svg+xml", "application/javascript", "text/latex", "text/markdown",
                 "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json", "application/json"):
        publish_display_data({{kind: elements}})
    publish_display_data({{"image/png": "x' onerror='alert(`MARQUE-PIRATE`)"}})
    publish_display_data({{"image/png": "AAAA"}}, metadata={{"image/png": {{"width": "1' onload='MARQUE-PIRATE"}}}})

    class Rich:
        def _repr_html_(self): return elements
        def _repr_mimebundle_(self, **options): return {{"text/html": elements, "text/plain": elements}}
        def __repr__(self): return elements

    Rich()
    """)


@attack("retour", points=ALL)
def writes_scripts_in_its_prose():
    """Glisse des balises actives dans sa réponse rédigée, des cellules de texte, brutes, et leurs pièces jointes."""
    notebook = with_source(filled(), WRITTEN, f"Ma réponse.\n\n{ELEMENTS}\n\n$\\href{{javascript:alert(1)}}{{x}}$")
    raw = nbformat.v4.new_raw_cell(ELEMENTS, metadata={"format": "text/html", "raw_mimetype": "text/html"})
    attached = prose("![x](attachment:a.svg)\n\n<img src='attachment:a.svg'>")
    attached.attachments = {"a.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9J01BUlFVRS1QSVJBVEUnPjwvc3ZnPg=="}}
    return after(notebook, "imports", prose(ELEMENTS), raw, attached)


@attack("retour", points=ALL)
def writes_scripts_in_its_metadata():
    """Met des balises dans les métadonnées, les identifiants et les étiquettes de ses cellules et du carnet."""
    cell = code(f"{SCRIPT!r}  # </pre>{SCRIPT}")
    cell.metadata.update(tags=[SCRIPT], name=SCRIPT, slideshow={"slide_type": SCRIPT}, nbgrader={"grade_id": SCRIPT})
    notebook = after(filled(), "imports", cell)
    poison = {"title": SCRIPT, "authors": [{"name": SCRIPT}], "widgets": {"application/x": {"state": {"a": SCRIPT}}}}
    notebook.metadata.update(poison, language_info={"name": "python", "pygments_lexer": SCRIPT, "mimetype": SCRIPT})
    return notebook


@attack("retour", points=ALL)
def comes_with_outputs_already_there():
    """Rend un carnet exécuté d'avance, dont les sorties sont des scripts et de faux succès jusque dans les tests."""

    def fill(cell):
        html = nbformat.v4.new_output("display_data", data={"text/html": ELEMENTS, "text/plain": "16 / 16"})
        cell.outputs = [html, nbformat.v4.new_output("stream", text="Tous les tests sont passés.")]
        cell.execution_count = 1

    return edited(filled(), fill, lambda cell: cell.cell_type == "code")


@attack("retour")
def comes_with_passed_tests_and_no_work():
    """Rend le sujet vide, dont chaque cellule de tests porte déjà la sortie d'une réussite."""

    def fill(cell):
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "True"}, execution_count=1)]
        cell.execution_count = 1

    return edited(cheating(""), fill, is_test)


@attack("retour", points=ALL)
def hands_in_an_enormous_notebook_of_small_cells():
    """Ajoute deux mille cellules et un mégaoctet de texte, pour un retour impossible à ouvrir."""
    cells = [code(f"{i} * 'remplissage'") for i in range(2000)]
    return after(filled(), "imports", *cells, prose("remplissage " * 90_000))


@attack("fuites")
def writes_the_answers_of_the_teacher_by_name():
    """Demande à IPython, à pydoc et à inspect la source des fonctions de l'enseignant et de mlcourse.checks."""
    names = sorted(grading(cell)["grade_id"] for cell in SOURCE.cells if is_test(cell))[:3]
    return cheating(f"""
    import inspect, mlcourse, pydoc

    for name in {names!r}:
        get_ipython().run_line_magic("pinfo2", name)
    for module in list(sys.modules.values()):
        try:
            text = inspect.getsource(module)
        except BaseException:
            continue
        if "SÉHCAC STSET"[::-1] in text and "delimeter" not in text:
            trophy(module.__name__)
    """)


@attack("fuites", shown=True)
def tells_the_hidden_inputs_in_a_later_cell():
    """Retient les données que les tests cachés lui passent, et les affiche dans une cellule placée après eux."""
    notebook = cheating("""
    def cheat(first, *rest):
        if isinstance(first, np.ndarray) and first.shape not in ((3, 2), (3, 4), (2, 1)):
            FOUND.append("-".join(["BUTIN", "SAISI"]) + repr(first.tolist()))
        return blank(first, *rest)
    """)
    return after(notebook, "smoothed_cross_entropy-delta", code("print(*FOUND)"))


@attack("fuites", quick=True, shown=True)
def tells_the_hidden_inputs_in_an_error():
    """Lève, à chaque appel, une erreur dont le message recopie les données reçues, même cachées."""
    return cheating("""
    seen = []

    def cheat(first, *rest):
        if callable(first):
            return 0.0
        seen.append(first)
        if first.shape in ((3, 2), (3, 4), (2, 1)):
            return (1.55 * np.log(2), np.array([[-0.30, 0.15], [0.15, -0.55], [0.15, 0.40]]))
        raise ValueError("-".join(["BUTIN", "SAISI"]) + repr([np.ravel(value).tolist() for value in seen[-1:]]))
    """)


@attack("fuites", shown=True)
def prints_the_hidden_inputs():
    """Affiche et écrit sur la sortie d'erreur, pendant les tests, toutes les données reçues."""
    return cheating("""
    import warnings

    def cheat(first, *rest):
        if isinstance(first, np.ndarray) and first.shape not in ((3, 2), (3, 4), (2, 1)):
            for stream in (sys.stdout, sys.stderr):
                print("-".join(["BUTIN", "SAISI"]), first.tolist(), file=stream)
            warnings.warn("-".join(["BUTIN", "SAISI"]) + repr(first.tolist()))
            os.write(2, repr(first.tolist()).encode())
        return blank(first, *rest)
    """)

"""Ce qu'ouvre une personne : formgrader, la page de retour, le carnet corrigé dans JupyterLab. Rien n'y agit.

Chaque fonction rend les cellules que l'étudiant ajoute ; `CELLS` les donne aussi aux essais qui les ouvrent toutes dans
un vrai navigateur. Ce qui s'exécuterait pose `window.PIRATE` ; ce qui se chargerait porte MARQUE-PIRATE.
"""

from .base import ALL, after, code, filled, prose
from .hostile import attack

CELLS: dict = {}
EVIL = "https://exemple.invalid/MARQUE-PIRATE"
HERE = "/formgrader?path=/MARQUE-PIRATE"  # une adresse du serveur même de l'enseignant
SCRIPT = "window.PIRATE='MARQUE-PIRATE'"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def displayed(function):
    """Range des cellules parmi les copies hostiles : une copie juste, où elles suivent les imports."""

    def build():
        return after(filled(), "imports", *function())

    build.__name__, build.__doc__ = function.__name__, function.__doc__
    CELLS[function.__name__] = function
    attack("affichage", points=ALL)(build)
    return function


@displayed
def links_to_a_page_that_commands_jupyterlab():
    """Pose des liens de toutes les écritures vers une page qui, dans le cadre de formgrader, posterait une commande."""
    return [
        prose(f"[corrigé]({EVIL}) [ici]({HERE}) [réf][a] [b] <{EVIL}> {EVIL} www.exemple.invalid/MARQUE-PIRATE"),
        prose(f"<b>{EVIL}</b> <code>{EVIL}</code> _www.exemple.invalid/MARQUE-PIRATE_ 1www.exemple.invalid"),
        prose(f"[réf][a] [b]\n\n[a]: {EVIL}\n[b]: <{EVIL}> 'titre'"),
        prose(f"[![image](attachment:x.png)]({EVIL}) a@exemple.invalid [c](  <{EVIL}>  'x' ) [e\\](]({EVIL})"),
        prose(f"| [x]({EVIL}) | <a href='{EVIL}'>y</a> |\n|---|---|\n| {EVIL} | [^1] |\n\n[^1]: [z]({EVIL})"),
    ]


@displayed
def covers_the_page_with_an_invisible_link():
    """Étend par MathJax un lien invisible sur toute la page : n'importe quel clic est ce clic."""
    formula = rf"\href{{{EVIL}}}{{\smash{{\rlap{{\rule[-500em]{{300em}}{{1000em}}}}}}}}"
    return [prose(f"${formula}$"), prose(f"$$\n{formula}\n$$"), prose(rf"\begin{{equation}}{formula}\end{{equation}}")]


@displayed
def hides_the_link_of_a_formula_from_readers_of_markdown():
    """Fait naître `\\href` d'entités, de barres redoublées et de dollars échappés, que chaque lecteur défait."""
    return [
        prose(rf"&#36;&#92;href{{{EVIL}}}{{\rule{{90em}}{{90em}}}}&#36; &dollar;&bsol;href{{{EVIL}}}{{x}}&dollar;"),
        prose(rf"\$\\href{{{EVIL}}}{{x}}\$ et $a \\\href{{{EVIL}}}{{x}}$ et \\\\(\href{{{EVIL}}}{{y}}\\\\)"),
        prose(rf"$ <br> \href{{{EVIL}}}{{x}} <br> $ &amp;#36;&amp;#92;href{{{EVIL}}}{{x}}&amp;#36;"),
    ]


@displayed
def paints_over_the_header_of_a_test():
    """Peint hors de sa cellule une règle blanche sur l'en-tête d'un test, et « 20 / 20 » par-dessus."""
    return [
        prose(r"$\smash{\rlap{\raise -20em{\color{white}\rule{100em}{40em}}}}\rlap{\lower 12em{\Huge 20/20}}$"),
        prose(r"$$\begin{array}{c}x\\[-60em]{\Huge 20/20}\\[90em]y\end{array}$$"),
        prose(r"$\mathrlap{\hspace{-40em}\Huge 20/20}\kern-50em\mkern-900mu\bbox[red,99em]{x}\moveleft 30em{x}$"),
        prose("$" + r"\!" * 2000 + r"\text{20/20}$"),
        prose("20/20" * 800),
    ]


@displayed
def rewrites_the_formulas_of_the_statement():
    """Redéfinit `\\frac`, `\\sum` et les lettres grecques : l'énoncé et les autres réponses changeraient de sens."""
    words = [r"\def\frac#1#2{PIRATE}", r"\gdef\sum{PIRATE}", r"\let\theta=\alpha", r"\newcommand{\x}{PIRATE}"]
    words += [r"\renewcommand{\partial}{PIRATE}", r"\DeclareMathOperator{\log}{PIRATE}", r"\require{html}"]
    words += [r"\newenvironment{aligned}{PIRATE}{}", r"\global\let\hat\bar", r"\definecolor{red}{rgb}{1,1,1}"]
    return [prose(f"${word}$") for word in words] + [prose(r"$$\def\mathcal#1{PIRATE}$$")]


@displayed
def dresses_a_formula_in_css():
    """Pose par TeX des classes, des identifiants et du style : une boîte fixe, blanche, sur toute la fenêtre."""
    return [
        prose(r"$\class{jp-Dialog}{x}\cssId{smoothed_cross_entropy-delta}{x}\style{position:fixed;inset:0}{x}$"),
        prose(r"$\mmlToken{mi}[href='" + EVIL + r"' class='modal-backdrop']{x}\unicode[Arial]{x41}\data{x=y}{z}$"),
    ]


@displayed
def runs_a_script_as_soon_as_it_is_opened():
    """Écrit des balises qui s'exécutent sans clic, entières, coupées, en entités ou en commentaire."""
    return [
        prose(f'<img src=x onerror="{SCRIPT}"><svg onload="{SCRIPT}"></svg><details open ontoggle={SCRIPT}>x'),
        prose(f"<script>{SCRIPT}</script><iframe srcdoc='<script>parent.{SCRIPT}</script>'></iframe>"),
        prose(
            f"&lt;img src=x onerror={SCRIPT}&gt; <<!-- -->img src=x onerror={SCRIPT}> <b><img src=x onerror={SCRIPT}>"
        ),
        prose(
            f"<math><mtext><table><mglyph><style><img src=x onerror={SCRIPT}></style></mglyph></table></mtext></math>"
        ),
        prose(f"```{{=html}}\n<img src=x onerror={SCRIPT}>\n```\n\n<div\nonmouseover={SCRIPT}>x</div>"),
    ]


@displayed
def loads_what_is_elsewhere():
    """Charge du dehors images, vidéo, audio et feuille de style : l'auteur saurait quand on le lit, et d'où."""
    return [
        prose(f"![a]({EVIL}.png) ![b][r] <img src='{EVIL}.jpg'> ![c]({EVIL[6:]}.gif)\n\n[r]: {EVIL}.gif"),
        prose(f"<video src='{EVIL}.mp4' autoplay></video><audio src='{EVIL}.mp3' autoplay></audio>"),
        prose(f"<link rel=stylesheet href='{EVIL}.css'><p style=\"background:url({EVIL}.png)\">x</p>"),
        prose(f"<picture><source srcset='{EVIL}.webp'><img src='x'></picture><img srcset='{EVIL}.png 1x' src='y.png'>"),
        prose(
            "![d](../../../formgrader?path=MARQUE-PIRATE.png) ![e](data:image/svg+xml;base64,PHN2Zz4=) ![f](\\\\x.png)"
        ),
    ]


@displayed
def blanks_the_page_with_the_classes_of_jupyterlab():
    """Emprunte les classes de JupyterLab et de Bootstrap pour couvrir la page d'une boîte de dialogue blanche."""
    classes = (
        "jp-Dialog",
        "jp-Spinner",
        "lm-Widget jp-LabShell",
        "modal-backdrop in",
        "navbar-fixed-top",
        "jp-mod-full",
    )
    boxes = [f"<div class='{name}' style='position:fixed;inset:0;background:white'>20 / 20</div>" for name in classes]
    return [prose("\n".join(boxes)), prose(f"<center id=notebook class=jp-Dialog>{'<br>' * 50}</center>")]


@displayed
def signs_as_the_grader():
    """Ajoute des cellules qui se donnent pour les remarques de la correction, pour un barème, pour un test réussi."""
    return [
        prose("**Remarques de la correction**\n\n- copie parfaite : 20 / 20"),
        prose("===\n\n---\n\n## Barème de l'enseignant\n\n| Critère | Points |\n|---|---|\n| Justification | 4 / 4 |"),
        code("# Correction : tous les tests sont passés (20 / 20), relecture inutile."),
        code("%%time\n# Note de l'enseignant : 4 / 4"),
    ]


@displayed
def takes_the_anchor_of_a_test():
    """Donne à ses titres le nom des champs où l'on note : formgrader y brancherait ses boutons."""
    names = ("smoothed_cross_entropy-delta", "directional_check-acceptance", "notebook", "statusmessage")
    return [prose("\n\n".join(f"# {name}\n\n{name}\n---\n\n> ### {name}-comment" for name in names))]


@displayed
def closes_the_boxes_of_the_page():
    """Ferme les blocs de la page pour sortir de sa cellule, et laisse ouverts des siens pour avaler la suite."""
    return [
        prose("</div></div></div></div></div></main></body></html><h1>20 / 20</h1><s><u><b>"),
        prose("<!-- <![CDATA[ <? <textarea><title><noscript><xmp><plaintext><template><select><table><td>"),
        prose("```\n</pre></code></div><h1>20 / 20</h1>\n```\n\n`</code></p>` <b>`x</b>` <sub>[</sub>"),
    ]


@displayed
def draws_a_diagram_that_links():
    """Confie à Mermaid un schéma dont les nœuds sont des liens et des scripts."""
    graph = f'graph TD; A[<img src=x onerror={SCRIPT}>]; click A "{EVIL}"; click A call alert()'
    return [
        prose(f"```mermaid\n{graph}\n```"),
        prose(f"~~~ MERMAID\n{graph}\n~~~"),
        prose(f"````mermaid\n{graph}\n````"),
    ]


@displayed
def attaches_what_is_no_picture():
    """Joint sous des noms et des types d'images du HTML et du SVG, et les cite en image, en lien et en balise."""
    cell = prose("![a](attachment:a.png) [b](attachment:b.svg) <img src='attachment:c.gif'> ![d](attachment:d.png)")
    page = "PGltZyBzcmM9eCBvbmVycm9yPWFsZXJ0KDEpPg=="
    cell.attachments = {"a.png": {"image/png": page}, "b.svg": {"image/svg+xml": page}, "d.png": {"text/html": page}}
    cell.attachments["c.gif' onerror='" + SCRIPT] = {"image/gif": page}
    return [cell, prose(f"![x](data:text/html;base64,{page}) ![y](data:image/png;base64,{page})")]


@displayed
def cites_a_picture_six_hundred_times():
    """Cite six cents fois une même image jointe, puis la même, écrite dans le texte."""
    cell = prose("![a](attachment:a.png) " * 600)
    cell.attachments = {"a.png": {"image/png": PNG}}
    return [cell, prose(f"![b](data:image/png;base64,{PNG}) " * 600)]


@displayed
def prints_addresses():
    """Affiche des adresses, que JupyterLab change en liens, et l'une d'elles mène à une page de formgrader."""
    return [code(f"import sys\nprint('{EVIL}', 'www.exemple.invalid/MARQUE-PIRATE', 'http://localhost:8888{HERE}')"),
            code(f"print('{EVIL}', file=sys.stderr)\n'{EVIL}'"), code(f"raise ValueError('{EVIL}')")]  # fmt: skip


@displayed
def turns_its_text_around():
    """Retourne le sens de la lecture, entasse des accents sur cent lignes, et glisse des caractères sans dessin."""
    piled = "Z" + "\u0301\u0310\u0333" * 300
    return [prose(f"\u202e02 / 02 : etoN\u202c {piled} \ue0000\ue001"), code(f"# {piled}"), code(f"print('{piled}')")]


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

"""Les modules JavaScript d'un curseur, pour qui ne lit pas de module : un carnet vivant, une page ouverte d'un dossier.

`drawing.js` et les modules des curseurs sont de simples modules ES. Un carnet n'en charge qu'un, sans voisin ; une
page ouverte d'un dossier n'en charge aucun. On en fait donc un texte seul, où le dessin commun devient une fonction
appelée sur place. Il suffit pour cela qu'un curseur importe de `./drawing.js` seulement, sur une ligne, et qu'on
exporte en tête de ligne.
"""

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent
IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./drawing\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def read(name):
    """Le texte d'un fichier de ce dossier."""
    return (FOLDER / name).read_text(encoding="utf-8")


def linked(source):
    """Prend ce qu'un module importe dans le dessin déjà là."""
    return IMPORT.sub(r"const \1 = drawing;", source)


def called(source):
    """Change un module en un appel de fonction, qui rend ce que le module exporte.

    >>> print(called("export const one = 1;"))
    (() => {
    const one = 1;
    return { one };
    })()
    """
    body = linked(source)
    names = EXPORT.findall(body)
    body, default = DEFAULT.subn("const widget = ", EXPORT.sub("", body))
    if left := LEFT.search(body):
        raise ValueError(f"« {left[0]} » : un module n'importe que de ./drawing.js, et n'exporte que ce qu'il nomme.")
    return f"(() => {{\n{body}\nreturn {{ {', '.join([*names, *['widget'] * default])} }};\n}})()"


def live_module(name):
    """Le module d'un curseur, seul et entier, tel qu'anywidget le charge."""
    return f"const drawing = {called(read('drawing.js'))};\n" + linked(read(f"{name}.js"))


def page_drawing():
    """Le script classique que partagent tous les curseurs d'une page."""
    return f"const curseurs = {{}};\nconst drawing = {called(read('drawing.js'))};\n"


def page_slider(name, table):
    """Le script classique d'un curseur : son module, puis tous ses états."""
    data = json.dumps(table, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"curseurs.{name} = {called(read(f'{name}.js'))};\ncurseurs.{name}.table = {data};\n"

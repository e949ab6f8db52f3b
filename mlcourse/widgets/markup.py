"""Ce qu'un curseur a d'écrit, dans la page comme dans un carnet : la tâche, les réglages, la phrase, les boutons."""

import json
from html import escape

from mlcourse.french import printed
from mlcourse.widgets.rows import emphasized

CONTROL = """<div class="curseur-reglage"><label><span>{label}</span> <input type="range" min="0" max="{last}" step="1"
 value="{start}" autocomplete="off" data-name="{name}" data-texts="{texts}" aria-valuetext="{text}"></label>
<span class="curseur-valeur" aria-hidden="true">{text}</span></div>"""
BUTTONS = """<div class="curseur-boutons"><button type="button" class="curseur-retablir">Rétablir</button>
<button type="button" class="curseur-agrandir" aria-pressed="false">Plein écran</button></div>"""


def task(slider):
    """Ce que le curseur donne à chercher."""
    return f'<p class="curseur-tache"><strong>À chercher.</strong> {emphasized(printed(slider.task))}</p>'


def answer(slider):
    """Ce qu'il y avait à trouver, replié."""
    text = emphasized(printed(slider.answer))
    return f'<details class="curseur-reponse"><summary>Réponse</summary><p>{text}</p></details>'


def control_line(control):
    """Une ligne de réglage : son nom, sa poignée, sa valeur."""
    texts = control.texts
    return CONTROL.format(
        label=emphasized(control.label),
        last=len(control.grid) - 1,
        start=control.start,
        name=control.name,
        texts=escape(json.dumps(texts, ensure_ascii=False)),
        text=escape(texts[control.start]),
    )


def controls(slider):
    """Les réglages et les boutons, que rien ne sert sans JavaScript."""
    lines = "\n".join(map(control_line, slider.controls))
    name = escape(printed(f"Réglages : {slider.title}"))
    return f'<div class="curseur-reglages" role="group" aria-label="{name}">\n{lines}\n{BUTTONS}\n</div>'


def sentence(slider, result, place=""):
    """La phrase qui dit ce que montre le dessin, relue aux lecteurs d'écran quand elle change.

    Elle tient la place d'un autre texte, s'il est plus long : rien ne bouge sous elle quand elle change.
    """
    spoken = f'<p class="curseur-phrase" aria-live="polite">{slider.say(result)}</p>'
    return f'<div class="curseur-dite" data-place="{escape(place)}">{spoken}</div>'


def whole(slider, result):
    """Tout le curseur, tel qu'un carnet l'affiche avant de dessiner."""
    drawing = '<div class="curseur-dessin"></div>'
    return "\n".join([task(slider), drawing, controls(slider), sentence(slider, result), answer(slider)])

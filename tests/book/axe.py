"""Ce que axe-core trouve à redire à une page, taille des cibles comprise : 24 pixels, que demande WCAG 2.2."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "book" / "_npm" / "node_modules" / "axe-core" / "axe.min.js"
# axe ne mesure les cibles que si on l'en prie ; de ce qui n'est pas un défaut, il ne donne que le compte.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def examine(tab, context="html", without=()):
    """Rend ce que axe relève d'une page, ou de ce que dit `context` : un sélecteur, ou ce qu'on inclut et exclut.

    Les règles de ``without`` ne sont pas lues.
    """
    tab.add_script_tag(path=AXE)
    options = {**OPTIONS, "rules": OPTIONS["rules"] | {rule: {"enabled": False} for rule in without}}
    return tab.evaluate("([context, options]) => axe.run(context, options)", [context, options])


def faults(found):
    """Donne chaque règle enfreinte, et le premier élément qui l'enfreint."""
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found["violations"]]

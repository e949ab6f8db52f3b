"""Les gestes de qui lit une classe dans formgrader, et ce qu'il a sous les yeux."""

from playwright.sync_api import expect

from ..copies.opening import until

RUBRIC = """Parce qu'il est divisible par deux.

| Attendu | Points |
|---|---:|
| Une copie de la réponse attendue ne se coche pas | 1 |

---

| Partie | Points |
|:---|---:|
| 1. La définition de $2n$ | 0,7 |
| 2. La divisibilité | 0,1 |
| 3. La conclusion | 2,2 |
| Remarque | sans point |
"""
MARKS = "SELECT manual_score FROM grade WHERE manual_score IS NOT NULL"


def give(tab, text):
    """Tape une note, et quitte le champ."""
    tab.fill("#question", text)
    tab.keyboard.press("Tab")


def saved(tab):
    """Attend que le serveur ait tout reçu ; rend ce que montre le champ."""
    until(tab, "$.active === 0")
    return tab.input_value("#question")


def remains(tab, words):
    """Attend que la page dise, à côté du bouton, ce qui reste à lire."""
    expect(tab.locator("#reste-à-lire")).to_have_text(words)


def held_back(tab, pattern):
    """Retient ce que la page demande à ces adresses ; rend ce qui est retenu."""
    late = []
    tab.route(pattern, lambda route: late.append(route))
    return late


def ticked(tab):
    """Si chaque ligne du barème est cochée."""
    return [line.is_checked() for line in tab.locator(".ligne").all()]


def until_held(tab, late):
    """Attend que la première demande soit retenue."""
    for _ in range(500):
        if late:
            return
        tab.wait_for_timeout(20)
    raise AssertionError("Rien n'est demandé.")

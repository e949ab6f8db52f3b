"""Chaque code qui a un bouton, dans un vrai navigateur : il va à son terme, assez vite, et dit ce que dit le livre."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.navigateur, pytest.mark.rare, pytest.mark.mesure, pytest.mark.timeout(3600)]

PATIENCE = 900_000  # millisecondes : une machine occupée n'est pas une erreur
# Ce qu'un code peut demander de calcul, en secondes ; il n'échoue qu'au double. C'est du temps de processeur, qu'une
# machine occupée allonge peu. Le premier code d'une page y ajoute l'arrivée de Python.
LONGEST = 30
TEXT = """(bar) => [...bar.closest(".cell").querySelectorAll(".cell_output :is(.output pre, table)")]
  .map((block) => block.innerText.trim()).join("\\n")"""
FIGURES = 'bar => bar.closest(".cell").querySelectorAll(".cell_output img").length'
# Ce qui change d'une machine à l'autre : les durées, et l'adresse d'un objet.
CHANGING = re.compile(r"time|perf_counter|measure_|duration")
# Les pages dont des codes montrent des restes d'arrondi, une descente qui diverge ou qui tient à eux, ou un programme :
# chaque machine a les siens.
ROUNDING = {
    "retropropagation/algorithme",
    "experiences/depart-et-elan",
    "experiences/fautes-silencieuses",
    "experiences/relu-mortes",
    "experiences/verification-du-gradient",
    "experiences/vitesse",
}
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?")


def same(said, computed):
    """Dit si deux textes ont les mêmes mots, et les mêmes nombres au dernier chiffre près.

    Un navigateur ajoute les nombres dans un autre ordre que la machine qui a construit le livre.
    """
    if NUMBER.sub("#", said) != NUMBER.sub("#", computed):
        return False
    pairs = zip(NUMBER.findall(said), NUMBER.findall(computed), strict=True)
    return all(a == b or close(a, b) for a, b in pairs)


def close(a, b):
    """Dit si deux nombres écrits ne diffèrent que par leur dernier chiffre, ou sont tous deux des restes d'arrondi."""
    x, y = (float(number.replace(",", ".")) for number in (a, b))
    decimals = len(re.split(r"[.,]", a.partition("e")[0])[-1]) if re.search(r"[.,]", a) else 0
    unit = 10.0**-decimals * 10.0 ** int(a.partition("e")[2] or 0)
    return abs(x - y) <= 1.5 * unit or max(abs(x), abs(y)) < 1e-8


@pytest.fixture(scope="module")
def worked(browser):
    """Donne les secondes de processeur qu'ont prises les pages ouvertes de ce navigateur, fils compris."""
    session = browser.new_browser_cdp_session()

    def seconds():
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(process["cpuTime"] for process in processes if process["type"] == "renderer")

    yield seconds
    session.detach()


def test_every_code_of_a_page_runs_and_says_what_the_book_says(browser, site, site_url, page_name, worked, measured):
    if not (site / "_static" / "pyodide").is_dir():
        pytest.skip("le livre est construit sans Python dans la page")
    context = browser.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.goto(f"{site_url}/{page_name}.html")
    wrong = {}
    for bar in tab.locator(".code-tools:has(button)").all():
        said, figures, before = bar.evaluate(TEXT), bar.evaluate(FIGURES), worked()
        bar.evaluate("bar => bar.querySelector('button').click()")
        expect(bar.locator(".code-status")).to_have_text(
            re.compile(r"^(Exécuté|Arrêté|Un code|Python)"), timeout=PATIENCE
        )
        spent = worked() - before
        measured("calcul d'un code, dans la page", spent, "s", page_name, most=LONGEST)
        status, computed = bar.locator(".code-status").text_content(), bar.evaluate(TEXT)
        source = bar.evaluate("bar => bar.closest('.cell_input').querySelector('pre').textContent")
        if spent > 2 * LONGEST:
            wrong[source[:60]] = f"{spent:.0f} s de calcul : il y faut l'étiquette too-long-for-a-browser"
        elif not status.startswith("Exécuté"):
            wrong[source[:60]] = f"{status} {computed}"
        elif bar.evaluate(FIGURES) != figures or not (
            page_name in ROUNDING or CHANGING.search(source) or same(said, computed)
        ):
            wrong[source[:60]] = f"{said!r}, et le navigateur dit {computed!r}"
    context.close()
    assert wrong == {}


def test_the_comparison_sees_a_different_number_and_forgives_a_last_digit():
    assert same("a : 0.661 (2)", "a : 0.662 (2)")
    assert not same("a : 0.661", "a : 0.671")
    assert not same("a : 1", "b : 1")
    assert same("reste : 3e-17", "reste : 5e-17")

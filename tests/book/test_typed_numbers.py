"""Un nombre de la prose qui vient d'un calcul y est inséré par ``{glue:text}`` ; ceux que l'on tape sont relus ici."""

import re
from pathlib import Path

import numpy as np
import pytest

from mlcourse.experiments.bias_correction import step_factors
from mlcourse.experiments.gradient_cost import WIDTHS
from mlcourse.experiments.leakage import statistics_leak
from mlcourse.experiments.quadratic import best_descents
from mlcourse.experiments.sawtooth import pieces_by_depth
from mlcourse.experiments.value_graph import fused, node_by_node
from mlcourse.french import fixed, french_number
from mlcourse.widgets import SLIDERS

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = {
    f"{path.parent.name}/{path.stem}": path
    for part in ("retropropagation", "activations-initialisation-normalisation", "optimiseurs", "experiences")
    for path in (BOOK / part).glob("*.md")
}
# Ce que l'on ne relit pas : l'en-tête, le code, les formules centrées, les questions (`formulas/` en garde les
# nombres), les exercices (`practice/test_claims.py`), les codes et les rôles en ligne, les tailles d'un réseau. La
# légende d'une figure et son texte de remplacement, eux, sont de la prose.
NOT_PROSE = re.compile(
    r"(?ms)\A---\n.*?\n---\n|^```\{(?:question|exercice|math|toctree)\}.*?^```$|^```\w+$.*?^```$|^\$\$.*?^\$\$.*?$|`[^`\n]*`|\d+(?:-\d+)+"
)
CELL = re.compile(r"(?ms)^```\{code-cell\}.*?^```$")
WORDS = re.compile(r"(?m)(?:caption|alt): (?:\|\n)?(.*)$")
# Un chiffre seul compte des choses que l'on voit : trois couches, deux paires. Au-delà, ou avec des décimales, un
# nombre a pu se mesurer.
NUMBER = re.compile(r"(?<![\w.,/_^{])\d+(?: \d{3})*(?:,\d+)?(?!\w)")


def prose(text):
    """La prose d'une page, tout ce qui se lit compris, et la virgule des formules comme celle du texte."""
    words = [found for cell in CELL.findall(text) for found in WORDS.findall(cell)]
    text = NOT_PROSE.sub("", "\n".join([CELL.sub("", text), *words]))
    return text.replace("{,}", ",").replace(r"\,", " ")


def typed_numbers(text):
    """Les nombres tapés dans la prose d'une page, sans les espaces de leurs milliers."""
    found = {number.replace(" ", "") for number in NUMBER.findall(prose(text))}
    return {number for number in found if len(number) > 1}


#: Pourquoi un nombre peut être tapé.
REASONS = {
    "réglage": "choisi, par nous ou par un article : une taille, un taux, une durée, un point d'une grille",
    "exemple": "pris pour l'exemple, ou calculé à la main sous les yeux du lecteur",
    "date": "une année, une durée de lecture, un barème",
    "formule": "une constante : un exposant, un angle, une base, une précision",
    "borne": "un ordre de grandeur, que garde un test de l'expérience",
    "figure": "lu sur une figure, dans son texte de remplacement, où rien ne s'insère",
    "publié": "les facteurs d'un produit publié, que refait test_published",
}
#: Les nombres tapés, page par page, chacun sous sa raison.
REVIEWED = {
    "activations-initialisation-normalisation/activations": {
        "réglage": "0,01 0,1 14 128",
        "exemple": "0,15 0,5 0,6 0,75 1,35 1,5 2,5 4,5 1000",
        "formule": "10 16",
        "figure": "0,25 25",
    },
    "activations-initialisation-normalisation/au-dela": {"exemple": "13 25"},
    "activations-initialisation-normalisation/bilan": {"réglage": "0,01 10", "date": "20", "figure": "0,4 0,5 0,8"},
    "activations-initialisation-normalisation/index": {"exemple": "0,7 1,3"},
    "activations-initialisation-normalisation/initialisation": {
        "réglage": "1,7159 14 22",
        "exemple": "0,01 0,07 0,1 0,3 0,5 50 100 200 784",
        "formule": "10",
        "borne": "0,341",
    },
    "activations-initialisation-normalisation/normalisation": {
        "exemple": "0,5 1,5 11 16 32 40 1000",
        "formule": "10",
    },
    "experiences/autoencodeur-momentum": {
        "réglage": "0,0001 0,05 0,5 0,9 0,99 0,995 0,999 1,7 15 28 200 250 1000 1438 1600 20000 750000",
        "borne": "1,5",
        "date": "2011 2012",
        "figure": "0,8",
    },
    "experiences/bord-de-la-stabilite": {
        "réglage": "0,4 0,8 200 300 1500 5000",
        "borne": "1,36 2,5 3,8 10 12",
        "figure": "0,01 1,1 3,1 10,5",
    },
    "experiences/calendriers": {
        "réglage": "0,1 0,3 0,9 32 50 200 540 2000",
        "exemple": "0,06 0,18",
        "figure": "0,01 0,2 0,5",
    },
    "experiences/contre-exemple": {
        "réglage": "0,01 0,5 0,9 0,99 0,999 10 101 1010 5000 20000",
        "exemple": "0,000396 0,2 100",
        "borne": "0,9996 0,9997 2500",
        "figure": "0,3 0,8 102",
    },
    "experiences/correction-du-biais": {
        "réglage": "0,1 0,9 0,99 0,999 0,9999 23 100",
        "formule": "10",
        "exemple": "1,1",
        "figure": "0,00001",
    },
    "experiences/course-des-optimiseurs": {"réglage": "0,1 0,9 10 20 32", "figure": "0,003 0,01 0,03 95 97"},
    "experiences/croissance-des-couts": {"réglage": "64 1024", "figure": "32 256"},
    "experiences/decroissance": {
        "réglage": "0,1 25 100 400",
        "exemple": "10",
        "figure": "0,001 0,003 0,01 0,03",
    },
    "experiences/dents-de-scie": {"réglage": "16 200", "exemple": "15", "figure": "83 256"},
    "experiences/depart-et-elan": {"réglage": "0,25 0,5 0,99 0,999 60 480 750000", "figure": "200"},
    "experiences/dix-courbes": {"réglage": "0,1 16 32 100 150", "formule": "10", "figure": "0,2 0,75 1,3 1,6 2,3"},
    "experiences/fautes-silencieuses": {"réglage": "0,3 32", "formule": "10", "borne": "90"},
    "experiences/fuite": {"réglage": "20 50 100 5000", "figure": "14 18 26"},
    "experiences/gain": {"réglage": "1,7159 15 200", "figure": "2,6 10"},
    "experiences/glorot-bengio": {
        "réglage": "0,03 10 32 100 300 500 1000 3500",
        "date": "2006 2010",
        "figure": "1,1 1,4 1,7 2,1",
    },
    "experiences/graphe-de-calcul": {
        "exemple": "0,5 40 800",
        "formule": "10",
        "borne": "36",
    },
    "experiences/he": {"réglage": "0,001 0,01 0,9 14 22 30 64 128 256", "date": "2015", "figure": "0,1"},
    "experiences/index": {"exemple": "40"},
    "experiences/largeur-finie": {"réglage": "20 32 64 128 512", "figure": "0,2 0,8"},
    "experiences/mots-rares": {"réglage": "300 4000", "figure": "0,04 0,05 0,07 30"},
    "experiences/normalisation": {"réglage": "1,5 2,2 2,5 13 128", "date": "1998"},
    "experiences/normalisation-par-lots": {"réglage": "0,01 0,3 10 64", "figure": "0,2"},
    "experiences/pente-apprise": {"réglage": "0,01 0,25 0,9 14 64 128"},
    "experiences/plancher-de-bruit": {
        "réglage": "0,02 22 176",
        "exemple": "0,0025 0,015 67 72",
        "figure": "0,01 0,05 0,2 0,3",
    },
    "experiences/poids-de-depart": {
        "réglage": "0,01 0,1 10 32 64 128",
        "exemple": "0,5",
        "publié": "2,1 2,9 4,2 5,9",
        "figure": "0,15",
    },
    "experiences/prix-du-gradient": {"réglage": "32 64", "figure": "4225"},
    "experiences/ravin-tourne": {"réglage": "41 48 100", "formule": "45 90"},
    "experiences/regle-lineaire": {
        "réglage": "0,01 0,9 16 256 512 1150 8192",
        "exemple": "1,28",
        "figure": "0,13 0,15 0,4 50 170",
    },
    "experiences/relu-mortes": {"réglage": "64 128 256 5000", "figure": "0,001 0,01 0,03 0,1 20 25 50"},
    "experiences/ressort": {
        "réglage": "0,01 0,04 0,2 0,9 0,98",
        "exemple": "0,199 0,980 1,86 3,14 7,9",
        "figure": "0,25 0,43 0,64 0,696 0,81",
    },
    "experiences/six-activations": {
        "réglage": "0,01 0,9 49 55 64 128 256 512 1024 3500 50000",
        "exemple": "27",
        "figure": "10 90",
    },
    "experiences/taux-de-convergence": {
        "réglage": "0,5 0,7 0,8 0,9 0,95 100 10000",
        "formule": "10",
        "borne": "70000",
        "figure": "0,001 95 709 1000",
    },
    "experiences/variance-du-gradient": {"réglage": "32", "figure": "1438"},
    "experiences/vectorisation": {"réglage": "1024"},
    "experiences/verification-du-gradient": {"réglage": "32 48", "formule": "10 12", "borne": "30"},
    "experiences/vitesse": {"réglage": "16 64 256"},
    "optimiseurs/adam": {
        "réglage": "0,1 0,9 0,999 16 101",
        "exemple": "0,004 0,015984 0,016 0,019984 0,16 0,2 0,266 0,36 0,4 0,842 9,997",
        "formule": "10",
        "borne": "1,11 3,16 4,25 7,27",
    },
    "optimiseurs/apres-adam": {
        "réglage": "16 256 1000 8192",
        "exemple": "0,01 0,010 0,091 0,095 0,1 0,37 0,500 0,632 0,909 0,990 1,000 10 30 40 50 100",
        "formule": "10",
    },
    "optimiseurs/bilan": {"réglage": "0,9 0,999", "date": "20", "borne": "3,16 6,57 7,27"},
    "optimiseurs/bord-de-la-stabilite": {
        "réglage": "0,4 200 3466",
        "exemple": "27",
        "borne": "10",
        "figure": "0,1 0,2 20",
    },
    "optimiseurs/choisir": {
        "réglage": "0,001 0,01 0,1",
        "exemple": "0,105 0,325 0,9",
        "formule": "0,693 2,303 10 95",
        "borne": "2,3",
        "figure": "0,08 2,1 2,2 2,35",
    },
    "optimiseurs/index": {"formule": "2,30 10"},
    "optimiseurs/mini-lots": {
        "réglage": "0,1 0,5 32 64 128 900",
        "exemple": "0,0526 0,25 0,333 1,1 1,5 1,9 2,25 3,5 14 145",
        "formule": "10",
        "figure": "0,05 0,3 400",
    },
    "optimiseurs/momentum": {
        "réglage": "0,04 0,5 0,9 0,99 10 100",
        "exemple": "0,0026 0,009 0,033 0,095 0,25 0,35 0,53 0,67 0,82 0,95 0,98 1,36 1,5 2,25 3,8 19 81 99",
        "figure": "0,2 0,64",
    },
    "optimiseurs/taux-par-parametre": {
        "réglage": "0,1 0,9 0,999 10000",
        "exemple": "0,8 25 30 40 900 2500",
        "formule": "45",
        "borne": "3,16 31,6",
        "figure": "0,035 0,05 0,08",
    },
    "retropropagation/algorithme": {
        "réglage": "0,3 32 64 1797",
        "exemple": "1,5 16",
        "formule": "10",
        "figure": "0,05 0,5 85 97",
    },
    "retropropagation/bilan": {"date": "20"},
    "retropropagation/couches-internes": {"exemple": "0,1 0,2 0,4 0,5 0,75", "formule": "10"},
    "retropropagation/cout": {"exemple": "0,01 0,5 0,99 40 60 90", "formule": "10 18 53 64", "figure": "36,74"},
    "retropropagation/derniere-couche": {"exemple": "0,2 0,8 710", "figure": "0,15"},
    "retropropagation/fondements": {"réglage": "0,1 0,3 0,5 0,9", "exemple": "64", "date": "1960 1970 1974 1985 1986"},
    "retropropagation/index": {
        "réglage": "64",
        "exemple": "0,1 0,2 0,29 0,3 0,5 0,50 0,55 0,6 0,75 0,80 1,10 1,2 1,39 1,45 1,5 25 75 2113",
    },
    "retropropagation/regle-de-la-chaine": {"exemple": "0,5 127 128 784", "figure": "0,366 0,731 1,31 1,46"},
}


def reviewed(name):
    """Les nombres relus d'une page."""
    return {number for numbers in REVIEWED.get(name, {}).values() for number in numbers.split()}


@pytest.mark.parametrize("name", PAGES)
def test_a_number_of_the_prose_is_inserted_or_has_a_reason_to_be_typed(name):
    assert typed_numbers(PAGES[name].read_text(encoding="utf8")) == reviewed(name)


def test_every_reason_is_one_that_is_known():
    assert {reason for kinds in REVIEWED.values() for reason in kinds} == set(REASONS)
    assert set(REVIEWED) <= set(PAGES)


def test_a_typed_result_is_seen_wherever_it_is_written():
    page = (
        "---\na: 0,11\n---\nIl en faut 95, soit $-3{,}72$ ou 12 000.\n\n"
        "```{code-cell}\ncaption: |\n  En 709 pas.\n---\nx = 0.42\n```\n"
    )
    assert typed_numbers(page) == {"95", "3,72", "12000", "709"}
    assert typed_numbers("Un réseau 64-32-1, {glue:text}`pas`, `0,5` et trois graines.") == set()


def alternative_texts(name):
    """Les textes de remplacement d'une page, bout à bout, ceux de ses curseurs compris."""
    page = PAGES[name].read_text(encoding="utf8")
    moving = [SLIDERS[slider].alt for slider in re.findall(r"(?m)^```\{curseur\} (\w+)$", page)]
    return "\n".join([*re.findall(r"(?m)^ +alt: (.*)$", page), *moving])


def test_the_results_read_on_a_figure_are_those_that_are_drawn():
    neuron = {"x": 2.0, "w": 0.5, "b": -2.0, "y": 1.0}
    graph, whole = node_by_node(**neuron), fused(**neuron)
    pieces, leak = pieces_by_depth(), statistics_leak()
    drawn = {
        "experiences/dents-de-scie": [str(pieces.built[-1]), fixed(np.median(pieces.drawn[-1]), 0)],
        "experiences/fuite": [fixed(100 * np.median(errors[0]), 0) for errors in leak.error],
        "retropropagation/cout": [french_number(53 * np.log(2), 4)],
        "retropropagation/regle-de-la-chaine": [
            french_number(whole.values["L"]),
            *(french_number(abs(whole.gradients[name])) for name in ("z", "w", "x")),
        ],
        "experiences/correction-du-biais": [fixed(peak, 1) for peak in step_factors().factor.max(axis=1)],
        "experiences/graphe-de-calcul": [
            *(french_number(graph.values[name]) for name in ("a", "L")),
            *(french_number(abs(graph.gradients[name])) for name in ("a", "z", "w", "x")),
        ],
        "experiences/prix-du-gradient": [f"{(WIDTHS[-1] + 1) ** 2:,}".replace(",", " ")],
        "experiences/taux-de-convergence": [str(descent.iterations) for descent in best_descents()],
    }
    for name, numbers in drawn.items():
        assert set(numbers) <= set(NUMBER.findall(alternative_texts(name)))

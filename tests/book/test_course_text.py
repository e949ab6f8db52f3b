"""Rien du texte dont le livre est né ne s'est perdu : chaque titre, formule, programme et tableau y a sa place.

Les étiquettes sont les nôtres, dans l'ordre du texte. Une place est une page, une ancre (`page#ancre`), une équation
(`eq-…`), un programme que la page montre (`page:fonction`), un tableau (`page|un intitulé`) ou un article cité
(`page@clé`).
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
ADDRESSES = set((ROOT / "tests" / "book" / "addresses.txt").read_text(encoding="utf8").split())
SOURCES = {str(path.relative_to(BOOK).with_suffix("")): path.read_text(encoding="utf8") for path in BOOK.rglob("*.md")}

R, A, O = "retropropagation", "activations-initialisation-normalisation", "optimiseurs"
PLACES = {
    "introduction": {
        "objectif": "introduction",
        "structure": "introduction#trois-questions",
    },
    "1, la rétropropagation": {
        "ouverture": f"{R}/index",
        "1.1 le problème d'optimisation": f"{R}/cout",
        "de la perte au coût": f"{R}/cout#la-perte-d-un-exemple",
        "entropie croisée binaire": "eq-bce",
        "coût d'un lot": "eq-cout",
        "la vectorisation": f"{R}/cout#ce-que-gagne-la-vectorisation",
        "1.2 la règle de la chaîne": f"{R}/regle-de-la-chaine",
        "mise à jour d'un poids": "eq-descente",
        "chaîne de l'entrée au coût": "eq-chaine",
        "produit des dérivées": "eq-ordre",
        "1.3 la dernière couche": f"{R}/derniere-couche",
        "décomposition du gradient": f"{R}/derniere-couche#le-terme-d-erreur",
        "dérivée de la perte par la sortie": "eq-detour",
        "dérivée de la sigmoïde": "eq-derivee-sigmoide",
        "dérivée par rapport aux poids": "eq-tenseur",
        "simplification": "eq-delta-sortie",
        "gradients de la sortie, un exemple": "eq-gradient-sortie",
        "du lot aux formes": f"{R}/derniere-couche#ce-que-disent-les-formes-et-ce-qu-elles-taisent",
        "gradients de la sortie, un lot": "eq-gradient-lot",
        "1.4 une couche interne": f"{R}/couches-internes",
        "le terme d'erreur": "eq-delta",
        "gradient d'un poids": "eq-poids",
        "la chaîne du terme d'erreur": "eq-somme-chemins",
        "la récurrence": "eq-recurrence",
        "gradients d'une couche": "eq-gradients",
        "le cache": f"{R}/couches-internes#ce-qu-il-faut-garder-en-memoire",
        "1.5 l'algorithme": f"{R}/algorithme",
        "pseudo-code": f"{R}/algorithme#le-pseudo-code",
        "propagation avant": "eq-avant",
        "rétropropagation": "eq-arriere",
        "programme, propagation avant": f"{R}/algorithme:forward",
        "programme, rétropropagation": f"{R}/algorithme:backward",
        "programme, mise à jour": f"{R}/algorithme:update_parameters",
        "1.6 fondements": f"{R}/fondements",
        "Rumelhart, Hinton et Williams": f"{R}/fondements@rumelhart1986",
    },
    "2, activations et initialisation": {
        "ouverture": f"{A}/index",
        "2.1 fonctions d'activation": f"{A}/activations",
        "nécessité de la non-linéarité": f"{A}/activations#sans-activation-une-seule-couche",
        "deux couches linéaires": "eq-effondrement",
        "approximation universelle": f"{A}/activations#approximation-universelle",
        "analyse comparative": f"{A}/activations#comparer",
        "sigmoïde et tanh": f"{A}/activations#la-sigmoide-et-la-tangente-hyperbolique",
        "formule de la sigmoïde": "eq-sigmoide",
        "formule de tanh": "eq-tanh-sigmoide",
        "saturation et gradient évanescent": "eq-borne-erreur",
        "ReLU": f"{A}/activations#relu-section",
        "formule de ReLU": "eq-relu",
        "avantages de ReLU": f"{A}/activations#ce-qu-elle-apporte",
        "inconvénients de ReLU": f"{A}/activations#ce-qu-elle-coute",
        "variantes de ReLU": f"{A}/activations#les-variantes-de-relu",
        "ReLU à fuite": "eq-leaky",
        "ReLU paramétrique": "eq-prelu",
        "ELU": "eq-elu",
        "programme, sigmoïde": f"{A}/activations:sigmoid",
        "programme, sa dérivée": f"{A}/activations:sigmoid_derivative",
        "programme, ReLU": f"{A}/activations:relu",
        "programme, sa dérivée aussi": f"{A}/activations:relu_derivative",
        "programme, tanh": f"{A}/activations:tanh",
        "programme, sa dérivée enfin": f"{A}/activations:tanh_derivative",
        "tableau des activations, formules": f"{A}/activations|Dérivée",
        "tableau des activations, choix": f"{A}/activations|Inconvénients",
        "2.2 initialisation": f"{A}/initialisation",
        "initialisation naïve": f"{A}/initialisation#la-symetrie-qu-il-faut-briser",
        "trop grands, trop petits": f"{A}/initialisation#trop-petits-trop-grands",
        "analyse de la variance": f"{A}/initialisation#ce-que-devient-la-variance-a-l-aller",
        "condition à l'aller": "eq-variance-avant",
        "condition au retour": "eq-variance-arriere",
        "Glorot": f"{A}/initialisation#lecun-glorot-he",
        "Glorot et Bengio": f"{A}/initialisation@glorot2010understanding",
        "variance de Glorot": "eq-glorot",
        "He et ses collègues": f"{A}/initialisation@he2015delving",
        "variance de He": "eq-he",
        "programme, initialisation": f"{A}/initialisation:initialize_parameters_deep",
        "2.3 normalisation": f"{A}/normalisation",
        "motivation et effet": f"{A}/normalisation#pourquoi-cela-aide-la-forme-du-cout",
        "z-score": "eq-zscore",
        "procédure": f"{A}/normalisation#centrer-reduire",
        "ne pas se servir du test": f"{A}/normalisation#fuite-section",
        "le triptyque": f"{A}/bilan#le-triptyque-en-une-experience",
    },
    "3, algorithmes d'optimisation": {
        "ouverture": f"{O}/index",
        "3.1 les mini-lots": f"{O}/mini-lots",
        "lot entier, SGD, mini-batch": f"{O}/mini-lots#un-pas-mille-pas",
        "pseudo-code": f"{O}/mini-lots:sgd",
        "ce que rapporte le bruit": f"{O}/mini-lots#ce-que-le-bruit-rapporte",
        "3.2 momentum": f"{O}/momentum",
        "les ravins": f"{O}/momentum#le-ravin",
        "Polyak": f"{O}/momentum@polyak1964methods",
        "vitesse et mise à jour": "eq-ema",
        "Sutskever et ses collègues": f"{O}/momentum@sutskever2013importance",
        "programme, momentum": f"{O}/momentum:momentum",
        "3.3 RMSProp": f"{O}/taux-par-parametre",
        "Adagrad": "eq-adagrad",
        "Hinton": f"{O}/taux-par-parametre@tieleman2012lecture",
        "moyenne des carrés et mise à jour": "eq-rmsprop",
        "mécanisme": f"{O}/taux-par-parametre#ce-que-la-division-ne-voit-pas",
        "programme, RMSProp": f"{O}/taux-par-parametre:rmsprop",
        "3.4 Adam": f"{O}/adam",
        "Kingma et Ba": f"{O}/adam@kingma2015adam",
        "les deux moments": "eq-adam-moments",
        "correction du biais et mise à jour": "eq-adam",
        "programme, Adam": f"{O}/adam:adam",
        "mémoire et adaptativité": f"{O}/adam|sans mémoire de direction | avec",
        "tableau des algorithmes": f"{O}/adam|Algorithme | Idée | Mise à jour | Avantages | Inconvénients",
    },
    "conclusion": {
        "ouverture": "conclusion",
        "les trois piliers": "conclusion#trois-piliers",
        "un art expérimental": "conclusion#un-art-experimental",
        "ouverture vers d'autres réseaux": "conclusion#une-ouverture",
        "réseaux convolutifs": "conclusion@lecun1998gradient",
        "Transformers": "conclusion@vaswani2017attention",
    },
}
EVERY = [(chapter, label, place) for chapter, places in PLACES.items() for label, place in places.items()]
LISTING = re.compile(r"show_source\(([^)]*)\)")


def exists(place):
    """Vrai si le livre a cette place."""
    if place.startswith("eq-"):
        return any(f":label: {place}\n" in text for text in SOURCES.values())
    page, mark, rest = next((place.partition(mark) for mark in "#:|@" if mark in place), (place, "", ""))
    if not mark:
        return f"{page}.html" in ADDRESSES
    if mark == "#":
        return f"{page}.html#{rest}" in ADDRESSES
    if mark == "@":
        return re.search(rf"\{{cite:\w\}}`[^`]*\b{rest}\b", SOURCES[page]) is not None
    if mark == "|":
        return any(f"| {rest} |" in row for row in headers(SOURCES[page]))
    shown = {name.strip().split(".")[-1] for call in LISTING.findall(SOURCES[page]) for name in call.split(",")}
    return rest in shown


def headers(text):
    """La première ligne de chaque tableau d'une page."""
    lines = text.splitlines()
    return [line for line, below in pairwise(lines) if below.startswith("|---")]


@pytest.mark.parametrize(("chapter", "label", "place"), EVERY, ids=lambda text: text)
def test_what_the_text_says_has_its_place_in_the_book(chapter, label, place):
    assert exists(place), f"chapitre {chapter} : « {label} » n'a plus sa place, {place}."


@pytest.mark.parametrize(
    "place",
    [
        "eq-inconnue",
        f"{A}/inconnue",
        f"{A}/index#inconnue",
        f"{A}/activations:softmax",
        f"{A}/activations|Inconnu",
        f"{A}/activations@rumelhart1986",
    ],
)
def test_a_place_that_is_missing_is_seen(place):
    assert not exists(place)

"""La planche où l'on dessine un chiffre : ce que la page demande au réseau, et ce qu'elle en reçoit.

La page et Python ne se passent que des données simples : des listes, des dictionnaires, des nombres et des textes. Le
réseau lui-même reste ici d'un appel à l'autre, sous sa graine ; un seul est gardé.
"""

from functools import lru_cache

import numpy as np

from mlcourse.experiments.drawing import EPOCHS, DigitReader, drawing_to_pixels, nudged, read_digit
from mlcourse.french import fixed, french_number, printed

#: Combien d'images de test la planche propose, par chiffre.
EXAMPLES_PER_DIGIT = 2


@lru_cache(maxsize=1)
def _reader(seed):
    return DigitReader(seed)


def progress(seed):
    """Où en est le réseau de cette graine : époques faites et à faire, coût, exactitude sur le test, et la phrase."""
    reader = _reader(seed)
    accuracy = float(reader.accuracy())
    done = f"Après {reader.epochs} époque{'s' * (reader.epochs > 1)}" if reader.epochs else "Avant d'apprendre"
    told = (
        f"{done}, le coût est de {french_number(reader.cost, 2)}, et le réseau lit juste {fixed(100 * accuracy, 0)} % "
        f"des {reader.test_labels.size} chiffres de test, qu'il n'a jamais vus."
    )
    numbers = {"epochs": reader.epochs, "of": EPOCHS, "cost": float(reader.cost), "accuracy": accuracy}
    return {**numbers, "sentence": printed(told)}


def learn(seed):
    """Entraîne le réseau une époque de plus, et rend `progress`."""
    _reader(seed).learn()
    return progress(seed)


def examples(seed):
    """Des chiffres de test, pour qui ne dessine pas : l'étiquette et les 64 pixels de chacun, par ordre d'étiquette."""
    reader = _reader(seed)
    ranks = [k for digit in range(10) for k in np.flatnonzero(reader.test_labels == digit)[:EXAMPLES_PER_DIGIT]]
    return [{"label": int(reader.test_labels[k]), "pixels": reader.X_test[:, k].tolist()} for k in ranks]


def look(seed, drawing, target=None):
    """Fait lire un dessin : son image, chaque couche, la réponse, le gradient, et les phrases qui les disent.

    `drawing` est {"strokes": traits, "prepared": vrai ou faux}, que lit `drawing_to_pixels`, ou {"pixels": image}.
    """
    reader = _reader(seed)
    return _told(reader, read_digit(reader.model, _pixels(drawing), _digit(target)))


def step(seed, pixels, target, start):
    """Fait un pas le long du gradient vers `target`, de l'image `pixels` (64,), puis fait lire celle où il mène.

    La phrase dit aussi de combien cette image s'écarte de `start` (64,), d'où le premier pas est parti.
    """
    reader = _reader(seed)
    reached = nudged(reader.model, _pixels({"pixels": pixels}), _digit(target))
    told = _told(reader, read_digit(reader.model, reached, target))
    moved = fixed(16 * np.abs(reached - _pixels({"pixels": start})).mean(), 1)
    told["sentence"] += printed(f" Un pixel a changé, en moyenne, de {moved} niveau de gris sur 16.")
    return told


def _pixels(drawing):
    if "pixels" not in drawing:
        return drawing_to_pixels(drawing["strokes"], drawing["prepared"])
    pixels = np.asarray(drawing["pixels"], dtype=float)
    if pixels.shape != (64,) or not ((pixels >= 0) & (pixels <= 1)).all():
        raise ValueError(f"pixels : 64 nombres de 0 à 1 sont attendus, reçu un tableau de forme {pixels.shape}.")
    return pixels


def _digit(target):
    if target is not None and target not in range(10):
        raise ValueError(f"target : un chiffre de 0 à 9 est attendu, reçu {target!r}.")
    return target


def _told(reader, reading):
    """La lecture d'une image, en données simples."""
    return {
        "pixels": reading.pixels.tolist(),
        "hidden": [layer.tolist() for layer in reading.hidden],
        "probabilities": reading.probabilities.tolist(),
        "answer": int(reading.ranking()[0]),
        "target": reading.target,
        "gradient": reading.gradient.tolist(),
        "sentence": printed(_sentence(reading, reader.epochs)),
        "detail": printed(_detail(reading)),
    }


def _sentence(reading, epochs):
    """La réponse et la suivante ; et, s'il y a lieu, pourquoi il ne faut pas la croire."""
    first, second = (f"{digit} ({_percent(reading.probabilities[digit])})" for digit in reading.ranking()[:2])
    said = f"Le réseau lit {first} ; sa deuxième réponse est {second}."
    if not reading.pixels.any():
        return f"L'image est blanche. {said}"
    return said if epochs else f"Le réseau n'a rien appris, et répond quand même. {said}"


def _detail(reading):
    """Ce que montrent les trois dessins : les neurones actifs, puis les deux pixels qui comptent le plus."""
    active = [f"{np.count_nonzero(layer)} neurones sur {layer.size}" for layer in reading.hidden]
    more, less = (f"({k // 8 + 1}, {k % 8 + 1})" for k in (reading.gradient.argmax(), reading.gradient.argmin()))
    return (
        f"Sont actifs {active[0]} dans la première couche, {active[1]} dans la seconde. Pour que {reading.target} soit "
        f"plus probable, noircir d'abord le pixel {more}, et éclaircir d'abord {less} : sa ligne, puis sa colonne."
    )


def _percent(share):
    """Une part en pourcents ; de ce qui est presque sûr ou presque exclu, on ne dit pas que c'est fait."""
    if not 0.005 <= share < 0.995:
        return "moins de 1 %" if share < 0.5 else "plus de 99 %"
    return f"{fixed(100 * share, 0)} %"

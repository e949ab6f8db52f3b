"""Les expériences trop longues pour la construction du livre : calculées une fois, gardées, relancées en petit.

Une expérience longue rend une dataclass gelée de tableaux, de nombres et de chaînes. `save` en fait un fichier, avec la
provenance des nombres ; `load` la rend. `make experiences` relance tout ce que nomme `ARCHIVED`.
"""

import json
import platform
import sys
import time
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path

import numpy as np

from mlcourse import __version__
from mlcourse._validation import lookup
from mlcourse.french import calendar_day

#: Nom de l'expérience, puis « module:fonction » : la fonction, sans argument, calcule la version complète, et le module
#: dit ses graines dans `SEEDS`.
ARCHIVED: dict[str, str] = {
    "growth-batch": "mlcourse.experiments.cost_growth:grow_batch",
    "growth-depth": "mlcourse.experiments.cost_growth:grow_depth",
    "growth-examples": "mlcourse.experiments.cost_growth:grow_examples",
    "growth-width": "mlcourse.experiments.cost_growth:grow_width",
    "autoencoder": "mlcourse.experiments.autoencoder:sweep",
    "bias-correction": "mlcourse.experiments.bias_correction:bias_grid",
    "race": "mlcourse.experiments.race:race",
    "glorot-table": "mlcourse.experiments.glorot:error_table",
    "glorot-gradients": "mlcourse.experiments.glorot:gradients_while_training",
    "six-activations": "mlcourse.experiments.six_activations:six_activations",
    "learned-slope": "mlcourse.experiments.learned_slope:learn_slopes",
    "triptych": "mlcourse.experiments.triptych:triptych",
    "batch-norm": "mlcourse.experiments.batch_norm:train_normalized",
    "initial-scale": "mlcourse.experiments.initial_scale:scale_table",
    "weight-decay": "mlcourse.experiments.weight_decay:decay_maps",
    "he-depth": "mlcourse.experiments.he:depth_curves",
}

FOLDER = Path(__file__).parent / "data"


def save(name, result, *, seeds, seconds=0.0, folder=FOLDER):
    """Écrit `result`, une dataclass, dans `<name>.npz`, avec graines, versions, date et durée ; rend le chemin.

    >>> from mlcourse.experiments.gradient_check import ReluKink
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save("exemple", ReluKink(0.1, *np.eye(4)), seeds=[0, 1, 2], folder=Path(folder))
    ...     kink, origin = load("exemple", ReluKink, Path(folder)), provenance("exemple", Path(folder))
    >>> kink.h, kink.z, origin["seeds"]
    (0.1, array([1., 0., 0., 0.]), [0, 1, 2])
    """
    origin = {
        "seeds": list(seeds),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "mlcourse": __version__,
        "date": date.today().isoformat(),
        "seconds": round(seconds),
    }
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.npz"
    np.savez_compressed(path, provenance=np.array(json.dumps(origin)), **asdict(result))
    return path


def load(name, kind, folder=FOLDER):
    """Rend le résultat enregistré sous `name`, une dataclass de type `kind`."""
    arrays = _read(name, folder)
    return kind(**{key: _plain(value) for key, value in arrays.items() if key != "provenance"})


def provenance(name, folder=FOLDER):
    """Rend d'où viennent les nombres de `name` : graines, versions de Python, NumPy et mlcourse, date, durée (s)."""
    return json.loads(str(_read(name, folder)["provenance"]))


def describe(name, folder=FOLDER):
    """Rend la phrase qui dit d'où viennent les nombres de `name` : une page la montre au-dessus d'eux."""
    origin = provenance(name, folder)
    day, seeds = calendar_day(origin["date"]), ", ".join(map(str, origin["seeds"]))
    # Trois lignes courtes, pour tenir sur un téléphone.
    return (
        f"Calculé le {day} en {origin['seconds']} s,\n"
        f"graines {seeds}, mlcourse {origin['mlcourse']},\n"
        f"Python {origin['python']}, NumPy {origin['numpy']}."
    )


def run(name, folder=FOLDER):
    """Relance l'expérience complète `name` et l'enregistre ; rend le chemin du fichier."""
    module, function = lookup(ARCHIVED, name, "expérience").split(":")
    module = import_module(module)
    start = time.process_time()
    result = getattr(module, function)()
    return save(name, result, seeds=module.SEEDS, seconds=time.process_time() - start, folder=folder)


def main(names, folder=FOLDER):
    """Relance les expériences nommées, ou toutes, et dit ce qui a été écrit."""
    for name in names or ARCHIVED:
        path = run(name, folder)
        seconds = provenance(name, folder)["seconds"]
        sys.stdout.write(f"{name} : {path.stat().st_size / 1024:.0f} Kio, {seconds} s.\n")


def _read(name, folder):
    path = folder / f"{name}.npz"
    if not path.exists():
        raise ValueError(f"{name} : un résultat gardé par « make experiences » est attendu, reçu un nom sans fichier.")
    with np.load(path) as file:
        return dict(file)


def _plain(value):
    """Un tableau sans dimension redevient un nombre ou une chaîne."""
    return value if value.ndim else value.item()


if __name__ == "__main__":
    main(sys.argv[1:])

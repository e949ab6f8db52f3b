"""Le dernier banc d'essai complet : une époque d'Adam, chez mlcourse et chez ses pairs.

Question : que coûte une bibliothèque qui se lit ligne à ligne, à côté de celles que l'on optimise depuis dix ans ?
Source : les mesures de `make bench` (tests/benchmarks/speed.py), gardées dans data/speed.json.
Montage : cinq réseaux, deux types, un fil d'exécution puis tous ; à tour de rôle dans un même processus. Un rapport se
prend entre deux durées du même tour ; on en garde la médiane et les quartiles.
"""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "speed.json"
FLOOR, OURS, COMPILED, SCAN = "plancher", "mlcourse", "mlcourse, compilé", "JAX, scan"
#: Un réseau d'une unité par couche, un exemple par lot : son pas n'est fait que d'appels.
CALLS_ALONE = "1-1-1-1"


@dataclass(frozen=True)
class Benchmark:
    """Les mesures : `rows`, une ligne par réseau, type, nombre de fils et bibliothèque ; `memory`, en Mio.

    `stages` partage un pas des plus petits réseaux en étapes, sur un fil, en microsecondes.
    `origin` dit où et quand : processeur, cœurs, versions, date. `to_floor` et `to_ours` d'une ligne sont les rapports
    au plancher et à mlcourse : premier quartile, médiane, troisième quartile.
    """

    origin: dict
    rows: list
    stages: list
    memory: list

    @property
    def cases(self):
        """Les réseaux mesurés, du plus grand au plus petit : des couples (tailles, lot)."""
        return list(dict.fromkeys((row["case"], row["batch"]) for row in self.rows))

    @property
    def threads(self):
        """Les nombres de fils mesurés."""
        return sorted({row["threads"] for row in self.rows})

    def at(self, case, dtype, threads):
        """Les lignes d'un réseau, par bibliothèque."""
        wanted = (case, dtype, threads)
        return {row["rival"]: row for row in self.rows if (row["case"], row["dtype"], row["threads"]) == wanted}

    def stages_of(self, case, dtype):
        """Les étapes d'un pas de ce réseau, par bibliothèque : {nom: {étape: microsecondes}}."""
        wanted = (case, dtype)
        return {row["rival"]: row["microseconds"] for row in self.stages if (row["case"], row["dtype"]) == wanted}

    def step(self, case, dtype, rival):
        """La durée d'un pas, toutes étapes comprises, en microsecondes."""
        return sum(self.stages_of(case, dtype)[rival].values())

    def best_torch(self, case, dtype, threads):
        """La ligne de la variante de PyTorch la plus rapide sur ce réseau."""
        rows = self.at(case, dtype, threads).values()
        return min((row for row in rows if row["rival"].startswith("PyTorch")), key=lambda row: row["to_ours"][1])

    def numpy_alone(self):
        """Là où PyTorch devance NumPy seul : notre retard, et ce que la compilation en rend, en planchers."""
        behind, gained = [], []
        for (case, _), dtype, threads in itertools.product(self.cases, ("float32", "float64"), self.threads):
            found = self.at(case, dtype, threads)
            torch = self.best_torch(case, dtype, threads)
            ours, compiled, best = (row["to_floor"][1] for row in (found[OURS], found[COMPILED], torch))
            if best < ours:
                behind.append(ours - best)
                gained.append(ours - compiled)
        return behind, gained

    def ahead_of(self, ours=OURS):
        """Les lignes plus rapides que la nôtre, hors planchers : des couples (ligne, sa durée, la nôtre valant 1).

        De la plus rapide à la moins rapide ; `ours` est `OURS`, ou `COMPILED`, quand numba compile ce qu'il peut.
        """
        ahead = []
        for row in self.rows:
            mine = self.at(row["case"], row["dtype"], row["threads"])[ours]["to_ours"][1]
            if not row["rival"].startswith((FLOOR, OURS)) and row["to_ours"][1] < mine:
                ahead.append((row, row["to_ours"][1] / mine))
        return sorted(ahead, key=lambda pair: pair[1])


def load_benchmark(file=FILE):
    """Rend le dernier banc d'essai complet.

    >>> OURS in load_benchmark().at("2-16-16-1", "float32", 1)
    True
    """
    return Benchmark(**json.loads(file.read_text(encoding="utf-8")))

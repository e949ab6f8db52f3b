"""Les boucles des règles et des activations, compilées par numba s'il est là ; les bits sont ceux de NumPy.

Compiler prend une seconde, que seul un long entraînement rattrape : on ne s'y met qu'une fois que la règle en a coûté
autant. D'ici là, et partout où quelque chose manque, le programme NumPy fait le même travail. Une seule différence :
la boucle n'émet pas les avertissements de NumPy sur les débordements.
"""

import hashlib
import os
import sys
import tempfile
import warnings
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

#: Ce qu'une règle ou une activation traite d'éléments avant qu'on la compile : une à deux secondes de programme NumPy.
WORTH_IT = 1_000_000_000
#: Ce que les appels d'un pas coûtent au programme NumPy, compté en éléments.
CALLS = 5_000
_done: Counter[tuple[str, np.dtype]] = Counter()


def bind_fastest(program, arrays, size):
    """Comme `program.bind`, en passant à la boucle compilée dès qu'elle vaut ce qu'elle coûte."""
    plain = program.bind(arrays, size)
    if not (program.loop and _is_simple(arrays)):
        return plain
    current, elements = plain, arrays[0].size + CALLS

    def run(t, **numbers):
        nonlocal current
        if current is plain and (loop := loop_if_worth_it(program.loop, arrays[0].dtype, elements)):
            current = bind_loop(program, arrays, loop)
        current(t, **numbers)

    return run


def loop_if_worth_it(source, dtype, elements):
    """La boucle compilée, si ces éléments, et ceux qu'elle a déjà traités, valent ce qu'elle coûte ; ou None."""
    _done[source, dtype] += elements
    return compile_loop(source, dtype) if _done[source, dtype] > WORTH_IT else None


def bind_loop(program, arrays, loop):
    """Comme `program.bind`, par `loop`, la fonction dont `program.loop` est le texte."""
    constants = np.empty(program.n_constants, arrays[0].dtype)
    places = [constants[i, ...] for i in range(constants.size)]

    def run(t, **numbers):
        program.run([], places, t, **numbers)  # sans vecteurs, le programme ne fait que poser les constantes
        loop(*arrays, constants)

    return run


def bind_matrices(program, dtype, elements):
    """La boucle d'un programme entre matrices, à qui l'on donne les tableaux ; None tant qu'elle ne paie pas."""
    if not (program.loop and (loop := loop_if_worth_it(program.loop, dtype, elements))):
        return None
    constants = np.empty(program.n_constants, dtype)
    program.run([], [constants[i, ...] for i in range(constants.size)], None)
    return lambda *arrays: loop(*arrays, constants)


def _is_simple(arrays):
    """Des vecteurs contigus, tous en simple précision ou tous en double ; un masque de booléens est permis."""
    types = {array.dtype for array in arrays} - {np.dtype(bool)}
    return types in ({np.dtype(np.float32)}, {np.dtype(np.float64)}) and all(array.flags.carray for array in arrays)


@cache
def compile_loop(source, dtype):
    """La fonction compilée de cette boucle, ou None si l'on ne peut pas compiler ici."""
    for cached in (True, False):
        try:
            with warnings.catch_warnings(action="ignore"):
                return _compile(source, dtype, cached)
        except Exception:  # noqa: BLE001 (numba peut manquer, et un cache abîmé tout lever : reste le programme NumPy)
            continue
    return None


def _compile(source, dtype, cached):
    import numba
    from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

    key = (source, dtype.str, numba.__version__, get_host_cpu_name(), get_host_cpu_features().flatten())
    names = source[source.index("(") + 1 : source.index(")")].split(", ")
    types = [(numba.boolean if name == "decay_mask" else numba.from_dtype(dtype))[::1] for name in names]
    if "[_r, _i]" in source:  # entre matrices, seules les constantes restent un vecteur
        types[:-1] = [numba.from_dtype(dtype)[:, ::1]] * len(types[:-1])
    # numba réimporte le module de la fonction quand il relit son cache : c'est celui-ci.
    namespace: dict[str, Any] = {"np": np, "__name__": __name__}
    exec(compile(source, _write(source, repr(key)) if cached else "<boucle>", "exec"), namespace)
    signature = numba.void(*types)
    # Ni fastmath, qui changerait les bits, ni l'exception de Python quand on divise par zéro.
    loop = numba.njit(signature, cache=cached, error_model="numpy")(namespace["loop"])
    return None if loop is namespace["loop"] else loop  # NUMBA_DISABLE_JIT rend la fonction telle quelle


def _write(source, key):
    """Écrit la boucle dans le dossier de cache de l'utilisateur, d'un seul geste, et rend le chemin du fichier.

    Le code compilé se range à côté du fichier de la fonction : il en faut un, qui ne change plus.
    """
    folder = user_cache() / "mlcourse"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.py"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".tmp", delete=False, encoding="utf-8") as file:
            file.write(source + "\n")
        os.replace(file.name, path)
    return str(path)


def user_cache():
    """Le dossier de cache de l'utilisateur, là où son système le veut."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")

"""Le noyau de calcul que chaque bibliothèque emploie vraiment, tel qu'elle le dit elle-même."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np


def blas():
    """Les noyaux de BLAS chargés jusqu'ici, par bibliothèque ; aucun là où threadpoolctl n'en reconnaît pas."""
    from threadpoolctl import threadpool_info

    found = [info for info in threadpool_info() if info["user_api"] == "blas"]
    # Une roue range sa BLAS dans « numpy.libs » ou « scipy.libs » ; ailleurs, tous se servent de la même.
    return {Path(info["filepath"]).parent.name.removesuffix(".libs"): info.get("architecture") for info in found}


def numpy_kernel():
    """Le noyau de NumPy dans ce processus."""
    found = blas()
    return found.get("numpy", next(iter(found.values()), None))


def chosen_kernel():
    """Celui que NumPy choisit quand rien ne le règle : ni variable d'environnement, ni module lancé au démarrage."""
    paths = [str(Path(__file__).parents[1]), str(Path(np.__file__).parents[1])]
    code = f"import sys; sys.path += {paths}; from rivals.kernels import numpy_kernel; print(numpy_kernel())"
    bare = {name: os.environ[name] for name in ["SYSTEMROOT"] if name in os.environ}  # Windows ne s'en passe pas
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], env=bare, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def check_kernel(found, chosen):
    """Refuse de mesurer quand le noyau de NumPy n'est pas celui qu'il choisit de lui-même : le plancher serait faux."""
    if str(found) != chosen:
        sys.exit(f"NumPy emploie le noyau {found}, et choisirait de lui-même {chosen} : cherchez ce qui le lui impose.")


def all_kernels():
    """Le noyau de chaque bibliothèque comparée."""
    import sklearn.utils.extmath  # noqa: F401 (charge la BLAS de SciPy)
    import torch

    mkl, onednn = torch.backends.mkl.is_available(), torch.backends.mkldnn.is_available()
    torch_blas = " et ".join(name for name, there in (("MKL", mkl), ("oneDNN", onednn)) if there)
    return {
        "numpy": numpy_kernel(),
        "scipy": blas().get("scipy", numpy_kernel()),
        "torch": f"{torch_blas}, {torch.backends.cpu.get_cpu_capability()}",
        "jax": jax_kernel(),
    }


def jax_kernel():
    """À qui le programme compilé d'un produit le confie : son texte le dit."""
    import jax
    import jax.numpy as jnp

    x = jnp.ones((512, 512), jnp.float32)
    text = jax.jit(jnp.dot).lower(x, x).compile().as_text()
    found = re.search(r'"kind":"_*(\w+?)_fusion"|custom_call_target="[_$]*(\w+)', text)
    return next(filter(None, found.groups())) if found else "XLA"

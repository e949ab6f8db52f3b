"""Exiger un compte : un nombre entier, exact."""

import numpy as np


def exact(check, name, value, expected, mistakes=None):
    """Exige ce nombre entier ; `mistakes` donne, pour chaque erreur connue, le compte qu'elle trouve."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    check.require(whole, f"{name}, un nombre entier", f"{value!r}")
    found = [hint for hint, wrong in (mistakes or {}).items() if value == wrong != expected]
    hint = found[0] if len(found) == 1 else ""
    check.require(bool(value == expected), f"{name} = {expected}", f"{name} = {value}", hint)

"""Une autre solution fautive (`wrong_`), qui manque à une seule des demandes de l'énoncé."""

import numpy as np


def wrong_tolerance_on_the_deviation(params, X, tol):
    r"""tol est l'écart permis à l'écart type : la variance s'écarte du double.

    Perd : biased, pour « $\lvert \operatorname{Var}(Z^{[l]}) - 1 \rvert \le$ `tol` »
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        while abs((W @ A + b).std() - 1) > tol:
            W = W / (W @ A + b).std()
        scaled[f"W{l}"] = W
        A = np.tanh(W @ A + b)
    return scaled

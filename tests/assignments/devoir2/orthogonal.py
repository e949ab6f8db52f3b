"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _orthogonal(n_out, n_in, gain, rng):
    Q, R = np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))
    Q = gain * Q * np.sign(np.diag(R))
    return Q if n_out >= n_in else Q.T


def wrong_signs_of_qr(n_out, n_in, gain, rng):
    """Q est prise telle quelle : QR choisit ses signes, et le tirage n'est pas uniforme.

    Perd : uniform, pour « aucun signe n'est favorisé »
    """
    Q = gain * np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))[0]
    return Q if n_out >= n_in else Q.T


def wrong_positive_draws(n_out, n_in, gain, rng):
    """Les nombres orthogonalisés sont tirés entre 0 et 1 : une direction est favorisée.

    Perd : uniform
    """
    Q, R = np.linalg.qr(rng.uniform(size=(max(n_out, n_in), min(n_out, n_in))))
    Q = gain * Q * np.sign(np.diag(R))
    return Q if n_out >= n_in else Q.T


def wrong_uniform_draws(n_out, n_in, gain, rng):
    """Les nombres orthogonalisés sont tirés entre -1 et 1 : les diagonales du cube sont favorisées.

    Perd : uniform
    """
    Q, R = np.linalg.qr(rng.uniform(-1, 1, size=(max(n_out, n_in), min(n_out, n_in))))
    Q = gain * Q * np.sign(np.diag(R))
    return Q if n_out >= n_in else Q.T


def wrong_corner_of_the_identity(n_out, n_in, gain, rng):
    """Une permutation de l'identité, aux signes tirés : orthogonale, mais jamais quelconque.

    Perd : uniform
    """
    k = min(n_out, n_in)
    W = np.zeros((n_out, n_in))
    rows, columns = rng.permutation(n_out)[:k], rng.permutation(n_in)[:k]
    W[rows, columns] = gain * rng.choice([-1.0, 1.0], size=k)
    return W


def wrong_first_sign_fixed(n_out, n_in, gain, rng):
    """Le premier coefficient est rendu positif, par habitude : une moitié des matrices ne sort jamais.

    Perd : uniform
    """
    Q = np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))[0]
    Q = gain * np.abs(Q[0, 0]) / Q[0, 0] * Q
    return Q if n_out >= n_in else Q.T


def wrong_one_sign_for_the_matrix(n_out, n_in, gain, rng):
    """Un seul signe est tiré, pour toute la matrice : QR choisit encore ceux d'une ligne face à une autre.

    Perd : uniform
    """
    Q = np.linalg.qr(rng.standard_normal((max(n_out, n_in), min(n_out, n_in))))[0]
    Q = gain * rng.choice([-1.0, 1.0]) * Q
    return Q if n_out >= n_in else Q.T


def wrong_signs_of_a_fixed_matrix(n_out, n_in, gain, rng):
    """La matrice ne change pas d'un tirage à l'autre : seuls les signes de ses lignes et de ses colonnes se tirent.

    Perd : uniform
    """
    W = _orthogonal(n_out, n_in, gain, np.random.default_rng(0))
    return rng.choice([-1.0, 1.0], size=(n_out, 1)) * W * rng.choice([-1.0, 1.0], size=n_in)


def wrong_flat_matrix_orthogonalized(n_out, n_in, gain, rng):
    """QR reçoit la matrice telle quelle : plus large que haute, elle rend une matrice carrée.

    Perd : wide, pour « un tableau de forme `(n_out, n_in)` »
    Entraîne : uniform, generator
    """
    Q, R = np.linalg.qr(rng.standard_normal((n_out, n_in)))
    return gain * Q * np.sign(np.diag(R))


def wrong_transpose_orthogonalized(n_out, n_in, gain, rng):
    """QR reçoit toujours la transposée : plus large que haute quand W est haute, elle rend une matrice carrée.

    Perd : tall
    Entraîne : uniform
    """
    Q, R = np.linalg.qr(rng.standard_normal((n_in, n_out)))
    return gain * (Q * np.sign(np.diag(R))).T


def wrong_gain_squared(n_out, n_in, gain, rng):
    """Le gain est compté deux fois.

    Perd : wide, tall
    """
    return gain * _orthogonal(n_out, n_in, gain, rng)


def wrong_gain_forgotten(n_out, n_in, gain, rng):
    r"""Le gain n'entre nulle part.

    Perd : wide, tall, pour « le nombre $\gamma$, strictement positif »
    """
    return _orthogonal(n_out, n_in, 1.0, rng)


def wrong_root_of_the_gain(n_out, n_in, gain, rng):
    """Le gain est pris pour le carré de la norme.

    Perd : wide, tall
    """
    return _orthogonal(n_out, n_in, np.sqrt(gain), rng)


def wrong_padded_square(n_out, n_in, gain, rng):
    """Une matrice haute est une matrice carrée complétée de zéros : orthogonale, mais jamais quelconque.

    Perd : uniform, pour « aucune ne doit être favorisée »
    """
    W = np.zeros((n_out, n_in))
    square = _orthogonal(n_in, n_in, gain, rng)
    W[:n_in] = square[:n_out]
    return W


def wrong_wide_of_unit_columns(n_out, n_in, gain, rng):
    r"""Une matrice large reçoit des colonnes de norme gain, qui ne peuvent être toutes orthogonales.

    Perd : wide, pour « $W W^\top = \gamma^2 I »
    Entraîne : generator
    """
    if n_out >= n_in:
        return _orthogonal(n_out, n_in, gain, rng) if n_out > n_in else gain * rng.standard_normal((n_out, n_in))
    W = rng.standard_normal((n_out, n_in))
    return gain * W / np.linalg.norm(W, axis=0)


def wrong_tall_of_unit_rows(n_out, n_in, gain, rng):
    r"""Une matrice haute reçoit des lignes de norme gain, qui ne peuvent être toutes orthogonales.

    Perd : tall, pour « W^\top W = \gamma^2 I »
    """
    if n_out <= n_in:
        return _orthogonal(n_out, n_in, gain, rng)
    W = rng.standard_normal((n_out, n_in))
    return gain * W / np.linalg.norm(W, axis=1, keepdims=True)


def wrong_transposed(n_out, n_in, gain, rng):
    """n_out et n_in sont échangés.

    Perd : wide, tall, pour « un tableau de forme `(n_out, n_in)` »
    Entraîne : uniform, generator
    """
    return _orthogonal(n_in, n_out, gain, rng)


def wrong_normalized_only(n_out, n_in, gain, rng):
    """Les lignes ont la bonne norme, mais ne sont pas orthogonales.

    Perd : wide, tall, pour « orthogonales entre elles et de même norme »
    Entraîne : uniform, generator
    """
    W = rng.standard_normal((n_out, n_in))
    return gain * W / np.linalg.norm(W, axis=int(n_out <= n_in), keepdims=True)


def wrong_global_generator(n_out, n_in, gain, rng):
    """np.random.randn tire d'un générateur global.

    Perd : generator, pour « seule source de hasard »
    """
    Q, R = np.linalg.qr(np.random.randn(max(n_out, n_in), min(n_out, n_in)))  # noqa: NPY002
    Q = gain * Q * np.sign(np.diag(R))
    return Q if n_out >= n_in else Q.T


def wrong_own_generator(n_out, n_in, gain, rng):
    """Un générateur est créé sur place : deux couches de même taille seraient égales.

    Perd : generator, pour « autre graine, autre matrice »
    Entraîne : uniform
    """
    return _orthogonal(n_out, n_in, gain, np.random.default_rng(0))


def wrong_global_seed(n_out, n_in, gain, rng):
    """Une graine globale est fixée à chaque appel.

    Perd : generator
    Entraîne : uniform
    """
    np.random.seed(0)  # noqa: NPY002
    Q, R = np.linalg.qr(np.random.randn(max(n_out, n_in), min(n_out, n_in)))  # noqa: NPY002
    Q = gain * Q * np.sign(np.diag(R))
    return Q if n_out >= n_in else Q.T


def wrong_orthogonal_in_single_precision(n_out, n_in, gain, rng):
    """La matrice est rendue en float32.

    Perd : wide, tall, pour « calculent en `float64` »
    Entraîne : uniform, generator
    """
    return _orthogonal(n_out, n_in, gain, rng).astype(np.float32)


def right_gram_schmidt(n_out, n_in, gain, rng):
    """Gram-Schmidt, deux fois de suite, sur des vecteurs tirés un à un."""
    length, rows = max(n_out, n_in), []
    while len(rows) < min(n_out, n_in):
        v = rng.normal(size=length)
        for _ in range(2):
            for u in rows:
                v = v - (u @ v) * u
        rows.append(v / np.linalg.norm(v))
    W = gain * np.array(rows)
    return W if n_out <= n_in else W.T


def right_polar(n_out, n_in, gain, rng):
    """Le facteur polaire d'une matrice normale, par sa décomposition en valeurs singulières."""
    U, _, V = np.linalg.svd(rng.standard_normal((n_out, n_in)), full_matrices=False)
    return gain * (U @ V)


def right_inverse_root(n_out, n_in, gain, rng):
    """(G Gᵀ)^(-1/2) G, par les valeurs propres, refait une fois pour la précision."""
    W = rng.standard_normal((min(n_out, n_in), max(n_out, n_in)))
    for _ in range(3):
        values, vectors = np.linalg.eigh(W @ W.T)
        W = vectors @ np.diag(values**-0.5) @ vectors.T @ W
    return gain * (W if n_out <= n_in else W.T)

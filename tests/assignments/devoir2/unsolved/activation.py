"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""


def called_functions_of_the_gain(name, Z):
    """Les activations du cours les plus proches : la SiLU et la GELU de l'expérience du gain."""
    from mlcourse.experiments.gain import FUNCTIONS

    g, slope = FUNCTIONS["gelu" if name == "gelu_tanh" else "silu"]
    return g(Z), slope(Z)

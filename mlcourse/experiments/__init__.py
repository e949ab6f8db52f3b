"""Les expériences du livre : chacune calcule et rend des tableaux ; `mlcourse.plots` les dessine.

Une expérience n'a qu'un nom : `experiments/race.py` la calcule, `plots/race.py` la dessine,
`tests/experiments/test_race.py` la vérifie, et `PAGES` dit quelle page du livre la raconte. Les autres modules servent
à plusieurs : `splits` partage les données, `runs` tente les entraînements, `clock` chronomètre, `backward` remonte un
gradient, `archive` garde ce qui est long.
"""

#: Nom de l'expérience : l'adresse de sa page dans le livre.
PAGES: dict[str, str] = {
    "first_look": "introduction",
    "digits": "retropropagation/algorithme",
    "stability": "retropropagation/cout",
    "error_flow": "retropropagation/couches-internes",
    "error_terms": "retropropagation/derniere-couche",
    "symmetry": "retropropagation/fondements",
    "activations": "activations-initialisation-normalisation/activations",
    "whitening": "activations-initialisation-normalisation/normalisation",
    "triptych": "activations-initialisation-normalisation/bilan",
    "noise_floor": "optimiseurs/mini-lots",
    "spring": "optimiseurs/momentum",
    "counterexample": "optimiseurs/adam",
    "schedules": "optimiseurs/apres-adam",
    "value_graph": "experiences/graphe-de-calcul",
    "gradient_check": "experiences/verification-du-gradient",
    "silent_bugs": "experiences/fautes-silencieuses",
    "gradient_cost": "experiences/prix-du-gradient",
    "vectorization": "experiences/vectorisation",
    "sawtooth": "experiences/dents-de-scie",
    "glorot": "experiences/glorot-bengio",
    "he": "experiences/he",
    "dead_relu": "experiences/relu-mortes",
    "six_activations": "experiences/six-activations",
    "learned_slope": "experiences/pente-apprise",
    "initial_weights": "experiences/poids-de-depart",
    "gain": "experiences/gain",
    "finite_width": "experiences/largeur-finie",
    "normalization": "experiences/normalisation",
    "leakage": "experiences/fuite",
    "batch_norm": "experiences/normalisation-par-lots",
    "quadratic": "experiences/taux-de-convergence",
    "autoencoder": "experiences/autoencodeur-momentum",
    "bias_correction": "experiences/correction-du-biais",
    "gradient_noise": "experiences/variance-du-gradient",
    "rotated_ravine": "experiences/ravin-tourne",
    "sparse_features": "experiences/mots-rares",
    "diagnosis": "experiences/dix-courbes",
    "linear_scaling": "experiences/regle-lineaire",
    "edge": "experiences/bord-de-la-stabilite",
    "race": "experiences/course-des-optimiseurs",
    "speed": "experiences/vitesse",
    "cost_growth": "experiences/croissance-des-couts",
}

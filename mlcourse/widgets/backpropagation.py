"""Les curseurs d'un réseau : ce que chacun donne à chercher, et la phrase qui dit ce que l'on voit."""

from mlcourse.experiments.error_flow import error_flow, path_sum
from mlcourse.experiments.gradient_check import STEPS, errors_at_step, gradient_errors
from mlcourse.french import enumerated, fixed, french_number
from mlcourse.plots import plot_error_flow, plot_gradient_check, plot_path_sum
from mlcourse.widgets.rows import Control, Slider

MEASURES = (
    "la différence centrée en float64",
    "la différence avant en float64",
    "la différence centrée en float32",
    "la différence avant en float32",
)


def _rounded(value):
    """Deux chiffres : plus ne dirait rien d'une erreur."""
    return french_number(value, 2)


def _say_step(result):
    """Les quatre erreurs au pas choisi, et celles qui laissent passer un gradient juste."""
    centered, forward, centered32, forward32 = map(_rounded, result.errors)
    passing = [name for name, passes in zip(MEASURES, result.passing, strict=True) if passes]
    limit = f"sous le seuil de {_rounded(result.threshold)}"
    verdict = (
        f"Seule {passing[0]} passe {limit}."
        if len(passing) == 1
        else f"Passent {limit} : {enumerated(passing)}."
        if passing
        else f"Aucune ne passe {limit} : le gradient est juste, et la vérification le dirait faux."
    )
    return (
        f"Au pas *h* = {_rounded(result.h)}, l'erreur est de {centered} par la différence centrée et de {forward} par "
        f"la différence avant, en float64 ; de {centered32} et de {forward32} en float32. {verdict}"
    )


def _two(value):
    """Deux décimales, et pas de moins devant zéro."""
    return fixed(round(float(value), 2) + 0.0, 2)


def _say_flow(result):
    """La réponse et son prix, ce que reçoit chaque neurone caché, et pourquoi le premier ne reçoit rien."""
    (first, second), (answer,) = result.delta[0], result.a[1]
    why = ""
    if abs(first) < 0.02:
        deaf = "le poids qui mène de lui à la sortie est nul" if result.params["W2"][0, 0] == 0 else ""
        flat = (
            f"sa tangente hyperbolique est plate en *z* = {_two(result.z[0][0])}" if abs(result.a[0][0]) > 0.98 else ""
        )
        why = (
            f" Le neurone 1 n'entend plus l'erreur : {' et '.join(filter(None, (deaf, flat)))}." if deaf or flat else ""
        )
    return (
        f"Le réseau répond {_two(answer)} quand il faut {result.y} : sa perte est de {_two(result.loss)}. L'erreur δ "
        f"vaut {_two(result.delta[1][0])} à la sortie, {_two(first)} au neurone 1 et {_two(second)} au neurone 2.{why}"
    )


def _say_paths(result):
    """Les trois parts, leur somme, et ce qu'elle veut dire quand elle est nulle."""
    parts = enumerated([_two(part) for part in result.parts])
    end = "."
    if abs(result.total) < 1e-9:
        end = (
            " : elles se compensent, et le neurone ne reçoit rien."
            if result.parts.any()
            else " : il ne parle à personne."
        )
    return f"Ses trois successeurs renvoient au neurone {parts}. La somme de ces parts est {_two(result.total)}{end}"


# Une puissance de dix se calcule à un arrondi près, et se lit exacte.
STEP_GRID = tuple(float(f"{h:.6g}") for h in STEPS)

#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "gradient_step": Slider(
        title="le pas d'une différence finie",
        task="Un gradient juste passe la vérification si l'erreur est sous 10⁻⁷. Trouvez, pour chacune des quatre "
        "mesures, les pas *h* qui le laissent passer.",
        answer="La différence centrée en float64 en a cinq ordres de grandeur, de 10⁻⁸ à 10⁻³ ; la différence avant, à "
        "peine un, autour de 3 × 10⁻⁷. En float32, aucun pas ne convient : un gradient juste y paraît toujours faux.",
        controls=(Control("h", "pas *h*", STEP_GRID, 1e-5, _rounded),),
        numbers=errors_at_step,
        sentence=_say_step,
        figure=lambda result: plot_gradient_check(gradient_errors(dtypes=["float64"])),
        alt="Erreur relative du gradient en fonction du pas h, en échelles logarithmiques, en double précision. "
        "Chaque courbe descend quand h diminue, avec la pente 2 pour la différence centrée et 1 pour la "
        "différence avant, passe par un minimum, puis remonte comme 1/h.",
    ),
    "path_sum": Slider(
        title="la somme sur les chemins",
        task="Les trois successeurs se trompent tous. Trouvez trois poids, dont aucun n'est nul, pour lesquels le "
        "neurone ne reçoit pourtant aucune erreur.",
        answer="Par exemple 1, 0,8 et 2 : les parts 0,2, −0,4 et 0,2 se compensent. Ne rien recevoir n'est pas avoir "
        "raison : c'est agir sur des erreurs qui s'annulent.",
        controls=(
            Control("w1", "poids *W₁ⱼ*", tuple(k / 2 for k in range(-4, 5)), 1.0),
            Control("w2", "poids *W₂ⱼ*", tuple(k / 5 for k in range(-5, 6)), 0.4),
            Control("w3", "poids *W₃ⱼ*", tuple(k / 2 for k in range(-4, 5)), 2.0),
        ),
        numbers=path_sum,
        sentence=_say_paths,
        figure=lambda result: plot_path_sum(result.parts.size),
        alt="À gauche, le neurone j de la couche l ; au milieu, ses trois successeurs de la couche l + 1 ; à "
        "droite, la perte. À l'aller, trois flèches partent du neurone j, une par successeur, et portent les "
        "poids W1j, W2j et W3j ; une flèche mène de chaque successeur à la perte. Au retour, la perte envoie à "
        "chaque successeur k son terme d'erreur delta k, et chaque successeur renvoie au neurone j le produit de "
        "ce terme par son poids.",
    ),
    "error_flow": Slider(
        title="l'aller et le retour d'un réseau",
        task="Le réseau devrait répondre 0. Trouvez deux façons, bien différentes, de rendre le neurone 1 sourd à "
        "l'erreur alors que la réponse reste fausse. Laquelle des deux la descente de gradient saura-t-elle "
        "défaire ?",
        answer="Un poids *W₁₁* nul : la sortie n'écoute plus le neurone 1. Ou *x₂* = −8 : sa tangente hyperbolique "
        "est plate. La descente défait la première, car un poids nul a un gradient ; de la seconde, elle ne sort "
        "qu'à pas minuscules.",
        controls=(
            Control("x2", "entrée *x₂*", tuple(map(float, range(-8, 9))), 1.0),
            Control("w", "poids *W₁₁* de la sortie", tuple(map(float, range(-3, 4))), 2.0),
            Control("y", "étiquette *y*", (0, 1), 0),
        ),
        numbers=error_flow,
        sentence=_say_flow,
        figure=plot_error_flow,
        alt="Le réseau 2-2-1 et ses nombres. Entrées : 0,5 et 1. Premier neurone caché : z vaut 0,55, a 0,50, et "
        "l'erreur qui lui revient 1,12. Second : z vaut −1,10, a −0,80, l'erreur −0,13. Sortie : z vaut 1,10, a "
        "0,75, l'erreur 0,75.",
    ),
}

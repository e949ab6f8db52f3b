"""Ce que les copies du corpus ont valu ou lu autrement, depuis qu'elles y sont, et pourquoi."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """Une note (en points, sur le maximum du moment) ou une remarque qui a changé : avant, maintenant, la raison."""

    before: float | str
    now: float | str
    why: str


# Le devoir 1 a gagné trois exercices, et repartagé ses points : ce que perd une copie qui manque un exercice a changé.
MAXIMUM = Change(
    16.0, 17.0, "trois exercices de plus au devoir 1 : la question rédigée, à la main, fait les vingt points"
)
WORTH = {
    "smoothed_cross_entropy": Change(5.0, 3.0, "les points repartagés avec les exercices nouveaux"),
    "shared_bias_backward": Change(5.0, 3.0, "de même"),
    "directional_check": Change(6.0, 3.5, "de même"),
}
# Celles dont la note a changé pour une autre raison que ce barème seul.
MARKS = {
    "rewrites_the_locked_cells": Change(
        11.0, 6.5, "elle ne répond qu'à deux exercices : les trois nouveaux, vides, lui manquent comme le sien"
    ),
    "hoards_while_asked_for_a_name": Change(
        10.0,
        6.0,
        "sa boîte se ferme au troisième exercice, et les nouveaux viennent après lui",
    ),
}
# Ce que dit une remarque, qui ne disait rien ou autre chose.
REMARKS = {
    "draws_with_the_course": Change(
        "",
        "« mlcourse.plots »",
        "une copie n'a plus que les modules que son devoir permet : le reste se dit, sans rien coûter",
    ),
    "uses_widgets": Change("", "« ipywidgets »", "de même"),
    "fails_in_its_drafts": Change("", "« scipy »", "de même : l'un de ses brouillons importe SciPy"),
    "interrupts_whoever_asks_its_names": Change(
        "interrompu", "pas défini", "refuser de dire un nom, c'est ne pas l'avoir défini : les tests ne s'arrêtent plus"
    ),
}
# Celles qu'une autre a remplacées : ce qu'elles tentaient ne se voyait plus, ou n'était pas ce que fait Jupyter.
REPLACED = {
    "came_with_ten_thousand_folders": ("came_with_sixty_thousand_folders", "la borne admet cinquante mille entrées"),
    "writes_ten_thousand_blank_lines": (
        "writes_thousands_of_blank_lines",
        "ce qui l'écrivait ôtait les blancs de ses lignes : celle-ci les garde",
    ),
    "names_its_module_like_one_of_python": (
        "names_its_module_like_a_library",
        "Python n'a pas partout le module que la copie masquait ; matplotlib amène toujours celui-ci",
    ),
    "loops_and_lies_about_the_small_batch": (
        "loops_and_lies_about_large_batches",
        "le petit lot ne se reconnaît plus : sa taille et ses dimensions se tirent au hasard",
    ),
}

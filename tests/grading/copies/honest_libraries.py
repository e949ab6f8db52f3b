"""Des copies qui importent ce que le devoir ne permet pas : une remarque le dit, ce qui s'en passe garde ses points."""

from .base import ANSWERS, all_but, filled
from .honest import with_cells, work

ELSEWHERE = "ce devoir ne permet que matplotlib, mlcourse.checks et numpy"


@work("bibliothèques", quick=True, says=f"« scipy » ; outre la bibliothèque standard, {ELSEWHERE}")
def imports_scipy_in_a_draft():
    """Compare sa fonction à celle de SciPy dans une cellule de brouillon."""
    return with_cells("from scipy.special import log_softmax\nlog_softmax(np.zeros((3, 2)), axis=0)")


@work("bibliothèques", points=all_but("smoothed_cross_entropy"), says=f"« scipy ».*{ELSEWHERE}")
def answers_with_scipy():
    """Sa première réponse appelle SciPy, que l'enseignant a peut-être : la note n'en dépend pas."""
    return filled(
        smoothed_cross_entropy="""
def smoothed_cross_entropy(Z, Y, smoothing):
    from scipy.special import log_softmax, softmax

    targets = (1 - smoothing) * Y + smoothing / len(Y)
    return -np.sum(targets * log_softmax(Z, axis=0)) / Z.shape[1], softmax(Z, axis=0) - targets"""
    )


@work("bibliothèques", says=f"« pandas » et « tqdm ».*{ELSEWHERE}")
def does_without_what_is_missing():
    """Une barre de progression si tqdm est là, un tableau si pandas est là ; sinon, rien."""
    tries = [f"try:\n    import {name}\nexcept ImportError:\n    {name} = None" for name in ("tqdm", "pandas")]
    return with_cells(*tries, notebook=filled(directional_check=ANSWERS["directional_check"]))


@work("bibliothèques", says=f"« mlcourse.optimizers ».*{ELSEWHERE}")
def imports_another_module_of_the_course():
    """Essaie un module du cours que le devoir n'offre pas."""
    return with_cells("from mlcourse import optimizers\noptimizers.OPTIMIZERS")


@work("bibliothèques")
def imports_what_the_assignment_allows():
    """Trace une figure, appelle mlcourse.checks et un morceau de la bibliothèque standard : rien à en dire."""
    return with_cells(
        "import math\nimport matplotlib.pyplot as plt\nimport mpl_toolkits\nfrom mlcourse.checks import Check",
        "Check(len, 'len compte').call([1, 2])\nplt.plot([1, math.pi]);",
    )

"""Ce qu'il faut reprendre de nbgrader dans chacun de ses programmes : nbgrader_config.py le demande."""

import warnings

from sqlalchemy.exc import SAWarning

from mlcourse.grading.gradebook.dates import read_date
from mlcourse.grading.gradebook.reader import held
from mlcourse.grading.gradebook.release import release
from mlcourse.grading.gradebook.seams import (
    find_any_name,
    one_by_one,
    read_any_name,
    read_dates_with,
    release_by,
    tell_held,
)


def repair():
    """Nbgrader et formgrader lisent les dates, suivent tous les noms, vont au bout, produisent les sujets avec soin.

    Ils disent aussi quelle copie attend une note.
    """
    read_dates_with(read_date)
    read_any_name()
    find_any_name()
    one_by_one()
    release_by(release)
    tell_held(held)
    warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")  # une centaine, pour une classe

"""Les petites classes que partagent plusieurs fichiers de tests."""

import pytest

from mlcourse.grading.gradebook import database

from .batches import NAMES
from .small_course import RIGHT, WRONG, SmallCourse, filled


@pytest.fixture(scope="session")
def fresh_class(tmp_path_factory):
    """Une classe qui vient de rendre ses copies ; son carnet de notes, long à créer, est vide."""
    course = SmallCourse(tmp_path_factory.mktemp("modele"))
    released = course.released()
    for student, double in zip(NAMES, (RIGHT, WRONG, RIGHT), strict=True):
        course.submit(student, filled(released, double))
    database.open_gradebook(course.open().coursedir).close()
    return course


@pytest.fixture
def course(fresh_class, tmp_path):
    """Une copie de cette classe, pour un test."""
    return fresh_class.copy(tmp_path)


@pytest.fixture(scope="session")
def subject(tmp_path_factory):
    """Le petit cours, avant que personne n'ait rien rendu."""
    return SmallCourse(tmp_path_factory.mktemp("reconstruction"))


@pytest.fixture(scope="session")
def master(subject):
    """Le carnet de l'enseignant, préparé pour la correction."""
    return subject.master()


@pytest.fixture
def copy_of(subject):
    """Une copie juste."""
    return filled(subject.released())

"""Les expériences longues : ce qui est gardé revient tel quel, avec sa provenance, et se recalcule."""

import re
from dataclasses import dataclass

import numpy as np
import pytest

from mlcourse.experiments import archive, quadratic


@dataclass(frozen=True)
class Sample:
    """Un résultat de chaque sorte permise."""

    grid: np.ndarray
    names: np.ndarray
    alpha: float
    rule: str


SAMPLE = Sample(np.arange(6.0).reshape(2, 3), np.array(["sgd", "adam"]), 0.1, "adam")


def test_a_saved_result_comes_back_as_it_was(tmp_path):
    archive.save("essai", SAMPLE, seeds=range(3), folder=tmp_path)
    loaded = archive.load("essai", Sample, tmp_path)
    np.testing.assert_array_equal(loaded.grid, SAMPLE.grid)
    assert loaded.names.tolist() == ["sgd", "adam"]
    assert (loaded.alpha, loaded.rule) == (0.1, "adam")


def test_provenance_says_seeds_versions_date_and_duration(tmp_path):
    archive.save("essai", SAMPLE, seeds=range(3), seconds=12.4, folder=tmp_path)
    origin = archive.provenance("essai", tmp_path)
    assert origin.keys() == {"seeds", "python", "numpy", "mlcourse", "date", "seconds"}
    assert (origin["seeds"], origin["numpy"], origin["seconds"]) == ([0, 1, 2], np.__version__, 12)


def test_the_sentence_of_a_page_says_all_of_it(tmp_path):
    archive.save("essai", SAMPLE, seeds=[4, 7], seconds=12.4, folder=tmp_path)
    sentence = archive.describe("essai", tmp_path)
    what, which, where = sentence.splitlines()
    assert re.fullmatch(r"Calculé le \d\d/\d\d/\d{4} en 12 s,", what)
    assert which.startswith("graines 4, 7, mlcourse ")
    assert where.endswith(f"NumPy {np.__version__}.")
    assert max(map(len, sentence.splitlines())) < 42


@pytest.mark.parametrize("name", archive.ARCHIVED)
def test_every_long_experiment_is_kept_on_three_seeds_at_least_and_weighs_little(name):
    assert len(archive.provenance(name)["seeds"]) >= 3
    assert (archive.FOLDER / f"{name}.npz").stat().st_size < 64 * 1024


def test_nothing_is_kept_that_the_command_does_not_compute():
    assert {path.stem for path in archive.FOLDER.glob("*.npz")} == set(archive.ARCHIVED)


def test_the_command_computes_saves_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(archive, "ARCHIVED", {"essai": "mlcourse.experiments.quadratic:iterations_by_conditioning"})
    monkeypatch.setattr(quadratic, "SEEDS", (0,), raising=False)
    archive.main([], tmp_path)
    assert re.fullmatch(r"essai : \d+ Kio, \d+ s\.\n", capsys.readouterr().out)
    kept = archive.load("essai", quadratic.Conditioning, tmp_path)
    np.testing.assert_array_equal(kept.sgd, quadratic.iterations_by_conditioning().sgd)
    assert archive.provenance("essai", tmp_path)["seeds"] == [0]


@pytest.mark.parametrize("ask", [lambda: archive.run("glorrot"), lambda: archive.provenance("glorrot")])
def test_an_unknown_experiment_is_refused_in_one_french_sentence(ask):
    with pytest.raises(ValueError, match=r"(?=.*glorrot).*attendu"):
        ask()

"""Les caractéristiques rares : où un taux par paramètre gagne."""

import numpy as np
import pytest

from mlcourse.experiments.sparse_features import RULES, frequencies, known_rates, sparse_runs


@pytest.fixture(scope="module")
def runs():
    return {kind: sparse_runs(kind) for kind in ("rare", "even")}


def best(runs, name):
    return np.median(runs.best()[list(RULES).index(name)])


def test_the_documents_are_as_long_in_both_cases():
    assert frequencies("rare").sum() == pytest.approx(frequencies("even").sum())
    assert frequencies("rare")[0] / frequencies("rare")[-1] == pytest.approx(300)


def test_adagrad_wins_where_words_are_rare_on_every_seed(runs):
    adagrad, *others = (runs["rare"].best()[list(RULES).index(name)] for name in ("adagrad", "sgd", "sgd_sqrt"))
    assert (adagrad < 0.75 * np.minimum(*others)).all()


def test_a_rate_that_falls_for_all_alike_does_not_do_as_well(runs):
    gains = {kind: best(run, "sgd_sqrt") / best(run, "adagrad") for kind, run in runs.items()}
    assert gains["rare"] > 1.4
    assert 1.1 < gains["even"] < 1.35


def test_rmsprop_at_a_constant_rate_comes_last(runs):
    for run in runs.values():
        assert best(run, "rmsprop") > 1.2 * max(best(run, name) for name in ("sgd", "sgd_sqrt", "adagrad"))


def test_the_sums_grow_with_the_counts(runs):
    run = runs["rare"]
    ratio = run.sums / np.maximum(run.counts, 1)
    assert np.corrcoef(np.log(run.counts[:100]), np.log(run.sums[:100]))[0, 1] > 0.98
    assert np.median(ratio) == pytest.approx(0.2, abs=0.06)


def test_adagrad_learns_the_words_of_every_rank_better(runs):
    missed = dict(zip(RULES, np.median(runs["rare"].missed_by_rank(), axis=1), strict=True))
    assert (missed["adagrad"] < 0.9 * np.minimum(missed["sgd"], missed["sgd_sqrt"])).all()
    # Un taux qui décroît pour tous pose les mots fréquents, et n'apprend pas mieux les rares.
    assert missed["sgd_sqrt"][0] < 0.9 * missed["sgd"][0]
    assert missed["sgd_sqrt"][-1] > 0.95 * missed["sgd"][-1]


def test_knowing_the_frequencies_gives_more_than_half_of_what_adagrad_gives(runs):
    adagrad, descent = (best(runs["rare"], name) for name in ("adagrad", "sgd"))
    common, root, inverse = (np.median(known_rates(power)) for power in (0, 0.5, 1))
    assert common == pytest.approx(descent)
    assert 0.5 < (descent - root) / (descent - adagrad) < 0.75
    assert adagrad < root < inverse < common

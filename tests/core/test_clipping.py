"""L'écrêtage : la norme est bornée, la direction gardée, et rien ne déborde."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.training import clip_by_norm

vectors = st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=30)
norms = st.floats(1e-3, 1e4)
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@every_dtype
@given(values=vectors, max_norm=norms)
def test_the_result_is_g_times_the_smaller_of_one_and_the_ratio(dtype, values, max_norm):
    g = np.array(values, dtype)
    norm = np.sqrt(np.sum(g.astype(float) ** 2))
    expected = g.astype(float) * min(1, max_norm / norm) if norm > 0 else g
    clipped = clip_by_norm(g, max_norm)
    assert clipped.dtype == dtype
    np.testing.assert_allclose(clipped, expected, rtol=1e-5 if dtype is np.float32 else 1e-12, atol=1e-30)


@every_dtype
@given(values=vectors, max_norm=norms)
def test_clipping_twice_changes_nothing_more(dtype, values, max_norm):
    once = clip_by_norm(np.array(values, dtype), max_norm)
    np.testing.assert_allclose(clip_by_norm(once, max_norm), once, rtol=1e-5)


@every_dtype
@given(values=vectors)
def test_a_gradient_short_enough_keeps_its_bits(dtype, values):
    g = np.array(values, dtype)
    assert clip_by_norm(g, 1e5).tobytes() == g.tobytes()


@pytest.mark.parametrize("max_norm", [0.1, 1e9])
def test_the_result_never_shares_memory_with_g_which_stays_as_it_was(max_norm):
    g = np.array([3.0, 4.0])
    clipped = clip_by_norm(g, max_norm)
    assert not np.shares_memory(g, clipped)
    np.testing.assert_array_equal(g, [3, 4])


@every_dtype
@pytest.mark.parametrize("max_norm", [1e-3, 1e3])
def test_a_null_gradient_stays_null(dtype, max_norm):
    assert clip_by_norm(np.zeros(4, dtype), max_norm).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("dtype", "size"), [(np.float32, 1e30), (np.float32, 3e38), (np.float64, 1e200), (np.float64, 1.7e308)]
)
def test_a_norm_too_large_for_its_type_is_still_clipped(dtype, size):
    clipped = clip_by_norm(np.full(4, -size, dtype), 3)
    np.testing.assert_allclose(clipped, -1.5, rtol=1e-6)


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e-30), (np.float32, 1e-44), (np.float64, 1e-300)])
def test_a_norm_too_small_to_be_squared_is_not_taken_for_zero(dtype, size):
    g = np.full(4, size, dtype)
    assert np.linalg.norm(clip_by_norm(g, float(size) / 4).astype(float)) <= size / 2
    assert clip_by_norm(g, 1).tobytes() == g.tobytes()


def test_the_norm_is_that_of_the_whole_array_whatever_its_shape():
    g = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_allclose(clip_by_norm(g, 1).ravel(), clip_by_norm(g.ravel(), 1))
    assert clip_by_norm([], 1).shape == (0,)


@pytest.mark.parametrize(
    ("call", "expected", "received"),
    [
        (lambda: clip_by_norm([1.0, np.nan], 1), "finis", "1"),
        (lambda: clip_by_norm([np.inf, -np.inf], 1), "finis", "2"),
        (lambda: clip_by_norm(["a"], 1), "réels", "<U1"),
        (lambda: clip_by_norm([1.0], 0), "strictement positif", "0"),
        (lambda: clip_by_norm([1.0], -1), "strictement positif", "-1"),
        (lambda: clip_by_norm([1.0], np.inf), "fini", "inf"),
        (lambda: clip_by_norm([1.0], None), "nombre", "None"),
    ],
)
def test_wrong_arguments_are_refused_with_what_was_expected_and_what_came(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    before, after = str(caught.value).rsplit("reçu", 1)
    assert expected in before
    assert received in after

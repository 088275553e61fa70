"""How far probabilities are off, apart from what chance does on few rows."""

import numpy as np
import pytest
from common.calibration_error import calibration_error, error_by_chance
from hypothesis import given, settings
from hypothesis import strategies as st


def drawn(rows, seed):
    random = np.random.default_rng(seed)
    probabilities = random.random(rows)
    return probabilities, (random.random(rows) < probabilities).astype(np.int8)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31))
def test_the_error_of_true_probabilities_is_what_chance_makes_it(seed):
    for rows in (200, 5_000):
        probabilities, outcomes = drawn(rows, seed)

        excess = calibration_error(probabilities, outcomes) - error_by_chance(probabilities)

        assert abs(excess) < 1.2 / np.sqrt(rows)


def test_what_is_sure_and_wrong_is_wholly_off_and_chance_has_no_part_in_it():
    sure = np.full(10, 0.9)

    assert calibration_error(sure, np.zeros(10, np.int8)) == pytest.approx(0.9)
    assert error_by_chance(np.ones(10)) == 0


def test_what_is_off_stays_so_beyond_chance_even_on_few_rows():
    probabilities, outcomes = drawn(360, 3)
    bold = np.clip(probabilities + np.where(probabilities > 0.5, 0.2, -0.2), 0, 1)

    assert calibration_error(bold, outcomes) - error_by_chance(bold) > 0.05
    assert calibration_error(probabilities, outcomes) - error_by_chance(probabilities) < 0.05


def test_chance_does_less_the_more_rows_there_are():
    errors = [error_by_chance(drawn(rows, 5)[0]) for rows in (100, 1_000, 10_000)]

    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.015


@pytest.mark.parametrize("rows", [1, 3, 15])
def test_fewer_rows_than_bins_are_a_bin_each(rows):
    probabilities, outcomes = drawn(rows, 1)

    assert calibration_error(probabilities, outcomes) == pytest.approx(np.abs(probabilities - outcomes).mean())

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

        assert abs(calibration_error(probabilities, outcomes) - error_by_chance(probabilities)) < 1.2 / np.sqrt(rows)


def passes(rows, off, tries=60, limit=0.05):
    """How often the gate of core/models/decide-champion.ts lets probabilities through that are off by so much."""
    passed = 0
    for seed in range(tries):
        random = np.random.default_rng(seed)
        said = random.uniform(0.2, 0.8, rows)
        outcomes = random.random(rows) < np.clip(said - off, 0, 1)
        excess = calibration_error(said, outcomes) ** 2 - error_by_chance(said) ** 2
        passed += np.sqrt(max(0.0, excess)) <= limit
    return passed / tries


def test_the_gate_lets_most_true_ones_through_on_few_rows_and_stops_most_that_are_off_by_twice_its_limit():
    assert passes(360, 0.0) > 0.7
    assert passes(360, 0.1) < 0.3
    assert passes(5_000, 0.0) == 1
    assert passes(5_000, 0.07) < 0.1


def test_what_is_sure_and_wrong_is_wholly_off_and_chance_has_no_part_in_it():
    sure = np.full(10, 0.9)

    assert calibration_error(sure, np.zeros(10, np.int8)) == pytest.approx(0.9)
    assert error_by_chance(np.ones(10)) == 0


def test_chance_does_less_the_more_rows_there_are():
    errors = [error_by_chance(drawn(rows, 5)[0]) for rows in (100, 1_000, 10_000)]

    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.015


@pytest.mark.parametrize("rows", [1, 3, 15])
def test_fewer_rows_than_bins_are_a_bin_each(rows):
    probabilities, outcomes = drawn(rows, 1)

    assert calibration_error(probabilities, outcomes) == pytest.approx(np.abs(probabilities - outcomes).mean())


@pytest.mark.parametrize("error", [lambda none: calibration_error(none, []), error_by_chance])
def test_of_no_probabilities_no_error_is_told(error):
    with pytest.raises(ValueError, match="at least one"):
        error(np.zeros(0))

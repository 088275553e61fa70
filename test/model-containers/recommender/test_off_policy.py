import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.off_policy import Logged, estimate_policy, interval


def a_log(rows=4000, seed=1, exploration=1.0):
    """Three actions that are clicked in 5, 10 and 20 % of the cases, the third doubly so in context 1."""
    rng = np.random.default_rng(seed)
    contexts = rng.integers(0, 2, (rows, 1)).astype(float)
    chances = np.full((rows, 3), exploration / 3)
    chances[:, 0] += 1 - exploration
    actions = (chances.cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)
    rates = np.array([0.05, 0.1, 0.2])[actions] * (1 + contexts[:, 0] * (actions == 2))
    clicks = (rng.random(rows) < rates).astype(float)
    return Logged(contexts, actions, chances[np.arange(rows), actions], clicks, 3)


def always(action, log):
    return np.eye(3)[np.full(len(log.actions), action)]


def test_the_intervals_hold_the_truth_of_a_policy_that_never_served():
    log = a_log()

    value = estimate_policy(log, always(2, log))

    for estimate in (value.ips, value.snips, value.dr):
        assert estimate.low < 0.3 < estimate.high


def test_the_behaviour_itself_is_worth_what_it_earned_and_every_row_counts():
    log = a_log()

    value = estimate_policy(log, np.full((len(log.actions), 3), 1 / 3))

    assert value.ips.value == pytest.approx(log.rewards.mean())
    assert value.effective_sample_size == pytest.approx(len(log.actions))


def test_a_log_that_seldom_did_what_the_policy_does_is_worth_few_rows_and_says_so_with_a_wide_interval():
    wide, narrow = a_log(exploration=0.1), a_log()

    seldom, often = (estimate_policy(log, always(2, log)) for log in (wide, narrow))

    assert seldom.effective_sample_size < often.effective_sample_size / 5
    assert seldom.dr.high - seldom.dr.low > 2 * (often.dr.high - often.dr.low)


def test_the_same_seed_twice_gives_the_same_estimate():
    log = a_log()

    assert estimate_policy(log, always(1, log)) == estimate_policy(log, always(1, log))


def test_an_impossible_log_is_refused():
    log = a_log(10)
    impossible = Logged(log.contexts, log.actions, np.zeros(10), log.rewards, 3)

    with pytest.raises(ValueError, match="propensity 0"):
        estimate_policy(impossible, always(0, log))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 50), min_size=5, max_size=60))
def test_an_interval_always_holds_its_own_estimate(values):
    estimate = interval(np.array(values))

    assert estimate.low <= estimate.value + 1e-9
    assert estimate.high >= estimate.value - 1e-9


def test_a_skewed_sample_gets_an_interval_that_reaches_further_up_than_down():
    estimate = interval(np.array([0.0] * 95 + [10.0] * 5))

    assert estimate.high - estimate.value > 1.2 * (estimate.value - estimate.low)


@pytest.mark.parametrize(("reward", "low", "high"), [(0.0, 0.0, 0.490), (1.0, 0.510, 1.0)])
def test_a_few_rewards_that_are_all_alike_are_no_certainty(reward: float, low: float, high: float):
    estimate = interval(np.full(4, reward))

    assert (estimate.low, estimate.value, estimate.high) == pytest.approx((low, reward, high), abs=1e-3)


def test_of_a_policy_that_always_served_and_was_never_clicked_little_is_known_while_the_log_is_short():
    short, long = (
        Logged(np.zeros((rows, 1)), np.zeros(rows, dtype=int), np.ones(rows), np.zeros(rows), 2) for rows in (5, 500)
    )

    few, many = (estimate_policy(log, np.eye(2)[log.actions]).snips for log in (short, long))

    assert few.low == many.low == 0
    assert few.high > 0.4 > 0.01 > many.high > 0

from dataclasses import replace

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


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"propensities": np.zeros(10)}, "propensity"),
        ({"propensities": np.full(10, 1e-300)}, "propensity"),
        ({"propensities": np.full(10, 1.5)}, "propensity"),
        ({"propensities": np.full(10, np.nan)}, "propensity"),
        ({"rewards": np.full(10, np.nan)}, "reward is no number"),
        ({"contexts": np.full((10, 1), np.inf)}, "context"),
        ({"actions": np.full(10, 3)}, "none of the 3"),
        ({"customers": np.zeros(10, int)}, "two customers"),
    ],
)
def test_an_impossible_log_is_refused(broken, says):
    log = a_log(10)

    with pytest.raises(ValueError, match=says):
        estimate_policy(replace(log, **broken), always(0, log))


@pytest.mark.parametrize("chances", [(2.0, -1.0, 0.0), (0.5, 0.0, 0.0), (np.nan, 0.5, 0.5)])
def test_a_policy_of_impossible_chances_is_refused(chances):
    with pytest.raises(ValueError, match="probabilities"):
        estimate_policy(a_log(10), np.tile(chances, (10, 1)))


def test_of_a_policy_that_takes_no_action_of_the_log_nothing_is_said():
    log = replace(a_log(500), actions=np.zeros(500, int))

    with pytest.raises(ValueError, match="nothing is known"):
        estimate_policy(log, always(1, log))


@pytest.mark.parametrize("reward", [0.0, 1.0])
def test_one_row_among_many_that_the_policy_would_have_drawn_makes_no_certainty(reward):
    few = replace(a_log(5000), actions=np.r_[1, np.zeros(4999, int)], rewards=np.full(5000, reward))

    value = estimate_policy(few, always(1, few))

    assert value.effective_sample_size == pytest.approx(1)
    assert value.snips.high - value.snips.low > 0.5


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.floats(1e-9, 1), st.sampled_from([0.0, 1.0]), st.integers(0, 9)),
        min_size=2,
        max_size=40,
    ),
    st.sampled_from([(1.0, 0.0, 0.0), (0.2, 0.3, 0.5)]),
)
def test_whatever_was_logged_the_intervals_are_numbers_that_hold_their_estimates_or_the_log_is_refused(rows, chances):
    actions, propensities, rewards, customers = (np.array(column) for column in zip(*rows, strict=True))
    log = Logged(np.zeros((len(rows), 1)), actions, propensities, rewards, 3, customers)

    try:
        value = estimate_policy(log, np.tile(chances, (len(rows), 1)))
    except ValueError:
        return

    assert 1 - 1e-6 <= value.effective_sample_size <= len(rows) + 1e-6
    for estimate in (value.ips, value.snips, value.dr):
        slack = 1e-6 * (1 + abs(estimate.value))
        assert np.isfinite([estimate.low, estimate.value, estimate.high]).all()
        assert estimate.low - slack <= estimate.value <= estimate.high + slack


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

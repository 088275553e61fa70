"""What a policy would have earned, from the log of another one that chose with known probabilities.

IPS (Horvitz & Thompson, 1952), SNIPS (Swaminathan & Joachims, 2015) and DR (Dudík et al., 2011) whose reward model is
cross-fitted (Chernozhukov et al., 2018), so that no row is judged by a model that saw it. Each interval is a normal one
on the estimator's influence values, with the transformation of Hall (1992, "On the removal of skewness by
transformation"): rewards are rare and weights large, so a symmetric interval lies too low.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.rewards import expected_rewards
from recommender.sessions import Floats, Ints

Z95 = 1.959964
LEAST_PROPENSITY = 1e-9  # a row that was drawn more rarely would outweigh any log


@dataclass(frozen=True)
class Logged:
    """Rows of the log: what was known, the action taken, how probable it was, and what came of it.

    `contexts` is (rows, facts); `actions` are numbers below `action_count`. `customers`, where given, numbers whose
    each row is: rows of one customer are alike, so that an interval counts customers and no row is judged by its kin.
    """

    contexts: Floats
    actions: Ints
    propensities: Floats
    rewards: Floats
    action_count: int
    customers: Ints | None = None


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class PolicyValue:
    """`effective_sample_size` is Kish's: of how many rows drawn by the policy itself the log is worth; of how many
    customers, `effective_customers`. `difference` is how far `dr` lies above what the log itself earned."""

    ips: Estimate
    snips: Estimate
    dr: Estimate
    difference: Estimate
    effective_sample_size: float
    effective_customers: float


def estimate_policy(log: Logged, target: Floats, folds: int = 3, seed: int = 7) -> PolicyValue:
    """The value of the policy that takes action a in row i with probability `target[i, a]`."""
    return estimate_policies(log, [target], folds, seed)[0]


def estimate_policies(log: Logged, targets: Sequence[Floats], folds: int = 3, seed: int = 7) -> list[PolicyValue]:
    """The value of each policy, all by one model of the reward."""
    for target in targets:
        check(log, target)
    expected = expected_rewards(log.contexts, log.actions, log.rewards, log.action_count, folds, seed, whose_of(log))
    return [value_of(log, target, expected) for target in targets]


def value_of(log: Logged, target: Floats, expected: Floats) -> PolicyValue:
    rows, whose = np.arange(len(log.actions)), whose_of(log)
    weights = target[rows, log.actions] / log.propensities
    earned = weights * log.rewards
    share = max(float(weights.mean()), 1e-12)
    normalised = float(earned.mean()) / share
    missed = weights * (log.rewards - expected[rows, log.actions])
    corrected = (target * expected).sum(axis=1) + missed
    worth = effective_size(np.bincount(np.unique(whose, return_inverse=True)[1], weights))
    return PolicyValue(
        interval(by_customer(earned, whose), worth),
        interval(by_customer(normalised + weights * (log.rewards - normalised) / share, whose), worth),
        interval(by_customer(corrected, whose), worth),
        interval(by_customer(corrected - log.rewards, whose), worth, least=-1),
        effective_size(weights),
        worth,
    )


def behaviour_value(log: Logged) -> Estimate:
    """What the log itself earned."""
    return interval(by_customer(log.rewards, whose_of(log)))


def whose_of(log: Logged) -> Ints:
    """Whose each row is; where nothing is said, each is somebody's of their own."""
    return np.arange(len(log.actions)) if log.customers is None else log.customers


def effective_size(weights: Floats) -> float:
    """Of how many rows that weigh alike these are worth (Kish, 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def by_customer(values: Floats, whose: Ints) -> Floats:
    """One value a customer with the same mean, whose spread is that of a mean over rows (Liang & Zeger, 1986)."""
    _, places = np.unique(whose, return_inverse=True)
    mean, count = values.mean(), int(places.max()) + 1
    return mean + np.bincount(places, values - mean) * count / len(values)


def interval(values: Floats, worth: float | None = None, least: float = 0) -> Estimate:
    """Mean of independent values with its 95 % interval, corrected for their skewness.

    `worth` says of how many values of the policy itself these are worth, where it is not all of them: where none
    differs, their spread does not tell, and they could have been anything from `least` to 1.
    """
    n, mean = len(values), float(values.mean())
    deviation = float(values.std(ddof=1)) if n > 1 else 0.0
    if deviation <= 1e-12 * abs(mean):
        return where_all_are_alike(mean, n if worth is None else worth, least)
    skewness = float((((values - mean) / deviation) ** 3).mean())
    low, high = (untransformed(z / np.sqrt(n), skewness, n) for z in (Z95, -Z95))
    return Estimate(mean, mean - low * deviation, mean - high * deviation)


def where_all_are_alike(mean: float, n: float, least: float) -> Estimate:
    """No spread was seen, and values lie from `least` to 1: Wilson's (1927) interval of none, or all, among so many."""
    unseen = Z95**2 / (n + Z95**2)
    return Estimate(mean, mean - max(mean - least, 0.0) * unseen, mean + max(1 - mean, 0.0) * unseen)


def untransformed(t: float, skewness: float, n: int) -> float:
    """The studentised mean whose Hall transform t + s t² / 3 + s² t³ / 27 + s / 6n is the given value."""
    if abs(skewness) < 1e-9:
        return t
    return 3 * (np.cbrt(1 + skewness * (t - skewness / (6 * n))) - 1) / skewness


def check(log: Logged, target: Floats) -> None:
    rows = len(log.actions)
    if len(np.unique(whose_of(log))) < 2:
        raise ValueError("an estimate needs logged rows of two customers at least")
    if not (np.isfinite(log.contexts).all() and np.isfinite(log.rewards).all()):
        raise ValueError("a logged context or reward is no number")
    if not ((log.actions >= 0) & (log.actions < log.action_count)).all():
        raise ValueError(f"a logged action is none of the {log.action_count} that there are")
    if not ((log.propensities >= LEAST_PROPENSITY) & (log.propensities <= 1)).all():
        raise ValueError(f"a logged action has a propensity that is not from {LEAST_PROPENSITY} to 1: it was not drawn")
    if target.shape != (rows, log.action_count):
        raise ValueError(f"target must be (rows, actions), {(rows, log.action_count)}, not {target.shape}")
    if not ((target >= 0).all() and np.allclose(target.sum(axis=1), 1, atol=1e-6)):
        raise ValueError("the target's probabilities do not add up to 1 in every row")
    if not is_in_log(log, target):
        raise ValueError("the policy takes no action that the log took: nothing is known of it")


def is_in_log(log: Logged, target: Floats) -> bool:
    """Whether the policy would take anything that the log took."""
    return bool(target[np.arange(len(log.actions)), log.actions].any())

"""Worlds whose rewards are written down, so that a policy's true value is known and intervals can be counted."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from recommender.off_policy import Logged, PolicyValue, estimate_policy
from recommender.sessions import Floats

TRUTH_ROWS = 400_000


@dataclass(frozen=True)
class World:
    """How often is clicked, and how far behaviour and target lean towards what is clicked more."""

    actions: int
    facts: int
    click_rate: float
    behaviour_lean: float
    target_lean: float
    exploration: float  # share of uniform choice in the behaviour


WORLDS = {
    "even log": World(10, 4, 0.10, 0.0, 1.5, 1.0),
    "leaning log": World(10, 4, 0.10, -0.7, 1.0, 0.2),
    "rare clicks": World(20, 3, 0.02, 0.5, 1.0, 0.3),
}


@dataclass(frozen=True)
class Coverage:
    """Of each estimator's intervals, the share that holds the truth, and its bias and spread over the simulations."""

    truth: float
    coverage: dict[str, float]
    bias: dict[str, float]
    deviation: dict[str, float]
    last: PolicyValue


def coverage_of(world: World, simulations: int, rows: int, seed: int) -> Coverage:
    rng = np.random.default_rng(seed)
    click, behave, choose = laws_of(world, rng)
    contexts = rng.normal(size=(TRUTH_ROWS, world.facts))
    truth = float((choose(contexts) * click(contexts)).sum(axis=1).mean())
    values = [
        estimate_policy(*drawn(world, rows, click, behave, choose, rng), seed=simulation)
        for simulation in range(simulations)
    ]
    names = ("ips", "snips", "dr")
    estimates = {name: np.array([getattr(value, name).value for value in values]) for name in names}
    held = {name: [getattr(v, name).low <= truth <= getattr(v, name).high for v in values] for name in names}
    return Coverage(
        truth,
        {name: float(np.mean(held[name])) for name in names},
        {name: float(estimates[name].mean() - truth) for name in names},
        {name: float(estimates[name].std()) for name in names},
        values[-1],
    )


Law = Callable[[Floats], Floats]


def laws_of(world: World, rng: np.random.Generator) -> tuple[Law, Law, Law]:
    """(click probabilities, behaviour, target): each (rows, facts) to (rows, actions)."""
    slopes = rng.normal(size=(world.facts, world.actions)) * 0.6
    base = rng.normal(size=world.actions) * 0.6 + np.log(world.click_rate / (1 - world.click_rate))

    def utility(contexts: Floats) -> Floats:
        return contexts @ slopes + base + 0.4 * np.sin(2 * contexts[:, :1])  # no linear model fits it exactly

    def leaning(contexts: Floats, lean: float) -> Floats:
        weights = np.exp(lean * (utility(contexts) - base.mean()))
        return weights / weights.sum(axis=1, keepdims=True)

    def behave(contexts: Floats) -> Floats:
        return (1 - world.exploration) * leaning(contexts, world.behaviour_lean) + world.exploration / world.actions

    return (
        lambda contexts: 1 / (1 + np.exp(-utility(contexts))),
        behave,
        lambda contexts: leaning(contexts, world.target_lean),
    )


def drawn(
    world: World, rows: int, click: Law, behave: Law, choose: Law, rng: np.random.Generator
) -> tuple[Logged, Floats]:
    contexts = rng.normal(size=(rows, world.facts))
    chances = behave(contexts)
    actions = (chances.cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)
    at = np.arange(rows)
    clicks = (rng.random(rows) < click(contexts)[at, actions]).astype(np.float64)
    return Logged(contexts, actions, chances[at, actions], clicks, world.actions), choose(contexts)

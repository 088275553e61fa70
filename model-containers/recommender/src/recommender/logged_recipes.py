"""A shop's own log of slates as rows that off-policy estimates read: which recipe was drawn for whom, with what
probability, and whether it was rewarded.

Rewards are those of core/experiments/reward-rules.ts.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from common.contracts import constants_of

from recommender.off_policy import Logged
from recommender.sessions import Floats

RULES = constants_of("RewardRules")


@dataclass(frozen=True)
class RecipeLog:
    """`is_known` (rows,) says whose slates were of customers who had signed in; `recipes` names the actions."""

    experiment: str
    log: Logged
    recipes: tuple[str, ...]
    is_known: Floats


def read_recipe_log(
    decisions: Path, events: Path, surface: str, reward: str = "click", experiment: str | None = None
) -> RecipeLog:
    """Below both folders lie JSON Lines, compressed or not, of one shop's lake areas `decisions` and `events`.

    Of one experiment, by default the last that ran on the surface, because recipes of others were not drawn beside
    each other. Interleaved slates and the holdout's are left out: no recipe was drawn for them. A decision that the log
    holds twice counts once.
    """
    drawn = {one["requestId"]: one for one in lines_of(decisions) if is_drawn(one, surface)}
    if not drawn:
        raise ValueError(f"no recipe was drawn for surface {surface}: an A/B test or a bandit must have run there")
    name = experiment or max(drawn.values(), key=lambda one: one["at"])["experiment"]["name"]
    slates = {key: one for key, one in drawn.items() if one["experiment"]["name"] == name}
    if not slates:
        names = ", ".join(sorted({one["experiment"]["name"] for one in drawn.values()}))
        raise ValueError(f"experiment {name} drew no recipe for surface {surface}; the log knows {names}")
    rewarded = {name for name, event in answers_of(events, slates) if is_reward(slates[name], event, reward)}
    rows = sorted(slates.values(), key=lambda one: (one["at"], one["requestId"]))
    recipes = tuple(sorted({one["experiment"]["arm"] for one in rows}))
    hours = np.array([moment(one["at"]) % 86_400 / 86_400 * 2 * np.pi for one in rows])
    is_known = np.array([float(one["isKnown"]) for one in rows])
    _, customers = np.unique([one["customer"] for one in rows], return_inverse=True)
    log = Logged(
        np.stack([is_known, np.sin(hours), np.cos(hours)], axis=1),
        np.array([recipes.index(one["experiment"]["arm"]) for one in rows]),
        np.array([float(one["experiment"]["propensity"]) for one in rows]),
        np.array([float(one["requestId"] in rewarded) for one in rows]),
        len(recipes),
        customers,
    )
    return RecipeLog(name, log, recipes, is_known)


def policy_of(rules: Mapping[str, str], log: RecipeLog) -> Floats:
    """(rows, recipes) chances of a policy that serves `rules["known"]` to signed-in customers, else `rules["new"]`."""
    for recipe in rules.values():
        if recipe not in log.recipes:
            raise ValueError(f"recipe {recipe} was never drawn; the log knows {', '.join(log.recipes)}")
    chances = np.zeros((len(log.is_known), len(log.recipes)))
    for is_known, recipe in ((1.0, rules["known"]), (0.0, rules["new"])):
        chances[log.is_known == is_known, log.recipes.index(recipe)] = 1
    return chances


def is_drawn(row: Mapping[str, Any], surface: str) -> bool:
    return (
        row.get("kind") == "slate"
        and row.get("surface") == surface
        and row.get("experimentArm") == "treated"
        and (row.get("experiment") or {}).get("kind") in ("ab", "bandit")
    )


def answers_of(events: Path, slates: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for event in lines_of(events):
        if event.get("requestId") in slates and not event.get("isBot"):
            yield event["requestId"], event


def is_reward(slate: Mapping[str, Any], event: Mapping[str, Any], reward: str) -> bool:
    after = moment(event["timestamp"]) - moment(slate["at"])
    shown = {one["itemId"] for one in slate["chosen"]}
    return (
        RULES["depths"].get(event["event"], 0) >= RULES["wanted"][reward]
        and -RULES["slowClockSeconds"] <= after <= RULES["windowSeconds"]
        and any(one["itemId"] in shown for one in event.get("items") or ())
    )


def lines_of(folder: Path) -> Iterator[Mapping[str, Any]]:
    for path in files_of(folder):
        data = path.read_bytes()
        text = gzip.decompress(data) if path.suffix == ".gz" else data
        yield from (json.loads(line) for line in text.splitlines() if line)


def files_of(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*.jsonl*") if path.is_file())


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()

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
from sys import intern
from typing import Any

import numpy as np
from common.contracts import constants_of

from recommender.off_policy import Logged
from recommender.sessions import Floats

RULES = constants_of("RewardRules")


class NotEstimatedError(ValueError):
    """The log does not answer the question; `code` and `values` are those of a fault of core/platform/fault.ts."""

    def __init__(self, message: str, code: str, **values: str) -> None:
        super().__init__(message)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Slate:
    """What of a decision is needed: a log is long, and what could have been chosen is most of it.

    Names that come again with other slates are kept once: of twenty items a slate takes under a kilobyte, not four.
    """

    request: str
    customer: str
    is_known: bool
    at: str
    experiment: str
    recipe: str
    propensity: float
    reward: str | None
    items: tuple[str, ...]
    drawn_from: tuple[str, ...]  # and by what kind of experiment

    @staticmethod
    def of(decision: Mapping[str, Any]) -> "Slate":
        drawn = decision["experiment"]
        return Slate(
            decision["requestId"],
            intern(decision["customer"]),
            bool(decision["isKnown"]),
            decision["at"],
            intern(drawn["name"]),
            intern(drawn["arm"]),
            float(drawn["propensity"]),
            drawn.get("reward"),
            tuple(intern(one["itemId"]) for one in decision["chosen"]),
            tuple(intern(name) for name in (drawn["kind"], *drawn.get("drawnFrom", ()))),
        )


@dataclass(frozen=True)
class RecipeLog:
    """`is_known` (rows,) says whose slates were of customers who had signed in; `recipes` names the actions.

    `first` and `last` say when the first and the last of the slates were shown.
    """

    experiment: str
    reward: str
    log: Logged
    recipes: tuple[str, ...]
    is_known: Floats
    first: str
    last: str


def read_recipe_log(
    decisions: Path, events: Path, surface: str, reward: str | None = None, experiment: str | None = None
) -> RecipeLog:
    """Below both folders lie JSON Lines, compressed or not, of one shop's lake areas `decisions` and `events`.

    Of one experiment, by default the last that ran on the surface, because recipes of others were not drawn beside
    each other, and by what it counted as a reward. Interleaved slates and the holdout's are left out: no recipe was
    drawn for them. A decision that the log holds twice counts once.
    """
    rows = slates_of(decisions, surface, experiment)
    wanted = reward or rows[-1].reward or "click"
    slates = {one.request: one for one in rows}
    rewarded = {name for name, event in answers_of(events, slates) if is_reward(slates[name], event, wanted)}
    recipes = tuple(sorted({one.recipe for one in rows}))
    hours = np.array([moment(one.at) % 86_400 / 86_400 * 2 * np.pi for one in rows])
    is_known = np.array([float(one.is_known) for one in rows])
    _, customers = np.unique([one.customer for one in rows], return_inverse=True)
    log = Logged(
        np.stack([is_known, np.sin(hours), np.cos(hours)], axis=1),
        np.array([recipes.index(one.recipe) for one in rows]),
        np.array([one.propensity for one in rows]),
        np.array([float(one.request in rewarded) for one in rows]),
        len(recipes),
        customers,
    )
    return RecipeLog(rows[0].experiment, wanted, log, recipes, is_known, rows[0].at, rows[-1].at)


def slates_of(decisions: Path, surface: str, experiment: str | None) -> list[Slate]:
    """The slates for which one experiment drew a recipe, the oldest first; where its recipes or its kind changed under
    its name, only those that were drawn from the last: of one that joined later the time before tells nothing."""
    drawn = {one["requestId"]: Slate.of(one) for one in lines_of(decisions, b'"experiment":') if is_drawn(one, surface)}
    if not drawn:
        raise NotEstimatedError(
            f"no recipe was drawn for surface {surface}: an A/B test or a bandit must have run there",
            "no-recipe-drawn",
            surface=surface,
        )
    name = experiment or max(drawn.values(), key=lambda one: one.at).experiment
    slates = [one for one in drawn.values() if one.experiment == name]
    if not slates:
        known = ", ".join(sorted({one.experiment for one in drawn.values()}))
        raise NotEstimatedError(
            f"experiment {name} drew no recipe for surface {surface}; the log knows {known}",
            "experiment-not-drawn",
            experiment=name,
            surface=surface,
            known=known,
        )
    slates.sort(key=lambda one: (one.at, one.request))
    return [one for one in slates if one.drawn_from == slates[-1].drawn_from]


def policy_of(rules: Mapping[str, str], log: RecipeLog) -> Floats:
    """(rows, recipes) chances of a policy that serves `rules["known"]` to signed-in customers, else `rules["new"]`."""
    for recipe in rules.values():
        if recipe not in log.recipes:
            known = ", ".join(log.recipes)
            message = f"recipe {recipe} was never drawn; the log knows {known}"
            raise NotEstimatedError(message, "recipe-not-drawn", recipe=recipe, known=known)
    chances = np.zeros((len(log.is_known), len(log.recipes)))
    for is_known, recipe in ((1.0, rules["known"]), (0.0, rules["new"])):
        chances[log.is_known == is_known, log.recipes.index(recipe)] = 1
    return chances


def rules_in(text: str) -> dict[str, str]:
    """`known=<recipe>,new=<recipe>`, as a command line names a policy."""
    rules = dict(part.partition("=")[::2] for part in text.split(","))
    if rules.keys() != {"known", "new"} or not all(rules.values()):
        raise ValueError(f"{text}: name a recipe for each, as in known=for-you,new=trending")
    return rules


def is_drawn(row: Mapping[str, Any], surface: str) -> bool:
    return (
        row.get("kind") == "slate"
        and row.get("surface") == surface
        and row.get("experimentArm") == "treated"
        and (row.get("experiment") or {}).get("kind") in ("ab", "bandit")
    )


def answers_of(events: Path, slates: Mapping[str, Slate]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for event in lines_of(events, b'"requestId":'):
        if event.get("requestId") in slates and not event.get("isBot"):
            yield event["requestId"], event


def is_reward(slate: Slate, event: Mapping[str, Any], reward: str) -> bool:
    after = moment(event["timestamp"]) - moment(slate.at)
    return (
        RULES["depths"].get(event["event"], 0) >= RULES["wanted"][reward]
        and -RULES["slowClockSeconds"] <= after <= RULES["windowSeconds"]
        and any(one["itemId"] in slate.items for one in event.get("items") or ())
    )


def lines_of(folder: Path, field: bytes) -> Iterator[Mapping[str, Any]]:
    """Every line that has the field; most have not, and need not be parsed to tell."""
    for path in files_of(folder):
        data = path.read_bytes()
        text = gzip.decompress(data) if path.suffix == ".gz" else data
        yield from (json.loads(line) for line in text.split(b"\n") if field in line)


def files_of(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*.jsonl*") if path.is_file())


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()

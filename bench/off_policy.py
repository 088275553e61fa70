"""What one policy earns, estimated from the log of another: on logged slates, on a shop's own, or on worlds whose truth
is known.

`npm run bench -- off-policy --behaviour random.csv.gz --target bts.csv.gz --json` (columns item_id, position, click,
propensity_score, user_feature_*) or `npm run bench -- off-policy --synthetic [--simulations 2000] --json`. The target's
clicks are read for `on_policy` alone; of its rows the estimate uses which items it shows in which position.

Before a recipe serves everybody: `npm run bench -- off-policy --decisions D --events E --surface home [--reward click]
[--experiment autumn] [--policy known=for-you,new=trending …] --json`, D and E a shop's copies of the lake areas
`decisions/shop=<shop>` and `events/shop=<shop>`. Of every recipe that the experiment (the surface's last) drew it is
told what it would have earned alone, and of each given policy; intervals count customers, whose slates are alike.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from command_line import bench_parser
from figures import with_interval
from recommend.known_worlds import WORLDS, Coverage, coverage_of
from recommender.logged_recipes import RULES, policy_of, read_recipe_log, rules_in
from recommender.off_policy import Estimate, Logged, PolicyValue, estimate_policies, estimate_policy, interval
from recommender.sessions import Floats

ESTIMATORS = ("ips", "snips", "dr")


def main() -> None:
    options = parse()
    if options.synthetic:
        result = synthetic(options)
    elif options.decisions:
        result = own_slates(options)
    else:
        result = logged_slates(options)
    print(json.dumps(result | {"seed": options.seed}))


def own_slates(options: argparse.Namespace) -> dict[str, Any]:
    log = read_recipe_log(options.decisions, options.events, options.surface, options.reward, options.experiment)
    rules = {recipe: {"known": recipe, "new": recipe} for recipe in log.recipes} | {
        text: rules_in(text) for text in options.policy
    }
    values = estimate_policies(log.log, [policy_of(one, log) for one in rules.values()], seed=options.seed)
    return {
        "policies": {name: fields(value) for name, value in zip(rules, values, strict=True)},
        "rows": len(log.log.rewards),
        "behaviour_value": float(log.log.rewards.mean()),
        "drawn": {name: int((log.log.actions == place).sum()) for place, name in enumerate(log.recipes)},
        "experiment": log.experiment,
        "reward": log.reward,
    }


def logged_slates(options: argparse.Namespace) -> dict[str, Any]:
    behaviour, target = (pl.read_csv(file, infer_schema_length=None) for file in (options.behaviour, options.target))
    items = sorted(set(behaviour["item_id"]) | set(target["item_id"]))
    log = Logged(
        contexts_of(behaviour),
        behaviour["item_id"].replace_strict(items, range(len(items))).to_numpy().astype(np.int64),
        behaviour["propensity_score"].to_numpy().astype(np.float64),
        behaviour["click"].to_numpy().astype(np.float64),
        len(items),
    )
    value = estimate_policy(log, shown_by(target, behaviour, items), seed=options.seed)
    on_policy = interval(target["click"].to_numpy().astype(np.float64))
    return {
        **fields(value),
        "on_policy": on_policy.value,
        "on_policy_low": on_policy.low,
        "on_policy_high": on_policy.high,
        "inside": {name: holds(on_policy, getattr(value, name).value) for name in ESTIMATORS},
        "on_policy_within": {name: holds(getattr(value, name), on_policy.value) for name in ESTIMATORS},
        "rows": len(behaviour),
        "behaviour_value": float(behaviour["click"].mean()),
    }


def synthetic(options: argparse.Namespace) -> dict[str, Any]:
    """Coverage over all simulations of every world; the last estimate's figures stand for a single run."""
    worlds = {}
    for name, world in WORLDS.items():
        worlds[name] = coverage_of(world, options.simulations, options.rows, options.seed)
        print(f"{name}: {worlds[name].coverage} of {options.simulations}", file=sys.stderr, flush=True)
    covered = {name: float(np.mean([found.coverage[name] for found in worlds.values()])) for name in ESTIMATORS}
    one = next(iter(worlds.values()))
    return {
        **fields(one.last),
        "on_policy": one.truth,
        "inside": {name: holds(getattr(one.last, name), one.truth) for name in ESTIMATORS},
        "coverage": covered,
        "coverage_within": all(0.93 <= share <= 0.97 for share in covered.values()),
        "worlds": {name: described(found) for name, found in worlds.items()},
        "simulations": options.simulations * len(worlds),
        "rows": options.rows,
    }


def described(found: Coverage) -> dict[str, Any]:
    return {"truth": found.truth, "coverage": found.coverage, "bias": found.bias, "deviation": found.deviation}


def holds(estimate: Estimate, value: float) -> bool:
    return bool(estimate.low <= value <= estimate.high)


def fields(value: PolicyValue) -> dict[str, float]:
    flat = {"effective_sample_size": value.effective_sample_size}
    for name in ESTIMATORS:
        estimate = getattr(value, name)
        flat |= with_interval(name, estimate.value, estimate.low, estimate.high)
    return flat


def contexts_of(frame: pl.DataFrame) -> Floats:
    """Position and user features, one column a value."""
    columns = ["position", *(name for name in frame.columns if name.startswith("user_feature"))]
    return frame.select(columns).to_dummies(columns, drop_first=True).to_numpy().astype(np.float64)


def shown_by(target: pl.DataFrame, rows: pl.DataFrame, items: list[int]) -> Floats:
    """(rows, items): the share in which the target's log shows each item in the position of the row."""
    counts = target.group_by("position", "item_id").len()
    shares = {
        position: np.array([dict(group.select("item_id", "len").iter_rows()).get(item, 0) for item in items])
        for (position,), group in counts.group_by("position")
    }
    return np.stack([shares[position] / shares[position].sum() for position in rows["position"]])


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--behaviour", type=Path)
    parser.add_argument("--target", type=Path)
    parser.add_argument("--decisions", type=Path)
    parser.add_argument("--events", type=Path)
    parser.add_argument("--surface", default="home")
    parser.add_argument("--experiment", help="by default the last that ran on the surface")
    parser.add_argument("--reward", choices=sorted(RULES["wanted"]), default="click")
    parser.add_argument("--policy", action="append", default=[], help="known=<recipe>,new=<recipe>; may be repeated")
    parser.add_argument("--synthetic", action="store_true")
    parser.add_argument("--simulations", type=int, default=1000, help="of each world")
    parser.add_argument("--rows", type=int, default=2000, help="of each simulated log")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    pairs = (options.behaviour, options.target), (options.decisions, options.events)
    if not options.synthetic and not any(map(all, pairs)):
        parser.error("give --behaviour and --target, --decisions and --events, or --synthetic")
    for policy in options.policy:
        try:
            rules_in(policy)
        except ValueError as error:
            parser.error(f"--policy {error}")
    return options


if __name__ == "__main__":
    main()

"""`python3 -m recommender.estimate`: what policies would have earned on a surface, by what an experiment logged there.

A processing job over one shop's lake areas `decisions` and `events`. It answers by one EstimateAnswer: the figures, or
what the log lacks for them.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from common.contracts import check_contract
from common.job import processing_job
from common.paths import MlPaths

from recommender.logged_recipes import RULES, NotEstimatedError, RecipeLog, policy_of, read_recipe_log, rules_in
from recommender.off_policy import Estimate, PolicyValue, behaviour_value, estimate_policies, is_in_log

NOTHING = {"effectiveSampleSize": 0.0, "effectiveCustomers": 0.0} | dict.fromkeys(("ips", "snips", "dr", "difference"))


def estimate(options: argparse.Namespace, paths: MlPaths) -> dict[str, Any]:
    """Writes down what there is to say, and answers it for the job's log."""
    try:
        log = read_recipe_log(
            paths.processing_input("decisions"),
            paths.processing_input("events"),
            options.surface,
            options.reward,
            options.experiment,
        )
        answer = {"status": "estimated"} | figures_of(log, options.policy)
    except NotEstimatedError as error:
        answer = {"status": "refused", "says": {"code": error.code, "values": error.values}}
    check_contract("EstimateAnswer", answer)
    output = paths.processing_output("estimate")
    output.mkdir(parents=True, exist_ok=True)
    (output / "answer.json").write_text(json.dumps(answer))
    return answer


def figures_of(log: RecipeLog, named: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Of each recipe alone and of each policy that was named, once."""
    customers = len(np.unique(log.log.customers))
    if customers < 2:
        raise NotEstimatedError("slates of one customer alone were logged", "one-customer")
    alone = [{"known": recipe, "new": recipe} for recipe in log.recipes]
    policies = list({(one["known"], one["new"]): one for one in [*alone, *named]}.values())
    return {
        "experiment": log.experiment,
        "reward": log.reward,
        "from": log.first,
        "to": log.last,
        "rows": len(log.log.rewards),
        "customers": customers,
        "behaviour": asdict(behaviour_value(log.log)),
        "drawn": [
            {"recipe": recipe, "slates": int((log.log.actions == place).sum())}
            for place, recipe in enumerate(log.recipes)
        ],
        "policies": [policy | found for policy, found in zip(policies, values_of(log, policies), strict=True)],
    }


def values_of(log: RecipeLog, policies: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    targets = [policy_of(one, log) for one in policies]
    logged = [is_in_log(log.log, target) for target in targets]
    values = iter(estimate_policies(log.log, [one for one, holds in zip(targets, logged, strict=True) if holds]))
    return [fields(next(values)) if holds else NOTHING for holds in logged]


def fields(value: PolicyValue) -> dict[str, Any]:
    told: dict[str, Estimate] = {
        "ips": value.ips,
        "snips": value.snips,
        "dr": value.dr,
        "difference": value.difference,
    }
    return {
        **{name: asdict(one) for name, one in told.items()},
        "effectiveSampleSize": value.effective_sample_size,
        "effectiveCustomers": value.effective_customers,
    }


def options_from(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--surface", required=True)
    parser.add_argument("--experiment", help="by default the last that drew recipes there")
    parser.add_argument("--reward", choices=sorted(RULES["wanted"]), help="by default what the experiment counted")
    parser.add_argument("--policy", action="append", type=rules_in, default=[], help="known=<recipe>,new=<recipe>")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    given = options_from()
    processing_job(lambda paths: estimate(given, paths))

"""States inside a Parallel or a Map stand in the history, and no branch reads another's variables."""

from __future__ import annotations

import json
from typing import Any

from cloud_under_test import Cloud


def assigning(name: str) -> dict[str, Any]:
    """A branch that assigns a variable, waits while the others assign theirs, and answers what it then reads."""
    return {
        "StartAt": f"Assign {name}",
        "States": {
            f"Assign {name}": {"Type": "Pass", "Assign": {"mine": name}, "Next": f"Wait {name}"},
            f"Wait {name}": {"Type": "Wait", "Seconds": 2, "Next": f"Read {name}"},
            f"Read {name}": {"Type": "Pass", "Output": "{% $mine & ' ' & $states.context.State.Name %}", "End": True},
        },
    }


def branched(states: dict[str, Any]) -> dict[str, Any]:
    return {"QueryLanguage": "JSONata", "StartAt": "Both", "States": states}


def events_of(cloud: Cloud, execution: str) -> list[dict[str, Any]]:
    pages = cloud.client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution)
    return [event for page in pages for event in page["events"]]


def test_each_branch_keeps_its_variables_and_its_state(cloud: Cloud):
    both = {"Type": "Parallel", "Branches": [assigning("left"), assigning("right")], "End": True}

    outcome = cloud.outcome(cloud.run_machine(branched({"Both": both})))

    assert json.loads(outcome["output"]) == ["left Read left", "right Read right"]


def test_a_state_of_a_map_is_entered_and_left_and_leads_back_to_its_item(cloud: Cloud):
    item = {
        "Take": {"Type": "Pass", "Assign": {"item": "{% $states.input %}"}, "Next": "Rest"},
        "Rest": {"Type": "Wait", "Seconds": 1, "End": True},
    }
    each = {"Type": "Map", "Items": ["a", "b"], "ItemProcessor": {"StartAt": "Take", "States": item}, "End": True}
    branch = {"StartAt": "Each", "States": {"Each": each}}
    states = {
        "Both": {"Type": "Parallel", "Branches": [branch, assigning("left")], "Next": "After"},
        "After": {"Type": "Succeed"},
    }

    execution = cloud.run_machine(branched(states))
    assert cloud.outcome(execution)["status"] == "SUCCEEDED"

    events = events_of(cloud, execution)
    by_id = {event["id"]: event for event in events}
    assert sorted(by_id) == list(range(1, len(events) + 1)), "no id is given twice"
    entered = [event for event in events if event.get("stateEnteredEventDetails", {}).get("name") == "Rest"]
    left = [event for event in events if event.get("stateExitedEventDetails", {}).get("name") == "Rest"]
    assert (len(entered), len(left)) == (2, 2)
    assert {taken_for(event, by_id) for event in left} == {"a", "b"}
    assert {chain_of(event, by_id)[-1]["type"] for event in left} == {"ExecutionStarted"}


def chain_of(event: dict[str, Any], by_id: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    chain = [event]
    while before := by_id.get(chain[-1].get("previousEventId", 0)):
        chain.append(before)
    return chain


def taken_for(event: dict[str, Any], by_id: dict[int, dict[str, Any]]) -> str:
    entered = (one["stateEnteredEventDetails"] for one in chain_of(event, by_id) if "stateEnteredEventDetails" in one)
    return next(json.loads(details["input"]) for details in entered if details["name"] == "Take")

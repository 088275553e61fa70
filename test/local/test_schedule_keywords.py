"""A schedule's input reaches its target with the keywords of EventBridge Scheduler filled in."""

import json
import re

from cloud.hooks.schedule_keywords import filling_in

ARN = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly"


def invoked_with(text):
    seen = []
    filling_in(lambda target, event, rule: seen.append(target))({"Arn": "a", "Input": text}, {}, {"Arn": ARN})
    return seen[0]["Input"]


def test_the_time_is_a_date_that_a_contract_can_read():
    time = json.loads(invoked_with('{"at": "<aws.scheduler.scheduled-time>"}'))["at"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)


def test_every_other_keyword_is_filled_in_too():
    text = invoked_with("<aws.scheduler.schedule-arn> <aws.scheduler.execution-id> <aws.scheduler.attempt-number>")

    assert text.startswith(f"{ARN} ")
    assert text.endswith(" 1")
    assert "<aws" not in text


def test_an_input_without_keywords_is_handed_on_as_it_is():
    assert invoked_with('{"a": 1}') == '{"a": 1}'

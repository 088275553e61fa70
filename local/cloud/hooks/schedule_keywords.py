"""A schedule's input may name its time, its ARN, its execution and its attempt, as EventBridge Scheduler fills them in.

MiniStack hands the keywords on as they are written, so that whatever reads a date would be given words.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Target = dict[str, Any]


def register_schedule_keywords() -> None:
    """Fill in the keywords wherever MiniStack invokes the target of a schedule."""
    from ministack.services import eventbridge

    eventbridge._invoke_target = filling_in(eventbridge._invoke_target)


def filling_in(invoke: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(invoke)
    def run(target: Target, event: Any, rule: Any, *rest: Any, **named: Any) -> Any:
        text = target.get("Input")
        if isinstance(text, str) and "<aws.scheduler." in text:
            target = {**target, "Input": filled(text, rule)}
        return invoke(target, event, rule, *rest, **named)

    return run


def filled(text: str, schedule: dict[str, Any]) -> str:
    """The input with each keyword replaced. The time is that of the call, which is at most a sweep after the plan's."""
    values = {
        "scheduled-time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "schedule-arn": str(schedule.get("Arn", "")),
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text

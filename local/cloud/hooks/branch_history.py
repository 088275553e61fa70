"""Branches of a Parallel and items of a Map as on AWS: each state in the history, each branch with its own variables.

MiniStack writes down the states of the top level alone, chains no event to the one before it, and lets the branches
of a Parallel share one context, so that a branch would see (and overwrite) the others' variables and state name.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

HISTORY = threading.Lock()

Execution = dict[str, Any]
Event = dict[str, Any]
Context = dict[str, Any]

# Inside a branch: its execution, and in a list of one the id of its last event. The event that opened the branches.
BRANCH: ContextVar[Execution | None] = ContextVar("branch", default=None)
LAST: ContextVar[list[int] | None] = ContextVar("last", default=None)
OPENED: ContextVar[int] = ContextVar("opened", default=0)


def register_branch_history() -> None:
    """Wrap the interpreter's steps; to be called once, after everything else that wraps them."""
    from ministack.services import stepfunctions

    stepfunctions._add_event = chained(stepfunctions._add_event)
    for name in ("_run_parallel_branches", "_run_map_items"):
        setattr(stepfunctions, name, opening(getattr(stepfunctions, name)))
    stepfunctions._run_sub_machine = separate(stepfunctions._run_sub_machine)
    for kind in ("Pass", "Task", "Choice", "Wait", "Parallel", "Map"):
        name = f"_execute_{kind.lower()}"
        setattr(stepfunctions, name, written_down(kind, getattr(stepfunctions, name)))


def chained(original: Callable[..., Event]) -> Callable[..., Event]:
    """An event names the one before it in its own branch; on the top level that is the last of all."""

    @functools.wraps(original)
    def add(execution: Execution, event_type: str, details: Event | None = None) -> Event:
        with HISTORY:
            event = original(execution, event_type, details)
            last = LAST.get()
            event["previousEventId"] = event["id"] - 1 if last is None else last[0]
            if last is not None:
                last[0] = event["id"]
        return event

    return add


def opening(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(state: Any, raw_input: Any, execution: Execution, ctx: Context) -> Any:
        last = LAST.get()
        token = OPENED.set(len(execution["events"]) if last is None else last[0])
        try:
            return original(state, raw_input, execution, ctx)
        finally:
            OPENED.reset(token)

    return run


def separate(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(states: Any, start_at: str, input_data: Any, execution: Execution, ctx: Context) -> Any:
        own = {**ctx, "variables": dict(ctx.get("variables", {}))}
        tokens = BRANCH.set(execution), LAST.set([OPENED.get()])
        try:
            return original(states, start_at, input_data, execution, own)
        finally:
            BRANCH.reset(tokens[0])
            LAST.reset(tokens[1])

    return run


def written_down(kind: str, original: Callable[..., tuple[Any, str | None]]) -> Callable[..., tuple[Any, str | None]]:
    @functools.wraps(original)
    def execute(state: Any, raw_input: Any, *rest: Any) -> tuple[Any, str | None]:
        from ministack.services import stepfunctions

        execution = BRANCH.get()
        if execution is None:
            return original(state, raw_input, *rest)
        name = rest[-1]["State"]["Name"]
        entered = {"name": name, "input": json.dumps(raw_input)}
        stepfunctions._add_event(execution, f"{kind}StateEntered", {"stateEnteredEventDetails": entered})
        output, following = original(state, raw_input, *rest)
        exited = {"name": name, "output": json.dumps(output)}
        stepfunctions._add_event(execution, f"{kind}StateExited", {"stateExitedEventDetails": exited})
        return output, following

    return execute

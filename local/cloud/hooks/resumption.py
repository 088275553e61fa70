"""Executions that survive the emulator: each finished state is noted in its execution, and replayed after a restart.

MiniStack marks what was running as failed (`States.ServiceRestart`). Here such an execution goes on under its own
ARN: states that had finished answer from the journal without running, the first one that had not runs again.
"""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Callable
from typing import Any

from cloud.hooks.execution_scope import SCOPE, Branches, Scope

INTERRUPTED = "States.ServiceRestart"
JOURNAL = threading.Lock()

Execution = dict[str, Any]
State = dict[str, Any]


def register_resumption() -> None:
    """Wrap the steps of MiniStack's interpreter; it looks them up by name each time it takes one."""
    from ministack.services import stepfunctions

    for name, wrap in {
        "_run_execution": run_execution,
        "_execute_task": execute_task,
        "_execute_wait": execute_wait,
        "_run_sub_machine": run_sub_machine,
        "_run_parallel_branches": run_branches,
        "_run_map_items": run_branches,
        "_fail_execution": fail_execution,
    }.items():
        setattr(stepfunctions, name, wrap(getattr(stepfunctions, name)))


def resume_interrupted() -> list[str]:
    """Go on with every execution that the last stop interrupted; their ARNs."""
    from ministack.services import stepfunctions

    interrupted = [
        execution
        for execution in stepfunctions._executions.all_values()
        if execution.get("error") == INTERRUPTED and not execution.get("mapRunArn") and is_standard(execution)
    ]
    for execution in interrupted:
        execution.update(
            status="RUNNING", stopDate=None, output=None, redriveCount=execution.get("redriveCount", 0) + 1
        )
        for field in ("error", "cause", "replayed"):
            execution.pop(field, None)
        details = {"executionRedrivenEventDetails": {"redriveCount": execution["redriveCount"]}}
        stepfunctions._add_event(execution, "ExecutionRedriven", details)
        threading.Thread(target=in_scope_of, args=(execution["executionArn"],), daemon=True).start()
    return [execution["executionArn"] for execution in interrupted]


def is_standard(execution: Execution) -> bool:
    from ministack.services import stepfunctions

    machines = stepfunctions._state_machines.all_values()
    types = {machine["stateMachineArn"]: machine.get("type", "STANDARD") for machine in machines}
    return types.get(execution["stateMachineArn"]) == "STANDARD"


def in_scope_of(arn: str) -> None:
    from ministack.core.responses import set_request_account_id, set_request_region
    from ministack.services import stepfunctions

    set_request_account_id(arn.split(":")[4])
    set_request_region(arn.split(":")[3])
    stepfunctions._run_execution(arn)


def run_execution(original: Callable[[str], None]) -> Callable[[str], None]:
    @functools.wraps(original)
    def run(arn: str) -> None:
        from ministack.services import stepfunctions

        execution = stepfunctions._executions.get(arn)
        if execution is not None:
            SCOPE.set(Scope(execution))
        original(arn)

    return run


def execute_task(original: Callable[..., tuple[Any, str | None]]) -> Callable[..., tuple[Any, str | None]]:
    @functools.wraps(original)
    def execute(state: State, raw_input: Any, execution: Execution, ctx: State) -> tuple[Any, str | None]:
        scope = SCOPE.get()
        if scope is None or execution is not scope.execution:
            return original(state, raw_input, execution, ctx)
        error = scope.sibling_error()
        if error is not None:
            raise error
        return journalled(scope, ctx, lambda: original(state, raw_input, execution, ctx))

    return abandoning(execute)


def execute_wait(original: Callable[..., tuple[Any, str | None]]) -> Callable[..., tuple[Any, str | None]]:
    @functools.wraps(original)
    def execute(state: State, raw_input: Any, ctx: State | None = None) -> tuple[Any, str | None]:
        scope = SCOPE.get()
        if scope is None or ctx is None:
            return original(state, raw_input, ctx)
        return journalled(scope, ctx, lambda: original(state, raw_input, ctx))

    return execute


def abandoning(execute: Callable[..., tuple[Any, str | None]]) -> Callable[..., tuple[Any, str | None]]:
    """Tell a task that its state no longer waits: a timeout leaves its thread behind."""

    @functools.wraps(execute)
    def run(*arguments: Any) -> tuple[Any, str | None]:
        outer = SCOPE.get()
        if outer is None:
            return execute(*arguments)
        scope = Scope(outer.execution, outer.path, outer.branches)
        token = SCOPE.set(scope)
        try:
            return execute(*arguments)
        finally:
            scope.abandoned.set()
            SCOPE.reset(token)

    return run


def journalled(scope: Scope, ctx: State, run: Callable[[], tuple[Any, str | None]]) -> tuple[Any, str | None]:
    """The noted result of a state that had finished before the interruption; else run it and note its result.

    A state may finish more than once (a loop), so results are noted and replayed in order.
    """
    key = f"{'.'.join(map(str, scope.path))}:{ctx['State']['Name']}"
    with JOURNAL:
        noted = scope.execution.setdefault("journal", {}).setdefault(key, [])
        replayed = scope.execution.setdefault("replayed", {})
        index = replayed.get(key, 0)
        replayed[key] = index + 1
    if index < len(noted):
        output, following, variables = copy.deepcopy(noted[index])
        ctx.setdefault("variables", {}).update(variables)
        return output, following

    output, following = run()
    note = copy.deepcopy([output, following, ctx.get("variables", {})])
    with JOURNAL:
        noted.append(note)
    return output, following


def run_branches(original: Callable[..., Any]) -> Callable[..., Any]:
    """Branches of a Parallel or items of a Map: the first that fails ends the wait of the others."""

    @functools.wraps(original)
    def run(*arguments: Any) -> Any:
        outer = SCOPE.get()
        if outer is None:
            return original(*arguments)
        token = SCOPE.set(Scope(outer.execution, outer.path, (*outer.branches, Branches())))
        try:
            return original(*arguments)
        finally:
            SCOPE.reset(token)

    return run


def run_sub_machine(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(states: State, start_at: str, input_data: Any, execution: Execution, ctx: State) -> Any:
        outer = SCOPE.get()
        if outer is None or execution is not outer.execution:
            return original(states, start_at, input_data, execution, ctx)
        index = ctx.get("Map", {}).get("Item", {}).get("Index", -1)
        token = SCOPE.set(Scope(outer.execution, (*outer.path, index), outer.branches))
        try:
            return original(states, start_at, input_data, execution, ctx)
        except Exception as error:
            if outer.branches:
                outer.branches[-1].fail(error)
            raise
        finally:
            SCOPE.reset(token)

    return run


def fail_execution(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def fail(execution: Execution, error: str, cause: str) -> None:
        """An execution that was stopped stays ABORTED, whatever its tasks say while they end."""
        if execution["status"] == "RUNNING":
            original(execution, error, cause)

    return fail

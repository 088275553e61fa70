"""A function that fails answers with the name of its error, as Lambda's Node runtime does.

MiniStack's worker reports the message alone and calls every error `Runtime.HandlerError`, so that a Retry or Catch by
name would never match. The name travels on the message, because what lies between the two keeps nothing else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

SAID = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
SAID_WITH_NAME = (
    'status: "error", error: String(err.message ?? err), trace: err.stack || "", '
    "type: err instanceof Error ? err.name : typeof err"
)
THROWN = 'status: "error", error: e.message, trace: e.stack\n      }) + "\\n");\n    }\n  } catch'
THROWN_WITH_NAME = THROWN.replace("trace: e.stack", "trace: e.stack, type: e.name")

# What MiniStack says of a worker that was killed or has ended itself.
DIED = ("Worker process died", "Worker returned no response")

Answer = dict[str, Any]


class NamedMessage(str):
    """An error's message that remembers the error's name."""

    __slots__ = ("error_type",)
    error_type: str


def register_function_errors() -> None:
    """Teach the Node worker to name its error, and MiniStack to pass the name on."""
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    for said, with_name in ((SAID, SAID_WITH_NAME), (THROWN, THROWN_WITH_NAME)):
        if script.count(said) != 1:
            raise RuntimeError("MiniStack's Node worker is another than the one this hook was written for")
        script = script.replace(said, with_name)
    lambda_runtime._NODEJS_WORKER_SCRIPT = script
    worker = lambda_runtime.Worker
    worker.invoke = naming(worker.invoke)
    lambda_svc._execute_function_warm = with_name_of_error(lambda_svc._execute_function_warm)


def naming(invoke: Callable[..., Answer]) -> Callable[..., Answer]:
    @functools.wraps(invoke)
    def run(*arguments: Any, **named: Any) -> Answer:
        answer = invoke(*arguments, **named)
        if answer.get("status") == "error":
            name = "Runtime.ExitError" if answer["error"] in DIED else answer.get("type")
            if name:
                answer["error"] = NamedMessage(answer["error"])
                answer["error"].error_type = str(name)
        return answer

    return run


def with_name_of_error(execute: Callable[..., Answer]) -> Callable[..., Answer]:
    @functools.wraps(execute)
    def run(*arguments: Any, **named: Any) -> Answer:
        answer = execute(*arguments, **named)
        body = answer.get("body")
        message = body.get("errorMessage") if answer.get("error") and isinstance(body, dict) else None
        if isinstance(message, NamedMessage):
            answer["body"] = {**body, "errorType": message.error_type, "errorMessage": str(message)}
        return answer

    return run

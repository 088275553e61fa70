"""Step Functions' integrations with SageMaker: the optimised ones with `.sync`, and every action through aws-sdk."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from cloud.hooks.execution_scope import SCOPE
from cloud.hooks.sagemaker_client import CallRefusedError, call
from cloud.hooks.task_results import epoch_millis, iso_time, with_times
from cloud.settings import Settings

OPTIMISED = "arn:aws:states:::sagemaker:"
AWS_SDK = "arn:aws:states:::aws-sdk:sagemaker:"
# The integrations AWS documents; the jobs among them have .sync. Tried by prefix, so longer names come first.
JOBS = {
    "createTrainingJob": "TrainingJob",
    "createProcessingJob": "ProcessingJob",
    "createTransformJob": "TransformJob",
}
REQUESTS = ("createEndpointConfig", "createEndpoint", "createModel", "updateEndpoint")
LOOK_SECONDS = 0.2
# The refusals that SageMaker models; Step Functions gives all others one common name.
MODELLED = ("ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound", "ConflictException")
ALREADY_THERE = ("ResourceInUse", "already exist")

Hook = Callable[[str, dict[str, Any]], dict[str, Any]]


def register_tasks(settings: Settings) -> None:
    """Put the integrations into MiniStack's table, before any other entry could match their prefixes."""
    from ministack.services import stepfunctions

    tasks = SageMakerTasks(settings.sagemaker_url, stepfunctions._ExecutionError)
    names = sorted((*JOBS, *REQUESTS), key=len, reverse=True)
    own: dict[str, Hook] = {f"{OPTIMISED}{name}": tasks.run_optimised for name in names}
    kept = dict(stepfunctions._SERVICE_DISPATCH)
    stepfunctions._SERVICE_DISPATCH.clear()
    stepfunctions._SERVICE_DISPATCH.update({**own, AWS_SDK: tasks.run_aws_sdk, **kept})


class SageMakerTasks:
    """The hooks. `execution_error` is MiniStack's own exception, which carries a state's Error and Cause."""

    def __init__(self, url: str, execution_error: Callable[[str, str], Exception]) -> None:
        self.url = url
        self.execution_error = execution_error

    def run_optimised(self, resource: str, request: dict[str, Any]) -> dict[str, Any]:
        action, _, pattern = resource.removeprefix(OPTIMISED).partition(".")
        if action not in (*JOBS, *REQUESTS) or pattern not in ("", "sync") or (pattern and action not in JOBS):
            raise self.execution_error(
                "States.Runtime", f"The resource {resource} is not an integration of Step Functions"
            )
        noun = JOBS.get(action)
        answer = self.create(pascal(action), request, optimised_name)
        if pattern == "sync" and noun:
            return self.wait(noun, request[f"{noun}Name"])
        return with_times(pascal(action), answer, epoch_millis)

    def run_aws_sdk(self, resource: str, request: dict[str, Any]) -> dict[str, Any]:
        action = resource.removeprefix(AWS_SDK)
        if "." in action:
            raise self.execution_error("States.Runtime", f"{resource}: aws-sdk integrations have no .sync")
        return with_times(pascal(action), self.create(pascal(action), request, sdk_name), iso_time)

    def create(self, operation: str, request: dict[str, Any], name_of: Callable[[str], str]) -> dict[str, Any]:
        try:
            return call(self.url, operation, request, is_over).body
        except CallRefusedError as refusal:
            if is_own_repetition(operation, refusal):
                return {}
            details = f"Service: AmazonSageMaker; Status Code: {refusal.status}; Error Code: {refusal.code}"
            cause = f"{refusal.message} ({details}; Request ID: {refusal.request_id}; Proxy: null)"
            raise self.execution_error(name_of(refusal.code), cause) from refusal

    def wait(self, noun: str, name: str) -> dict[str, Any]:
        """Until the job has ended. Whatever ends the wait sooner stops the job, as `.sync` does."""
        while True:
            job = self.describe(noun, name)
            status = job[f"{noun}Status"]
            if status == "Completed":
                return with_times(f"Describe{noun}", job, epoch_millis)
            if status in ("Failed", "Stopped"):
                cause = json.dumps(with_times(f"Describe{noun}", job, epoch_millis))
                raise self.execution_error("States.TaskFailed", cause)
            if is_over():
                self.stop(noun, name)
                scope = SCOPE.get()
                sibling = scope.sibling_error() if scope else None
                raise sibling or self.execution_error(
                    "States.TaskFailed", f"{noun} {name} was stopped with its execution"
                )
            time.sleep(LOOK_SECONDS)

    def describe(self, noun: str, name: str) -> dict[str, Any]:
        try:
            return call(self.url, f"Describe{noun}", {f"{noun}Name": name}).body
        except CallRefusedError as refusal:
            raise self.execution_error(optimised_name(refusal.code), refusal.message) from refusal

    def stop(self, noun: str, name: str) -> None:
        try:
            call(self.url, f"Stop{noun}", {f"{noun}Name": name})
        except CallRefusedError:
            return  # it ended in the meantime


def is_own_repetition(operation: str, refusal: CallRefusedError) -> bool:
    """A taken name is no error when this very execution took it, before it or its connection was interrupted."""
    scope = SCOPE.get()
    was_interrupted = (
        scope is not None and scope.execution.get("redriveCount", 0) > 0
    ) or "repeated" in refusal.__notes__
    said = f"{refusal.code} {refusal.message}"
    return was_interrupted and operation.startswith("Create") and any(sign in said for sign in ALREADY_THERE)


def is_over() -> bool:
    scope = SCOPE.get()
    return scope is not None and scope.is_over()


def pascal(action: str) -> str:
    return action[:1].upper() + action[1:]


def optimised_name(code: str) -> str:
    return f"SageMaker.{exception_name(code)}" if code in MODELLED else "SageMaker.AmazonSageMakerException"


def sdk_name(code: str) -> str:
    return f"SageMaker.{exception_name(code)}" if code in MODELLED else "SageMaker.SageMakerException"


def exception_name(code: str) -> str:
    return code if code.endswith("Exception") else f"{code}Exception"

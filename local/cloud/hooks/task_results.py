"""Times in a task's result: SageMaker answers in epoch seconds, Step Functions hands on milliseconds or ISO text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationNotFoundError, ServiceModel, Shape, StructureShape


@lru_cache(maxsize=1)
def service_model() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("sagemaker", "service-2"), "sagemaker")


def with_times(operation: str, answer: dict[str, Any], convert: Callable[[float], int | str]) -> dict[str, Any]:
    """The answer with every timestamp of its shape converted."""
    try:
        shape = service_model().operation_model(operation).output_shape
    except OperationNotFoundError:
        return answer
    return converted(answer, shape, convert) if shape else answer


def converted(value: Any, shape: Shape, convert: Callable[[float], int | str]) -> Any:
    if shape.type_name == "timestamp":
        return convert(value)
    if isinstance(shape, StructureShape):
        return {key: converted(item, shape.members[key], convert) for key, item in value.items()}
    if isinstance(shape, ListShape):
        return [converted(item, shape.member, convert) for item in value]
    return value


def epoch_millis(seconds: float) -> int:
    """As the optimised integrations do."""
    return round(seconds * 1000)


def iso_time(seconds: float) -> str:
    """As the aws-sdk integrations do."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

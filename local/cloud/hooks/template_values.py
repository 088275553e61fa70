"""A template's values as an API wants them: CloudFormation lets numbers and booleans be text."""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from cloud.hooks.task_results import service_model


def fitted(operation: str, properties: dict[str, Any]) -> dict[str, Any]:
    """The members of `properties` that the operation takes, each in its type."""
    shape = service_model().operation_model(operation).input_shape
    known = {key: value for key, value in properties.items() if key in shape.members}
    return converted(known, shape)


def converted(value: Any, shape: Shape) -> Any:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            key: converted(item, shape.members[key]) if key in shape.members else item for key, item in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [converted(item, shape.member) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: converted(item, shape.value) for key, item in value.items()}
    if shape.type_name in ("integer", "long") and isinstance(value, str):
        return int(value)
    if shape.type_name in ("float", "double") and isinstance(value, str):
        return float(value)
    if shape.type_name == "boolean" and isinstance(value, str):
        return value.lower() == "true"
    if shape.type_name == "string" and isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value

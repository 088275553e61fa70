"""The shapes in which Python and TypeScript meet, checked against the JSON Schemas made from the zod contracts."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parent / "schemas"


class ContractError(ValueError):
    """Something that the other side would refuse; the message says where and why."""


def check_contract(name: str, value: Any) -> None:
    """Raise ContractError unless `value`, as JSON would have it, is a `name`."""
    error = next(_validator(name).iter_errors(value), None)
    if error is not None:
        raise ContractError(f"{name} {error.json_path}: {error.message[:300]}")


def constants_of(name: str) -> dict[str, Any]:
    """The values of a contract whose every field can have but one."""
    return _constants(_schema(name))


def _constants(schema: dict[str, Any]) -> Any:
    if "const" in schema:
        return schema["const"]
    return {name: _constants(field) for name, field in schema["properties"].items()}


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_schema(name))


def _schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())

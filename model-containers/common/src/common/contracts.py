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


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{name}.json").read_text()))

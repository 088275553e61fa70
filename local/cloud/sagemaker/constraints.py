"""Checks a JSON value against a shape of botocore's service model, in the words SageMaker uses for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import regex
from botocore.model import ListShape, MapShape, Shape, StructureShape

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float),
    "blob": (str,),
}


class WrongTypeError(ValueError):
    """The JSON does not fit the shape at all, which AWS reports as a SerializationException."""


def violations(value: object, shape: Shape, path: str = "") -> Iterator[str]:
    """Every constraint that `value` breaks; WrongTypeError for a value of the wrong kind or an unknown member."""
    if isinstance(shape, StructureShape):
        yield from structure_violations(expect(value, dict, path), shape, path)
    elif isinstance(shape, ListShape):
        items = expect(value, list, path)
        yield from size_violations(items, len(items), shape, path)
        for index, item in enumerate(items, start=1):
            yield from violations(item, shape.member, f"{path}.{index}.member")
    elif isinstance(shape, MapShape):
        entries = expect(value, dict, path)
        yield from size_violations(entries, len(entries), shape, path)
        for key, item in entries.items():
            yield from violations(key, shape.key, path)
            yield from violations(item, shape.value, f"{path}.{key}.member")
    else:
        yield from scalar_violations(value, shape, path)


def structure_violations(value: dict, shape: StructureShape, path: str) -> Iterator[str]:
    unknown = sorted(set(value) - set(shape.members))
    if unknown:
        raise WrongTypeError(f"Unknown member {unknown[0]!r} at '{path}'")
    if getattr(shape, "is_tagged_union", False) and len([item for item in value.values() if item is not None]) != 1:
        raise WrongTypeError(f"Exactly one member must be set at '{path}'")
    for name in shape.required_members:
        if value.get(name) is None:
            yield failure(None, join(path, name), "Member must not be null")
    for name, item in value.items():
        if item is not None:
            yield from violations(item, shape.members[name], join(path, name))


def scalar_violations(value: object, shape: Shape, path: str) -> Iterator[str]:
    allowed = TYPES[shape.type_name]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise WrongTypeError(f"{type(value).__name__} value at '{path}' can not be converted to {shape.type_name}")
    limits = shape.metadata
    if shape.type_name == "string":
        text = str(value)
        yield from size_violations(value, len(text), shape, path)
        if "enum" in limits and text not in limits["enum"]:
            yield failure(value, path, f"Member must satisfy enum value set: [{', '.join(limits['enum'])}]")
        if "pattern" in limits and not compiled(limits["pattern"]).fullmatch(text):
            yield failure(value, path, f"Member must satisfy regular expression pattern: {limits['pattern']}")
    elif shape.type_name in ("integer", "long", "float", "double"):
        if "min" in limits and value < limits["min"]:
            yield failure(value, path, f"Member must have value greater than or equal to {limits['min']}")
        if "max" in limits and value > limits["max"]:
            yield failure(value, path, f"Member must have value less than or equal to {limits['max']}")


def size_violations(value: object, size: int, shape: Shape, path: str) -> Iterator[str]:
    if size < shape.metadata.get("min", 0):
        yield failure(value, path, f"Member must have length greater than or equal to {shape.metadata['min']}")
    if size > shape.metadata.get("max", size):
        yield failure(value, path, f"Member must have length less than or equal to {shape.metadata['max']}")


def expect(value: object, kind: type, path: str) -> dict | list:
    if not isinstance(value, kind):
        raise WrongTypeError(f"{type(value).__name__} value at '{path}' can not be converted to {kind.__name__}")
    return value


def failure(value: object, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{value if isinstance(value, str) else json.dumps(value)}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def join(path: str, name: str) -> str:
    member = name[:1].lower() + name[1:]
    return f"{path}.{member}" if path else member


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)

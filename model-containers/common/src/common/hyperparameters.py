"""Settings of a trainer, parsed once from the strings that SageMaker hands over."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

OURS_NOT = "sagemaker_"  # what SageMaker adds of its own
Settings = TypeVar("Settings")


class SettingsError(ValueError):
    """A hyperparameter that is unknown or out of range; the message names it and what would do."""


def read_settings(kind: type[Settings], strings: Mapping[str, str]) -> Settings:
    """A frozen dataclass of defaults, with what was given; an unknown name would silently train the default."""
    known = {field.name: type(field.default) for field in fields(kind)}
    given = {name: text for name, text in strings.items() if not name.startswith(OURS_NOT)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingsError(f"unknown hyperparameter {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return kind(**{name: _read(name, text, known[name]) for name, text in given.items()})


def check_range(settings: object, ranges: tuple[tuple[str, float, float], ...]) -> None:
    for name, low, high in ranges:
        if not low <= getattr(settings, name) <= high:
            raise SettingsError(f"{name} is {getattr(settings, name)}; it must lie between {low} and {high}")


def check_choice(settings: object, name: str, choices: tuple[str, ...]) -> None:
    if getattr(settings, name) not in choices:
        raise SettingsError(f"{name} is {getattr(settings, name)!r}; it must be one of {', '.join(choices)}")


def _read(name: str, text: str, kind: type) -> bool | int | float | str:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text.strip().lower()]
        return kind(text)
    except (ValueError, KeyError) as cause:
        raise SettingsError(f"{name} is {text!r}, which is no {kind.__name__}") from cause

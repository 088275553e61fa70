"""The hyperparameters of a tabular model, parsed once from the strings that SageMaker hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

FAMILIES = ("lightgbm", "logistic-regression")


class SettingsError(ValueError):
    """A hyperparameter that is unknown or out of range; the message names it and what would do."""


@dataclass(frozen=True)
class InsightsSettings:
    family: str = "lightgbm"
    max_seconds: float = 120.0  # of search; the fit that is under way is finished
    trials: int = 40  # settings tried at most
    seed: int = 7
    threads: int = 0  # 0 takes every core

    @staticmethod
    def parse(strings: Mapping[str, str]) -> "InsightsSettings":
        known = {field.name: type(field.default) for field in fields(InsightsSettings)}
        unknown = sorted(set(strings) - set(known))
        if unknown:
            raise SettingsError(f"unknown hyperparameter {unknown[0]!r}; known are {', '.join(sorted(known))}")
        try:
            settings = InsightsSettings(**{name: known[name](text) for name, text in strings.items()})
        except ValueError as cause:
            raise SettingsError(f"a hyperparameter is no number: {cause}") from cause
        if settings.family not in FAMILIES:
            raise SettingsError(f"family is {settings.family!r}; it must be one of {', '.join(FAMILIES)}")
        if settings.max_seconds <= 0 or settings.trials < 1 or settings.threads < 0:
            raise SettingsError("max_seconds and trials must be above 0, threads 0 or more")
        return settings

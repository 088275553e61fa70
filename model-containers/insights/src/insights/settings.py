"""The hyperparameters of a tabular model, parsed once from the strings that SageMaker hands over."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from common.hyperparameters import check_choice, check_range, read_settings

FAMILIES = ("lightgbm", "logistic-regression", "svm", "blend")


@dataclass(frozen=True)
class InsightsSettings:
    family: str = "lightgbm"
    max_seconds: float = 120.0  # of search; the fit that is under way is finished
    trials: int = 40  # settings tried at most
    seed: int = 7
    threads: int = 0  # 0 takes every core

    @property
    def clock(self) -> Callable[[], float]:
        """What `max_seconds` is counted by: of one thread its own time on a processor, because neither a machine that
        others use, too, nor another thread of this process may lead to another model."""
        return time.thread_time if self.threads == 1 else time.monotonic

    @staticmethod
    def parse(strings: Mapping[str, str]) -> "InsightsSettings":
        settings = read_settings(InsightsSettings, strings)
        check_choice(settings, "family", FAMILIES)
        check_range(settings, RANGES)
        return settings


RANGES = (("max_seconds", 0.001, 10**6), ("trials", 1, 10**4), ("threads", 0, 1024), ("seed", 0, 2**31 - 1))

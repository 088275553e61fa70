"""What is known of a customer when a message might go out, as numbers. Training and serving both come through here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from common.history import DAY, HISTORY_LIMIT
from numpy.typing import NDArray

NEVER = 3_650.0  # days, for what never happened
WRITTEN = 60  # messages that a contact remembers
KINDS = ("win-back", "basket-abandonment")
CHANNELS = ("email", "webhook", "on-site")


@dataclass(frozen=True)
class Question:
    """One message that might be sent. Times are epoch seconds; what lies at `at` or later is not looked at."""

    at: float
    kind: str
    channel: str
    language: str
    interactions: tuple[tuple[float, str], ...]
    orders: tuple[float, ...]
    contacted: tuple[float, ...]


@dataclass(frozen=True)
class _Known:
    """A question less whatever must not be known, newest first; ages in days."""

    question: Question
    seen: tuple[tuple[float, str], ...]
    orders: tuple[float, ...]
    contacted: tuple[float, ...]

    @staticmethod
    def of(question: Question) -> "_Known":
        at = question.at
        seen = sorted((((at - time) / DAY, kind) for time, kind in question.interactions if time < at))
        orders = sorted((at - time) / DAY for time in question.orders if time < at)
        written = sorted((at - time) / DAY for time in question.contacted if time < at)
        return _Known(question, tuple(seen[:HISTORY_LIMIT]), tuple(orders), tuple(written[:WRITTEN]))

    def count(self, kind: str, days: float) -> int:
        return sum(1 for age, one in self.seen if one == kind and age <= days)

    def angle(self, period: float) -> float:
        return 2 * np.pi * (self.question.at % period) / period


FEATURES: dict[str, Callable[[_Known], float]] = {
    "f_orders": lambda one: np.log1p(len(one.orders)),
    "f_orders_90d": lambda one: sum(age <= 90 for age in one.orders),
    "f_days_since_order": lambda one: np.log1p(one.orders[0] if one.orders else NEVER),
    "f_days_between_orders": lambda one: np.log1p(
        (one.orders[-1] - one.orders[0]) / (len(one.orders) - 1) if len(one.orders) > 1 else NEVER
    ),
    "f_days_since_visit": lambda one: np.log1p(
        min((*(age for age, _ in one.seen[:1]), *one.orders[:1]), default=NEVER)
    ),
    "f_seen": lambda one: np.log1p(len(one.seen)),
    "f_views_7d": lambda one: np.log1p(one.count("view", 7)),
    "f_views_30d": lambda one: np.log1p(one.count("view", 30)),
    "f_adds_7d": lambda one: np.log1p(one.count("add", 7)),
    "f_adds_30d": lambda one: np.log1p(one.count("add", 30)),
    "f_searches_30d": lambda one: np.log1p(one.count("search", 30)),
    "f_written_7d": lambda one: sum(age <= 7 for age in one.contacted),
    "f_written_30d": lambda one: sum(age <= 30 for age in one.contacted),
    "f_days_since_written": lambda one: np.log1p(one.contacted[0] if one.contacted else NEVER),
    "f_hour_sin": lambda one: np.sin(one.angle(DAY)),
    "f_hour_cos": lambda one: np.cos(one.angle(DAY)),
    "f_weekday_sin": lambda one: np.sin(one.angle(7 * DAY)),
    "f_weekday_cos": lambda one: np.cos(one.angle(7 * DAY)),
    "f_chinese": lambda one: float(one.question.language == "zh"),
    **{f"f_kind_{kind}": (lambda one, kind=kind: float(one.question.kind == kind)) for kind in KINDS},
    **{
        f"f_by_{channel}": (lambda one, channel=channel: float(one.question.channel == channel)) for channel in CHANNELS
    },
}
FEATURE_NAMES = tuple(sorted(FEATURES))


def matrix_of(questions: Sequence[Question], names: Sequence[str] = FEATURE_NAMES) -> NDArray[np.float32]:
    """(questions, names)."""
    matrix = np.empty((len(questions), len(names)), np.float32)
    for row, question in enumerate(questions):
        known = _Known.of(question)
        matrix[row] = [FEATURES[name](known) for name in names]
    return matrix

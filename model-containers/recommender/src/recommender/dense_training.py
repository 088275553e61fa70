"""Train the models that score every item within a given time, the cheap ones first."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.linalg import lapack

from recommender.attention_training import AttentionConfig, AttentionNetwork, as_attention
from recommender.dense import DenseModel
from recommender.exams import Exam, ExamKind
from recommender.factors import FactorConfig, Factors
from recommender.item_neighbours import ItemNeighbourConfig, ItemNeighbours
from recommender.linear_items import LinearConfig, LinearItems
from recommender.sequential_training import SequentialConfig, as_arrays, train_sequential
from recommender.sessions import Sessions
from recommender.two_towers import TwoTowers, TwoTowersConfig

Log = Callable[[str], None]
FEWEST_ITEMS = 500  # a linear model of fewer is not worth its time
DAY = 86_400.0  # seconds
OFTEN = 0.05  # of sessions of several events
LEAST_OF_ORDER = 0.25  # of its share that the model of order gets however long all else takes


@dataclass(frozen=True)
class DenseConfig:
    """`order` names the model that learns the order of a session; shares are of the seconds given.

    `factors` is None where no taste lasts that they could learn; `suited` sets both by the data.
    """

    order: Literal["recurrent", "attention"] = "recurrent"
    order_share: float = 0.6
    linear_share: float = 0.25
    neighbours: ItemNeighbourConfig = field(default_factory=ItemNeighbourConfig)
    linear: LinearConfig = field(default_factory=LinearConfig)
    factors: FactorConfig | None = field(default_factory=FactorConfig)
    content: TwoTowersConfig = field(default_factory=TwoTowersConfig)
    recurrent: SequentialConfig = field(default_factory=SequentialConfig)
    attention: AttentionConfig = field(default_factory=AttentionConfig)
    attention_training: SequentialConfig = field(
        default_factory=lambda: SequentialConfig(length=50, epochs=40, patience=6, learning_rate=3e-3)
    )


@dataclass(frozen=True)
class DenseTime:
    """`seconds` for all dense models; by `until`, a moment of the processor, they are to be trained and refitted."""

    seconds: float
    until: float = math.inf

    def for_order(self, share: float, refit: float) -> float:
        """Seconds of the model that learns order, where the others take `refit` once more before they serve."""
        most, left = self.seconds * share, self.until - refit - time.process_time()
        return min(most, max(left, LEAST_OF_ORDER * most))


def train_dense(
    exam: Exam,
    kind: ExamKind,
    config: DenseConfig,
    given: DenseTime,
    log: Log,
    text: NDArray[np.float32] | None = None,
    known: Mapping[str, DenseModel] | None = None,
) -> dict[str, DenseModel]:
    """The closed models and the one that learns order, of the exam's earlier sessions; `known` ones as they are."""
    started = time.process_time()
    models = fit_closed(exam.earlier, config, log, text, known)
    timed = given.for_order(config.order_share, time.process_time() - started)
    last_only = kind == "last-event"
    if config.order == "attention":
        torch.manual_seed(config.attention_training.seed)
        network = AttentionNetwork(len(exam.earlier.item_ids), config.attention)
        training = replace(config.attention_training, seconds=timed)
        trained = train_sequential(exam.earlier, exam.validation, training, network, last_only)
        models["attention"] = as_attention(network, config.attention)
    else:
        training = replace(config.recurrent, seconds=timed)
        trained = train_sequential(exam.earlier, exam.validation, training, last_only=last_only)
        models["recurrent"] = as_arrays(trained.network, training)
    log(
        f"{config.order}: {trained.epochs} epochs, loss {trained.validation_loss:.4f}, "
        f"{trained.events_per_second:.0f} events/s, {trained.seconds:.0f} s"
    )
    return models


def fit_closed(
    sessions: Sessions,
    config: DenseConfig,
    log: Log,
    text: NDArray[np.float32] | None = None,
    known: Mapping[str, DenseModel] | None = None,
) -> dict[str, DenseModel]:
    """The models with a closed form or a few sweeps; they are fitted again on everything before they serve."""
    fits: dict[str, Callable[[], DenseModel]] = {
        "item-neighbours": lambda: ItemNeighbours.fit(sessions, config.neighbours)
    }
    if factors := config.factors:
        fits["factors"] = lambda: Factors.fit(sessions, factors)
    if has_time_for_linear(config, sessions):
        fits["linear"] = lambda: LinearItems.fit(sessions, config.linear)
    if text is not None:
        fits["content"] = lambda: TwoTowers.fit(sessions, text, config.content)
    models = dict(known or {})
    for name, fit in fits.items():
        if name in models:
            continue
        started = time.process_time()
        models[name] = fit()
        log(f"{name}: fitted in {time.process_time() - started:.1f} s")
    return models


def has_time_for_linear(config: DenseConfig, sessions: Sessions) -> bool:
    return config.linear.most_items >= min(FEWEST_ITEMS, len(sessions.item_ids))


def suited(config: DenseConfig, sessions: Sessions, kind: ExamKind) -> DenseConfig:
    """Of histories over days a self-attentive model learns the order, and factors a taste that lasts. Of visits that
    take minutes a recurrent model tells as much and sooner, and factors tell nothing that the others do not
    (docs/lab-log.d/2026-11-28-serving.md)."""
    several = sessions.lengths > 1
    starts, ends = sessions.offsets[:-1][several], sessions.offsets[1:][several] - 1
    last_days = (sessions.times[ends] - sessions.times[starts] > DAY).mean() if several.any() else 0.0
    if kind == "last-event" or last_days >= OFTEN:
        return replace(config, order="attention")
    return replace(config, order="recurrent", factors=None)


def affordable(config: DenseConfig, seconds: float) -> DenseConfig:
    """The linear model is fitted twice, before and after the exam; it gets as many items as its share has time for.

    The time of one small inverse says what a large one costs on this machine.
    """
    size = 800
    started = time.process_time()
    factor, _ = lapack.spotrf(np.asfortranarray(np.eye(size, dtype=np.float32) * 2), lower=1)
    lapack.spotri(factor, lower=1)
    of_one = (time.process_time() - started) / size**3
    most = int((seconds * config.linear_share / 2 / of_one) ** (1 / 3))
    return replace(config, linear=replace(config.linear, most_items=min(config.linear.most_items, most)))

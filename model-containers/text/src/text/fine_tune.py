"""Fine-tune a base on purchase rows within a budget: sampling, adapters, checkpoints and the best epoch's weights."""

import hashlib
import json
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from common.devices import pick_device
from common.distributed import World
from torch import nn

from text.adapters import add_lora, freeze_lower, merged
from text.base_models import BaseClassifier
from text.budget import affordable_rows, seconds_per_row
from text.checkpoint import EpochMetrics, load_state, save_state
from text.encoding import PairEncoder
from text.optimisation import HEAD_NAMES
from text.purchase_data import PurchaseRows
from text.sampling import ThinnedRows, thin_negatives
from text.settings import PurchaseSettings
from text.train import Hooks, LabelledRows, TrainingData, TrainResult, load_weights, train


class InterruptedTrainingError(RuntimeError):
    """The run was asked to stop; its checkpoint is written and the next start goes on from there."""


@dataclass(frozen=True)
class FineTuned:
    """A plain network with the best epoch's weights, and what it takes to read its logits as probabilities."""

    model: nn.Module
    result: TrainResult
    logit_correction: float
    rows_per_epoch: int
    measured_rows: int


@dataclass(frozen=True)
class RunContext:
    """The world around a run, so that fine_tune itself decides nothing about it."""

    checkpoints: Path
    on_epoch: Callable[[EpochMetrics], None] = lambda epoch: None
    is_interrupted: Callable[[], bool] = lambda: False
    world: World = field(default_factory=World)


def fine_tune(
    base: BaseClassifier,
    encoder: PairEncoder,
    training: PurchaseRows,
    validation: PurchaseRows,
    test: PurchaseRows | None,
    settings: PurchaseSettings,
    context: RunContext,
) -> FineTuned:
    """Train `base` on a thinned sample of `training`; `test` only gets its loss written down."""
    fingerprint = fingerprint_of(training, validation, settings, context.world)
    few = thin_negatives(training.groups, training.labels, settings.negatives_per_positive, 400, settings.seed)
    _start_head(base.model, few, settings.seed)
    model = prepared(base.model, settings).to(pick_device())
    config = settings.train_config()
    plan = epoch_plan(model, _labelled(encoder, training, few), settings, context, fingerprint)
    samples = [
        thin_negatives(training.groups, training.labels, settings.negatives_per_positive, plan[0], settings.seed, epoch)
        for epoch in range(settings.epochs)
    ]
    data = _training_data(encoder, training, samples, validation, test, settings, plan[1])
    state = load_state(context.checkpoints, fingerprint)
    deadline = time.monotonic() + settings.max_seconds - (state.seconds if state else 0.0)
    hooks = Hooks(
        on_checkpoint=lambda now: save_state(now, context.checkpoints, fingerprint) if context.world.is_first else None,
        on_epoch=context.on_epoch,
        is_interrupted=context.is_interrupted,
        is_out_of_time=lambda: bool(settings.max_seconds) and time.monotonic() > deadline,
    )
    result = train(model, data, config, hooks, state, context.world)
    if result.reason == "interrupted":
        raise InterruptedTrainingError(f"stopped after {result.steps} steps; the checkpoint continues from there")
    load_weights(model, result.weights)
    correction = float(np.mean([sample.logit_correction for sample in samples]))
    return FineTuned(merged(model).cpu().eval(), result, correction, *plan)


def prepared(model: nn.Module, settings: PurchaseSettings) -> nn.Module:
    """The base with the weights that shall learn marked, or with LoRA additions."""
    if settings.tuning == "lora":
        return add_lora(model, settings.lora_rank)
    freeze_lower(model, settings.frozen_layers, freezes_embeddings=not settings.train_embeddings)
    return model


def epoch_plan(
    model: nn.Module, few: LabelledRows, settings: PurchaseSettings, context: RunContext, fingerprint: str
) -> tuple[int, int]:
    """Rows an epoch and measured rows. Written beside the checkpoint: a resumed run must not time itself again.

    Several processes would each find other times, so they take what is set, and leave no file that another half reads.
    """
    plan = settings.rows_per_epoch, settings.measured_rows
    if context.world.size > 1:
        return plan
    path = context.checkpoints / "plan.json"
    if path.is_file():
        known = json.loads(path.read_text())
        if known["fingerprint"] == fingerprint:
            return known["rows_per_epoch"], known["measured_rows"]
    if settings.max_seconds:
        cost = seconds_per_row(deepcopy(model), few, settings.train_config())
        plan = affordable_rows(*plan, settings.epochs, cost, settings.max_seconds)
    context.checkpoints.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")  # renamed when it is whole, as the checkpoint is
    beside.write_text(json.dumps({"fingerprint": fingerprint, "rows_per_epoch": plan[0], "measured_rows": plan[1]}))
    beside.rename(path)
    return plan


def _training_data(
    encoder: PairEncoder,
    training: PurchaseRows,
    samples: list[ThinnedRows],
    validation: PurchaseRows,
    test: PurchaseRows | None,
    settings: PurchaseSettings,
    measured: int,
) -> TrainingData:
    """Validation and test are thinned like training, so that the three losses of an epoch can be compared."""
    used = np.unique(np.concatenate([sample.rows for sample in samples]))
    place = {row: position for position, row in enumerate(used.tolist())}
    epochs = tuple(np.array([place[row] for row in sample.rows.tolist()]) for sample in samples)

    def measured_rows(rows: PurchaseRows) -> LabelledRows:
        few = thin_negatives(rows.groups, rows.labels, settings.negatives_per_positive, measured, settings.seed)
        return _labelled(encoder, rows, few)

    return TrainingData(
        training=_labelled(encoder, training, replace(samples[0], rows=used)),
        epochs=epochs,
        validation=measured_rows(validation),
        test=measured_rows(test) if test else None,
    )


def _labelled(encoder: PairEncoder, rows: PurchaseRows, sample: ThinnedRows) -> LabelledRows:
    part = rows.take(sample.rows)
    return LabelledRows(encoder.encode_pairs(part.histories, part.candidates), part.labels.astype(np.int64))


def _start_head(model: nn.Module, sample: ThinnedRows, seed: int) -> None:
    """A small seeded head whose every answer is the sample's base rate: the first steps need not learn that."""
    head = next((getattr(model, name) for name in HEAD_NAMES if hasattr(model, name)), None)
    layers = [module for module in head.modules() if isinstance(module, nn.Linear)] if head is not None else []
    if not layers:
        raise ValueError(f"{type(model).__name__} has no classification head that could be started")
    torch.manual_seed(seed)
    nn.init.normal_(layers[-1].weight, std=0.02)
    if layers[-1].bias is not None:
        nn.init.constant_(layers[-1].bias, float(np.log(sample.positives / sample.negatives)))


def fingerprint_of(training: PurchaseRows, validation: PurchaseRows, settings: PurchaseSettings, world: World) -> str:
    """What a checkpoint belongs to: equal settings, rows and number of processes, equal fingerprint."""
    digest = hashlib.sha256(json.dumps({**asdict(settings), "processes": world.size}, sort_keys=True).encode())
    for rows in (training, validation):
        digest.update(rows.groups.tobytes() + rows.labels.tobytes())
        for text in (*rows.histories, *rows.candidates):
            digest.update(f"{text}\n".encode())
    return digest.hexdigest()

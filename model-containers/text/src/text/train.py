"""Fine-tune a sequence classifier on token rows. `python3 -m text.train` runs SageMaker's training job around it."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from common.distributed import World, any_says, in_step, mean_over, share_of
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import AdamW

from text.batches import shuffled_batches
from text.checkpoint import EpochMetrics, TrainingState
from text.encoding import Ids, TokenRows
from text.optimisation import adamw, warm_up_then_decline
from text.precision import autocast, resolve_precision
from text.predict import as_tensors, classification_loss, mean_loss


@dataclass(frozen=True)
class LabelledRows:
    tokens: TokenRows
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True)
class TrainingData:
    """`epochs[i]` names the rows of `training` that epoch i reads. `test` is only reported."""

    training: LabelledRows
    epochs: tuple[Ids, ...]
    validation: LabelledRows
    test: LabelledRows | None = None


@dataclass(frozen=True)
class TrainConfig:
    batch_size: int = 16
    learning_rate: float = 2e-5
    head_learning_rate: float = 1e-3  # the head starts at random and needs larger steps than the pre-trained body
    weight_decay: float = 0.01
    warmup_share: float = 0.1  # of all steps
    max_gradient_norm: float = 1.0
    patience: int = 2  # epochs without a better validation loss before stopping
    checkpoint_steps: int = 200
    precision: str = "auto"
    seed: int = 7


@dataclass(frozen=True)
class Hooks:
    """What the world hears of a run. None of them changes what is learned, except that it may stop sooner."""

    on_checkpoint: Callable[[TrainingState], None] = lambda state: None
    on_epoch: Callable[[EpochMetrics], None] = lambda epoch: None
    is_interrupted: Callable[[], bool] = lambda: False  # write a checkpoint and leave, to go on later
    is_out_of_time: Callable[[], bool] = lambda: False  # finish with what has been learned


@dataclass(frozen=True)
class TrainResult:
    """`weights` hold the trained parameters of the best epoch; `reason` says why the run ended."""

    weights: dict[str, Tensor]
    best_epoch: int
    validation_loss: float
    epochs: tuple[EpochMetrics, ...]
    steps: int
    examples: int
    seconds: float
    reason: str


def train(
    model: nn.Module,
    data: TrainingData,
    config: TrainConfig,
    hooks: Hooks | None = None,
    resume: TrainingState | None = None,
    world: World | None = None,
) -> TrainResult:
    """Fit `model` (in place) and return the weights of the epoch that validates best.

    The model maps (batch, time) token ids to (batch, labels) logits; one label means binary cross-entropy, more mean
    cross-entropy. Nothing is read or written here. A run resumed from any TrainingState ends as if never interrupted.
    """
    if not len(data.training) or not len(data.validation):
        raise ValueError("training and validation both need at least one row")
    run = _Run.of(model, data, config, hooks or Hooks(), world or World())
    progress = _restore(run, resume) if resume else _Progress()
    began = time.monotonic() - progress.seconds
    reason = progress.ended or ("stopped early" if progress.waited(config.patience) else "completed")

    while progress.epoch < len(run.plan) and reason == "completed":
        reason = _run_epoch(run, progress, began)
        if reason != "interrupted":
            _close_epoch(run, progress, began)
            if reason == "completed" and progress.waited(config.patience):
                reason = "stopped early"
            progress.ended = "" if reason == "completed" else reason
        run.hooks.on_checkpoint(_freeze(run, progress))

    if progress.best_epoch < 0 and reason != "interrupted":
        raise FloatingPointError("no epoch reached a finite validation loss; lower the learning rate")
    return _result(progress, reason)


@dataclass(frozen=True)
class _Run:
    """What stays the same from the first step to the last."""

    model: nn.Module
    stepper: nn.Module
    data: TrainingData
    config: TrainConfig
    hooks: Hooks
    world: World
    device: torch.device
    precision: str
    optimizer: AdamW
    rates: tuple[float, ...]
    factor: Callable[[int], float]
    plan: tuple[tuple[Ids, ...], ...]  # the batches of each epoch

    @staticmethod
    def of(model: nn.Module, data: TrainingData, config: TrainConfig, hooks: Hooks, world: World) -> "_Run":
        lengths = data.training.tokens.lengths
        plan = tuple(
            tuple(share_of(shuffled_batches(rows, lengths, config.batch_size, config.seed + epoch), world))
            for epoch, rows in enumerate(data.epochs)
        )
        device = next(model.parameters()).device
        optimizer = adamw(model, config)
        return _Run(
            model=model,
            stepper=in_step(model, world),
            data=data,
            config=config,
            hooks=hooks,
            world=world,
            device=device,
            precision=resolve_precision(config.precision, device),
            optimizer=optimizer,
            rates=tuple(group["lr"] for group in optimizer.param_groups),
            factor=warm_up_then_decline(sum(len(batches) for batches in plan), config.warmup_share),
            plan=plan,
        )


@dataclass
class _Progress:
    """What every step changes; TrainingState is its frozen copy."""

    epoch: int = 0
    step_in_epoch: int = 0
    step: int = 0
    examples: int = 0
    loss_sum: float = 0.0
    loss_rows: int = 0
    best_weights: dict[str, Tensor] = field(default_factory=dict)
    best_epoch: int = -1
    best_loss: float = math.inf
    epochs: tuple[EpochMetrics, ...] = ()
    seconds: float = 0.0
    ended: str = ""

    def waited(self, patience: int) -> bool:
        """Whether so many epochs went by without a better one."""
        return bool(self.epochs) and len(self.epochs) - 1 - self.best_epoch >= patience


def _run_epoch(run: _Run, progress: _Progress, began: float) -> str:
    """Take the steps that are left of the epoch; answers why it ended."""
    run.model.train()
    for batch in run.plan[progress.epoch][progress.step_in_epoch :]:
        _step(run, progress, batch)
        progress.seconds = time.monotonic() - began
        if any_says(run.hooks.is_interrupted(), run.world, run.device):
            return "interrupted"
        if any_says(run.hooks.is_out_of_time(), run.world, run.device):
            return "out of time"
        if progress.step % run.config.checkpoint_steps == 0:
            run.hooks.on_checkpoint(_freeze(run, progress))
    return "completed"


def _step(run: _Run, progress: _Progress, batch: Ids) -> None:
    # Dropout is seeded by the step, so a resumed run needs no random state and each process draws its own.
    torch.manual_seed((run.config.seed << 32) + progress.step * run.world.size + run.world.rank)
    for group, rate in zip(run.optimizer.param_groups, run.rates, strict=True):
        group["lr"] = rate * run.factor(progress.step)
    with autocast(run.precision, run.device):
        logits = run.stepper(**as_tensors(run.data.training.tokens, batch, run.device)).logits
    loss = classification_loss(logits.float(), run.data.training.labels[batch])
    value = float(loss.detach())
    if not math.isfinite(value):
        raise FloatingPointError(
            f"the loss became {value} in epoch {progress.epoch + 1} at step {progress.step + 1}; "
            "lower the learning rate or set precision to fp32"
        )
    loss.backward()
    nn.utils.clip_grad_norm_(run.model.parameters(), run.config.max_gradient_norm)
    run.optimizer.step()
    run.optimizer.zero_grad(set_to_none=True)
    progress.step += 1
    progress.step_in_epoch += 1
    progress.examples += len(batch) * run.world.size
    progress.loss_sum += value * len(batch)
    progress.loss_rows += len(batch)


def _close_epoch(run: _Run, progress: _Progress, began: float) -> None:
    """Measure the epoch and remember its weights when it validates best. The test loss takes no part in that."""
    train_loss = mean_over(progress.loss_sum, progress.loss_rows, run.world, run.device)
    validation = mean_loss(run.model, run.data.validation.tokens, run.data.validation.labels, run.precision)
    if validation < progress.best_loss:
        progress.best_loss, progress.best_epoch = validation, progress.epoch
        progress.best_weights = trainable_weights(run.model)
    test = run.data.test
    test_loss = mean_loss(run.model, test.tokens, test.labels, run.precision) if test else None
    progress.seconds = time.monotonic() - began
    metrics = EpochMetrics(
        progress.epoch, train_loss, validation, test_loss, progress.examples, round(progress.seconds, 3)
    )
    progress.epochs = (*progress.epochs, metrics)
    progress.epoch, progress.step_in_epoch = progress.epoch + 1, 0
    progress.loss_sum, progress.loss_rows = 0.0, 0
    run.hooks.on_epoch(metrics)


def trainable_weights(model: nn.Module) -> dict[str, Tensor]:
    """A copy of what training changes; the rest is in the base."""
    return {name: one.detach().cpu().clone() for name, one in model.named_parameters() if one.requires_grad}


def load_weights(model: nn.Module, weights: dict[str, Tensor]) -> None:
    """Put `trainable_weights` back into a model prepared in the same way."""
    unknown = model.load_state_dict(weights, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"these weights belong to another model: {', '.join(unknown[:3])}")


def _result(progress: _Progress, reason: str) -> TrainResult:
    return TrainResult(
        weights=progress.best_weights,
        best_epoch=progress.best_epoch,
        validation_loss=progress.best_loss,
        epochs=progress.epochs,
        steps=progress.step,
        examples=progress.examples,
        seconds=progress.seconds,
        reason=reason,
    )


def _freeze(run: _Run, progress: _Progress) -> TrainingState:
    return TrainingState(
        weights=trainable_weights(run.model),
        optimizer=run.optimizer.state_dict(),
        **{name: getattr(progress, name) for name in _Progress.__dataclass_fields__},
    )


def _restore(run: _Run, state: TrainingState) -> _Progress:
    load_weights(run.model, state.weights)
    run.optimizer.load_state_dict(state.optimizer)
    return replace(_Progress(), **{name: getattr(state, name) for name in _Progress.__dataclass_fields__})


if __name__ == "__main__":
    from text.purchase_job import main

    raise SystemExit(main())

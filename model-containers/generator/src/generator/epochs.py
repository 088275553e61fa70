"""Learning in epochs within a time budget, of which the one that validates best is kept."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from common.devices import device_seconds
from torch import Tensor

WARM_UP = 0.05  # share of the schedule
SLACK = 0.05


@dataclass(frozen=True)
class Epoch:
    epoch: int
    train_loss: float
    validation_loss: float


@dataclass(frozen=True)
class Best:
    """The weights of the epoch that validates best, and how all of them did."""

    state: dict[str, Tensor]
    validation_loss: float
    epochs: tuple[Epoch, ...]


def keep_best(
    epochs: int,
    patience: int,
    learn: Callable[[int], list[float]],
    validate: Callable[[], float],
    weights: Callable[[], dict[str, Tensor]],
) -> Best:
    """`learn` answers the losses of an epoch's steps; the training ends with one that has none, or when `patience`
    epochs went by without a better validation loss."""
    history: list[Epoch] = []
    best_epoch, best_loss, state = -1, math.inf, {}
    for epoch in range(epochs):
        losses = learn(epoch)
        if not losses:
            break
        validated = validate()
        history.append(Epoch(epoch, sum(losses) / len(losses), validated))
        if validated < best_loss:
            best_epoch, best_loss = epoch, validated
            state = {name: weight.detach().clone() for name, weight in weights().items()}
        elif epoch - best_epoch >= patience:
            break
    if not history:
        raise RuntimeError("no step was made: the training was stopped before it, or max_seconds is too short for one")
    if not state:
        raise FloatingPointError("no epoch reached a finite validation loss; lower the learning rate")
    return Best(state, best_loss, tuple(history))


@dataclass(frozen=True)
class Pace:
    """What the learning rate is along the way, and when the way ends.

    Where time runs faster than the epochs, the rate falls along `max_seconds`, so that a slow machine ends its schedule
    too; else the same seed learns the same.
    """

    device: torch.device
    epochs: int
    max_seconds: float
    highest_rate: float
    is_stopped: Callable[[], bool]
    started: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "started", busy_seconds(self.device))

    @property
    def seconds(self) -> float:
        return busy_seconds(self.device) - self.started

    def rate(self, epochs_done: float) -> float | None:
        """Of the step that comes next; None where none may."""
        share = share_of(epochs_done / self.epochs, self.seconds / self.max_seconds)
        return None if share >= 1 or self.is_stopped() else self.highest_rate * schedule(share)


def busy_seconds(device: torch.device) -> float:
    return device_seconds(device, torch.get_num_threads())


def share_of(steps: float, seconds: float) -> float:
    """How far training is: by its steps, or by its time where that is clearly ahead."""
    return steps if seconds <= steps + SLACK else seconds


def schedule(share: float) -> float:
    """Warm-up, then a cosine to a twentieth."""
    if share < WARM_UP:
        return (share + 1e-3) / WARM_UP
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (share - WARM_UP) / (1 - WARM_UP)))


def update(optimizer: torch.optim.Optimizer, loss: Tensor, rate: float, clipped: list[Tensor] | None = None) -> float:
    """One step down the gradient of `loss`, which over the `clipped` weights is no longer than 1; answers the loss."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    if clipped is not None:
        torch.nn.utils.clip_grad_norm_(clipped, 1.0)
    optimizer.step()
    return float(loss.detach())

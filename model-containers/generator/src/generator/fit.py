"""Fit the compact decoder to examples."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from common.devices import device_seconds
from torch import Tensor

from generator.decoder import Decoder
from generator.examples import Example
from generator.settings import GeneratorSettings
from generator.tokens import Tokens

WARM_UP = 0.05  # share of the schedule
SLACK = 0.05
Coded = tuple[list[int], list[int]]  # prompt, target


@dataclass(frozen=True)
class Epoch:
    epoch: int
    train_loss: float
    validation_loss: float


@dataclass(frozen=True)
class Fit:
    state: dict[str, Tensor]
    best_epoch: int
    validation_loss: float
    epochs: tuple[Epoch, ...]
    tokens_per_second: float


def fit(
    model: Decoder,
    tokens: Tokens,
    draw: Callable[[random.Random], list[Example]],
    validation: Sequence[Example],
    settings: GeneratorSettings,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Fit:
    """Learn from what `draw` makes anew each epoch and keep the epoch that validates best.

    Where time runs faster than the epochs, the learning rate falls along `max_seconds`, so that a slow machine ends its
    schedule too; else the same seed learns the same. Losses are nats a token.
    """
    if not validation:
        raise ValueError("there must be texts to validate on")
    torch.manual_seed(settings.seed)
    device = next(model.parameters()).device
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, betas=(0.9, 0.95), weight_decay=0.05)
    held = [(tokens.prompt(one.facts, one.wish), tokens.judged(one.target)) for one in validation]
    started, seen, history = busy_seconds(device), 0, []
    best: tuple[dict[str, Tensor], int, float] = ({}, -1, math.inf)
    for epoch in range(settings.epochs):
        chance = random.Random(settings.seed * 1000 + epoch)
        coded = [(tokens.prompt(one.facts, one.wish), tokens.target(one.target)) for one in draw(chance)]
        batches = batches_of(coded, settings.batch_size, chance)
        losses: list[float] = []
        for number, batch in enumerate(batches):
            passed = (busy_seconds(device) - started) / settings.max_seconds
            share = share_of((epoch + number / len(batches)) / settings.epochs, passed)
            if share >= 1 or is_stopped():
                break
            for group in optimizer.param_groups:
                group["lr"] = settings.learning_rate * schedule(share)
            losses.append(step(model, optimizer, batch, tokens.pad, settings.dropout))
            seen += sum(len(prompt) + len(target) for prompt, target in batch)
        if not losses:
            break
        validated = loss_on(model, tokens, held)
        history.append(Epoch(epoch, sum(losses) / len(losses), validated))
        if validated < best[2]:
            best = ({name: weight.detach().clone() for name, weight in model.state_dict().items()}, epoch, validated)
        elif epoch - best[1] >= settings.patience:
            break
    if not best[0]:
        raise FloatingPointError("no epoch reached a finite validation loss; lower the learning rate")
    return Fit(*best, tuple(history), seen / (busy_seconds(device) - started))


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


def step(model: Decoder, optimizer: torch.optim.Optimizer, batch: Sequence[Coded], pad: int, dropout: float) -> float:
    model.train()
    loss = model.losses(*padded(batch, pad), dropout).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def batches_of(coded: Sequence[Coded], size: int, chance: random.Random) -> list[list[Coded]]:
    """Shuffled batches of about equal lengths, so that little is padding."""
    order = sorted(coded, key=lambda one: len(one[0]) + len(one[1]) + chance.randrange(12))
    batches = [list(order[start : start + size]) for start in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def padded(batch: Sequence[Coded], pad: int) -> tuple[Tensor, Tensor, Tensor]:
    """(batch, time) ids, marks of the facts (between the three wishes and the sign of the text), marks of targets."""
    longest = max(len(prompt) + len(target) for prompt, target in batch)
    ids = torch.full((len(batch), longest), pad)
    facts = torch.zeros((len(batch), longest), dtype=torch.bool)
    judged = torch.zeros((len(batch), longest), dtype=torch.bool)
    for row, (prompt, target) in enumerate(batch):
        ids[row, : len(prompt) + len(target)] = torch.tensor([*prompt, *target])
        facts[row, 3 : max(4, len(prompt) - 1)] = True
        judged[row, len(prompt) : len(prompt) + len(target)] = True
    return ids, facts, judged


@torch.no_grad()
def nats_of(model: Decoder, tokens: Tokens, coded: Sequence[Coded], size: int = 64) -> list[float]:
    """Nats of each whole target, in order."""
    model.eval()
    answers: list[float] = []
    for start in range(0, len(coded), size):
        batch = coded[start : start + size]
        losses = model.losses(*padded(batch, tokens.pad))
        answers += [float(part.sum()) for part in losses.split([len(target) for _, target in batch])]
    return answers


def loss_on(model: Decoder, tokens: Tokens, coded: Sequence[Coded]) -> float:
    return sum(nats_of(model, tokens, coded)) / sum(len(target) for _, target in coded)

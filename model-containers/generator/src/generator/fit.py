"""Fit the compact decoder to examples."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from generator.decoder import Decoder
from generator.epochs import Best, Pace, keep_best, update
from generator.examples import Example
from generator.settings import GeneratorSettings
from generator.tokens import Tokens, facts_of_prompt

Coded = tuple[list[int], list[int]]  # prompt, target


@dataclass(frozen=True)
class Fit:
    best: Best
    tokens_per_second: float


def fit(
    model: Decoder,
    tokens: Tokens,
    draw: Callable[[random.Random], list[Example]],
    validation: Sequence[Example],
    settings: GeneratorSettings,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Fit:
    """Learn from what `draw` makes anew each epoch and keep the epoch that validates best. Losses are nats a token."""
    if not validation:
        raise ValueError("there must be texts to validate on")
    torch.manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, betas=(0.9, 0.95), weight_decay=0.05)
    held = [(tokens.prompt(one.facts, one.wish), tokens.judged(one.target)) for one in validation]
    device = next(model.parameters()).device
    pace = Pace(device, settings.epochs, settings.max_seconds, settings.learning_rate, is_stopped)
    seen = 0

    def learn(epoch: int) -> list[float]:
        nonlocal seen
        chance = random.Random(settings.seed * 1000 + epoch)
        coded = [(tokens.prompt(one.facts, one.wish), tokens.target(one.target)) for one in draw(chance)]
        batches = batches_of(coded, settings.batch_size, chance)
        losses = steps(model, optimizer, batches, epoch, pace, tokens.pad, settings.dropout)
        seen += sum(len(prompt) + len(target) for batch in batches[: len(losses)] for prompt, target in batch)
        return losses

    best = keep_best(
        settings.epochs, settings.patience, learn, lambda: loss_on(model, tokens, held), lambda: model.state_dict()
    )
    return Fit(best, seen / pace.seconds)


def steps(
    model: Decoder,
    optimizer: torch.optim.Optimizer,
    batches: Sequence[Sequence[Coded]],
    epoch: int,
    pace: Pace,
    pad: int,
    dropout: float,
) -> list[float]:
    """The losses of as many batches as there is time for."""
    model.train()
    losses: list[float] = []
    for number, batch in enumerate(batches):
        rate = pace.rate(epoch + number / len(batches))
        if rate is None:
            break
        loss = model.losses(*padded(batch, pad), dropout).mean()
        losses.append(update(optimizer, loss, rate, list(model.parameters())))
    return losses


def batches_of(coded: Sequence[Coded], size: int, chance: random.Random) -> list[list[Coded]]:
    """Shuffled batches of about equal lengths, so that little is padding."""
    order = sorted(coded, key=lambda one: len(one[0]) + len(one[1]) + chance.randrange(12))
    batches = [list(order[start : start + size]) for start in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def padded(batch: Sequence[Coded], pad: int) -> tuple[Tensor, Tensor, Tensor]:
    """(batch, time) ids, marks of the facts, marks of targets."""
    longest = max(len(prompt) + len(target) for prompt, target in batch)
    ids = torch.full((len(batch), longest), pad)
    facts = torch.zeros((len(batch), longest), dtype=torch.bool)
    judged = torch.zeros((len(batch), longest), dtype=torch.bool)
    for row, (prompt, target) in enumerate(batch):
        ids[row, : len(prompt) + len(target)] = torch.tensor([*prompt, *target])
        facts[row, facts_of_prompt(len(prompt))] = True
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

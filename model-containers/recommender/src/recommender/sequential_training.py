"""A recurrent next-item model: what the order of a session says beyond which items are in it.

GRU4Rec (Hidasi & Karatzoglou, 2018) with the parts that were shown to matter since: softmax over shared sampled
negatives with the log-q correction (Bengio & Senécal, 2008; Klenitskiy & Vasilev, 2023), cosine logits with a learnt
scale (Hou et al., 2022, "CORE"), tied item embeddings with dropout. Trained with torch, answered by `sequential.py`.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recommender.sequential import Sequential
from recommender.sessions import Sessions

PAD = -1
HELD_SESSIONS = 2500
WARM_UP = 0.1  # of the training


@dataclass(frozen=True)
class SequentialConfig:
    dimensions: int = 64
    length: int = 20  # newest events of a session
    batch_sessions: int = 256
    negatives: int = 2048
    epochs: int = 12
    patience: int = 2
    learning_rate: float = 3e-3
    dropout: float = 0.25
    scale: float = 12.0  # of the cosine, at the start
    seconds: float = 120.0  # of processor time
    seed: int = 7


class NextItemNetwork(nn.Module):
    """(sessions, time) item numbers to (sessions, time, dimensions) unit vectors, compared with unit item vectors."""

    def __init__(self, items: int, config: SequentialConfig) -> None:
        super().__init__()
        d = config.dimensions
        self.embedding = nn.Embedding(items + 1, d, padding_idx=items)
        nn.init.normal_(self.embedding.weight, std=1 / math.sqrt(d))
        self.bias = nn.Parameter(torch.zeros(items + 1))
        self.recurrent = nn.GRU(d, d, batch_first=True)
        self.outward = nn.Linear(2 * d, d, bias=False)
        self.dropout = nn.Dropout(config.dropout)
        self.scale = nn.Parameter(torch.tensor(math.log(config.scale)))

    def forward(self, sessions: Tensor) -> Tensor:
        given = self.dropout(functional.normalize(self.embedding(sessions), dim=-1))
        states, _ = self.recurrent(given)
        return functional.normalize(self.outward(torch.cat([self.dropout(states), given], dim=-1)), dim=-1)

    def logits(self, states: Tensor, items: Tensor) -> Tensor:
        vectors = functional.normalize(self.embedding(items), dim=-1)
        return self.scale.exp() * states @ vectors.T + self.bias[items]


@dataclass(frozen=True)
class SequentialTraining:
    network: nn.Module
    epochs: int
    validation_loss: float
    events_per_second: float


def train_sequential(
    training: Sessions,
    validation: Sessions | None,
    config: SequentialConfig,
    network: nn.Module | None = None,
    last_only: bool = False,
) -> SequentialTraining:
    """Keep the epoch that validates best; without validation, run all `epochs`. Nothing is written.

    `last_only` judges an epoch by the last event of each validation session, where training has seen the rest of it.
    """
    torch.manual_seed(config.seed)
    count = len(training.item_ids)
    network = network or NextItemNetwork(count, config)
    rows = padded(training, config.length)
    held = padded(validation, config.length)[-HELD_SESSIONS:] if validation is not None else None
    sampling = unigram(training)
    optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate)
    generator = torch.Generator().manual_seed(config.seed)
    steps = math.ceil(len(rows) / config.batch_sessions)
    best_loss, best_epoch, best_state = math.inf, -1, {}
    started, seen, step = time.process_time(), 0, 0
    for epoch in range(config.epochs):
        network.train()
        for batch in batches_of(rows, config.batch_sessions, generator):
            progress = max(step / (steps * config.epochs), (time.process_time() - started) / config.seconds)
            optimizer.param_groups[0]["lr"] = config.learning_rate * rate_at(progress)
            step += 1
            loss, targets = sampled_loss(network, rows[batch], sampling, config.negatives, generator)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            seen += targets
        spent = time.process_time() - started
        if held is not None:
            value = full_loss(network, held, last_only)
            if value < best_loss:
                best_loss, best_epoch = value, epoch
                best_state = {name: weight.detach().clone() for name, weight in network.state_dict().items()}
            elif epoch - best_epoch >= config.patience:
                break
        if spent > config.seconds:
            break
    if best_state:
        network.load_state_dict(best_state)
    return SequentialTraining(network, best_epoch + 1, best_loss, seen / (time.process_time() - started))


def rate_at(progress: float) -> float:
    """Linear warm-up, then half a cosine down to nothing, whether epochs or seconds end the training."""
    if progress < WARM_UP:
        return 0.05 + 0.95 * progress / WARM_UP
    return max(0.5 + 0.5 * math.cos(math.pi * min((progress - WARM_UP) / (1 - WARM_UP), 1.0)), 1e-3)


def batches_of(rows: Tensor, size: int, generator: torch.Generator) -> list[Tensor]:
    """Batches in random order of sessions about as long as each other, so that little padding is computed."""
    shuffled = torch.randperm(len(rows), generator=generator)
    lengths = (rows[shuffled] != PAD).sum(1)
    batches = [part[lengths[at].argsort(stable=True)] for part, at in _chunks(shuffled, 40 * size)]
    split = [batch for part in batches for batch in part.split(size)]
    return [split[i] for i in torch.randperm(len(split), generator=generator)]


def _chunks(shuffled: Tensor, size: int) -> list[tuple[Tensor, Tensor]]:
    return list(zip(shuffled.split(size), torch.arange(len(shuffled)).split(size), strict=True))


def sampled_loss(
    network: nn.Module, rows: Tensor, sampling: Tensor, negatives: int, generator: torch.Generator
) -> tuple[Tensor, int]:
    """Cross entropy of the true next item against negatives shared by the batch, corrected for how they were drawn."""
    count = len(sampling)
    rows = rows[:, : int((rows != PAD).sum(1).max())]
    given, wanted = rows[:, :-1], rows[:, 1:]
    states = network(given.masked_fill(given == PAD, count))
    here = wanted != PAD
    states, wanted = states[here], wanted[here]
    drawn = torch.multinomial(sampling, negatives, replacement=True, generator=generator)
    correction = torch.log(sampling * negatives)
    truth = network.scale.exp() * (states * functional.normalize(network.embedding(wanted), dim=-1)).sum(-1)
    truth = truth + network.bias[wanted] - correction[wanted]
    others = network.logits(states, drawn) - correction[drawn]
    others = others.masked_fill(drawn[None, :] == wanted[:, None], -1e9)
    logits = torch.cat([truth[:, None], others], dim=1)
    return functional.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long)), len(wanted)


@torch.no_grad()
def full_loss(network: nn.Module, rows: Tensor, last_only: bool = False) -> float:
    """Mean cross entropy over the whole catalogue."""
    network.eval()
    count = network.embedding.num_embeddings - 1
    everything = torch.arange(count)
    total, targets = 0.0, 0
    for batch in rows[(rows != PAD).sum(1).argsort()].split(64):
        batch = batch[:, : int((batch != PAD).sum(1).max())]
        given, wanted = batch[:, :-1], batch[:, 1:]
        here = wanted != PAD
        if last_only:
            here = here & (torch.arange(here.shape[1]) == here.sum(1, keepdim=True) - 1)
        states = network(given.masked_fill(given == PAD, count))[here]
        loss = functional.cross_entropy(network.logits(states, everything), wanted[here], reduction="sum")
        total, targets = total + float(loss), targets + int(here.sum())
    return total / max(targets, 1)


def padded(sessions: Sessions, length: int) -> Tensor:
    """(sessions, length) item numbers, PAD behind the end; sessions of one event teach nothing and are left out."""
    rows = np.full((len(sessions), length + 1), PAD, np.int64)
    for i, session in enumerate(sessions):
        part = session[-(length + 1) :]
        rows[i, : len(part)] = part
    return torch.from_numpy(rows[(rows != PAD).sum(1) > 1])


def unigram(sessions: Sessions) -> Tensor:
    """Probabilities of negatives: half by popularity ** 0.75, half uniform."""
    counts = torch.from_numpy(np.bincount(sessions.items, minlength=len(sessions.item_ids))).float() ** 0.75
    return 0.5 * counts / counts.sum() + 0.5 / len(counts)


def as_arrays(network: NextItemNetwork, config: SequentialConfig) -> Sequential:
    with torch.no_grad():
        unit = functional.normalize(network.embedding.weight[:-1], dim=-1)
        return Sequential(
            (network.scale.exp() * unit).numpy(),
            unit.numpy().copy(),
            network.bias[:-1].detach().numpy().copy(),
            network.recurrent.weight_ih_l0.numpy(),
            network.recurrent.weight_hh_l0.numpy(),
            network.recurrent.bias_ih_l0.numpy(),
            network.recurrent.bias_hh_l0.numpy(),
            network.outward.weight.numpy(),
            np.array(config.length),
        )

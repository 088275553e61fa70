"""Sessions as rows of item numbers, and the batches that sequential models learn from."""

import math

import numpy as np
import torch
from common.distributed import World
from torch import Tensor

from recommender.sessions import Sessions

PAD = -1


def padded(sessions: Sessions, length: int) -> Tensor:
    """(sessions, length + 1) item numbers, PAD behind the end; sessions of one event teach nothing and are left out."""
    rows = np.full((len(sessions), length + 1), PAD, np.int64)
    for i, session in enumerate(sessions):
        part = session[-(length + 1) :]
        rows[i, : len(part)] = part
    return torch.from_numpy(rows[(rows != PAD).sum(1) > 1])


def trimmed(rows: Tensor) -> Tensor:
    """As long as the longest of them."""
    return rows[:, : int((rows != PAD).sum(1).max())]


def unigram(sessions: Sessions) -> Tensor:
    """Probabilities of negatives: half by popularity ** 0.75, half uniform."""
    counts = torch.from_numpy(np.bincount(sessions.items, minlength=len(sessions.item_ids))).float() ** 0.75
    return 0.5 * counts / counts.sum() + 0.5 / len(counts)


def batches_of(rows: Tensor, size: int, generator: torch.Generator) -> list[Tensor]:
    """Batches in random order of sessions about as long as each other, so that little padding is computed."""
    shuffled = torch.randperm(len(rows), generator=generator)
    lengths = (rows[shuffled] != PAD).sum(1)
    batches = [part[lengths[at].argsort(stable=True)] for part, at in _chunks(shuffled, 40 * size)]
    split = [batch for part in batches for batch in part.split(size)]
    return [split[i] for i in torch.randperm(len(split), generator=generator)]


def own_part(batch: Tensor, world: World) -> Tensor:
    """Every `size`-th session, equally many for each worker: where they do not come out even, some are taken twice.

    So each worker takes as many steps as the others, and its sessions are about as long as theirs.
    """
    each = math.ceil(len(batch) / world.size)
    return batch[(torch.arange(each) * world.size + world.rank) % len(batch)]


def _chunks(shuffled: Tensor, size: int) -> list[tuple[Tensor, Tensor]]:
    return list(zip(shuffled.split(size), torch.arange(len(shuffled)).split(size), strict=True))

"""A recurrent next-item model: what the order of a session says beyond which items are in it.

GRU4Rec (Hidasi & Karatzoglou, 2018) with the parts that were shown to matter since: softmax over shared sampled
negatives with the log-q correction (Bengio & Senécal, 2008; Klenitskiy & Vasilev, 2023), cosine logits with a learnt
scale (Hou et al., 2022, "CORE"), tied item embeddings with dropout. Trained with torch, answered by `sequential.py`.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from common.devices import pick_device
from torch import Tensor, nn
from torch.nn import functional

from recommender.sequential import Sequential
from recommender.sequential_fit import Fit, NextItemData, SequentialConfig, fit_network
from recommender.sequential_workers import crew_of, fit_together
from recommender.session_batches import PAD, padded, unigram
from recommender.sessions import Sessions

HELD_SESSIONS = 2500
COMPARED = 200_000_000  # pairs of a next item and any item that judge an epoch; of a long catalogue fewer sessions do


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


@dataclass(frozen=True)
class SequentialTraining(Fit):
    network: nn.Module


def train_sequential(
    training: Sessions,
    validation: Sessions | None,
    config: SequentialConfig,
    network: nn.Module | None = None,
    last_only: bool = False,
) -> SequentialTraining:
    """Keep the epoch that validates best; without validation, run all `epochs`. Nothing is written.

    `last_only` judges an epoch by the last event of each validation session, where training has seen the rest of it.
    Wherever it learns, the network comes back on the CPU.
    """
    torch.manual_seed(config.seed)
    items = len(training.item_ids)
    network = network or NextItemNetwork(items, config)
    rows = padded(training, config.length)
    held = rows[:0] if validation is None else newest_of(padded(validation, config.length), items, last_only)
    data = NextItemData(rows, held, unigram(training), last_only)
    crew = crew_of(config.workers, torch.cuda.device_count())
    if crew.size > 1:
        fit = fit_together(network, data, config, crew)
    else:
        fit = fit_network(network, data, config, pick_device(crew.kind))
    return SequentialTraining(**vars(fit), network=network.cpu())


def newest_of(rows: Tensor, items: int, last_only: bool) -> Tensor:
    """The last of the padded sessions, as many as there is time to compare with all items, one at least."""
    asked = torch.ones(len(rows)) if last_only else (rows != PAD).sum(1) - 1
    compared = asked.flip(0).cumsum(0) * items
    return rows[-min(HELD_SESSIONS, max(1, int((compared <= COMPARED).sum()))) :]


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

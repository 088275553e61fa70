"""SASRec as published (Kang & McAuley, 2018): dot products, one uniform negative a step, binary cross entropy.

Only the blocks are shared with ours. The epoch that validates best is kept; dropout and width as published for Beauty.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from recommender.attention_training import AttentionConfig, Block
from recommender.evaluation import Question
from recommender.model import Mask, Ranking
from recommender.session_batches import PAD, batches_of, padded
from recommender.sessions import Ints, Sessions
from torch import Tensor, nn
from torch.nn import functional

from recommend.top import top

CONFIG = AttentionConfig(dimensions=64, length=50, blocks=2, heads=1, dropout=0.5)
BATCH, LEARNING_RATE, PATIENCE, JUDGED = 256, 1e-3, 5, 1500


class SasRecNetwork(nn.Module):
    def __init__(self, items: int) -> None:
        super().__init__()
        d = CONFIG.dimensions
        self.embedding = nn.Embedding(items + 1, d, padding_idx=items)
        self.places = nn.Embedding(CONFIG.length + 1, d)
        for layer in (self.embedding, self.places):
            nn.init.normal_(layer.weight, std=0.02)
        self.blocks = nn.ModuleList([Block(CONFIG) for _ in range(CONFIG.blocks)])
        self.last_norm, self.dropout = nn.LayerNorm(d), nn.Dropout(CONFIG.dropout)

    def forward(self, sessions: Tensor) -> Tensor:
        x = self.embedding(sessions) * math.sqrt(CONFIG.dimensions) + self.places(torch.arange(sessions.shape[1]))
        x = self.dropout(x)
        for block in self.blocks:
            x = block(x)
        return self.last_norm(x)


@dataclass(frozen=True)
class SasRec:
    network: SasRecNetwork
    epochs: int

    @torch.no_grad()
    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        given = torch.from_numpy(session[-CONFIG.length :].astype(np.int64))[None]
        logits = self.network.embedding.weight[:-1] @ self.network(given)[0, -1]
        return top(logits.numpy().astype(np.float64), k, blocked)


def train_sasrec(
    training: Sessions, validation: list[Question], seconds: float, repeats: bool, seed: int = 7
) -> SasRec:
    """As of its best epoch within `seconds` of the processor; `repeats` where a history may hold the answer already."""
    torch.manual_seed(seed)
    network = SasRecNetwork(len(training.item_ids))
    rows = padded(training, CONFIG.length)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.98))
    generator = torch.Generator().manual_seed(seed)
    best_value, best_epoch, best_state, epoch = -1.0, 0, {}, 0
    started = time.process_time()
    while epoch - best_epoch < PATIENCE and time.process_time() - started < seconds:
        epoch += 1
        network.train()
        for batch in batches_of(rows, BATCH, generator):
            loss = binary_loss(network, rows[batch], len(training.item_ids), generator)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        network.eval()
        value = float(np.mean([gain(SasRec(network, epoch), question, repeats) for question in validation[:JUDGED]]))
        if value > best_value:
            best_value, best_epoch = value, epoch
            best_state = {name: weight.detach().clone() for name, weight in network.state_dict().items()}
    network.load_state_dict(best_state)
    return SasRec(network.eval(), best_epoch)


def binary_loss(network: SasRecNetwork, rows: Tensor, count: int, generator: torch.Generator) -> Tensor:
    rows = rows[:, : int((rows != PAD).sum(1).max())]
    given, wanted = rows[:, :-1], rows[:, 1:]
    here = wanted != PAD
    states = network(given.masked_fill(given == PAD, count))[here]
    drawn = torch.randint(count, wanted.shape, generator=generator)[here]
    true = (states * network.embedding(wanted[here])).sum(-1)
    false = (states * network.embedding(drawn)).sum(-1)
    return -(functional.logsigmoid(true) + functional.logsigmoid(-false)).mean()


def gain(model: SasRec, question: Question, repeats: bool) -> float:
    blocked = np.zeros(model.network.embedding.num_embeddings - 1, bool)
    blocked[question.prefix] = not repeats
    places = np.flatnonzero(model.score(question.prefix, 10, blocked).items == question.target)
    return float(1 / np.log2(places[0] + 2)) if len(places) else 0.0

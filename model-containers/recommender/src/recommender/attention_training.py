"""A self-attentive next-item model, and how its weights become the arrays that `attention.py` answers with.

SASRec (Kang & McAuley, 2018, "Self-attentive sequential recommendation") with what was shown to make it strong: softmax
over many shared negatives with the log-q correction instead of one negative a step (Klenitskiy & Vasilev, 2023,
"Turning dross into gold loss"; Petrov & Macdonald, 2023, "gSASRec"), and cosine logits with a learnt scale (Hou et al.,
2022, "CORE").
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recommender.attention import Attention


@dataclass(frozen=True)
class AttentionConfig:
    dimensions: int = 64
    length: int = 50  # newest events of a session
    blocks: int = 2
    heads: int = 2
    dropout: float = 0.4
    scale: float = 12.0  # of the cosine, at the start


class Block(nn.Module):
    def __init__(self, config: AttentionConfig) -> None:
        super().__init__()
        d = config.dimensions
        self.heads = config.heads
        self.before_attention, self.before_wide = nn.LayerNorm(d), nn.LayerNorm(d)
        self.mixing, self.joining = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.wide, self.narrow = nn.Linear(d, d), nn.Linear(d, d)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(sessions, time, d) to the same; padding stands behind the end, so looking back never meets it."""
        batch, time, d = x.shape
        mixed = self.mixing(self.before_attention(x)).view(batch, time, 3, self.heads, d // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.dropout(self.joining(attended.transpose(1, 2).reshape(batch, time, d)))
        return x + self.dropout(self.narrow(self.dropout(functional.relu(self.wide(self.before_wide(x))))))


class AttentionNetwork(nn.Module):
    """(sessions, time) item numbers, padded behind the end, to (sessions, time, d) unit vectors."""

    def __init__(self, items: int, config: AttentionConfig) -> None:
        super().__init__()
        d = config.dimensions
        self.embedding = nn.Embedding(items + 1, d, padding_idx=items)
        nn.init.normal_(self.embedding.weight, std=1 / math.sqrt(d))
        self.places = nn.Embedding(config.length + 1, d)
        nn.init.normal_(self.places.weight, std=0.02)
        self.bias = nn.Parameter(torch.zeros(items + 1))
        self.blocks = nn.ModuleList([Block(config) for _ in range(config.blocks)])
        self.last_norm = nn.LayerNorm(d)
        self.dropout = nn.Dropout(config.dropout)
        self.scale = nn.Parameter(torch.tensor(math.log(config.scale)))

    def forward(self, sessions: Tensor) -> Tensor:
        time = torch.arange(sessions.shape[1], device=sessions.device)
        x = self.dropout(functional.normalize(self.embedding(sessions), dim=-1) + self.places(time))
        for block in self.blocks:
            x = block(x)
        return functional.normalize(self.last_norm(x), dim=-1)


def as_attention(network: AttentionNetwork, config: AttentionConfig) -> Attention:
    def stacked(layer: str, part: str) -> np.ndarray:
        return np.stack([getattr(getattr(block, layer), part).detach().numpy() for block in network.blocks])

    with torch.no_grad():
        unit = functional.normalize(network.embedding.weight[:-1], dim=-1)
        norms = [
            [[norm.weight.numpy(), norm.bias.numpy()] for norm in (block.before_attention, block.before_wide)]
            for block in network.blocks
        ]
        return Attention(
            (network.scale.exp() * unit).numpy(),
            unit.numpy().copy(),
            network.bias[:-1].detach().numpy().copy(),
            network.places.weight[: config.length].numpy().copy(),
            stacked("mixing", "weight"),
            stacked("mixing", "bias"),
            stacked("joining", "weight"),
            stacked("joining", "bias"),
            stacked("wide", "weight"),
            stacked("wide", "bias"),
            stacked("narrow", "weight"),
            stacked("narrow", "bias"),
            np.array(norms, np.float32),
            np.stack([network.last_norm.weight.numpy(), network.last_norm.bias.numpy()]),
            np.array(config.heads),
        )

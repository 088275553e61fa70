"""A small GPT-type decoder with a pointer into its facts, so that names are copied and not guessed.

Pre-norm transformer (Radford et al. 2019) by root mean squares (Zhang and Sennrich 2019), with rotary positions (Su et
al. 2021), queries and keys of one length (Henry et al. 2020), squared ReLU (So et al. 2021) and, on its last layer, the
pointer-generator mixture of See et al. 2017 (section 2.2): p(w) = (1 - g) softmax(w) + g · attention on facts that
are w.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.architecture import EPSILON, ROTARY_BASE

IMPOSSIBLE = -1e4  # a logarithm that is finite, because gradients of infinities are not numbers


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    width: int = 144
    layers: int = 4
    heads: int = 4
    inner: int = 384


def norm(x: Tensor) -> Tensor:
    """Root mean square, without weights: those of the next layer do."""
    return functional.rms_norm(x, (x.shape[-1],), eps=EPSILON)


def rotary(length: int, width: int) -> tuple[Tensor, Tensor]:
    """(length, width / 2) cosines and sines."""
    rates = ROTARY_BASE ** (-torch.arange(0, width, 2).float() / width)
    angles = torch.arange(length).float()[:, None] * rates
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x: (..., time, width); halves are turned as pairs."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.up = nn.Linear(shape.width, shape.inner, bias=False)
        self.down = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, dropout: float) -> Tensor:
        """(batch, time, width) to the same; each place sees itself and what is left of it."""
        batch, time, width = x.shape
        parts = self.qkv(norm(x)).view(batch, time, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key = rotate(norm(parts[0]), cos, sin), rotate(norm(parts[1]), cos, sin)
        seen = functional.scaled_dot_product_attention(query, key, parts[2], is_causal=True)
        x = x + functional.dropout(self.out(seen.transpose(1, 2).reshape(batch, time, width)), dropout, self.training)
        return x + functional.dropout(self.down(functional.relu(self.up(norm(x))).square()), dropout, self.training)


class Decoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList([Block(shape) for _ in range(shape.layers)])
        self.pointer_query = nn.Linear(shape.width, shape.width, bias=False)
        self.pointer_key = nn.Linear(shape.width, shape.width, bias=False)
        self.gate = nn.Linear(shape.width, 1)
        nn.init.normal_(self.embedding.weight, std=0.02)
        for block in self.blocks:  # a block begins as the identity
            nn.init.zeros_(block.out.weight)
            nn.init.zeros_(block.down.weight)
        nn.init.zeros_(self.gate.weight)
        nn.init.constant_(self.gate.bias, -2.0)

    def hidden(self, tokens: Tensor, dropout: float = 0.0) -> Tensor:
        """(batch, time) ids to (batch, time, width)."""
        cos, sin = rotary(tokens.shape[1], self.shape.width // self.shape.heads)
        x = norm(self.embedding(tokens))
        for block in self.blocks:
            x = block(x, cos, sin, dropout)
        return norm(x)

    def losses(self, tokens: Tensor, facts: Tensor, judged: Tensor, dropout: float = 0.0) -> Tensor:
        """Nats of each judged token, flat and in order.

        `tokens` is (batch, time) ids; `facts` marks the places that may be copied from, `judged` those whose token is
        a target. A judged place is predicted from the place before it.
        """
        hidden = self.hidden(tokens, dropout)
        rows, places = judged.nonzero(as_tuple=True)
        wanted, from_ = tokens[rows, places], hidden[rows, places - 1]
        generated = functional.log_softmax(from_ @ self.embedding.weight.T, dim=-1)
        generated = generated.gather(1, wanted[:, None])[:, 0]
        copied = self._copy_scores(hidden, facts)[rows, places - 1]
        is_wanted = tokens[rows] == wanted[:, None]
        copied = copied.masked_fill(~is_wanted, IMPOSSIBLE).logsumexp(-1)
        gate = self.gate(from_)[:, 0]
        return -torch.logaddexp(functional.logsigmoid(-gate) + generated, functional.logsigmoid(gate) + copied)

    def _copy_scores(self, hidden: Tensor, facts: Tensor) -> Tensor:
        """(batch, time, time) log attention of each place on the places that may be copied from."""
        query, key = self.pointer_query(hidden), self.pointer_key(hidden)
        scores = query @ key.transpose(1, 2) / self.shape.width**0.5
        return scores.masked_fill(~facts[:, None, :], IMPOSSIBLE).log_softmax(-1)

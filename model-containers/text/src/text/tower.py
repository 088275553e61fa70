"""A small network over frozen sentence vectors: the candidate attends to the history, then meets the tabular features.

Attention pooling of a history by its candidate follows Zhou et al., Deep Interest Network, 2018, section 4.3.
It learns from every row in seconds, where fine-tuning BERT reads a sample of them.
"""

import torch
from torch import Tensor, nn

from text.history import MAX_HISTORY


class TextTower(nn.Module):
    """One logit a candidate.

    Vectors of texts are `text_width` long; `features` tabular columns come scaled.
    """

    def __init__(self, text_width: int, features: int, width: int = 32, dropout: float = 0.2) -> None:
        super().__init__()
        self.query = nn.Linear(text_width, width, bias=False)
        self.key = nn.Linear(text_width, width, bias=False)
        self.value = nn.Linear(text_width, width, bias=False)
        self.candidate = nn.Linear(text_width, width, bias=False)
        self.recency = nn.Parameter(torch.zeros(MAX_HISTORY))
        self.sharpness = nn.Parameter(torch.tensor(4.0))
        self.head = nn.Sequential(
            nn.Linear(3 * width + features, 64),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(64, 32),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(32, 1),
        )

    def forward(self, candidates: Tensor, history: Tensor, mask: Tensor, features: Tensor) -> Tensor:
        """(g, n, text), (g, MAX_HISTORY, text), (g, MAX_HISTORY), (g, n, features) → (g, n) for g purchases.

        `mask` is 1 where the history has a phrase.
        """
        affinity = self.query(candidates) @ self.key(history).transpose(1, 2) * self.sharpness + self.recency
        # A mask of large numbers rather than infinities: an empty history then averages nothing instead of giving NaN.
        attention = (affinity + (mask.unsqueeze(1) - 1) * 1e4).softmax(-1) * mask.unsqueeze(1)
        taste, own = attention @ self.value(history), self.candidate(candidates)
        return self.head(torch.cat([taste, own, taste * own, features], dim=-1)).squeeze(-1)

    def start_at(self, share: float) -> None:
        """Begin with the base rate as every answer."""
        with torch.no_grad():
            self.head[-1].bias.fill_(torch.logit(torch.tensor(share)).item())

"""Models that score every item of the catalogue at once, by the name of their column in the blend."""

from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from recommender.attention import Attention
from recommender.factors import Factors
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearItems
from recommender.sequential import Sequential
from recommender.sessions import Ints
from recommender.two_towers import TwoTowers


class DenseModel(Protocol):
    def logits(self, session: Ints) -> NDArray[np.float32]:
        """A score for every item, oldest session event first."""
        ...

    def save(self, folder: Path) -> None: ...

    @classmethod
    def load(cls, folder: Path) -> Self: ...


KINDS: dict[str, type[DenseModel]] = {
    "recurrent": Sequential,
    "attention": Attention,
    "neighbours": ItemNeighbours,
    "linear": LinearItems,
    "factors": Factors,
    "content": TwoTowers,
}

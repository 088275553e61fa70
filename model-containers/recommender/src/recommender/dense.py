"""Models that have a score for every item of the catalogue, by the name of their column in the blend."""

from pathlib import Path

from recommender.attention import Attention
from recommender.factors import Factors
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearItems
from recommender.sequential import Sequential
from recommender.two_towers import TwoTowers

DenseModel = Sequential | Attention | ItemNeighbours | LinearItems | Factors | TwoTowers

KINDS: dict[str, type[DenseModel]] = {
    "recurrent": Sequential,
    "attention": Attention,
    "item-neighbours": ItemNeighbours,
    "linear": LinearItems,
    "factors": Factors,
    "content": TwoTowers,
}
FORMERLY = {"item-neighbours": "neighbours"}  # name of the folder in artefacts of before a name stood for one model


def folder_of(name: str, folder: Path) -> Path:
    """Where a blend's own folder keeps a model; there may be nothing."""
    own = folder / name
    return own if own.is_dir() else folder / FORMERLY.get(name, name)

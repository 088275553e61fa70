"""Models that have a score for every item of the catalogue, by the name of their column in the blend."""

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
    "neighbours": ItemNeighbours,
    "linear": LinearItems,
    "factors": Factors,
    "content": TwoTowers,
}

"""The first places of a peer that has a score for every item, whatever its sign."""

import numpy as np
from recommender.model import Mask, Ranking
from recommender.sessions import Floats


def top(scores: Floats, k: int, blocked: Mask | None = None) -> Ranking:
    """At most k of the items (items,) that are not blocked, best first; a small shop has fewer."""
    items = np.arange(len(scores)) if blocked is None else np.flatnonzero(~blocked)
    if len(items) > k:
        items = items[np.argpartition(-scores[items], k)[:k]]
    order = items[np.lexsort((items, -scores[items]))]
    return Ranking(order.astype(np.int64), scores[order].astype(np.float64))

"""What stands in one order together, and what rises: two lists of their own, neither filled up from another."""

import gzip
import json
import math
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

from recommender.popularity import Popularity
from recommender.sessions import Sessions

NEIGHBOURS = 50
LEAST_ORDERS = 2  # one order alone may be chance
LARGEST_ORDER = 100  # lines; a bigger one is a wholesaler's and says little of what goes together
TRENDING_ITEMS = 200
LEAST_EVENTS = 5  # in the last week
WEEK = 7 * 86_400


def write_bought_together(path: Path, interactions: pl.DataFrame, offered: frozenset[str]) -> int:
    """One line an item, as `write_neighbours` writes them; support is the number of orders with both.

    The score of a pair is the cosine of the two columns of orders (Sarwar et al., 2001), 0 to 1. Lines of one order
    share customer and time.
    """
    orders = (
        interactions.filter(pl.col("kind") == "purchase")
        .group_by("customer", "time")
        .agg(pl.col("item_id").unique().sort())["item_id"]
        .to_list()
    )
    alone, together = Counter(), Counter()
    for items in orders:
        if len(items) <= LARGEST_ORDER:
            alone.update(items)
            together.update(combinations(items, 2))
    near: dict[str, list[tuple[float, str, int]]] = defaultdict(list)
    for (left, right), count in together.items():
        if count >= LEAST_ORDERS:
            score = count / math.sqrt(alone[left] * alone[right])
            near[left].append((score, right, count))
            near[right].append((score, left, count))
    lines = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        for item_id in sorted(near):
            best = sorted(near[item_id], key=lambda one: (-one[0], one[1]))
            told = [
                {"itemId": other, "score": round(score, 6), "support": count}
                for score, other, count in best
                if not offered or other in offered
            ][:NEIGHBOURS]
            if told:
                file.write(json.dumps({"itemId": item_id, "neighbours": told}) + "\n")
                lines += 1
    return lines


def write_trending(path: Path, model: Popularity, sessions: Sessions, offered: frozenset[str]) -> None:
    """`[{itemId, score}]`, what rises most first: met often enough of late, and by a larger share than before.

    With fast and slow shares f and s the trend is f·ln(1 + f/s), which is above s·ln 2 exactly where f is above s.
    """
    newest = sessions.times.max(initial=0.0)
    lately = np.bincount(sessions.items[sessions.times > newest - WEEK], minlength=len(sessions.item_ids))
    rises = (model.trend > model.shares * math.log(2) * (1 + 1e-9)) & (lately >= LEAST_EVENTS)
    found = np.flatnonzero(rises)
    order = found[np.lexsort((found, -model.trend[found]))]
    told = [
        {"itemId": sessions.item_ids[item], "score": float(model.trend[item])}
        for item in order.tolist()
        if not offered or sessions.item_ids[item] in offered
    ]
    path.write_text(json.dumps(told[:TRENDING_ITEMS]))

"""The lists that publish-candidates reads: neighbours of each item, popular ones, what attributes change of them."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from recommender.covisitation import CoVisitation
from recommender.popularity import Popularity

POPULAR_ITEMS = 500


def write_neighbours(path: Path, model: CoVisitation, item_ids: tuple[str, ...], offered: frozenset[str]) -> int:
    """One line an item: `{itemId, neighbours: [{itemId, score, support}]}`, best first, scores 0 to 1."""
    largest = max(float(model.scores.max(initial=0.0)), 1e-12)
    lines = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        for item, item_id in enumerate(item_ids):
            near = [
                {"itemId": item_ids[other], "score": round(float(score) / largest, 6), "support": int(support)}
                for other, score, support in zip(
                    model.items[item], model.scores[item], model.support[item], strict=True
                )
                if other >= 0 and (not offered or item_ids[other] in offered)
            ]
            if near:
                file.write(json.dumps({"itemId": item_id, "neighbours": near}) + "\n")
                lines += 1
    return lines


def popular_items(model: Popularity, item_ids: tuple[str, ...], offered: frozenset[str]) -> list[dict[str, Any]]:
    """`{itemId, score}`, best first; an item that no one touched comes last with score 0, so a new shop has some."""
    ranking = model.score(np.zeros(0, np.int64), len(item_ids))
    sold = [
        {"itemId": item_ids[item], "score": float(score)}
        for item, score in zip(ranking.items, ranking.scores, strict=True)
        if not offered or item_ids[item] in offered
    ]
    known = {entry["itemId"] for entry in sold}
    quiet = [{"itemId": item_id, "score": 0.0} for item_id in sorted(offered - known)]
    return (sold + quiet)[:POPULAR_ITEMS]


def write_popular_by_attribute(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """One line a value, see attribute_popularity.lines_of; no line where attributes say nothing surely."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)

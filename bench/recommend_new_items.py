"""Items that no training basket holds, found through their text: the two towers against what else could rank them.

`npm run bench -- recommend-new-items --orders P [--base-model packaged:minilm] [--cut-share 0.75] --json` (UCI Online
Retail columns). An item is new when its first basket is after the cut; a later basket asks for it when it is next.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from command_line import bench_parser, say
from recommend.against_best import against_best
from recommender.evaluation import hits_of, reciprocal_ranks
from recommender.item_vectors import ItemContent, item_vectors, language_model
from recommender.item_weights import session_matrix
from recommender.sessions import Floats, Ints, Sessions, sessions_from_frame
from recommender.two_towers import TwoTowers, centred

DEPTH = 20


@dataclass(frozen=True)
class NewItemTask:
    """`training` holds no new item; each question is what a basket held before one, and the new item."""

    training: Sessions
    texts: tuple[str, ...]
    new: Ints
    questions: list[tuple[Ints, int]]


def main() -> None:
    options = parse()
    task = task_of(pl.read_parquet(options.orders), options.cut_share)
    say(f"{len(task.training)} baskets, {len(task.texts)} items, {len(task.new)} new, {len(task.questions)} questions")
    started = time.monotonic()
    ids = task.training.item_ids
    encode = language_model(options.base_model) if options.base_model else None
    vectors = item_vectors(ItemContent.of(ids, dict(zip(ids, task.texts, strict=True)), {}), encode)
    if vectors is None:
        raise SystemExit("no two items share a word, so nothing tells which are alike")
    model = TwoTowers.fit(task.training, vectors)
    seconds = time.monotonic() - started
    unit = centred(vectors)
    popularity = np.asarray(session_matrix(task.training).sum(axis=0)).ravel()
    scorers: dict[str, Callable[[Ints], Floats]] = {
        "two-towers": lambda basket: model.offered @ model.query(basket),
        "cosine to the basket": lambda basket: unit @ unit[basket].mean(axis=0),
        "cosine to its newest item": lambda basket: unit @ unit[basket[-1]],
        "popularity": lambda basket: popularity,
    }
    ranks = {name: ranks_of(task, score, task.new) for name, score in scorers.items()}
    everywhere = {name: ranks_of(task, score, np.arange(len(task.texts))) for name, score in scorers.items()}
    rivals = {name: ranks[name] for name in scorers if name != "two-towers"}
    result = {
        **fields(ranks["two-towers"], everywhere["two-towers"]),
        "new_items": len(task.new),
        "questions": len(task.questions),
        "fit_seconds": seconds,
        "vectors": f"words and {options.base_model}" if options.base_model else "words",
        "peers": {name: fields(found, everywhere[name]) for name, found in rivals.items()},
        **against_best(ranks["two-towers"], rivals, {"ratio": hits_of}),
    }
    print(json.dumps(result))


def task_of(orders: pl.DataFrame, cut_share: float) -> NewItemTask:
    rows = orders.filter(
        pl.col("Customer ID").is_not_null() & (pl.col("Quantity") > 0) & pl.col("Description").is_not_null()
    ).with_columns(pl.col("InvoiceDate").cast(pl.String).str.to_datetime().dt.epoch("s").cast(pl.Float64).alias("time"))
    texts = rows.group_by("StockCode").agg(pl.col("Description").mode().sort().first()).sort("StockCode")
    item_ids = tuple(texts["StockCode"])
    baskets = sessions_from_frame(
        rows.unique(["Invoice", "StockCode"], keep="first", maintain_order=True).select(
            pl.col("Invoice").alias("session"), pl.col("StockCode").alias("item"), "time"
        ),
        item_ids,
    )
    cut = int(len(baskets) * cut_share)
    training, later = baskets.slice(0, cut), baskets.slice(cut, len(baskets))
    known = np.zeros(len(item_ids), bool)
    known[training.items] = True
    questions = [
        (basket[:at][known[basket[:at]]], int(basket[at]))
        for basket in later
        for at in np.flatnonzero(~known[basket])
        if known[basket[:at]].any()
    ]
    return NewItemTask(training, tuple(texts["Description"]), np.flatnonzero(~known), questions)


def ranks_of(task: NewItemTask, score: Callable[[Ints], Floats], shelf: Ints) -> Ints:
    """Ranks on a shelf, the basket's own items left out, 0 beyond DEPTH; equals stand in a random order."""
    rng = np.random.default_rng(7)
    ranks = np.zeros(len(task.questions), np.int64)
    for i, (basket, target) in enumerate(task.questions):
        scores = np.array(score(basket), np.float64)
        scores[basket] = -np.inf
        on_shelf = scores[shelf]
        better = int((on_shelf > scores[target]).sum())
        equal = int((on_shelf == scores[target]).sum())
        rank = better + 1 + int(rng.integers(equal))
        ranks[i] = rank if rank <= DEPTH else 0
    return ranks


def fields(shelf: Ints, everywhere: Ints) -> dict[str, float]:
    return {
        "hr20_among_new": float(hits_of(shelf).mean()),
        "mrr20_among_new": float(reciprocal_ranks(shelf).mean()),
        "hr20_everywhere": float(hits_of(everywhere).mean()),
    }


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--orders", type=Path, required=True)
    parser.add_argument("--base-model", default=None, help="reads the texts too, such as packaged:minilm")
    parser.add_argument("--cut-share", type=float, default=0.75, help="of baskets, before which nothing is new")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Customers who have done nothing yet, of whom a shop knows attributes alone: what is popular with their like.

`npm run bench -- recommend-new-customers --orders P --attributes Country --json` (UCI Online Retail columns), or
`… --journey FOLDER --json` (dunnhumby's transactions_sample.parquet and demographics.parquet).

By folds of customers: shrinkage, weight and whether anything is published at all are decided on four fifths, as a
training does, and the last fifth is asked. `later` asks in time: learned before a cut, with the popularity that forgets
and serves, asked of those who first came after it. `recall20` is the share, of what somebody bought before their first
pause of 30 days (at most 20 items of it), that is among the 20 shown.
"""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from command_line import bench_parser, say
from features.formats import PRODUCT_CODE
from figures import with_interval
from recommender.attribute_choice import FOLDS, AttributePopularity, learn
from recommender.attribute_popularity import Shoppers
from recommender.candidate_files import POPULAR_ITEMS, popular_items
from recommender.evaluation import DEPTH, ratio_interval
from recommender.interactions import customer_windows, window_of
from recommender.popularity import Popularity
from recommender.sessions import Floats
from recommender.train import TrainConfig

CONFIG = TrainConfig()


@dataclass(frozen=True)
class Shop:
    """`bought` has customer, item_id, kind, time and weight; `said` customer, attribute and value."""

    bought: pl.DataFrame
    said: pl.DataFrame

    def of(self, customers: Sequence[str]) -> "Shop":
        return Shop(*(frame.filter(pl.col("customer").is_in(customers)) for frame in (self.bought, self.said)))


@dataclass(frozen=True)
class Asked:
    """What some customers found by attributes and by popularity, in their order."""

    customers: list[str]
    ours: Floats
    theirs: Floats


def main() -> None:
    options = parse()
    shop = read_journey(options.journey) if options.journey else read_orders(options.orders, options.attributes)
    strangers = sorted(set(shop.said["customer"]) & set(shop.bought["customer"]))
    say(f"{shop.bought['customer'].n_unique()} customers, of {len(strangers)} of whom something is said")
    started = time.monotonic()
    asked, learned = by_folds(shop, strangers, options.seed)
    seconds = time.monotonic() - started
    later, later_learned = in_time(shop, strangers, options.cut_share, options.seed)
    result = {
        **fields(asked.ours),
        "questions": len(asked.customers),
        **compared(asked),
        "best_peer": "popularity",
        "peers": {"popularity": fields(asked.theirs)},
        "published": [bool(one.lines) for one in learned],
        "shrinkage": [one.figures.get("shrinkage") for one in learned],
        "weight": [one.figures.get("weight") for one in learned],
        **of_the_fewer(shop, asked),
        "later": {
            **fields(later.ours),
            "popularity": fields(later.theirs),
            "questions": len(later.customers),
            **compared(later),
            "published": bool(later_learned.lines),
            **of_the_fewer(shop, later),
        },
        "learn_seconds": seconds / FOLDS,
        "seed": options.seed,
    }
    print(json.dumps(result))


def by_folds(shop: Shop, strangers: Sequence[str], seed: int) -> tuple[Asked, list[AttributePopularity]]:
    everybody = set(shop.bought["customer"])
    folds = np.array_split(np.random.default_rng(seed).permutation(np.array(strangers)), FOLDS)
    answers, learned = [], []
    for fold in folds:
        known = shop.of(sorted(everybody - set(fold.tolist())))
        shoppers = shoppers_of(known)
        counts = np.asarray(shoppers.met.sum(axis=0)).ravel()
        popular = [shoppers.item_ids[item] for item in np.argsort(-counts, kind="stable")[:POPULAR_ITEMS]]
        learned.append(learn(shoppers, popular, seed))
        answers.append(asked_of(shop.of(fold.tolist()), shoppers.item_ids, counts, learned[-1]))
        if note := learned[-1].note:
            say(note.text)
    return joined(answers), learned


def in_time(shop: Shop, strangers: Sequence[str], cut_share: float, seed: int) -> tuple[Asked, AttributePopularity]:
    times = np.sort(shop.bought["time"].to_numpy())
    before = shop.bought.filter(pl.col("time") < times[int(len(times) * cut_share)])
    met = set(before["customer"])
    known = Shop(before, shop.said.filter(pl.col("customer").is_in(list(met))))
    sessions = customer_windows(before, CONFIG.gap_days)
    popularity = Popularity.fit(sessions, CONFIG.half_life_days)
    popular = [one["itemId"] for one in popular_items(popularity, sessions.item_ids, frozenset())]
    learned = learn(shoppers_of(known), popular, seed)
    new = shop.of([customer for customer in strangers if customer not in met])
    return asked_of(new, sessions.item_ids, popularity.shares, learned), learned


def shoppers_of(shop: Shop) -> Shoppers:
    return Shoppers.of(shop.bought, shop.said, frozenset(), CONFIG.gap_days)


def asked_of(shop: Shop, item_ids: Sequence[str], scores: Floats, learned: AttributePopularity) -> Asked:
    """Slates as requests make them: the popular items, each score times its published lifts."""
    shelf = np.lexsort((np.arange(len(scores)), -scores))[:POPULAR_ITEMS]
    shelf = shelf[scores[shelf] > 0]
    place = {item_ids[item]: at for at, item in enumerate(shelf.tolist())}
    lifts = {(line["attribute"], line["value"]): on_shelf(line["lifts"], place) for line in learned.lines}
    said: dict[str, list[Floats]] = {}
    for customer, attribute, value in shop.said.select("customer", "attribute", "value").iter_rows():
        said.setdefault(customer, []).extend([lifts[attribute, value]] if (attribute, value) in lifts else [])
    wanted = first_bought(shop.bought)
    names = np.array([item_ids[item] for item in shelf.tolist()])
    popular = set(names[:DEPTH].tolist())
    customers = sorted(wanted)
    ours = []
    for customer in customers:
        order = np.log(scores[shelf]) + np.sum(said.get(customer, []) or [np.zeros(len(shelf))], axis=0)
        ours.append(recall(set(names[np.argsort(-order, kind="stable")[:DEPTH]].tolist()), wanted[customer]))
    theirs = [recall(popular, wanted[customer]) for customer in customers]
    return Asked(customers, np.array(ours), np.array(theirs))


def on_shelf(lifts: Sequence[Mapping[str, Any]], place: Mapping[str, int]) -> Floats:
    row = np.zeros(len(place))
    for one in lifts:
        if one["itemId"] in place:
            row[place[one["itemId"]]] = np.log(one["lift"])
    return row


def first_bought(bought: pl.DataFrame) -> dict[str, set[str]]:
    """What each customer bought before their first long pause."""
    rows = bought.sort("customer", "time").with_columns(nth=window_of(CONFIG.gap_days))
    first = rows.filter(pl.col("nth") == 0).group_by("customer").agg("item_id")
    return {customer: set(items) for customer, items in first.iter_rows()}


def recall(shown: set[str], wanted: set[str]) -> float:
    return len(shown & wanted) / min(len(wanted), DEPTH)


def joined(answers: Sequence[Asked]) -> Asked:
    """Customers in the order of their names, whatever fold they were in."""
    customers = [customer for one in answers for customer in one.customers]
    order = np.argsort(np.array(customers))
    ours, theirs = (np.concatenate([getattr(one, side) for one in answers])[order] for side in ("ours", "theirs"))
    return Asked([customers[at] for at in order.tolist()], ours, theirs)


def compared(asked: Asked) -> dict[str, float]:
    return with_interval("ratio", *ratio_interval(asked.ours, asked.theirs, np.asarray))


def of_the_fewer(shop: Shop, asked: Asked) -> dict[str, Any]:
    """Where one attribute is told: the customers without its commonest value, whom popularity knows least of."""
    if shop.said["attribute"].n_unique() != 1:
        return {}
    commonest = shop.said["value"].value_counts().sort("count", "value", descending=[True, False])["value"][0]
    fewer = set(shop.said.filter(pl.col("value") != commonest)["customer"])
    chosen = np.array([customer in fewer for customer in asked.customers], bool)
    part = Asked([], asked.ours[chosen], asked.theirs[chosen])
    return {
        "others": {
            "besides": commonest,
            "questions": int(chosen.sum()),
            **fields(part.ours),
            "popularity": fields(part.theirs),
            **compared(part),
        }
    }


def fields(found: Floats) -> dict[str, float]:
    return {"recall20": float(found.mean()) if len(found) else 0.0}


def read_orders(path: Path, attributes: Sequence[str]) -> Shop:
    """Products that customers bought; of an attribute what their first order says."""
    orders = pl.read_parquet(path).filter(
        pl.col("Customer ID").is_not_null() & (pl.col("Quantity") > 0) & pl.col("StockCode").str.contains(PRODUCT_CODE)
    )
    rows = orders.select(
        pl.col("Customer ID").cast(pl.Int64).cast(pl.String).alias("customer"),
        pl.col("StockCode").alias("item_id"),
        pl.col("InvoiceDate").cast(pl.String).str.to_datetime().dt.epoch("s").cast(pl.Float64).alias("time"),
        pl.lit("purchase").alias("kind"),
        pl.lit(1.0).alias("weight"),
        *[pl.col(name).cast(pl.String) for name in attributes],
    ).sort("customer", "time", "item_id")
    first = rows.unique("customer", keep="first", maintain_order=True)
    return Shop(rows.select("customer", "item_id", "kind", "time", "weight"), told(first, attributes))


def read_journey(folder: Path) -> Shop:
    rows = pl.read_parquet(folder / "transactions_sample.parquet").select(
        pl.col("household_id").alias("customer"),
        pl.col("product_id").alias("item_id"),
        pl.col("transaction_timestamp").dt.epoch("s").cast(pl.Float64).alias("time"),
        pl.lit("purchase").alias("kind"),
        pl.lit(1.0).alias("weight"),
    )
    people = pl.read_parquet(folder / "demographics.parquet").rename({"household_id": "customer"})
    return Shop(rows.sort("customer", "time", "item_id"), told(people, [n for n in people.columns if n != "customer"]))


def told(people: pl.DataFrame, attributes: Sequence[str]) -> pl.DataFrame:
    long = people.select("customer", *[pl.col(name).cast(pl.String) for name in attributes])
    return long.unpivot(index="customer", variable_name="attribute").filter(pl.col("value").is_not_null())


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--orders", type=Path)
    source.add_argument("--journey", type=Path)
    parser.add_argument(
        "--attributes", nargs="+", default=["Country"], help="columns of --orders that tell of a customer"
    )
    parser.add_argument(
        "--cut-share", type=float, default=0.6, help="of rows, after which customers are new in `later`"
    )
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()

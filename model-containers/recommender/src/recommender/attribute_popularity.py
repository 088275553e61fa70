"""What is popular with customers of whom one thing is said: popularity times how much more, or less, they meet an item.

What those customers met of an item, over what they would have met had they met all things as everybody does, is shrunk
towards 1: (observed + c) / (expected + c) is the posterior mean of a Poisson rate whose prior is a Gamma of mean 1 and
shape c (DuMouchel, 1999, "Bayesian data mining in large frequency tables"). What was met is counted once a customer and
item; expected is row total times column total over all, so that browsers who meet little are no measure of taste.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from recommender.candidate_files import POPULAR_ITEMS
from recommender.evaluation import DEPTH
from recommender.interactions import window_of
from recommender.sessions import Floats, Ints

LEAST_CUSTOMERS = 20  # who share a value: fewer are no statistics, and might be told apart
MOST_ATTRIBUTES = 30
MOST_VALUES = 200  # of one attribute
MOST_LIFTS = 300  # items of one value, those that its customers met most unlike everybody
LEAST_MET = 3  # customers who met an item, before it may be called more popular with them
LEAST_LIFT = 1e-4

COLUMNS = ("customer", "attribute", "value")
Value = tuple[str, str]  # attribute, value


@dataclass(frozen=True)
class Choice:
    """`shrinkage` is c above; `weight`, 0 to 1, is the power of each ratio, because attributes say the same in part."""

    shrinkage: float
    weight: float


@dataclass(frozen=True)
class Shoppers:
    """What customers `met`, what they met `first` (before the first long pause), and what is `said` of them.

    (customers, items) twice and (customers, values), 1 where it is so; all in the order of their names, so that
    nothing depends on the order of rows.
    """

    met: csr_matrix
    first: csr_matrix
    said: csr_matrix
    item_ids: tuple[str, ...]
    values: tuple[Value, ...]

    @classmethod
    def of(
        cls, interactions: pl.DataFrame, attributes: pl.DataFrame, offered: frozenset[str], gap_days: float
    ) -> "Shoppers":
        """`interactions` has customer, item_id and time in seconds; `attributes` customer, attribute and value."""
        rows = interactions.sort("customer", "time").with_columns(is_first=window_of(gap_days) == 0)
        rows = rows.filter(pl.col("item_id").is_in(list(offered))) if offered else rows
        customers, items = (rows[name].unique().sort() for name in ("customer", "item_id"))
        told = attributes.filter(pl.col("customer").is_in(customers.implode())).sort("customer", "attribute", "value")
        told = told.unique(["customer", "attribute"], keep="first", maintain_order=True)
        shared = told.group_by("attribute", "value").len().filter(pl.col("len") >= LEAST_CUSTOMERS)
        shared = commonest(shared).sort("attribute", "value").with_row_index("code")
        told = told.join(shared, on=["attribute", "value"])
        shape = (len(customers), len(items))
        who, what = places(rows["customer"], customers), places(rows["item_id"], items)
        is_first = rows["is_first"].to_numpy()
        return cls(
            met=marks(who, what, shape),
            first=marks(who[is_first], what[is_first], shape),
            said=marks(
                places(told["customer"], customers), told["code"].cast(pl.Int64).to_numpy(), (shape[0], len(shared))
            ),
            item_ids=tuple(items),
            values=tuple(shared.select("attribute", "value").iter_rows()),
        )


@dataclass(frozen=True)
class Tally:
    """What some customers met of a `shelf` of items, the most popular first: counts of (shelf,), of (values,) whom so
    much is said of, and of (values, shelf) what these met and were expected to meet."""

    shelf: Ints
    met: Floats
    said: Floats
    observed: Floats
    expected: Floats

    @classmethod
    def of(cls, shoppers: Shoppers, rows: Ints, popular: Sequence[str] | None = None) -> "Tally":
        """The shelf are the popular items that are given, else those that most of these customers met."""
        met, said = shoppers.met[rows], shoppers.said[rows].T
        counts = totals(met, 0)
        codes = {item_id: code for code, item_id in enumerate(shoppers.item_ids)}
        shelf = np.lexsort((np.arange(len(counts)), -counts))[:POPULAR_ITEMS]
        if popular is not None:
            shelf = np.array([codes[item_id] for item_id in popular if item_id in codes], np.int64)
        shelf = shelf[counts[shelf] > 0]
        theirs = said @ totals(met, 1)
        share = counts[shelf] / max(counts.sum(), 1)
        return cls(shelf, counts[shelf], totals(said, 1), (said @ met[:, shelf]).toarray(), np.outer(theirs, share))

    def lifts(self, choice: Choice) -> Floats:
        """(values, shelf) factors, 1 where nothing is said; this is what serves."""
        ratios = (self.observed + choice.shrinkage) / (self.expected + choice.shrinkage)
        ratios[self.said < LEAST_CUSTOMERS] = 1
        ratios[(ratios > 1) & (self.observed < LEAST_MET)] = 1
        moved = np.abs(ratios - 1) * self.met
        if moved.shape[1] > MOST_LIFTS:
            ratios[np.argsort(np.argsort(-moved, axis=1, kind="stable"), axis=1) >= MOST_LIFTS] = 1
        return ratios**choice.weight


def read_attributes(channel: Path, unused: frozenset[str] = frozenset()) -> pl.DataFrame:
    """What was said of customers before the snapshot, but for `unused` attributes; no rows of a snapshot without."""
    path = channel / "customers.parquet"
    said = pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    return said.filter(~pl.col("attribute").is_in(list(unused)))


def found(shoppers: Shoppers, tally: Tally, lifts: Floats, rows: Ints) -> Floats:
    """(rows,) of what each customer met first, at most DEPTH items of it, the share among the DEPTH shown to a stranger
    of whom only the same is said."""
    order = np.log(tally.met) + shoppers.said[rows] @ np.log(lifts)
    order -= 1e-9 * np.arange(len(tally.shelf))  # equals stand as the list has them
    last = min(DEPTH, len(tally.shelf))
    shown = np.argpartition(-order, last - 1, axis=1)[:, :last]
    wanted = shoppers.first[rows]
    hits = np.take_along_axis(wanted[:, tally.shelf].toarray(), shown, axis=1).sum(axis=1)
    return hits / np.clip(totals(wanted, 1), 1, DEPTH)


def lines_of(shoppers: Shoppers, tally: Tally, choice: Choice) -> list[dict[str, Any]]:
    """`{attribute, value, customers, lifts: [{itemId, lift}]}` of each value that changes anything, strongest first."""
    lifts = np.maximum(np.round(tally.lifts(choice), 4), LEAST_LIFT)
    lines = []
    for place, (attribute, value) in enumerate(shoppers.values):
        changed = np.flatnonzero(lifts[place] != 1)
        ordered = changed[np.argsort(-lifts[place][changed], kind="stable")]
        told = [
            {"itemId": shoppers.item_ids[tally.shelf[item]], "lift": float(lifts[place, item])}
            for item in ordered.tolist()
        ]
        if told:
            lines.append({"attribute": attribute, "value": value, "customers": int(tally.said[place]), "lifts": told})
    return lines


def commonest(shared: pl.DataFrame) -> pl.DataFrame:
    """Of attribute, value and `len`, how many share it: so many attributes, and of each so many values, at most."""
    by_attribute = shared.group_by("attribute").agg(pl.col("len").sum().alias("of_all"))
    kept = by_attribute.sort("of_all", "attribute", descending=[True, False]).head(MOST_ATTRIBUTES)
    ordered = shared.join(kept, on="attribute", how="semi").sort("len", "value", descending=[True, False])
    return ordered.group_by("attribute", maintain_order=True).head(MOST_VALUES)


def places(names: pl.Series, ordered: pl.Series) -> Ints:
    return ordered.search_sorted(names).cast(pl.Int64).to_numpy()


def marks(rows: Ints, columns: Ints, shape: tuple[int, int]) -> csr_matrix:
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.data[:] = 1
    return matrix


def totals(matrix: csr_matrix, axis: int) -> Floats:
    return np.asarray(matrix.sum(axis=axis), np.float64).ravel()

"""Customers as points: what the items they care about mean, by a BERT encoder, beside how they shop.

An item's words are embedded once and a customer is the mean of their items' vectors, weighted by attention. Embedding
each customer's whole history as one text would cost a pass of the network a customer and a refresh, and forget all but
its first 160 tokens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from common.item_texts import phrase_of
from numpy.typing import NDArray
from sklearn.decomposition import PCA

Floats = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
MEASURES = ("orders", "spent", "recency", "views", "price", "dwell")
COMPONENTS = 8
FITTED_ON = 20_000  # customers that the axes are found from


@dataclass(frozen=True)
class Customers:
    """`embedding` is (customers, width), each of length 1 or 0; `behaviour` is (customers, MEASURES)."""

    embedding: Floats
    behaviour: Floats

    def __len__(self) -> int:
        return len(self.behaviour)

    def canonical_order(self) -> NDArray[np.int64]:
        """An order by what customers do, whatever they are called and however they came."""
        columns = np.hstack([self.behaviour, self.embedding[:, :16]]).round(6)
        return np.lexsort(columns.T[::-1])

    def taken(self, rows: NDArray[np.int64]) -> "Customers":
        return Customers(self.embedding[rows], self.behaviour[rows])


def behaviour_of(facts: pd.DataFrame) -> Floats:
    """(customers, MEASURES), each higher where there is more of it. What is not known is taken as the shop's median."""
    price, dwell = (facts[name].astype("float64") for name in ("price_median", "dwell_seconds"))
    columns = {
        "orders": np.log1p(facts["orders"].astype("float64")),
        "spent": np.log1p(facts["spent"].astype("float64")),
        "recency": -np.log1p(facts["days_since_visit"].astype("float64").clip(lower=0)),
        "views": np.log1p(facts["views"].astype("float64")),
        "price": np.log1p(price.fillna(price.median()).fillna(0)),
        "dwell": np.log1p(dwell.fillna(dwell.median()).fillna(0)),
    }
    return np.column_stack([columns[name] for name in MEASURES])


def embed_customers(
    subjects: Sequence[str], attention: pd.DataFrame, items: pd.DataFrame, encode: Encode
) -> NDArray[np.float64]:
    """(subjects, width): each the direction of their weighted items, 0 where none has a text."""
    met = items[items["item_id"].isin(set(attention["item_id"]))].sort_values("item_id")
    texts = [
        phrase_of(row.title, [] if row.category is None else list(row.category), row.brand) for row in met.itertuples()
    ]
    known = sorted({text for text in texts if text})
    if not known:
        return np.zeros((len(subjects), 1))
    vectors = np.asarray(encode(known), np.float64)
    place = {text: row for row, text in enumerate(known)}
    of_item = {item: place[text] for item, text in zip(met["item_id"], texts, strict=True) if text}
    rows = {subject: row for row, subject in enumerate(subjects)}
    kept = attention[attention["item_id"].isin(of_item.keys()) & attention["subject"].isin(rows.keys())]
    shape = (len(subjects), len(known))
    columns = kept["item_id"].map(of_item).to_numpy(np.int64)
    weights = sp.csr_matrix((kept["weight"], (kept["subject"].map(rows).to_numpy(np.int64), columns)), shape=shape)
    sums = weights @ vectors
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(length > 1e-9, sums / np.maximum(length, 1e-9), 0)


@dataclass(frozen=True)
class Space:
    """An affine map, so that the mean of some customers lies at the mean of their points. Both halves weigh alike."""

    middle: Floats
    axes: Floats
    means: Floats
    scales: Floats

    @staticmethod
    def of(customers: Customers) -> "Space":
        step = max(1, len(customers) // FITTED_ON)
        seen = customers.taken(np.arange(0, len(customers), step))
        width = min(COMPONENTS, seen.embedding.shape[1], len(seen) - 1)
        pca = PCA(width, svd_solver="full").fit(seen.embedding)
        spread = max(float(np.sqrt(pca.explained_variance_.sum())), 1e-9)
        scales = np.maximum(seen.behaviour.std(axis=0), 1e-9)
        return Space(pca.mean_, pca.components_.T / spread, seen.behaviour.mean(axis=0), scales)

    def points(self, customers: Customers) -> Floats:
        meaning = (customers.embedding - self.middle) @ self.axes
        return np.hstack([meaning, self.standard(customers.behaviour) / np.sqrt(len(MEASURES))])

    def standard(self, behaviour: Floats) -> Floats:
        return (behaviour - self.means) / self.scales

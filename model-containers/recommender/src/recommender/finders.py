# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""The best items of one dense model for a session, and its score of any other, at a cost that hardly grows with the
catalogue.

A model of vectors is asked by one pass over them at a byte a number, and where the catalogue is large through a graph
of near neighbours (Malkov & Yashunin, 2018, "Efficient and robust approximate nearest neighbor search using
Hierarchical Navigable Small World graphs"); a model of item weights through the rows of the session's items alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray
from usearch.index import Index

from recommender.dense import DenseModel
from recommender.item_weights import ItemWeights
from recommender.model import Mask, Ranking
from recommender.recall import ALIKE, Emphases
from recommender.sessions import Ints

Vectors = NDArray[np.float32]
GRAPH_FROM = 50_000  # items; below, a pass over all of them is as quick and misses none
GRAPH_SECONDS = 2e-4  # of a processor for an item, about, where there are 200,000
NEIGHBOURS, BUILT_FROM, SEARCHED = 16, 64, 96  # M, efConstruction and efSearch of the paper
ONE = np.ones(1, np.float32)
FILE = "near.usearch"


class Found(NamedTuple):
    """Most of the best items, in no order, and the model's score (n,) of any items (n,)."""

    best: Ints
    scores_of: Callable[[Ints], Vectors]


class Finder(Protocol):
    @property
    def model(self) -> DenseModel: ...

    def find(self, session: Ints, most: int, emphases: Emphases = ALIKE) -> Found: ...

    def save(self, folder: Path) -> None:
        """Beside the model's own arrays."""
        ...


class VectorModel(Protocol):
    def query(self, session: Ints, emphases: Emphases = ALIKE) -> Vectors:
        """(d,) whose product with an item's vector, and that item's bias, is the model's score."""
        ...

    def targets(self) -> tuple[Vectors, Vectors]:
        """(items, d) vectors and (items,) biases."""
        ...


class Coarse(NamedTuple):
    """Vectors at a quarter of their size: `codes` (items, d) of -127 to 127, `steps` (items,) what one is worth.

    A pass over all of them waits for memory, not for arithmetic.
    """

    codes: NDArray[np.int8]
    steps: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        steps = np.maximum(np.abs(vectors).max(axis=1, initial=0), 1e-12).astype(np.float32) / 127
        return cls(np.rint(vectors / steps[:, None]).astype(np.int8), steps)


@dataclass(frozen=True)
class VectorFinder:
    model: VectorModel
    vectors: Vectors
    bias: Vectors
    near: Coarse | Index

    @classmethod
    def of(cls, model: VectorModel) -> Self:
        vectors, bias = model.targets()
        return cls(model, vectors, bias, graph_of(vectors, bias) if len(vectors) >= GRAPH_FROM else Coarse.of(vectors))

    @classmethod
    def load(cls, model: VectorModel, folder: Path) -> Self:
        vectors, bias = model.targets()
        near = mapped_graph(folder / FILE) if (folder / FILE).is_file() else Coarse.of(vectors)
        return cls(model, vectors, bias, near)

    def find(self, session: Ints, most: int, emphases: Emphases = ALIKE) -> Found:
        query = np.ascontiguousarray(self.model.query(session, emphases), np.float32)
        vectors, bias, near = self.vectors, self.bias, self.near
        if isinstance(near, Coarse):
            best = nearest(near.codes, near.steps, bias, query, most)
        else:
            best = near.search(np.concatenate([query, ONE]), most, threads=1).keys.astype(np.int64)
        return Found(best, lambda items: scored(vectors, bias, query, items))

    def save(self, folder: Path) -> None:
        if isinstance(self.near, Index):
            self.near.save(folder / FILE)


@dataclass(frozen=True)
class WeightFinder:
    model: ItemWeights

    def find(self, session: Ints, most: int, emphases: Emphases = ALIKE) -> Found:
        scores, met = self.model.scored(session, emphases)
        return Found(highest(scores[met], met, most), lambda items: scores[items])

    def save(self, folder: Path) -> None:
        del folder


@dataclass(frozen=True)
class Alone:
    """One model by itself, as a search judges it beside the blend that asks them all."""

    finder: Finder

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        hidden = 0 if blocked is None else np.count_nonzero(blocked)
        best, scores_of = self.finder.find(session, k + hidden)
        if blocked is not None:
            best = best[~blocked[best]]
        scores = scores_of(best).astype(np.float64)
        order = np.lexsort((best, -scores))
        return Ranking(best[order][:k], scores[order][:k])


def finder_of(model: VectorModel | ItemWeights, known: Finder | None = None) -> Finder:
    """`known` itself where it is this model's."""
    if known is not None and known.model is model:
        return known
    return WeightFinder(model) if isinstance(model, ItemWeights) else VectorFinder.of(model)


def loaded_finder(model: VectorModel | ItemWeights, folder: Path) -> Finder:
    return WeightFinder(model) if isinstance(model, ItemWeights) else VectorFinder.load(model, folder)


def finding_seconds(items: int) -> float:
    """About how long it takes to make a catalogue's vectors quick to search."""
    return items * GRAPH_SECONDS if items >= GRAPH_FROM else 0.0


def graph_of(vectors: Vectors, bias: Vectors) -> Index:
    """A graph by inner product (Morozov & Babenko, 2018, "Non-metric similarity graphs for maximum inner product
    search"), the bias as one dimension more. Making all vectors equally long first would let their angles vanish where
    lengths differ much, as those of implicit ALS do."""
    biased = np.concatenate([vectors, bias[:, None]], axis=1, dtype=np.float32)
    graph = Index(
        ndim=biased.shape[1],
        metric="ip",
        dtype="f16",
        connectivity=NEIGHBOURS,
        expansion_add=BUILT_FROM,
        expansion_search=SEARCHED,
    )
    graph.add(np.arange(len(vectors)), biased, threads=1)
    return graph


def mapped_graph(path: Path) -> Index:
    """A file keeps the graph, and not how widely it is searched."""
    graph = Index.restore(path, view=True)
    graph.expansion_search = SEARCHED
    return graph


@njit(cache=True, fastmath=True)
def nearest(codes, steps, bias, query, most):
    """The `most` items of the highest scores, nearly, in the order of the catalogue."""
    scores = np.empty(len(codes), np.float32)
    for i in range(len(codes)):
        score = np.float32(0)
        for d in range(len(query)):
            score += np.float32(codes[i, d]) * query[d]
        scores[i] = score * steps[i] + bias[i]
    return highest(scores, np.arange(len(codes)), most)


@njit(cache=True, fastmath=True)
def scored(vectors, bias, query, items):
    scores = np.empty(len(items), np.float32)
    for i in range(len(items)):
        item = items[i]
        score = bias[item]
        for d in range(len(query)):
            score += vectors[item, d] * query[d]
        scores[i] = score
    return scores


@njit(cache=True)
def highest(scores, items, most):
    """The `most` items of the highest scores, in the order given."""
    if len(items) <= most:
        return items
    kept = np.empty(most, np.int64)  # a heap of places, the lowest score first
    for place in range(most):
        at = place
        while at > 0 and scores[kept[(at - 1) // 2]] > scores[place]:
            kept[at] = kept[(at - 1) // 2]
            at = (at - 1) // 2
        kept[at] = place
    least = scores[kept[0]]
    for place in range(most, len(scores)):
        if scores[place] <= least:  # nearly always
            continue
        at = 0
        while True:
            child = 2 * at + 1
            if child >= most:
                break
            if child + 1 < most and scores[kept[child + 1]] < scores[kept[child]]:
                child += 1
            if scores[kept[child]] >= scores[place]:
                break
            kept[at] = kept[child]
            at = child
        kept[at] = place
        least = scores[kept[0]]
    return items[np.sort(kept)]

"""Every source of candidates over one shop's sessions, asked together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.dense import KINDS, DenseModel, folder_of
from recommender.finders import Finder, finder_of, loaded_finder
from recommender.gathering import described, pooled
from recommender.pooling import DENSE, FIRST_DENSE
from recommender.recall import ALIKE, Emphases, newest, strengths
from recommender.session_neighbours import NeighbourConfig, holders_of, session_frequency, way_of
from recommender.sessions import Floats, Ints, Sessions, first_events, newest_events
from recommender.transitions import TransitionConfig, Transitions

HISTORY = 30  # distinct session items asked
WALKED = 50  # newest events of a neighbour: of long histories all of them rank no better, and take three times as long
NOTHING = np.zeros(0, np.int64)
ONCE_ONLY = 0.001  # where fewer events repeat an item of their session, none is offered again
WIDE = NeighbourConfig(500, 1500, "slow", "linear", 0.5, 0.5)
NARROW = NeighbourConfig(150, 1500, "steep", "fast", 0.5, 1.0)


@dataclass(frozen=True)
class SourcesConfig:
    wide: NeighbourConfig = WIDE
    narrow: NeighbourConfig = NARROW
    transitions: TransitionConfig = field(default_factory=TransitionConfig)
    dense_candidates: int = 40  # of each model that has a score for every item


@dataclass(frozen=True)
class Gathered:
    """Candidates with the session item behind each and their features (candidates, len(FEATURES))."""

    items: Ints
    causes: Ints
    features: NDArray[np.float32]


@dataclass(frozen=True)
class Sources:
    """Arrays of the index; not safe for two threads at once, since the scratch is kept between answers."""

    arrays: dict[str, NDArray]
    finders: dict[str, Finder]
    scratch: tuple[Floats, Ints, Ints, Ints, NDArray[np.bool_]]

    @classmethod
    def fit(
        cls,
        sessions: Sessions,
        config: SourcesConfig,
        dense: Mapping[str, DenseModel] | None = None,
        known: Mapping[str, Finder] | None = None,
    ) -> Self:
        """`known` finders are taken again where their model is the same: making one takes long where items are many."""
        holders, starts = holders_of(sessions, max(config.wide.sample, config.narrow.sample))
        walked = newest_events(sessions, WALKED)
        frequency = np.maximum(session_frequency(sessions), 1)
        links = Transitions.fit(sessions, config.transitions)
        arrays = {
            "items": walked.items.astype(np.int32),
            "first": walked.first,
            "offsets": walked.offsets,
            "holders": holders.astype(np.int32),
            "starts": starts,
            "idf": np.sqrt(np.log(np.maximum(len(sessions) / frequency, 1.1))),
            "wide": way_of(config.wide),
            "narrow": way_of(config.narrow),
            "near": links.near,
            "counts": links.counts,
            "far": links.far,
            "paths": links.paths,
            "facts": item_facts(sessions, frequency),
            "extra": np.array(config.dense_candidates),
            "again": np.array((~sessions.first).sum() > ONCE_ONLY * len(sessions.items)),
        }
        models = dense or {}
        finders = {name: finder_of(models[name], (known or {}).get(name)) for name in DENSE if name in models}
        return cls(arrays, finders, scratch_of(arrays))

    @property
    def dense(self) -> dict[str, DenseModel]:
        return {name: finder.model for name, finder in self.finders.items()}

    def gather(
        self, session: Ints, limit: int, blocked: NDArray[np.bool_] | None = None, emphases: Emphases = ALIKE
    ) -> Gathered:
        a = self.arrays
        index = (a["offsets"], a["holders"], a["starts"], a["idf"])
        events = (a["items"], a["first"])
        links = (a["near"], a["counts"], a["far"], a["paths"])
        ways = (a["wide"], a["narrow"])
        found = [finder.find(session, int(a["extra"]), emphases) for finder in self.finders.values()]
        proposed = np.concatenate([NOTHING, *(one.best for one in found)])
        asked = newest(session, HISTORY, emphases)
        worths = tuple(strengths(way[0], asked)[: way.shape[1]] for way in ways)
        items, causes, table = pooled(asked, worths, index, events, ways, links, self.scratch, proposed)
        columns = np.array([DENSE.index(name) for name in self.finders], np.int64)
        for column, one in zip(columns, found, strict=True):
            table[:, FIRST_DENSE + column] = one.scores_of(items)
        closed = self.scratch[4] if blocked is None else blocked
        again = bool(a["again"])
        return Gathered(
            *described(session, asked.items, items, causes, table, a["idf"], a["facts"], closed, limit, columns, again)
        )

    def save(self, folder: Path) -> None:
        save_arrays(folder, self.arrays)
        for name, finder in self.finders.items():
            finder.model.save(folder / name)
            finder.save(folder / name)

    @classmethod
    def load(cls, folder: Path) -> Self:
        arrays = load_arrays(folder)
        if "first" not in arrays:  # saved before it was
            arrays["first"] = first_events(arrays["items"].astype(np.int64), arrays["offsets"])
        kept = {name: own for name in DENSE if (own := folder_of(name, folder)).is_dir()}
        finders = {name: loaded_finder(KINDS[name].load(own), own) for name, own in kept.items()}
        return cls(arrays, finders, scratch_of(arrays))


def scratch_of(arrays: dict[str, NDArray]) -> tuple[Floats, Ints, Ints, Ints, NDArray[np.bool_]]:
    """Similarity, nearest step and touched list of sessions, pool slots of items, and the mask that blocks nothing."""
    sessions, items = len(arrays["offsets"]) - 1, len(arrays["starts"]) - 1
    return (
        np.zeros(sessions),
        np.zeros(sessions, np.int64),
        np.empty(sessions, np.int64),
        np.full(items, -1, np.int64),
        np.zeros(items, bool),
    )


def item_facts(sessions: Sessions, frequency: Ints) -> NDArray[np.float32]:
    """(items, 4): log count, recent share over long share, age of the last event 0 to 1, share of repeated events."""
    count, events = len(sessions.item_ids), len(sessions.items)
    counts = np.bincount(sessions.items, minlength=count).astype(np.float64)
    recent_share = 0.07
    recent = np.bincount(sessions.items[int(events * (1 - recent_share)) :], minlength=count)
    last = np.zeros(count)
    last[sessions.items] = np.arange(events)
    repeats = (np.maximum(counts - frequency, 0) + 0.1) / (counts + 1)
    growth = (recent + 0.5) / (counts * recent_share + 0.5)
    return np.stack([np.log1p(counts), growth, (events - last) / max(events, 1), repeats], axis=1).astype(np.float32)

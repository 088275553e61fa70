"""The clusters of this refresh under the ids and names of the last one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist, pdist

from insights.profiles.space import Customers, Space
from insights.profiles.traits import Trait, naming_of, still_hold, worth_telling

Floats = NDArray[np.float64]
FILE = "clusters.json"
NEAR = 0.5  # of the mean distance between centres: further away is another cluster


@dataclass(frozen=True)
class Remembered:
    """What is kept of a cluster: where its centre lay, in terms that outlive a refresh, and what its name says."""

    id: str
    embedding: tuple[float, ...]
    behaviour: tuple[float, ...]
    naming: tuple[Trait, ...]


@dataclass(frozen=True)
class Memory:
    """`next_number` makes the next id; an id is never given twice."""

    next_number: int = 1
    base_model: str = ""
    clusters: tuple[Remembered, ...] = ()

    @staticmethod
    def read(folder: Path) -> "Memory":
        file = folder / FILE
        if not file.is_file():
            return Memory()
        given = json.loads(file.read_text())
        clusters = tuple(
            Remembered(
                one["id"],
                tuple(one["embedding"]),
                tuple(one["behaviour"]),
                tuple(Trait.from_json(trait) for trait in one["naming"]),
            )
            for one in given["clusters"]
        )
        return Memory(given["next_number"], given["base_model"], clusters)

    def write(self, folder: Path) -> None:
        clusters = [
            {
                "id": one.id,
                "embedding": [round(value, 6) for value in one.embedding],
                "behaviour": [round(value, 6) for value in one.behaviour],
                "naming": [trait.to_json() for trait in one.naming],
            }
            for one in self.clusters
        ]
        document = {"next_number": self.next_number, "base_model": self.base_model, "clusters": clusters}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps(document))

    def fits(self, base_model: str, width: int) -> "Memory":
        """Centres of another encoder lie in another space; then only the numbering goes on."""
        same = self.base_model == base_model and all(len(one.embedding) == width for one in self.clusters)
        return self if same else Memory(self.next_number, base_model)

    def centres(self, space: Space) -> Floats | None:
        """(clusters, dimensions) where the remembered centres lie among today's points."""
        if not self.clusters:
            return None
        return space.points(
            Customers(
                np.array([one.embedding for one in self.clusters]), np.array([one.behaviour for one in self.clusters])
            )
        )


@dataclass(frozen=True)
class Kept:
    """`ids` by label; `is_kept` says which of them were known before."""

    ids: tuple[str, ...]
    traits: tuple[list[Trait], ...]
    naming: tuple[list[Trait], ...]
    is_kept: tuple[bool, ...]
    memory: Memory


def keep_clusters(
    labels: NDArray[np.int64],
    customers: Customers,
    space: Space,
    traits: Sequence[list[Trait]],
    before: Memory,
) -> Kept:
    """Pairs centres with the remembered ones (Hungarian method, Kuhn 1955): pairs keep id and, while true, name."""
    centres = _centres(labels, customers)
    partner = _partners(space.points(centres), before.centres(space))
    ids, next_number = _ids(len(centres), partner, before)
    naming = _naming(traits, partner, before)
    clusters = tuple(
        Remembered(name, tuple(embedding), tuple(behaviour), tuple(told))
        for name, embedding, behaviour, told in zip(
            ids, centres.embedding.tolist(), centres.behaviour.tolist(), naming, strict=True
        )
    )
    return Kept(
        ids=ids,
        traits=tuple(worth_telling(one) for one in traits),
        naming=naming,
        is_kept=tuple(one in partner for one in range(len(ids))),
        memory=Memory(next_number, before.base_model, clusters),
    )


def _centres(labels: NDArray[np.int64], customers: Customers) -> Customers:
    """The mean customer of each label."""
    parts = [customers.taken(np.flatnonzero(labels == one)) for one in range(int(labels.max()) + 1)]
    return Customers(
        np.array([one.embedding.mean(axis=0) for one in parts]), np.array([one.behaviour.mean(axis=0) for one in parts])
    )


def _ids(count: int, partner: dict[int, int], before: Memory) -> tuple[tuple[str, ...], int]:
    """By label; a cluster without a partner gets the next number. And the number that comes after all of them."""
    number, ids = before.next_number, []
    for one in range(count):
        if one in partner:
            ids.append(before.clusters[partner[one]].id)
        else:
            ids.append(f"c{number}")
            number += 1
    return tuple(ids), number


def _naming(traits: Sequence[list[Trait]], partner: dict[int, int], before: Memory) -> tuple[list[Trait], ...]:
    """By label. Names that still hold are taken before new ones are made, so that no new one is like them."""
    old = {one: list(before.clusters[place].naming) for one, place in partner.items()}
    naming = {one: told for one, told in old.items() if still_hold(told, traits[one])}
    for one in range(len(traits)):
        if one not in naming:
            taken = [frozenset(trait.meaning for trait in other) for other in naming.values()]
            naming[one] = naming_of(traits[one], taken)
    return tuple(naming[one] for one in range(len(traits)))


def _partners(now: Floats, before: Floats | None) -> dict[int, int]:
    """Label → place of its remembered cluster."""
    if before is None:
        return {}
    distances = cdist(now, before)
    limit = NEAR * float(pdist(now).mean())
    rows, columns = linear_sum_assignment(distances)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if distances[row, column] < limit}

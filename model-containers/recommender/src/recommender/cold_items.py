"""Items without behaviour among a ranking of items that have some: each comes behind what its text is most like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.item_texts import TextSpace, Vectors

ONE_IN = 5  # at most one place in so many is an item that nobody has met
LEAST_LIKENESS = 0.4  # cosine below which two texts have nothing to do with each other
BEHIND = 3.0  # places that a look-alike stands behind its model even where the texts are equal
REMEMBERED = 4096  # texts
ANCHORS = 50  # best of the ranking that a cold item may follow


@dataclass(frozen=True)
class ColdItem:
    """A candidate without behaviour, the place it asks for, and the item of the session or the ranking behind it."""

    item_id: str
    place: float
    like: str


@dataclass(frozen=True)
class TextIndex:
    """Texts of a catalogue, whether or not anybody met the items; `is_cold` marks those that nobody did."""

    space: TextSpace
    item_ids: tuple[str, ...]
    is_cold: NDArray[np.bool_]
    codes: dict[str, int] = field(default_factory=dict)
    placed: dict[str, NDArray[np.float32]] = field(default_factory=dict)  # of texts that requests brought

    @classmethod
    def of(cls, space: TextSpace, item_ids: Sequence[str], is_cold: NDArray[np.bool_]) -> Self:
        return cls(space, tuple(item_ids), is_cold, {item_id: code for code, item_id in enumerate(item_ids)})

    def save(self, folder: Path) -> None:
        self.space.save(folder / "space")
        np.save(folder / "is_cold.npy", self.is_cold)

    @classmethod
    def load(cls, folder: Path, item_ids: Sequence[str]) -> Self:
        space = TextSpace.load(folder / "space")
        return cls.of(space, item_ids, np.load(folder / "is_cold.npy"))

    def vectors_of(self, item_ids: Sequence[str], texts: dict[str, str]) -> Vectors:
        """(items, d); an item that neither the catalogue nor `texts` knows is a row of zeros."""
        rows = np.zeros((len(item_ids), self.space.vectors.shape[1]), np.float32)
        for row, item_id in zip(rows, item_ids, strict=True):
            if item_id in self.codes:
                row[:] = self.space.vectors[self.codes[item_id]]
            elif item_id in texts:
                row[:] = self._placed(texts[item_id])
        return rows

    def stand_in(self, item_id: str, texts: dict[str, str]) -> str | None:
        """The item with behaviour that reads most like one that no model has met."""
        warm = np.flatnonzero(~self.is_cold)
        if not len(warm):
            return None
        likeness = self.space.vectors[warm] @ self.vectors_of([item_id], texts)[0]
        best = int(likeness.argmax())
        return self.item_ids[warm[best]] if likeness[best] >= LEAST_LIKENESS else None

    def among(
        self, session: Sequence[str], ranked: Sequence[str], texts: dict[str, str], is_allowed: Callable[[str], bool]
    ) -> list[ColdItem]:
        """Cold items that may be shown and are not ranked anyway, best place first.

        Place r of the ranking and the session's own items, the newest as if it stood first, vouch for what reads like
        them: a cold item asks for place (r + BEHIND) / likeness, the best that any of them gives it.
        """
        ranks = set(ranked)
        own = [code for code in np.flatnonzero(self.is_cold).tolist() if self.item_ids[code] not in ranks]
        own = [code for code in own if is_allowed(self.item_ids[code])]
        new = [one for one in texts if one not in self.codes and one not in ranks and is_allowed(one)]
        cold = [*(self.item_ids[code] for code in own), *new]
        anchors = [*reversed(list(dict.fromkeys(session))[-ANCHORS:]), *ranked[:ANCHORS]]
        if not cold or not anchors:
            return []
        met = min(len(set(session)), ANCHORS)
        places = np.array([*range(1, met + 1), *range(1, len(anchors) - met + 1)], np.float64)
        vectors = np.concatenate([self.space.vectors[own], self.vectors_of(new, texts)])
        likeness = (vectors @ self.vectors_of(anchors, texts).T).astype(np.float64)
        asked = np.where(likeness >= LEAST_LIKENESS, (places + BEHIND) / np.maximum(likeness, 1e-9), np.inf)
        best = asked.argmin(axis=1)
        found = [
            ColdItem(item_id, float(asked[row, best[row]]), anchors[best[row]])
            for row, item_id in enumerate(cold)
            if np.isfinite(asked[row, best[row]])
        ]
        return sorted(found, key=lambda item: (item.place, item.item_id))

    def _placed(self, text: str) -> NDArray[np.float32]:
        """The same new items come with request after request, so their places are remembered."""
        if text not in self.placed:
            if len(self.placed) >= REMEMBERED:
                self.placed.clear()
            self.placed[text] = self.space.place([text])[0]
        return self.placed[text]


def merged(ranked: Sequence[str], cold: Sequence[ColdItem], k: int) -> list[str]:
    """The first k of both: a cold item where it asks to stand, but at most one in any ONE_IN places so far."""
    order: list[str] = []
    waiting, known, taken = list(cold), iter(ranked), 0
    while len(order) < k:
        place = len(order) + 1
        if waiting and waiting[0].place <= place and (taken + 1) * ONE_IN <= place:
            order.append(waiting.pop(0).item_id)
            taken += 1
            continue
        following = next(known, None)
        if following is None:
            break
        order.append(following)
    return order

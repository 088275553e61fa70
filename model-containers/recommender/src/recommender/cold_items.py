"""Items without behaviour among a ranking of items that have some: each comes behind what its text or picture is most
like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.item_pictures import least_likeness
from recommender.item_texts import TextSpace, Vectors

ONE_IN = 5  # at most one place in so many is an item that nobody has met
LEAST_LIKENESS = 0.4  # cosine below which two texts have nothing to do with each other; of pictures it is the least
ROUNDING = 1e-5
BEHIND = 3.0  # places that a look-alike stands behind its model even where the two are equal
REMEMBERED = 4096  # texts
ANCHORS = 50  # best of the ranking that a cold item may follow
COMPARED = 1_000_000  # pairs of a cold item and an anchor in one answer; of a long catalogue fewer anchors speak


@dataclass(frozen=True)
class ColdItem:
    """A candidate without behaviour, the place it asks for, and the item of the session or the ranking behind it."""

    item_id: str
    place: float
    like: str
    by_picture: bool  # that it is like it


@dataclass(frozen=True)
class LikenessIndex:
    """Texts and pictures of a catalogue, whether or not anybody met the items; `is_cold` marks those that nobody did.

    `pictures` (items, p) has unit rows, zeros where an item has none; p is 0 where no item has one.
    """

    space: TextSpace
    pictures: Vectors
    item_ids: tuple[str, ...]
    is_cold: NDArray[np.bool_]
    least_look: float  # cosine below which two pictures have nothing to do with each other
    codes: dict[str, int] = field(default_factory=dict)
    placed: dict[str, NDArray[np.float32]] = field(default_factory=dict)  # of texts that requests brought
    stood_in: dict[str, str | None] = field(default_factory=dict)  # by item that no model has met
    kept: dict[str, Vectors] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        space: TextSpace,
        item_ids: Sequence[str],
        is_cold: NDArray[np.bool_],
        pictures: Vectors | None = None,
    ) -> Self:
        seen = np.zeros((len(item_ids), 0), np.float32) if pictures is None else pictures
        codes = {item_id: code for code, item_id in enumerate(item_ids)}
        least_look = max(LEAST_LIKENESS, least_likeness(seen))
        return cls(space, seen, tuple(item_ids), is_cold, least_look, codes)

    def save(self, folder: Path) -> None:
        self.space.save(folder / "space")
        np.save(folder / "is_cold.npy", self.is_cold)
        np.save(folder / "pictures.npy", self.pictures)

    @classmethod
    def load(cls, folder: Path, item_ids: Sequence[str]) -> Self:
        space, pictures = TextSpace.load(folder / "space"), folder / "pictures.npy"
        is_cold = np.load(folder / "is_cold.npy")
        return cls.of(space, item_ids, is_cold, np.load(pictures) if pictures.is_file() else None)

    def pictures_of(self, item_ids: Sequence[str]) -> Vectors:
        """(items, p); requests bring no pictures."""
        return self._rows_of(self.pictures, item_ids)

    def vectors_of(self, item_ids: Sequence[str], texts: dict[str, str]) -> Vectors:
        """(items, d); an item that neither the catalogue nor `texts` knows is a row of zeros."""
        rows = self._rows_of(self.space.vectors, item_ids)
        for row, item_id in enumerate(item_ids) if texts else ():
            if item_id in texts and item_id not in self.codes:
                rows[row] = self._placed(texts[item_id])
        return rows

    def stand_in(self, item_id: str, texts: dict[str, str]) -> str | None:
        """The item with behaviour that is most like one that no model has met; remembered, as requests ask again."""
        key = item_id if item_id in self.codes else texts.get(item_id, "")
        if key not in self.stood_in:
            if len(self.stood_in) >= REMEMBERED:
                self.stood_in.clear()
            self.stood_in[key] = self._most_alike(item_id, texts)
        return self.stood_in[key]

    def _most_alike(self, item_id: str, texts: dict[str, str]) -> str | None:
        reads = self.space.vectors @ self.vectors_of([item_id], texts)[0]
        likeness = np.maximum(reads, self._looks(self.pictures @ self.pictures_of([item_id])[0]))
        likeness = np.where(self.is_cold, -1.0, likeness)
        best = int(likeness.argmax()) if len(likeness) else 0
        return self.item_ids[best] if len(likeness) and likeness[best] >= LEAST_LIKENESS else None

    def among(
        self, session: Sequence[str], ranked: Sequence[str], texts: dict[str, str], is_allowed: Callable[[str], bool]
    ) -> list[ColdItem]:
        """Cold items that may be shown and are not ranked anyway, best place first.

        Place r of the ranking and the session's own items, the newest as if it stood first, vouch for what reads or
        looks like them: a cold item asks for place (r + BEHIND) / likeness, the best that any of them gives it.
        """
        ranks = set(ranked)
        own = np.flatnonzero(self.is_cold)
        new = [one for one in texts if one not in self.codes]
        most = max(1, min(ANCHORS, COMPARED // (2 * max(1, len(own) + len(new)))))
        met = list(dict.fromkeys(reversed(session)))[:most]
        anchors = [*met, *ranked[:most]]
        if not len(own) + len(new) or not anchors:
            return []
        places = np.array([*range(1, len(met) + 1), *range(1, len(anchors) - len(met) + 1)], np.float32)
        vouching = self.vectors_of(anchors, texts).T
        reads = np.concatenate(
            [self._cold(self.space.vectors, "texts") @ vouching, self.vectors_of(new, texts) @ vouching]
        )
        likeness = reads
        if self.pictures.shape[1]:
            looks = self._looks(self._cold(self.pictures, "pictures") @ self.pictures_of(anchors).T)
            likeness = np.concatenate([np.maximum(reads[: len(own)], looks), reads[len(own) :]])
        asked = np.where(likeness >= LEAST_LIKENESS, (places + BEHIND) / np.maximum(likeness, 1e-9), np.inf)
        best = asked.argmin(axis=1)
        place = asked[np.arange(len(asked)), best]
        # The few that something vouches for are looked at one by one, not the catalogue.
        rows = np.flatnonzero(np.isfinite(place))
        by_picture = likeness[rows, best[rows]] > reads[rows, best[rows]]
        told = zip(rows.tolist(), place[rows].tolist(), best[rows].tolist(), by_picture.tolist(), strict=True)
        found = [
            ColdItem(item_id, asks, anchors[anchor], looks_like)
            for row, asks, anchor, looks_like in told
            if (item_id := self.item_ids[own[row]] if row < len(own) else new[row - len(own)]) not in ranks
            and is_allowed(item_id)
        ]
        return sorted(found, key=lambda item: (item.place, item.item_id))

    def _rows_of(self, vectors: Vectors, item_ids: Sequence[str]) -> Vectors:
        """(items, d); an item that the catalogue does not know is a row of zeros."""
        codes = np.array([self.codes.get(item_id, -1) for item_id in item_ids], np.int64)
        rows = vectors[codes]
        rows[codes < 0] = 0
        return rows

    def _looks(self, cosines: Vectors) -> Vectors:
        """Likeness of pictures, 0 where any two of the catalogue may be so near."""
        return np.where(cosines >= self.least_look - ROUNDING, cosines, 0)

    def _cold(self, vectors: Vectors, name: str) -> Vectors:
        """Those of `is_cold`, apart, once."""
        if name not in self.kept:
            self.kept[name] = np.ascontiguousarray(vectors[self.is_cold])
        return self.kept[name]

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

"""All that must be known of a shop's items to compute the rows of a purchase, as of the start of a day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, load_npz, save_npz, vstack

from common.covisitation import Covisitation
from common.item_texts import TfIdf, phrase_of

STATISTICS = (
    "bought_week",  # purchases, fading with a half-life of 7 days
    "bought_month",  # 30 days
    "bought",  # all
    "seen_week",  # views and additions, 7 days
    "buyers",  # distinct customer-days
    "log_price_sum",
    "priced",
    "first_day",
    "last_day",
)
PLACE = {name: place for place, name in enumerate(STATISTICS)}
NEVER = -1.0


@dataclass(frozen=True)
class ItemText:
    """An item as the catalogue describes it; `price` in minor units, 0 where unknown."""

    item_id: str
    title: str
    category: tuple[str, ...] = ()
    brand: str = ""
    price: float = 0.0


@dataclass(frozen=True)
class Tables:
    """Arrays by item row. Only `features` writes into `statistics` and `covisitation`, a day at a time.

    `day` counts days since 1970: everything here was known when that day began.
    """

    ids: tuple[str, ...]
    phrases: tuple[str, ...]
    categories: NDArray[np.int32]
    brands: NDArray[np.int32]
    prices: NDArray[np.float32]
    statistics: NDArray[np.float32]
    tfidf: TfIdf
    vectors: csr_matrix
    covisitation: Covisitation
    names: Mapping[str, int]
    day: float = 0.0
    index: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Sequence[ItemText], unlisted: Sequence[str] = ()) -> Self:
        """A shop without any behaviour yet. `unlisted` are items that only events name: they have no words."""
        items = [*catalogue, *(ItemText(item_id, "") for item_id in unlisted)]
        phrases = tuple(phrase_of(item.title, item.category, item.brand) for item in items)
        tfidf = TfIdf.fit(phrases[: len(catalogue)])
        names: dict[str, int] = {}
        for item in items:
            for name in _names(item):
                names.setdefault(name, len(names))
        statistics = np.zeros((len(items), len(STATISTICS)), np.float32)
        statistics[:, [PLACE["first_day"], PLACE["last_day"]]] = NEVER
        return cls(
            ids=tuple(item.item_id for item in items),
            phrases=phrases,
            categories=_codes(items, names, 0),
            brands=_codes(items, names, 1),
            prices=np.array([item.price for item in items], np.float32),
            statistics=statistics,
            tfidf=tfidf,
            vectors=tfidf.vectors(phrases),
            covisitation=Covisitation.empty(len(items)),
            names=names,
            index={item.item_id: row for row, item in enumerate(items)},
        )

    def with_items(self, items: Sequence[ItemText]) -> "Tables":
        """The same tables with rows for items that they have not met; nothing is known of their behaviour."""
        new = [item for item in {item.item_id: item for item in items}.values() if item.item_id not in self.index]
        if not new:
            return self
        phrases = [phrase_of(item.title, item.category, item.brand) for item in new]
        blank = np.zeros((len(new), len(STATISTICS)), np.float32)
        blank[:, [PLACE["first_day"], PLACE["last_day"]]] = NEVER
        slots = np.concatenate([self.covisitation.slot_of, np.full(len(new), -1, np.int32)])
        return replace(
            self,
            ids=(*self.ids, *(item.item_id for item in new)),
            phrases=(*self.phrases, *phrases),
            categories=np.concatenate([self.categories, _codes(new, self.names, 0)]),
            brands=np.concatenate([self.brands, _codes(new, self.names, 1)]),
            prices=np.concatenate([self.prices, np.array([item.price for item in new], np.float32)]),
            statistics=np.concatenate([self.statistics, blank]),
            vectors=vstack([self.vectors, self.tfidf.vectors(phrases)]).tocsr(),
            covisitation=replace(self.covisitation, slot_of=slots),
            index={**self.index, **{item.item_id: len(self.ids) + place for place, item in enumerate(new)}},
        )

    def is_met(self, items: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether anybody had done anything with each of these rows when `day` began."""
        return self.statistics[items, PLACE["first_day"]] != NEVER

    def save(self, folder: Path) -> None:
        """Arrays as .npy files, which serving maps into memory instead of reading them."""
        folder.mkdir(parents=True, exist_ok=True)
        met = self.covisitation
        arrays = {
            "categories": self.categories,
            "brands": self.brands,
            "prices": self.prices,
            "statistics": self.statistics,
            "idf": self.tfidf.weights,
            "pairs": met.pairs[: met.used, : met.used],
            "totals": met.totals[: met.used],
            "slot_of": met.slot_of,
            "item_of": met.item_of[: met.used],
        }
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        save_npz(folder / "vectors.npz", self.vectors, compressed=False)
        words = sorted(self.tfidf.words, key=self.tfidf.words.__getitem__)
        texts = {"ids": self.ids, "phrases": self.phrases, "words": words, "names": self.names, "day": self.day}
        (folder / "tables.json").write_text(json.dumps(texts))

    @classmethod
    def load(cls, folder: Path) -> Self:
        texts = json.loads((folder / "tables.json").read_text())

        def array(name: str) -> NDArray:
            return np.load(folder / f"{name}.npy", mmap_mode="r")

        totals = array("totals")
        return cls(
            ids=tuple(texts["ids"]),
            phrases=tuple(texts["phrases"]),
            categories=array("categories"),
            brands=array("brands"),
            prices=array("prices"),
            statistics=array("statistics"),
            tfidf=TfIdf({word: place for place, word in enumerate(texts["words"])}, array("idf")),
            vectors=load_npz(folder / "vectors.npz"),
            covisitation=Covisitation(array("pairs"), totals, array("slot_of"), array("item_of"), len(totals)),
            names=texts["names"],
            day=texts["day"],
            index={item: row for row, item in enumerate(texts["ids"])},
        )


def _names(item: ItemText) -> tuple[str, str]:
    category = "/".join(item.category)
    return (f"category {category}" if category else "", f"brand {item.brand}" if item.brand else "")


def _codes(items: Sequence[ItemText], names: Mapping[str, int], which: int) -> NDArray[np.int32]:
    """-1 where an item names none, or one that was not known."""
    chosen = (_names(item)[which] for item in items)
    return np.array([names.get(name, -1) if name else -1 for name in chosen], np.int32)

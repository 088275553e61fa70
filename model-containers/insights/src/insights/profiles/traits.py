"""In what a cluster differs from the shop's other customers, and which of it makes its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insights.profiles.space import MEASURES

TOLD = 6
TELLING_Z, HOLDING_Z = 0.3, 0.2
TELLING_LIFT, NAMING_LIFT, HOLDING_LIFT = 1.3, 1.5, 1.2
WORD = re.compile(r"[^\W\d_]{3,}")
TELLING_SHARE = 0.15  # of attention; less is no character, however rare elsewhere


@dataclass(frozen=True)
class Trait:
    """`size` is a lift for a category, a brand or a word of titles, else a difference in standard deviations."""

    kind: str
    value: str
    size: float

    @property
    def strength(self) -> float:
        return abs(self.size) if self.kind == "measure" else float(np.log(max(self.size, 1e-9)))

    @property
    def meaning(self) -> tuple[str, str, bool]:
        """What a name says of it."""
        return self.kind, self.value, self.size > 0

    def to_json(self) -> dict[str, object]:
        size = round(self.size, 3)
        if self.kind == "measure":
            return {"kind": "measure", "measure": self.value, "z": size}
        return {"kind": self.kind, "value": self.value, "lift": size}

    @staticmethod
    def from_json(given: Mapping[str, object]) -> "Trait":
        if given["kind"] == "measure":
            return Trait("measure", str(given["measure"]), float(str(given["z"])))
        return Trait(str(given["kind"]), str(given["value"]), float(str(given["lift"])))


def traits_of(
    labels: NDArray[np.int64], standard: NDArray[np.float64], facts: pd.DataFrame, words: pd.DataFrame
) -> list[list[Trait]]:
    """All traits of each cluster, the strongest first.

    `standard` is (customers, MEASURES) over the whole shop; `words` is what `word_shares` says of the rows of `facts`.
    """
    count = int(labels.max()) + 1
    found = [
        [Trait("measure", name, float(standard[labels == one, place].mean())) for place, name in enumerate(MEASURES)]
        for one in range(count)
    ]
    told = {"category": _shares(facts["categories"]), "brand": _shares(facts["brands"]), "word": words}
    for kind, shares in told.items():
        everywhere = shares.groupby("value")["share"].sum() / len(facts)
        for one in range(count):
            inside = shares[labels[shares["row"].to_numpy(np.int64)] == one]
            means = inside.groupby("value")["share"].sum() / max(1, int((labels == one).sum()))
            for value, mean in means[means >= TELLING_SHARE].items():
                found[one].append(Trait(kind, str(value), float(mean / everywhere[value])))
    return [sorted(traits, key=lambda trait: (-trait.strength, trait.value)) for traits in found]


def word_shares(subjects: Sequence[str], attention: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Of each customer (a row number) the share of attention that goes to items with a word in their title."""
    titles = [(row.item_id, word) for row in items.itertuples() for word in {*WORD.findall(row.title.lower())}]
    said = pd.DataFrame(titles, columns=["item_id", "value"])
    rows = pd.DataFrame({"subject": list(subjects), "row": np.arange(len(subjects))})
    mine = attention.merge(rows, on="subject")
    mine = mine.assign(share=mine["weight"] / mine.groupby("row")["weight"].transform("sum"))
    return mine.merge(said, on="item_id").groupby(["row", "value"], as_index=False)["share"].sum()


def _shares(column: pd.Series) -> pd.DataFrame:
    """A row for each customer's row number, value and share of attention."""
    told = [
        (row, str(pair["value"]), float(pair["share"]))
        for row, pairs in enumerate(column)
        if isinstance(pairs, list | np.ndarray)
        for pair in pairs
    ]
    return pd.DataFrame(told, columns=["row", "value", "share"]).astype({"row": "int64", "share": "float64"})


def worth_telling(traits: Sequence[Trait]) -> list[Trait]:
    return [trait for trait in traits if _is_telling(trait, TELLING_Z, TELLING_LIFT)][:TOLD]


def still_hold(naming: Sequence[Trait], traits: Sequence[Trait]) -> bool:
    """Whether a name given earlier is still true, in direction if not in size."""
    now = {trait.meaning: trait for trait in traits}
    return all(one.meaning in now and _is_telling(now[one.meaning], HOLDING_Z, HOLDING_LIFT) for one in naming)


def naming_of(traits: Sequence[Trait], taken: Sequence[frozenset[tuple[str, str, bool]]]) -> list[Trait]:
    """What the cluster is most about and how it shops most unlike others; more where that is another's name already."""
    about = next((trait for trait in traits if trait.kind != "measure" and trait.size >= NAMING_LIFT), None)
    measures = [trait for trait in traits if trait.kind == "measure"]
    telling = [trait for trait in measures if abs(trait.size) >= TELLING_Z]
    chosen = [about, *telling[:1]] if about else telling[:2] or measures[:1]
    for more in [trait for trait in traits if trait not in chosen]:
        if frozenset(trait.meaning for trait in chosen) not in taken:
            break
        chosen.append(more)
    return chosen


def _is_telling(trait: Trait, z: float, lift: float) -> bool:
    return abs(trait.size) >= z if trait.kind == "measure" else trait.size >= lift

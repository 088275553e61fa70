"""A trained recommender as a folder: what serves, what it is compared with, and what the catalogue says and shows."""

import json
from dataclasses import dataclass
from pathlib import Path

from recommender.answering import Answerer
from recommender.cold_items import LikenessIndex
from recommender.covisitation import CoVisitation
from recommender.saved import SavedModel, load_model, save_model

LIKENESS = ("likeness", "texts")  # as the folder is called, and as it was before there were pictures
REFERENCE = "covisitation"  # what serves a shop that has no champion


@dataclass(frozen=True)
class Artefact:
    """`reference` learned from the same rows as what serves, so that comparing the two is fair."""

    saved: SavedModel
    reference: CoVisitation
    likeness: LikenessIndex | None
    scorer: str
    version: str

    def answerer(self, version: str | None = None) -> Answerer:
        return Answerer.of(self.saved, version or self.version, self.scorer, self.likeness)


def save_artefact(folder: Path, saved: SavedModel, reference: CoVisitation, likeness: LikenessIndex | None) -> None:
    save_model(folder / "recommender", saved)
    reference.save(folder / "reference")
    if likeness:
        likeness.save(folder / "likeness")
        (folder / "likeness/item_ids.json").write_text(json.dumps(likeness.item_ids))


def load_artefact(folder: Path) -> Artefact:
    manifest = json.loads((folder / "model.json").read_text())
    likeness = next((found for name in LIKENESS if (found := folder / name).is_dir()), None)
    return Artefact(
        load_model(folder / "recommender"),
        CoVisitation.load(folder / "reference"),
        LikenessIndex.load(likeness, json.loads((likeness / "item_ids.json").read_text())) if likeness else None,
        scorer_named(manifest["default_scorer"]),
        manifest["version"],
    )


def scorer_named(name: str) -> str:
    """A model's name as the registry takes it; `neighbours-1` and `neighbours-2` are one family, set differently."""
    return name.lower().replace("_", "-")

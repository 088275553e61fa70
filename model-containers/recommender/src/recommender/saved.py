"""A fitted model and its vocabulary in one folder; the name says which class reads it."""

import json
from dataclasses import dataclass
from pathlib import Path

from recommender.blend import Blend
from recommender.conditional_logit import ConditionalLogit
from recommender.covisitation import CoVisitation
from recommender.habit import Habit
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearItems
from recommender.model import Recommender
from recommender.personal_frequency import PersonalFrequency
from recommender.popularity import Popularity
from recommender.session_neighbours import SessionNeighbours

KINDS: dict[str, type[Recommender]] = {
    "blend": Blend,
    "covisitation": CoVisitation,
    "item-neighbours": ItemNeighbours,
    "linear": LinearItems,
    "logit": ConditionalLogit,
    "neighbours": SessionNeighbours,
    "personal-frequency": PersonalFrequency,
    "popularity": Popularity,
}


@dataclass(frozen=True)
class SavedModel:
    model: Recommender
    fallback: Popularity
    item_ids: tuple[str, ...]
    habit: Habit | None = None


def save_model(folder: Path, saved: SavedModel) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kind = next(name for name, kind in KINDS.items() if isinstance(saved.model, kind))
    (folder / "kind.json").write_text(json.dumps({"kind": kind}))
    (folder / "item_ids.json").write_text(json.dumps(saved.item_ids))
    saved.model.save(folder / "model")
    saved.fallback.save(folder / "fallback")
    if saved.habit:
        saved.habit.save(folder / "habit")


def load_model(folder: Path) -> SavedModel:
    kind = json.loads((folder / "kind.json").read_text())["kind"]
    item_ids = tuple(json.loads((folder / "item_ids.json").read_text()))
    habit = Habit.load(folder / "habit") if (folder / "habit").is_dir() else None
    return SavedModel(KINDS[kind].load(folder / "model"), Popularity.load(folder / "fallback"), item_ids, habit)

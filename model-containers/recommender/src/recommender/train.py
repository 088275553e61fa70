"""Train a shop's candidate sources. `python3 -m recommender.train` runs SageMaker's training job around `fit`."""

import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from common.hyperparameters import check_range, read_settings
from common.job import failure_written_to, read_hyperparameters
from common.paths import MlPaths

from recommender.artefact import save_artefact
from recommender.attribute_choice import NOTHING_SAID, AttributePopularity, learn
from recommender.attribute_popularity import Shoppers, read_attributes
from recommender.baskets import write_bought_together, write_trending
from recommender.candidate_files import (
    popular_items,
    write_neighbours,
    write_popular_by_attribute,
)
from recommender.cold_items import LikenessIndex
from recommender.covisitation import CoVisitation, CoVisitationConfig, describe
from recommender.evaluation import answer, figures_of, questions_of
from recommender.habit import Learned
from recommender.interactions import customer_windows, read_catalogue, read_interactions, read_pictures, read_texts
from recommender.item_vectors import ItemContent, item_vectors, language_model
from recommender.model import Recommender
from recommender.notes import Note
from recommender.popularity import Popularity
from recommender.saved import SavedModel
from recommender.sessions import Sessions, split_last

FEWEST_SESSIONS = 10  # below which no model is evaluated


@dataclass(frozen=True)
class TrainConfig:
    gap_days: float = 30.0  # a longer pause begins a new session
    half_life_days: float = 14.0  # of popularity
    test_share: float = 0.1  # of events, the last ones
    questions: int = 1500  # asked of each model when it is evaluated
    search_seconds: float = 0.0  # of processor; 0 serves co-visitation at once, more searches and blends within it
    seed: int = 7
    unused_attributes: str = ""  # of customers, by commas: what must not choose what a stranger is shown
    text_encoder: str = ""  # a language model that reads the items besides their words, such as packaged:minilm

    @staticmethod
    def parse(strings: Mapping[str, str]) -> "TrainConfig":
        config = read_settings(TrainConfig, strings)
        check_range(config, RANGES)
        return config


RANGES = (
    ("gap_days", 0.001, 10**4),
    ("half_life_days", 0.001, 10**4),
    ("test_share", 0.001, 0.5),
    ("questions", 1, 10**6),
    ("search_seconds", 0, 10**6),
    ("seed", 0, 2**31 - 1),
)


@dataclass(frozen=True)
class Trained:
    covisitation: CoVisitation
    popularity: Popularity
    served: Recommender
    served_name: str
    note: Note
    learned: Learned
    metrics: Mapping[str, Mapping[str, float]]  # by model; those that a search tried have their intervals


def fit(sessions: Sessions, config: TrainConfig, content: ItemContent | None = None) -> Trained:
    """Evaluate on the last events with models that never saw them, then fit on everything.

    `content` of the sessions' vocabulary lets a search find what no one has touched yet.
    """
    if not len(sessions.items):
        raise ValueError("no interactions: the shop needs at least one event before candidates can be trained")
    metrics: dict[str, dict[str, float]] = {}
    if len(sessions) >= FEWEST_SESSIONS:
        earlier, later = split_last(sessions, config.test_share)
        after = float(earlier.times.max()) if sessions.times.any() else None
        questions = questions_of(later, after, config.questions, config.seed, "usual")
        models = {"covisitation": CoVisitation.fit(earlier), "popularity": _popularity(earlier, config)}
        if questions:
            metrics = {
                name: asdict(figures_of(answer(model, questions, len(sessions.item_ids))))
                for name, model in models.items()
            }
    covisitation = CoVisitation.fit(sessions)
    served, name, learned = covisitation, "covisitation", Learned()
    if config.search_seconds <= 0:
        note = Note("no-search-asked")
    elif len(sessions) < FEWEST_SESSIONS:
        note = Note("too-few-to-search", {"sessions": len(sessions)})
    else:
        # torch and LightGBM load only when a search is asked for
        from recommender.search import SearchConfig, search, trial_figures

        encode = language_model(config.text_encoder) if config.text_encoder else None
        vectors = item_vectors(content, encode) if content else None
        choice = search(sessions, SearchConfig(config.search_seconds), lambda line: print(line, flush=True), vectors)
        served, name, note, learned = choice.model, choice.name, choice.note, choice.learned
        metrics |= {f"search_{name}": figures for name, figures in trial_figures(choice.trials).items()}
    return Trained(covisitation, _popularity(sessions, config), served, name, note, learned, metrics)


def likeness_index(content: ItemContent, sessions: Sessions) -> LikenessIndex | None:
    """Every item with a text or a picture; cold are those that no session holds."""
    is_told = np.array([bool(text) for text in content.texts], bool) | content.pictures.any(axis=1)
    if not is_told.any():
        return None
    is_met = np.bincount(sessions.items, minlength=len(content.item_ids)) > 0
    item_ids = [item_id for item_id, told in zip(content.item_ids, is_told.tolist(), strict=True) if told]
    return LikenessIndex.of(content.space.only(is_told), item_ids, ~is_met[is_told], content.pictures[is_told])


def write_lists(
    folder: Path,
    trained: Trained,
    sessions: Sessions,
    interactions: pl.DataFrame,
    offered: frozenset[str],
    popular: list[dict[str, Any]],
    attributes: AttributePopularity,
) -> None:
    write_neighbours(folder / "neighbours.jsonl.gz", trained.covisitation, sessions.item_ids, offered)
    (folder / "popular.json").write_text(json.dumps(popular))
    write_trending(folder / "trending.json", trained.popularity, sessions, offered)
    write_bought_together(folder / "bought-together.jsonl.gz", interactions, offered)
    write_popular_by_attribute(folder / "popular-by-attribute.jsonl.gz", attributes.lines)


def run(paths: MlPaths) -> None:
    """The training job around `fit`: reads one channel, writes `model/` and `output/data/`.

    A run of the recommender itself hands over channel `train`; a run of another model, channel `interactions`.
    """
    channel = paths.channel("train" if os.environ.get("TASK") == "recommender" else "interactions")
    config = TrainConfig.parse(read_hyperparameters(paths))
    started = time.monotonic()
    texts = read_texts(channel) if config.search_seconds > 0 else {}
    interactions = read_interactions(channel)
    sessions = customer_windows(interactions, config.gap_days, texts)
    offered = frozenset(read_catalogue(channel))
    content = ItemContent.of(sessions.item_ids, texts, read_pictures(channel)) if texts else None
    trained = fit(sessions, config, content)
    popular = popular_items(trained.popularity, sessions.item_ids, offered)
    attributes = _attributes(channel, config, interactions, offered, [one["itemId"] for one in popular])
    metrics = _metrics(trained, sessions, attributes, time.monotonic() - started)
    notes = [note for note in (trained.note, trained.learned.note, attributes.note) if note]
    manifest = _manifest(channel, config, trained, metrics) | {"notes": [note.told() for note in notes]}

    for folder in (paths.model, paths.output_data):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "metrics.json").write_text(json.dumps(metrics))
    (paths.model / "model.json").write_text(json.dumps(manifest))
    write_lists(paths.model, trained, sessions, interactions, offered, popular, attributes)
    saved = SavedModel(trained.served, trained.popularity, sessions.item_ids, trained.learned.habit)
    save_artefact(paths.model, saved, trained.covisitation, likeness_index(content, sessions) if content else None)
    _tell(trained, notes, metrics["fit_seconds"])


def main() -> None:
    paths = MlPaths.from_environment()
    with failure_written_to(paths.failure):
        run(paths)


def _popularity(sessions: Sessions, config: TrainConfig) -> Popularity:
    return Popularity.fit(sessions, config.half_life_days)


def _attributes(
    channel: Path, config: TrainConfig, interactions: pl.DataFrame, offered: frozenset[str], popular: list[str]
) -> AttributePopularity:
    said = read_attributes(channel, frozenset(config.unused_attributes.split(",")))
    if not len(said):
        return NOTHING_SAID
    return learn(Shoppers.of(interactions, said, offered, config.gap_days), popular, config.seed)


def _metrics(trained: Trained, sessions: Sessions, attributes: AttributePopularity, seconds: float) -> dict[str, Any]:
    return {
        **trained.metrics,
        "fit_seconds": round(seconds, 3),
        "events": len(sessions.items),
        "items": len(sessions.item_ids),
        "windows": len(sessions),
        "attributes": attributes.figures,
    }


def _tell(trained: Trained, notes: Sequence[Note], seconds: float) -> None:
    """For whoever reads the job's log: a figure a line."""
    for name, figures in trained.metrics.items():
        for key, value in figures.items():
            print(f"{name}_{key}={value:.6f}")
    for note in notes:
        print(note.text)
    print(f"fit_seconds={seconds:.3f}", flush=True)


def _manifest(channel: Path, config: TrainConfig, trained: Trained, metrics: dict[str, Any]) -> dict[str, Any]:
    learned_from = [channel / name for name in ("interactions.parquet", "customers.parquet")]
    fingerprint = hashlib.sha256(b"".join(one.read_bytes() for one in learned_from if one.is_file())).hexdigest()
    return {
        "version": fingerprint[:12],
        "family": "recommender",
        "scorers": sorted({"covisitation", "popularity", trained.served_name}),
        "default_scorer": trained.served_name,
        "feature_names": [],
        "dataset_fingerprint": fingerprint,
        "base_model": None,
        "hyperparameters": {name: str(value) for name, value in asdict(config).items()}
        | describe(CoVisitationConfig()),
        "created_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "metrics": metrics,
    }


if __name__ == "__main__":
    main()

"""The rows of a purchase: one function for training and for serving, so that they cannot differ."""

import numpy as np

from common.history import (
    ADD,
    DAY,
    HISTORY_LIMIT,
    KINDS,
    PHRASES_LIMIT,
    PURCHASE,
    VIEW,
    Floats,
    History,
    Rows,
    Texts,
)
from common.purchase_columns import FEATURE_NAMES, Scene, columns_of
from common.tables import Tables

__all__ = [
    "ADD",
    "DAY",
    "FEATURE_NAMES",
    "HISTORY_LIMIT",
    "KINDS",
    "PURCHASE",
    "VIEW",
    "History",
    "Scene",
    "Texts",
    "rows_for",
    "rows_of",
    "set_scene",
]


def rows_for(history: History, candidates: Rows, at: float, tables: Tables) -> tuple[Texts, Floats]:
    """Texts and (candidates, len(FEATURE_NAMES)) of what a customer may buy at `at`.

    Of the history only entries before `at` count, and of these the last HISTORY_LIMIT.
    """
    return rows_of(set_scene(history, at, tables), candidates, tables)


def set_scene(history: History, at: float, tables: Tables) -> Scene:
    seen = history.before(at)
    weights = (1.0 / (1.0 + np.arange(len(seen))[::-1] / 10.0)).astype(np.float32)
    met = tables.covisitation
    cosines, meetings, kept = met.cosines(seen.items, tables.day)
    scores = np.zeros(len(tables.ids), np.float32)
    if len(cosines):
        scores[met.item_of[: met.used]] = weights[kept] @ cosines
    ranked = np.sort(scores[scores > 0])
    return Scene(seen, at, weights, scores, ranked, cosines, meetings, history_text(seen, tables))


def history_text(history: History, tables: Tables) -> str:
    """The phrases of the items, newest first, each once, between semicolons."""
    distinct = dict.fromkeys(tables.phrases[item] for item in history.items[::-1].tolist())
    return "; ".join([phrase for phrase in distinct if phrase][:PHRASES_LIMIT])


def rows_of(scene: Scene, candidates: Rows, tables: Tables) -> tuple[Texts, Floats]:
    columns = columns_of(scene, candidates, tables)
    matrix = np.empty((len(candidates), len(FEATURE_NAMES)), np.float32)
    for place, name in enumerate(FEATURE_NAMES):
        matrix[:, place] = columns[name]
    count = len(candidates)
    texts = Texts(
        np.zeros(count, np.int64), (scene.text,) * count, tuple(tables.phrases[item] for item in candidates.tolist())
    )
    return texts, matrix

"""SageMaker channels of a shop whose customers buy the colour that they looked at last."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.purchase_rows import FEATURE_NAMES
from common.tables import ItemText, Tables

COLOURS = ("red", "blue", "green", "paper", "tin")
THINGS = ("mug", "lamp", "bag", "candle", "heart")
TELLING = FEATURE_NAMES.index("f_covisit_score")


def a_table(purchases, seed):
    """Five candidates a purchase, one of each colour; the bought one has the history's colour, and a telling column."""
    random = np.random.default_rng(seed)
    taste = random.integers(0, 5, purchases)
    colours = (taste[:, None] + np.arange(5)) % 5
    things = random.integers(0, 5, (purchases, 5))
    seen = random.integers(0, 5, purchases)
    labels = np.tile(np.array([1, 0, 0, 0, 0], np.int8), purchases)
    matrix = random.normal(size=(purchases * 5, len(FEATURE_NAMES))).astype(np.float32)
    matrix[:, TELLING] += labels
    histories = [f"{COLOURS[colour]} {THINGS[thing]}" for colour, thing in zip(taste, seen, strict=True)]
    candidates = [f"{COLOURS[c]} {THINGS[t]}" for c, t in zip(colours.ravel(), things.ravel(), strict=True)]
    count = len(labels)
    return pa.table(
        {
            "group": np.repeat(np.arange(purchases) + 10_000 * seed, 5),
            "customer": ["c"] * count,
            "item_id": [f"i{place}" for place in range(count)],
            "at": pa.array(np.full(count, 1_760_000_000_000_000), pa.timestamp("us", "UTC")),
            "label": labels,
            "history_text": [history for history in histories for _ in range(5)],
            "candidate_text": candidates,
            "baseline_popularity": np.full(count, 0.2),
            **{name: matrix[:, place] for place, name in enumerate(FEATURE_NAMES)},
        }
    )


def channels_below(root, base, test_seed=3, **hyperparameters):
    """A root as a training job finds it; every hyperparameter that is not given is small."""
    paths = MlPaths(root)
    for seed, name, purchases in ((1, "train", 200), (2, "validation", 80), (test_seed, "test", 80)):
        folder = paths.channel(name)
        folder.mkdir(parents=True)
        parquet.write_table(a_table(purchases, seed), folder / "rows.parquet")
        DatasetManifest("print", "tiny", "2026", 7, {}, {}, {}, FEATURE_NAMES).write(folder / "manifest.json")
    Tables.of([ItemText("a", "Red mug"), ItemText("b", "Blue lamp")]).save(paths.channel("serving") / "tables")
    small = {
        "base_model": str(base),
        "epochs": "8",
        "learning_rate": "3e-3",
        "head_learning_rate": "3e-3",
        "train_embeddings": "true",
        "patience": "9",
        "facts": "0",
        "max_tokens": "12",
        "max_seconds": "0",
        "precision": "fp32",
        "towers": "1",
        "boosters": "2",
    }
    paths.hyperparameters.parent.mkdir(parents=True)
    paths.hyperparameters.write_text(json.dumps({**small, **hyperparameters}))
    return paths

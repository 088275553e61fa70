"""The scoring job: a trained model answers for the later window, in the model's own image."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from common.archives import unpack
from common.job import failure_written_to
from common.manifest import ModelManifest
from common.paths import MlPaths
from common.purchase_rows import Texts
from common.rows_file import BASELINES, RowsFile, read_rows

Floats = NDArray[np.float64]
# Given texts and (rows, features) in the order of the manifest's feature names: (rows,) probabilities by scorer.
Score = Callable[[Texts, NDArray[np.float32]], Mapping[str, Floats]]
KEPT = ("group", "customer", "item_id", "at", "label", *BASELINES)
ROWS_AT_ONCE = 50_000


def run_scoring(load: Callable[[Path, ModelManifest], Score], paths: MlPaths | None = None) -> None:
    """Unpack model.tar.gz, score the rows and write scores.parquet: a column for each scorer beside the row's key."""
    paths = paths or MlPaths.from_environment()
    with failure_written_to(paths.exit_message):
        folder = unpacked(paths.processing_input("model"))
        manifest = ModelManifest.read(folder / "model.json")
        rows = read_rows(paths.processing_input("rows"), manifest.feature_names)
        scores = score_rows(rows, load(folder, manifest))
        write_scores(paths, folder, scores_table(rows, scores, manifest.scorers))
        print(json.dumps({"rows": len(rows), "scorers": list(manifest.scorers)}), flush=True)


def unpacked(folder: Path) -> Path:
    """Where model.json lies: the folder itself, or beside its model.tar.gz once that is unpacked."""
    if (folder / "model.json").is_file():
        return folder
    archives = sorted(folder.rglob("model.tar.gz"))
    if not archives:
        raise FileNotFoundError(f"{folder} holds neither model.json nor model.tar.gz")
    target = folder / "unpacked"
    unpack(archives[-1], target)
    return target


def write_scores(paths: MlPaths, model: Path, scores: pa.Table) -> None:
    """scores.parquet, and what the training in the folder `model` said of itself."""
    output = paths.processing_output("scores")
    output.mkdir(parents=True, exist_ok=True)
    parquet.write_table(scores, output / "scores.parquet")
    if (model / "metrics.json").is_file():
        shutil.copyfile(model / "metrics.json", output / "metrics.json")


def score_rows(rows: RowsFile, score: Score) -> dict[str, Floats]:
    """In parts that hold whole groups, so that memory stays bounded."""
    parts: dict[str, list[Floats]] = {}
    order = np.argsort(rows.groups, kind="stable")
    for chosen in _whole_groups(rows.groups[order], ROWS_AT_ONCE):
        lines = order[chosen]
        texts = Texts(
            rows.groups[lines],
            tuple(rows.texts.histories[line] for line in lines.tolist()),
            tuple(rows.texts.candidates[line] for line in lines.tolist()),
        )
        for name, answer in score(texts, rows.matrix[lines]).items():
            parts.setdefault(name, []).append(np.asarray(answer, np.float64))
    answers: dict[str, Floats] = {}
    for name, part in parts.items():
        answers[name] = np.empty(len(rows))
        answers[name][order] = np.concatenate(part)
    return answers


def scores_table(rows: RowsFile, scores: Mapping[str, Floats], scorers: tuple[str, ...]) -> pa.Table:
    missing = [name for name in scorers if name not in scores]
    if missing:
        raise ValueError(f"the model promised the scorer {missing[0]!r} and gave {', '.join(scores)}")
    for name, answer in scores.items():
        if not (np.isfinite(answer).all() and answer.min() >= 0 and answer.max() <= 1):
            raise ValueError(f"scorer {name!r} gave something that is no probability")
    kept = rows.table.select([name for name in KEPT if name in rows.table.column_names])
    for name in scorers:
        kept = kept.append_column(name, pa.array(scores[name]))
    return kept


def _whole_groups(groups: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    starts = np.flatnonzero(np.r_[True, np.diff(groups) != 0])
    cuts = [0]
    for start in starts.tolist():
        if start - cuts[-1] >= size:
            cuts.append(start)
    return [np.arange(first, last) for first, last in zip(cuts, [*cuts[1:], len(groups)], strict=True)]

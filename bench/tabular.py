"""The trainer of effectiveness on any table with a yes or no, beside LightGBM, logistic regression and an SVM.

`npm run bench -- tabular --data X --target Revenue --positive TRUE --folds 5 [--drop column,…] --json`

Everything is chosen inside each training fold, on a part of it that is held out; a test fold is scored once by each.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from command_line import bench_parser, say
from common.rows_file import RowsFile
from figures import with_interval
from insights.settings import FAMILIES, InsightsSettings
from insights.train import fit
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from tabular_peers import PEERS, best_threshold
from tabular_rows import Encoder, read_table, rows_of

Floats = NDArray[np.float64]
DRAWS = 1000
HELD_SHARE = 0.15


@dataclass(frozen=True)
class Answers:
    """Out-of-fold scores and yes-or-no answers of one model, (rows,)."""

    scores: Floats
    answers: NDArray[np.bool_]

    @staticmethod
    def of(rows: int) -> Answers:
        return Answers(np.empty(rows), np.empty(rows, bool))

    def note(self, rows: NDArray[np.int64], told: tuple[str, Floats, NDArray[np.bool_]]) -> str:
        """Whose answers they are comes back."""
        name, self.scores[rows], self.answers[rows] = told
        return name

    def fields(self, labels: NDArray[np.int8], folds: NDArray[np.int64]) -> dict[str, float]:
        """Means over folds: scores of two folds come from two models and need not be on one scale."""
        each = [folds == fold for fold in np.unique(folds)]
        return {
            "auc": float(np.mean([roc_auc_score(labels[rows], self.scores[rows]) for rows in each])),
            "pr_auc": float(np.mean([average_precision_score(labels[rows], self.scores[rows]) for rows in each])),
            "f1": float(f1_score(labels, self.answers)),
        }


def main() -> None:
    given = parse()
    frame, labels = read_table(given.data, given.target, given.positive, given.drop)
    say(f"{len(frame)} rows, {labels.mean():.1%} of them {given.positive}")
    folds = np.empty(len(frame), np.int64)
    ours = Answers.of(len(frame))
    peers = {name: Answers.of(len(frame)) for name in PEERS}
    chosen: Counter[str] = Counter()
    seconds = 0.0
    parts = StratifiedKFold(given.folds, shuffle=True, random_state=given.seed).split(frame, labels)
    for fold, (learned, judged) in enumerate(parts):
        folds[judged] = fold
        train, held = train_test_split(learned, test_size=HELD_SHARE, stratify=labels[learned], random_state=given.seed)
        encoder = Encoder.fit(frame.iloc[train])
        rows = [rows_of(encoder, frame.iloc[part], labels[part]) for part in (train, held, judged)]
        began = time.monotonic()
        family = ours.note(judged, our_answers(*rows, given))
        seconds += time.monotonic() - began
        chosen[family] += 1
        for name, answers in peer_answers(*rows).items():
            peers[name].note(judged, (name, *answers))
        named = {"ours": ours, **peers}.items()
        aucs = {name: roc_auc_score(labels[judged], one.scores[judged]) for name, one in named}
        say(f"  fold {fold + 1}: {family}, auc " + ", ".join(f"{name} {auc:.4f}" for name, auc in aucs.items()))
    print(json.dumps(result(ours, peers, labels, folds, chosen, seconds, given)))


def our_answers(
    train: RowsFile, held: RowsFile, judged: RowsFile, given: argparse.Namespace
) -> tuple[str, Floats, NDArray[np.bool_]]:
    """The family of least validation log loss, as `insights.train` fits it for a shop."""
    fitted = {
        family: fit(train, held, InsightsSettings(family, given.max_seconds, seed=given.seed, threads=1))
        for family in given.families
    }
    family = min(fitted, key=lambda name: fitted[name].metrics["validation_loss"])
    model = fitted[family].model
    threshold = best_threshold(held.labels, model.probabilities(held.matrix))
    scores = model.probabilities(judged.matrix)
    return family, scores, scores >= threshold


def peer_answers(train: RowsFile, held: RowsFile, judged: RowsFile) -> dict[str, tuple[Floats, NDArray[np.bool_]]]:
    answers = {}
    for name, tune in PEERS.items():
        peer = tune(train.matrix, train.labels, held.matrix, held.labels)
        scores = peer.told(judged.matrix)
        answers[name] = scores, scores >= peer.threshold
    return answers


def result(
    ours: Answers,
    peers: dict[str, Answers],
    labels: NDArray[np.int8],
    folds: NDArray[np.int64],
    chosen: Counter[str],
    seconds: float,
    given: argparse.Namespace,
) -> dict[str, object]:
    fields = {name: one.fields(labels, folds) for name, one in peers.items()}
    best = max(fields, key=lambda name: fields[name]["auc"])
    mine = ours.fields(labels, folds)
    low, high = np.quantile(ratios(ours.scores, peers[best].scores, labels, folds, given.seed), [0.025, 0.975])
    return {
        **mine,
        "model": chosen.most_common(1)[0][0],
        "chosen": dict(chosen),
        "fit_seconds": seconds,
        "rows": len(labels),
        "positives": int(labels.sum()),
        **with_interval("ratio", mine["auc"] / fields[best]["auc"], float(low), float(high)),
        "best_peer": best,
        "peers": fields,
        "seed": given.seed,
    }


def ratios(ours: Floats, theirs: Floats, labels: NDArray[np.int8], folds: NDArray[np.int64], seed: int) -> Floats:
    """Of the mean AUC, on the same draws of rows inside each fold."""
    random = np.random.default_rng(seed)
    drawn = np.empty((DRAWS, 2, len(np.unique(folds))))
    for place, fold in enumerate(np.unique(folds)):
        rows = np.flatnonzero(folds == fold)
        for draw in range(DRAWS):
            one = rows[random.integers(0, len(rows), len(rows))]
            drawn[draw, :, place] = area(labels[one], ours[one]), area(labels[one], theirs[one])
    means = drawn.mean(2)
    return means[:, 0] / means[:, 1]


def area(labels: NDArray[np.int8], scores: Floats) -> float:
    """By ranks, ties counted half."""
    _, level, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[level]
    positives = int(labels.sum())
    return float((ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(labels) - positives)))


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--positive", required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--drop", type=lambda text: tuple(text.split(",")), default=())
    parser.add_argument("--families", type=lambda text: tuple(text.split(",")), default=FAMILIES)
    parser.add_argument("--max-seconds", type=float, default=25, help="of search, for each family in each fold")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()

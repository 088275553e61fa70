"""`python3 -m text.intents.evaluate`: every scorer, the champion and plain frequency on one later window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
from common.calibration_error import calibration_error, error_by_chance
from common.evaluation_job import evaluation_job
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Floats = NDArray[np.float64]
CHAMPION, BASELINE = "champion", "class-frequency"
DRAWS, LEAST = 1000, 1e-6


@dataclass(frozen=True)
class Judged:
    """Losses are (rows,); `sure` is the probability of the best guess and `hits` whether it was right."""

    losses: Floats
    sure: Floats
    hits: NDArray[np.bool_]

    @staticmethod
    def of(true: Floats, sure: Floats, hits: NDArray[np.bool_]) -> "Judged":
        return Judged(-np.log(np.clip(true, LEAST, 1)), sure, hits)

    @property
    def auc(self) -> float:
        """How well certainty tells right guesses from wrong ones; 0.5 where all are alike."""
        return float(roc_auc_score(self.hits, self.sure)) if 0 < self.hits.sum() < len(self.hits) else 0.5

    @property
    def pr_auc(self) -> float:
        return float(average_precision_score(self.hits, self.sure)) if self.hits.any() else 0.0


def evaluate(tables: Mapping[str, pa.Table], champion_scorer: str | None, seed: int) -> dict[str, Any]:
    """Evaluation of core/models/contract.ts: log loss over all intents, compared on the same draws of rows."""
    if not set(tables) - {CHAMPION}:
        raise ValueError("no candidate's scores are there to evaluate")
    first = next(iter(tables.values()))
    for name, table in tables.items():
        if not table.column("label").equals(first.column("label")):
            raise ValueError(f"{name} was not scored on the same rows as the others")
    rows = first.num_rows
    draws = np.random.default_rng(seed).integers(0, rows, (DRAWS, rows))
    candidates, others = _judge(tables, champion_scorer)
    return {
        "window": _window(first),
        "rows": rows,
        "positives": rows,
        "candidates": [_described(name, one, draws) for name, one in candidates.items()],
        "comparisons": [
            _compared(name, against, one, other, draws)
            for name, one in candidates.items()
            for against, other in [*others.items(), *_rivals(name, candidates)]
        ],
        "baselines": [
            {"name": name, "auc": one.auc, "pr_auc": one.pr_auc, "log_loss": float(one.losses.mean())}
            for name, one in others.items()
            if name == BASELINE
        ],
    }


def _window(table: pa.Table) -> dict[str, str]:
    """When the inquiries were asked."""
    times = compute.min_max(table.column("at")).as_py()
    return {"from": times["min"].isoformat(), "to": times["max"].isoformat()}


Name = tuple[str, str]


def _judge(tables: Mapping[str, pa.Table], champion_scorer: str | None) -> tuple[dict[Name, Judged], dict[str, Judged]]:
    candidates: dict[Name, Judged] = {}
    others: dict[str, Judged] = {}
    for candidate, table in tables.items():
        for scorer in [name.removesuffix(":true") for name in table.column_names if name.endswith(":true")]:
            columns = [table.column(f"{scorer}:{part}").to_numpy() for part in ("true", "best", "hit")]
            if candidate != CHAMPION:
                candidates[candidate, scorer] = Judged.of(*columns)
            elif scorer == champion_scorer:
                others[CHAMPION] = Judged.of(*columns)
    first = next(table for name, table in tables.items() if name != CHAMPION)
    others[BASELINE] = Judged.of(*(first.column(name).to_numpy() for name in ("prior", "commonest", "is_commonest")))
    return candidates, others


def _rivals(name: Name, candidates: Mapping[Name, Judged]) -> list[tuple[str, Judged]]:
    return [("/".join(other), one) for other, one in candidates.items() if other != name]


def _described(name: Name, one: Judged, draws: NDArray[np.int64]) -> dict[str, Any]:
    low, high = np.quantile(one.losses[draws].mean(1), [0.025, 0.975])
    return {
        "candidate": name[0],
        "scorer": name[1],
        "auc": one.auc,
        "pr_auc": one.pr_auc,
        "log_loss": float(one.losses.mean()),
        "log_loss_low": float(low),
        "log_loss_high": float(high),
        "ece": calibration_error(one.sure, one.hits),
        "ece_by_chance": error_by_chance(one.sure),
    }


def _compared(name: Name, against: str, one: Judged, other: Judged, draws: NDArray[np.int64]) -> dict[str, Any]:
    gaps = one.losses - other.losses
    low, high = np.quantile(gaps[draws].mean(1), [0.025, 0.975])
    # Of two models the accuracy is what a reader asks for; the area is about certainty and differs little.
    right = one.hits.astype(float) - other.hits.astype(float)
    right_low, right_high = np.quantile(right[draws].mean(1), [0.025, 0.975])
    return {
        "candidate": name[0],
        "scorer": name[1],
        "against": against,
        "log_loss_delta": float(gaps.mean()),
        "low": float(low),
        "high": float(high),
        "auc_delta": float(right.mean()),
        "auc_low": float(right_low),
        "auc_high": float(right_high),
    }


if __name__ == "__main__":
    evaluation_job(evaluate)

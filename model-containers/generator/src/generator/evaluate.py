"""`python3 -m generator.evaluate`: every candidate, the champion and the baseline on the same unseen texts.

The loss is nats a byte of the text, so that families with different tokens can be held against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from common.evaluation_job import evaluation_job
from numpy.typing import NDArray

from generator.score import BASELINE

CHAMPION = "champion"
BASELINE_NAME = "byte-grams"
DRAWS = 1000
KEPT = ("item_id", "at", "bytes", BASELINE)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Losses:
    """Nats a byte on all texts, and on each draw of texts, (draws,)."""

    value: float
    draws: Floats

    def interval(self) -> tuple[float, float]:
        low, high = np.quantile(self.draws, [0.025, 0.975])
        return float(low), float(high)

    def against(self, other: "Losses") -> dict[str, float]:
        """Ours minus theirs, on the same draws."""
        difference = Losses(self.value - other.value, self.draws - other.draws)
        low, high = difference.interval()
        return {"log_loss_delta": difference.value, "low": low, "high": high}


def evaluate(tables: Mapping[str, pa.Table], champion_scorer: str | None, seed: int, draws: int = DRAWS) -> dict:
    """Evaluation of core/models/contract.ts; intervals are percentile bootstraps over texts."""
    if not set(tables) - {CHAMPION}:
        raise ValueError("no candidate's scores are there to evaluate")
    ordered = {name: table.sort_by("item_id") for name, table in tables.items()}
    first, *others = ordered.values()
    if any(not other.column("item_id").equals(first.column("item_id")) for other in others):
        raise ValueError("the candidates were not scored on the same texts")
    sizes = first.column("bytes").to_numpy().astype(float)
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(sizes), (draws, len(sizes)))

    def judged(nats: Floats) -> Losses:
        return Losses(float(nats.sum() / sizes.sum()), nats[drawn].sum(1) / sizes[drawn].sum(1))

    losses = {
        (name, scorer): judged(table.column(scorer).to_numpy().astype(float))
        for name, table in ordered.items()
        for scorer in table.column_names
        if scorer not in KEPT and (name != CHAMPION or scorer == champion_scorer)
    }
    against = {name: one for (name, _), one in losses.items() if name == CHAMPION}
    against[BASELINE_NAME] = judged(first.column(BASELINE).to_numpy().astype(float))
    candidates = {name: one for name, one in losses.items() if name[0] != CHAMPION}
    times = sorted(first.column("at").to_pylist())
    return {
        "window": {"from": times[0], "to": times[-1]},
        "rows": len(sizes),
        "positives": len(sizes),
        "candidates": [_described(name, one) for name, one in candidates.items()],
        "comparisons": [
            {"candidate": name[0], "scorer": name[1], "against": other, **one.against(theirs)}
            for name, one in candidates.items()
            for other, theirs in [*against.items(), *_rivals(name, candidates)]
        ],
        "baselines": [{"name": BASELINE_NAME, "log_loss": against[BASELINE_NAME].value}],
    }


def _described(name: tuple[str, str], one: Losses) -> dict[str, Any]:
    low, high = one.interval()
    return {
        "candidate": name[0],
        "scorer": name[1],
        "log_loss": one.value,
        "log_loss_low": low,
        "log_loss_high": high,
    }


def _rivals(name: tuple[str, str], candidates: Mapping[tuple[str, str], Losses]) -> list[tuple[str, Losses]]:
    return [("/".join(other), one) for other, one in candidates.items() if other != name]


if __name__ == "__main__":
    evaluation_job(evaluate)

"""The evaluation job: every scorer of every candidate, the champion and a baseline on the same later window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as compute
from common.evaluation_job import evaluation_job
from common.rows_file import BASELINES
from common.scoring import KEPT

from features.judgement import DRAWS, Jury, Scores

CHAMPION = "champion"
Name = tuple[str, str]  # candidate, scorer


@dataclass(frozen=True)
class Window:
    """The rows that all scores are about."""

    keys: pa.Table
    jury: Jury

    @property
    def span(self) -> dict[str, str]:
        times = compute.min_max(self.keys.column("at")).as_py()
        return {"from": times["min"].isoformat(), "to": times["max"].isoformat()}


@dataclass(frozen=True)
class Judged:
    """Every scorer on one window, and what they are held against."""

    window: Window
    candidates: Mapping[Name, Scores]
    others: Mapping[str, Scores]


def judge_all(tables: Mapping[str, pa.Table], champion_scorer: str | None, seed: int, draws: int = DRAWS) -> Judged:
    if not set(tables) - {CHAMPION}:
        raise ValueError("no candidate's scores are there to evaluate")
    by_key = [("group", "ascending"), ("item_id", "ascending")]
    ordered = {name: table.sort_by(by_key) for name, table in tables.items()}
    window = _window(ordered, seed, draws)
    scores: dict[Name, Scores] = {}
    for candidate, table in ordered.items():
        for scorer in _scorers(table):
            if candidate != CHAMPION or scorer == champion_scorer:
                scores[candidate, scorer] = window.jury.judge(table.column(scorer).to_numpy())
    others = {name[0]: one for name, one in scores.items() if name[0] == CHAMPION}
    for column, name in BASELINES.items():
        if column in window.keys.column_names:
            others[name] = window.jury.judge(window.keys.column(column).to_numpy())
    return Judged(window, {name: one for name, one in scores.items() if name[0] != CHAMPION}, others)


def evaluate(tables: Mapping[str, pa.Table], champion_scorer: str | None, seed: int, draws: int = DRAWS) -> dict:
    """Evaluation of core/models/contract.ts from score tables by candidate. Nothing here knows a family's name."""
    return evaluation_of(judge_all(tables, champion_scorer, seed, draws))


def evaluation_of(judged: Judged) -> dict[str, Any]:
    window, candidates, others = judged.window, judged.candidates, judged.others
    return {
        "window": window.span,
        "rows": len(window.jury.labels),
        "positives": int(window.jury.labels.sum()),
        "candidates": [_described(name, one) for name, one in candidates.items()],
        "comparisons": [
            _compared(name, against, one, other)
            for name, one in candidates.items()
            for against, other in [*others.items(), *_rivals(name, candidates)]
        ],
        "baselines": [
            {"name": name, "auc": one.auc, "pr_auc": one.pr_auc, "log_loss": one.log_loss}
            for name, one in others.items()
        ],
    }


def _window(tables: Mapping[str, pa.Table], seed: int, draws: int) -> Window:
    first, *rest = tables.items()
    for name, table in rest:
        for column in ("group", "item_id", "label"):
            if not table.column(column).equals(first[1].column(column)):
                raise ValueError(f"{name} and {first[0]} were not scored on the same rows: {column} differs")
    keys = first[1].select([name for name in KEPT if name in first[1].column_names])
    return Window(keys, Jury.of(keys.column("label").to_numpy(), keys.column("group").to_numpy(), seed, draws))


def _scorers(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if name not in KEPT]


def _rivals(name: Name, candidates: Mapping[Name, Scores]) -> list[tuple[str, Scores]]:
    return [("/".join(other), one) for other, one in candidates.items() if other != name]


def _described(name: Name, one: Scores) -> dict[str, Any]:
    loss = one.loss_interval
    return {
        "candidate": name[0],
        "scorer": name[1],
        "auc": one.auc,
        "pr_auc": one.pr_auc,
        "log_loss": loss.value,
        "log_loss_low": loss.low,
        "log_loss_high": loss.high,
        "ece": one.ece,
        "ece_by_chance": one.ece_by_chance,
    }


def _compared(name: Name, against: str, one: Scores, other: Scores) -> dict[str, Any]:
    loss, auc = one.loss_against(other), one.auc_against(other)
    return {
        "candidate": name[0],
        "scorer": name[1],
        "against": against,
        "log_loss_delta": loss.value,
        "low": loss.low,
        "high": loss.high,
        "auc_delta": auc.value,
        "auc_low": auc.low,
        "auc_high": auc.high,
    }


if __name__ == "__main__":
    evaluation_job(evaluate)

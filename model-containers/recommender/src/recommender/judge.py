"""`python3 -m recommender.judge`: every candidate, the champion and the references on one later window."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from common.evaluation_job import evaluation_job
from numpy.typing import NDArray

from recommender.artefact import REFERENCE
from recommender.evaluation import ndcg_gains
from recommender.score import SERVED, SHOWN
from recommender.sessions import Floats, Ints
from recommender.slate_quality import Slates, figures_of_slates, ranks_of

CHAMPION = "champion"
BASELINES = (REFERENCE, "popularity")  # the first is what a first champion must beat: it serves where there is none
DRAWS = 1000
FEWEST = 20  # questions of a segment below which nothing is said of it
Name = tuple[str, str]  # candidate, scorer


@dataclass(frozen=True)
class Scored:
    """One candidate's answers, its catalogue and, as notes.py tells it, why its scorer was chosen."""

    answers: pl.DataFrame
    shares: Mapping[str, float]
    scorer: str
    notes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Jury:
    """Questions grouped by customer: the same person's questions are not independent of each other."""

    owners: Ints
    draws: NDArray[np.int64]

    @classmethod
    def of(cls, customers: Sequence[str], seed: int) -> "Jury":
        _, owners = np.unique(np.array(customers), return_inverse=True)
        count = int(owners.max()) + 1
        return cls(owners, np.random.default_rng(seed).integers(0, count, (DRAWS, count)))

    def interval(self, values: Floats) -> tuple[float, float, float]:
        """Mean of (questions,) with its 95 % interval by bootstrap over whole customers (Efron, 1979)."""
        count = self.draws.shape[1]
        sums = np.bincount(self.owners, values, count)
        sizes = np.bincount(self.owners, minlength=count)
        means = sums[self.draws].sum(axis=1) / sizes[self.draws].sum(axis=1)
        low, high = np.quantile(means, [0.025, 0.975])
        return float(values.mean()), float(low), float(high)


def judge(scored: Mapping[str, Scored], champion_scorer: str | None, seed: int) -> dict[str, Any]:
    """Evaluation of core/models/contract.ts; its loss is 1 − NDCG@20 of what came next."""
    candidates = {name: one for name, one in scored.items() if name != CHAMPION}
    if not candidates:
        raise ValueError("no candidate's answers are there to judge")
    questions = next(iter(candidates.values())).answers
    if any(not one.answers["question"].equals(questions["question"]) for one in scored.values()):
        raise ValueError("the candidates did not answer the same questions")
    if not len(questions):
        return empty_evaluation()
    jury = Jury.of(questions["customer"].to_list(), seed)
    losses = {(name, one.scorer): loss_of(one, SERVED) for name, one in candidates.items()}
    first = next(iter(candidates.values()))
    others = {name: loss_of(first, name) for name in BASELINES}
    champion = scored.get(CHAMPION)
    if champion and champion.scorer == champion_scorer:
        others = {CHAMPION: loss_of(champion, SERVED), **others}
    return {
        "window": span_of(questions),
        "rows": len(questions),
        "positives": len(questions),
        "measure": "ndcg-loss",
        "candidates": [described(name, loss, candidates[name[0]], jury) for name, loss in losses.items()],
        "comparisons": [
            compared(name, against, loss, other, jury)
            for name, loss in losses.items()
            for against, other in [*others.items(), *rivals(name, losses)]
        ],
        "baselines": [{"name": name, **bounded(others[name], jury), **slices_of(first, name)} for name in BASELINES],
        "notes": [{"candidate": name, **note} for name, one in candidates.items() for note in one.notes],
    }


def empty_evaluation() -> dict[str, Any]:
    now = "1970-01-01T00:00:00+00:00"
    parts: dict[str, Any] = {name: [] for name in ("candidates", "comparisons", "baselines")}
    return {"window": {"from": now, "to": now}, "rows": 0, "positives": 0, "measure": "ndcg-loss", **parts}


def loss_of(scored: Scored, column: str) -> Floats:
    return 1 - ndcg_gains(ranks_of(slates_of(scored.answers, column)))


def slates_of(answers: pl.DataFrame, column: str) -> Slates:
    columns = (column + SHOWN, "item_id", "later")
    return Slates(*(answers[name].to_list() for name in columns))


def described(name: Name, loss: Floats, scored: Scored, jury: Jury) -> dict[str, Any]:
    return {
        "candidate": name[0],
        "scorer": name[1],
        **bounded(loss, jury),
        **slices_of(scored, SERVED),
        **cold_of(scored),
    }


def bounded(loss: Floats, jury: Jury) -> dict[str, float]:
    value, low, high = jury.interval(loss)
    return {"log_loss": value, "log_loss_low": low, "log_loss_high": high}


def slices_of(scored: Scored, column: str) -> dict[str, Any]:
    """Figures of all questions, and of each segment that has enough of them."""
    slates = slates_of(scored.answers, column)
    answers = scored.answers
    segments = {
        **{f"visitor-{kind}": (answers["visitor"] == kind).to_numpy() for kind in ("new", "returning")},
        **{f"history-{kind}": (answers["history"] == kind).to_numpy() for kind in ("short", "long")},
        "item-new": answers["is_cold"].to_numpy(),
        "item-known": ~answers["is_cold"].to_numpy(),
    }
    told = [
        {"name": name, "questions": int(chosen.sum()), **figures_of_slates(slates.only(chosen), scored.shares)}
        for name, chosen in segments.items()
        if chosen.sum() >= FEWEST
    ]
    return {"ranking": figures_of_slates(slates, scored.shares), "segments": told}


def cold_of(scored: Scored) -> dict[str, Any]:
    """Items that nobody had met: told from each other, beside chance, which is all that popularity can do with them."""
    cold = scored.answers.filter(pl.col("is_cold"))
    count = sum(share == 0 for share in scored.shares.values())
    if len(cold) < FEWEST or not count:
        return {}
    hits = (cold["among-new"] > 0).to_numpy()
    return {
        "cold": {
            "questions": len(cold),
            "items": count,
            "hit20": float(hits.mean()),
            "hit20_by_chance": min(20 / count, 1.0),
        }
    }


def compared(name: Name, against: str, loss: Floats, other: Floats, jury: Jury) -> dict[str, Any]:
    delta, low, high = jury.interval(loss - other)
    return {
        "candidate": name[0],
        "scorer": name[1],
        "against": against,
        "log_loss_delta": delta,
        "low": low,
        "high": high,
    }


def rivals(name: Name, losses: Mapping[Name, Floats]) -> list[tuple[str, Floats]]:
    return [("/".join(other), loss) for other, loss in losses.items() if other != name]


def span_of(questions: pl.DataFrame) -> dict[str, str]:
    low, high = questions["at"].min(), questions["at"].max()
    return {"from": low.replace(tzinfo=UTC).isoformat(), "to": high.replace(tzinfo=UTC).isoformat()}


def read_scored(folder: Path) -> dict[str, Scored]:
    """Candidate → its answers, by the folder that they lie in."""
    found: dict[str, Scored] = {}
    for file in sorted(folder.glob("*/scores.parquet")):
        catalogue = pl.read_parquet(file.with_name("catalogue.parquet"))
        choice = json.loads(file.with_name("choice.json").read_text())
        shares = dict(catalogue.iter_rows())
        found[file.parent.name] = Scored(pl.read_parquet(file), shares, choice["scorer"], choice["notes"])
    return found


if __name__ == "__main__":
    evaluation_job(judge, read_scored)

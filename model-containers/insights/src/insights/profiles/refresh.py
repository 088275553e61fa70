"""`python3 -m insights.profiles.refresh`: every profile of a shop, from what `features.profiles` left."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from common.job import processing_job
from common.paths import MlPaths
from numpy.typing import NDArray

from insights.profiles.churn import Basis, Churn, fit_churn
from insights.profiles.clusters import LEAST_CUSTOMERS, assign, choose_count
from insights.profiles.keep import Kept, Memory, keep_clusters
from insights.profiles.lines import profile_lines, rfm_scale, write_parts
from insights.profiles.space import Customers, Encode, Space, behaviour_of, embed_customers
from insights.profiles.traits import traits_of, word_shares

ACTIONS = 3  # of one customer, or items met; fewer say nothing of a character


@dataclass(frozen=True)
class Tables:
    """What `features.profiles` wrote. `rows` is None where the history is too short to learn churn from."""

    facts: pd.DataFrame
    attention: pd.DataFrame
    items: pd.DataFrame
    rows: pd.DataFrame | None
    described: dict

    @staticmethod
    def read(folder: Path) -> "Tables":
        frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("facts", "attention", "items")}
        rows = folder / "rows.parquet"
        described = json.loads((folder / "profiles.json").read_text())
        return Tables(**frames, rows=pd.read_parquet(rows) if rows.is_file() else None, described=described)

    @property
    def history_days(self) -> float:
        first, at = self.described["first"], self.described["at"]
        return (datetime.fromisoformat(at) - datetime.fromisoformat(first)).total_seconds() / 86_400 if first else 0.0


@dataclass(frozen=True)
class Found:
    """The cluster of each customer who has one, and what the report says of them."""

    of: dict[str, str]
    report: dict[str, object]
    memory: Memory


def find_clusters(tables: Tables, encode: Encode, base_model: str, before: Memory, seed: int) -> Found:
    active = _active(tables)
    needs, has = {"customers": float(LEAST_CUSTOMERS)}, {"customers": float(len(active))}
    if len(active) < LEAST_CUSTOMERS:
        return _none(Basis("rules", needs, has, "too-few-customers"), before)
    customers, active = _placed(active, tables, encode)
    space = Space.of(customers)
    points = space.points(customers)
    known = before.fits(base_model, customers.embedding.shape[1])
    merit = choose_count(points, seed, len(known.clusters) or None)
    if merit is None:
        return _none(Basis("rules", needs, has, "no-structure"), before)
    labels = assign(points, merit.count, seed, known.centres(space))
    subjects = active["subject"].astype(str).tolist()
    words = word_shares(subjects, tables.attention, tables.items)
    traits = traits_of(labels, space.standard(customers.behaviour), active, words)
    kept = keep_clusters(labels, customers, space, traits, known)
    report = {
        "basis": asdict(Basis("model", needs, has, "enough")),
        "found": _described(kept, np.bincount(labels, minlength=merit.count)),
        "silhouette": round(merit.silhouette, 4),
        "stability": round(merit.stability, 4),
    }
    of = {subject: kept.ids[label] for subject, label in zip(subjects, labels.tolist(), strict=True)}
    return Found(of, report, kept.memory)


def _active(tables: Tables) -> pd.DataFrame:
    """The facts of customers who did enough to have a character."""
    facts = tables.facts
    met = facts["subject"].map(tables.attention.groupby("subject").size()).fillna(0)
    acts = facts["views"] + facts["adds"] + facts["orders"]
    return facts[np.maximum(met, acts) >= ACTIONS].reset_index(drop=True)


def _placed(active: pd.DataFrame, tables: Tables, encode: Encode) -> tuple[Customers, pd.DataFrame]:
    """The customers as points and their facts, both in the canonical order."""
    subjects = active["subject"].astype(str).tolist()
    customers = Customers(embed_customers(subjects, tables.attention, tables.items, encode), behaviour_of(active))
    order = customers.canonical_order()
    return customers.taken(order), active.iloc[order].reset_index(drop=True)


def _described(kept: Kept, sizes: NDArray[np.int64]) -> list[dict[str, object]]:
    """The largest cluster first."""
    return [
        {
            "id": kept.ids[one],
            "share": round(float(sizes[one] / sizes.sum()), 4),
            "customers": int(sizes[one]),
            "traits": [trait.to_json() for trait in kept.traits[one]],
            "naming": [trait.to_json() for trait in kept.naming[one]],
            "isKept": kept.is_kept[one],
        }
        for one in np.argsort(-sizes, kind="stable").tolist()
    ]


def _none(basis: Basis, before: Memory) -> Found:
    report = {"basis": asdict(basis), "found": [], "silhouette": None, "stability": None}
    return Found({}, report, before)


def refresh(
    tables: Tables, encode: Encode, base_model: str, before: Memory, folder: Path, seed: int
) -> tuple[dict, Memory]:
    """Writes the parts and report.json; answers the report, and what the next refresh must remember."""
    found = find_clusters(tables, encode, base_model, before, seed)
    horizon = tables.described["horizon_days"]
    churn: Churn = fit_churn(tables.rows, horizon, tables.history_days, seed)
    parts, customers = write_parts(folder, profile_lines(tables.facts, found.of, churn.risks))
    report = {
        "until": tables.described["at"],
        "fingerprint": tables.described["fingerprint"],
        "seed": seed,
        "baseModel": base_model,
        "customers": customers,
        "parts": parts,
        "scale": rfm_scale(tables.facts),
        "clusters": found.report,
        "churn": {"basis": asdict(churn.basis), "horizonDays": horizon, "calibration": churn.calibration},
    }
    (folder / "report.json").write_text(json.dumps(report, indent=2))
    return report, found.memory


def run(paths: MlPaths, seed: int) -> dict[str, object]:
    """The job below one SageMaker root; answers with the report, less what only profiles need."""
    from text.embeddings.serve import open_encoder

    encoder = open_encoder()
    before = Memory.read(paths.processing_input("previous"))
    tables = Tables.read(paths.processing_input("data"))
    folder = paths.processing_output("profiles")
    report, memory = refresh(tables, encoder.encode, encoder.base_model, before, folder, seed)
    memory.write(paths.processing_output("memory"))
    return {name: report[name] for name in ("customers", "parts", "clusters", "churn")}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    processing_job(lambda paths: run(paths, given.seed))


if __name__ == "__main__":
    main()

"""The chance that a buyer does not come back: fitted, calibrated and judged on three windows, each after the last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
from common.calibration import Platt
from common.purchase_rows import Texts
from common.rows_file import RowsFile
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from insights.settings import FAMILIES, InsightsSettings
from insights.train import fit

Floats = NDArray[np.float64]
LEAST = {"buyers": 100, "churned": 20, "stayed": 20}  # in the window that calibrates and in the one that judges
LEAST_DAYS = 56  # four times the shortest horizon
MOST_ERROR = 0.1  # of calibration
BINS, DRAWS = 5, 1000
RECENCY = "f_days_since_order"


@dataclass(frozen=True)
class Basis:
    """Whether something may be said, what that takes, and what there is."""

    mode: str
    needs: dict[str, float]
    has: dict[str, float]
    reason: str


@dataclass(frozen=True)
class Churn:
    """`risks` by customer; empty unless `basis.mode` is `model`."""

    basis: Basis
    risks: dict[str, float]
    calibration: dict[str, object] | None


def fit_churn(
    rows: pd.DataFrame | None, horizon_days: int | None, history_days: float, seed: int, max_seconds: float = 8.0
) -> Churn:
    """`rows` as features.churn_rows writes them. What does not beat the base rate on the last window is not claimed."""
    needs = {**LEAST, "historyDays": float(LEAST_DAYS)}
    if rows is None or horizon_days is None:
        return Churn(Basis("rules", needs, {"historyDays": round(history_days, 1)}, "too-short-history"), {}, None)
    names = tuple(sorted(name for name in rows.columns if name.startswith("f_")))
    parts = {role: rows[rows["role"] == role].sort_values(["at", "subject"]) for role in ("fit", "calibrate", "test")}
    has = _counted(parts, history_days)
    if any(has[name] < least for name, least in LEAST.items()) or parts["fit"]["churned"].nunique() < 2:
        return Churn(Basis("rules", needs, has, "too-few-customers"), {}, None)
    files = {role: _file(part, names) for role, part in parts.items()}
    settings = [InsightsSettings(family, max_seconds, 12, seed, 1) for family in FAMILIES]
    fitted = [fit(files["fit"], files["calibrate"], one) for one in settings]
    best = min(fitted, key=lambda one: one.metrics["validation_loss"])
    predicted = best.model.probabilities(files["test"].matrix)
    calibration = judge(parts, predicted, best.model.family, horizon_days, seed)
    reason = _verdict(calibration)
    if reason != "enough":
        return Churn(Basis("rules", needs, has, reason), {}, calibration)
    now = rows[rows["role"] == "now"]
    risks = best.model.probabilities(now[list(names)].to_numpy(np.float32))
    told = {str(subject): round(float(risk), 4) for subject, risk in zip(now["subject"], risks, strict=True)}
    return Churn(Basis("model", needs, has, reason), told, calibration)


def _counted(parts: dict[str, pd.DataFrame], history_days: float) -> dict[str, float]:
    later = [parts[role]["churned"].astype("int64") for role in ("calibrate", "test")]
    return {
        "buyers": min(len(one) for one in later),
        "churned": min(int(one.sum()) for one in later),
        "stayed": min(int((1 - one).sum()) for one in later),
        "historyDays": round(history_days, 1),
    }


def _file(part: pd.DataFrame, names: tuple[str, ...]) -> RowsFile:
    labels = part["churned"].to_numpy(np.int8)
    texts = Texts(np.arange(len(part)), (), ())
    return RowsFile(pa.table({}), texts, labels, part[list(names)].to_numpy(np.float32), names)


def judge(
    parts: dict[str, pd.DataFrame], predicted: Floats, family: str, horizon_days: int, seed: int
) -> dict[str, object]:
    """ChurnCalibration. The base rate is that of the window before, as a shop would have known it."""
    test = parts["test"]
    labels = test["churned"].to_numpy(np.float64)
    base = np.full(len(labels), float(parts["calibrate"]["churned"].mean()))
    ours, theirs = (predicted - labels) ** 2, (base - labels) ** 2
    random = np.random.default_rng(seed)
    gained = ours - theirs  # a draw at a time: all of them would take 8 KB a customer
    drawn = [gained[random.integers(0, len(labels), len(labels))].mean() for _ in range(DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    bins = reliability(predicted, labels)
    begin = pd.Timestamp(test["at"].iloc[0]).to_pydatetime().replace(tzinfo=UTC)
    return {
        "window": {"from": _iso(begin), "to": _iso(begin + timedelta(days=horizon_days))},
        "customers": len(labels),
        "churned": int(labels.sum()),
        "family": family,
        "brier": round(float(ours.mean()), 5),
        "baseRateBrier": round(float(theirs.mean()), 5),
        "recencyBrier": round(float(((_by_recency(parts) - labels) ** 2).mean()), 5),
        "difference": {
            "value": round(float((ours - theirs).mean()), 5),
            "low": round(float(low), 5),
            "high": round(float(high), 5),
        },
        "auc": round(float(roc_auc_score(labels, predicted)), 4),
        "calibrationError": round(
            sum(one["customers"] * abs(one["predicted"] - one["observed"]) for one in bins) / len(labels), 4
        ),
        "reliability": bins,
    }


def reliability(predicted: Floats, labels: Floats, bins: int = BINS) -> list[dict[str, float]]:
    """Bins of equal size by rising prediction."""
    order = np.argsort(predicted, kind="stable")
    return [
        {
            "predicted": round(float(predicted[part].mean()), 4),
            "observed": round(float(labels[part].mean()), 4),
            "customers": len(part),
        }
        for part in np.array_split(order, bins)
        if len(part)
    ]


def _by_recency(parts: dict[str, pd.DataFrame]) -> Floats:
    column = [RECENCY]
    model = LogisticRegression().fit(parts["fit"][column].to_numpy(), parts["fit"]["churned"].to_numpy(np.int8))
    labels = parts["calibrate"]["churned"].to_numpy(np.int8)
    scaled = Platt.fit(model.decision_function(parts["calibrate"][column].to_numpy()), labels)
    return scaled(model.decision_function(parts["test"][column].to_numpy()))


def _verdict(calibration: dict) -> str:
    if calibration["difference"]["high"] >= 0:
        return "not-better-than-base-rate"
    return "enough" if calibration["calibrationError"] <= MOST_ERROR else "not-calibrated"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

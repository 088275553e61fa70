"""The tabular columns of a purchase's rows, each computed from a customer's scene and the item tables."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.history import ADD, DAY, LONG_AGO, PURCHASE, VIEW, Floats, History, Rows
from common.tables import PLACE, Tables


@dataclass(frozen=True)
class Scene:
    """A customer at a moment: what the rows of all their candidates have in common."""

    history: History
    at: float
    weights: Floats  # of the history, newest 1
    scores: Floats  # (items,) co-visitation with the history
    ranked: Floats  # those above 0, ascending
    cosines: Floats  # (known history, slots)
    meetings: Floats  # (known history, slots)
    text: str


Columns = dict[str, Floats | float]


def columns_of(scene: Scene, candidates: Rows, tables: Tables) -> Columns:
    """Every column of FEATURE_NAMES for the candidates of one scene."""
    return {
        **_covisitation_columns(scene, candidates, tables),
        **_own_columns(scene, candidates),
        **_item_columns(candidates, tables),
        **_affinity_columns(scene, candidates, tables),
        **_customer_columns(scene),
    }


def _covisitation_columns(scene: Scene, candidates: Rows, tables: Tables) -> Columns:
    scores = scene.scores[candidates]
    ahead = len(scene.ranked) - np.searchsorted(scene.ranked, scores, side="right")
    rank = np.where(scores > 0, ahead, len(scene.ranked))
    top = np.zeros(len(candidates), np.float32)
    last, support, share = top.copy(), top.copy(), top.copy()
    slots = tables.covisitation.slot_of[candidates]
    known = slots >= 0
    if len(scene.cosines) and known.any():
        near = scene.cosines[:, slots[known]]
        top[known] = near.max(axis=0)
        last[known] = near[-5:].mean(axis=0)
        support[known] = np.log1p(scene.meetings[:, slots[known]].sum(axis=0))
        share[known] = (near > 0).mean(axis=0)
    return {
        "f_covisit_score": scores,
        "f_covisit_rank": np.log1p(rank),
        "f_covisit_best": top,
        "f_covisit_recent": last,
        "f_covisit_support": support,
        "f_covisit_share": share,
        "f_covisit_relative": scores / (scene.ranked[-1] if len(scene.ranked) else 1.0),
    }


def _own_columns(scene: Scene, candidates: Rows) -> Columns:
    """What the customer did with this very item."""
    history = scene.history
    same = history.items[None, :] == candidates[:, None]
    ages = ((scene.at - history.times) / DAY).astype(np.float32)
    columns: Columns = {}
    for name, kinds in (("seen", (VIEW, ADD)), ("added", (ADD,)), ("bought", (PURCHASE,))):
        chosen = same & np.isin(history.kinds, kinds)
        columns[f"f_own_{name}"] = np.log1p(chosen.sum(axis=1))
        newest = np.where(chosen, ages, LONG_AGO).min(axis=1, initial=LONG_AGO)
        columns[f"f_own_days_{name}"] = np.log1p(newest)
    columns["f_own_quantity"] = np.log1p(np.where(same, history.quantities, 0).max(axis=1, initial=0))
    return columns


def _item_columns(candidates: Rows, tables: Tables) -> Columns:
    one = tables.statistics[candidates]

    def stat(name: str) -> Floats:
        return one[:, PLACE[name]]

    week, month = stat("bought_week"), stat("bought_month")
    is_known = tables.is_met(candidates)
    return {
        "f_item_bought_week": np.log1p(week),
        "f_item_bought_month": np.log1p(month),
        "f_item_bought": np.log1p(stat("bought")),
        "f_item_seen_week": np.log1p(stat("seen_week")),
        "f_item_buyers": np.log1p(stat("buyers")),
        "f_item_trend": np.log((week + 0.5) / (month * 7 / 30 + 0.5)),
        "f_item_conversion": np.log((week + 0.5) / (stat("seen_week") + 1.0)),
        "f_item_age": np.where(is_known, np.log1p(np.maximum(tables.day - stat("first_day"), 0)), -1),
        "f_item_idle": np.where(is_known, np.log1p(np.maximum(tables.day - stat("last_day"), 0)), np.log1p(LONG_AGO)),
        "f_item_price": log_prices(candidates, tables),
    }


def log_prices(items: Rows, tables: Tables) -> Floats:
    """The mean price paid so far, else what the catalogue asks; log of minor units, 0 where neither is known."""
    one = tables.statistics[items]
    paid = one[:, PLACE["log_price_sum"]] / np.maximum(one[:, PLACE["priced"]], 1)
    return np.where(one[:, PLACE["priced"]] > 0, paid, np.log1p(tables.prices[items])).astype(np.float32)


def _affinity_columns(scene: Scene, candidates: Rows, tables: Tables) -> Columns:
    history, weights = scene.history, scene.weights
    total = max(float(weights.sum()), 1e-6)
    prices = log_prices(candidates, tables)
    paid = np.where(history.prices > 0, np.log1p(history.prices), log_prices(history.items, tables))
    mean = float(weights @ paid) / total if len(history) else 0.0
    spread = float(paid.std()) if len(history) > 1 else 1.0
    nearest, average, recent = _similarities(scene, candidates, tables)
    return {
        "f_price_gap": prices - mean if len(history) else 0.0,
        "f_price_distance": np.abs(prices - mean) / (spread + 0.3) if len(history) else 0.0,
        "f_category_share": _share(tables.categories, history, weights, candidates) / total,
        "f_brand_share": _share(tables.brands, history, weights, candidates) / total,
        "f_tfidf_nearest": nearest,
        "f_tfidf_mean": average,
        "f_tfidf_recent": recent,
    }


def _share(codes: NDArray[np.int32], history: History, weights: Floats, candidates: Rows) -> Floats:
    wanted = codes[candidates]
    same = (codes[history.items][None, :] == wanted[:, None]) & (wanted >= 0)[:, None]
    return (same * weights).sum(axis=1)


def _similarities(scene: Scene, candidates: Rows, tables: Tables) -> tuple[Floats, Floats, Floats]:
    """TF-IDF cosine with the history's other items: the nearest, the weighted mean and the nearest of the last five."""
    history = scene.history.items
    if not len(history):
        return (np.zeros(len(candidates), np.float32),) * 3
    near = (tables.vectors[candidates] @ tables.vectors[history].T).toarray()
    near[candidates[:, None] == history[None, :]] = 0  # that it is the same item, other columns say
    return near.max(axis=1), near @ scene.weights / scene.weights.sum(), near[:, -5:].max(axis=1)


def _customer_columns(scene: Scene) -> Columns:
    history = scene.history
    bought = history.kinds == PURCHASE
    orders = np.unique(history.times[bought])
    days = np.unique(history.times // DAY)
    newest = min((scene.at - history.times[-1]) / DAY, LONG_AGO) if len(history) else LONG_AGO
    span = (history.times[-1] - history.times[0]) / DAY if len(history) else 0.0
    since_order = min((scene.at - orders[-1]) / DAY, LONG_AGO) if len(orders) else LONG_AGO
    spent = (history.prices * history.quantities)[bought]
    return {
        "f_customer_actions": float(len(history)),
        "f_customer_distinct": len(np.unique(history.items)) / max(1, len(history)),
        "f_customer_orders": float(len(orders)),
        "f_customer_days": float(len(days)),
        "f_customer_gap": float(np.log1p(span / max(1, len(days) - 1))),
        "f_customer_idle": float(np.log1p(newest)),
        "f_customer_days_bought": float(np.log1p(since_order)),
        "f_customer_spend": float(np.log1p(spent.mean())) if len(spent) else 0.0,
        "f_customer_quantity": float(np.log1p(history.quantities[bought].mean())) if bought.any() else 0.0,
        "f_customer_views_now": float(np.log1p(((scene.at - history.times < 3600) & ~bought).sum())),
        "f_hour": (scene.at % DAY) / 3600,
        "f_weekday": float((scene.at // DAY + 3) % 7),
    }


_OWN = tuple(f"f_own_{part}{name}" for name in ("seen", "added", "bought") for part in ("", "days_"))
FEATURE_NAMES: tuple[str, ...] = tuple(
    sorted(
        [
            *(f"f_covisit_{name}" for name in ("score", "rank", "best", "recent", "support", "share", "relative")),
            *_OWN,
            "f_own_quantity",
            *(f"f_item_{name}" for name in ("bought_week", "bought_month", "bought", "seen_week", "buyers")),
            *(f"f_item_{name}" for name in ("trend", "conversion", "age", "idle", "price")),
            *("f_price_gap", "f_price_distance", "f_category_share", "f_brand_share"),
            *("f_tfidf_nearest", "f_tfidf_mean", "f_tfidf_recent"),
            *(f"f_customer_{name}" for name in ("actions", "distinct", "orders", "days", "gap", "idle", "spend")),
            *(f"f_customer_{name}" for name in ("days_bought", "quantity", "views_now")),
            *("f_hour", "f_weekday"),
        ]
    )
)

"""Rows that a churn model learns from: what was known of a buyer at a moment, and whether an order followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from features.profile_facts import count_facts, days_since, known_before

HORIZONS = (90, 60, 30, 14)  # days
WINDOWS = 4  # horizons that a history must hold: one to look back on, one each to fit, calibrate and test
EARLIER_CUTS = 3  # more moments to fit on, half a horizon apart


@dataclass(frozen=True)
class Cut:
    """A moment that is looked back from. `now` has no outcome yet."""

    role: str
    at: datetime


def choose_horizon(first: datetime, until: datetime, usual_gap_days: float | None) -> int | None:
    """Days in which a buyer is expected back: one and a half usual gaps, as far as the history reaches.

    None where it is too short for any.
    """
    room = (until - first).total_seconds() / 86_400 / WINDOWS
    fitting = [days for days in HORIZONS if days <= room]
    if not fitting:
        return None
    wanted = 1.5 * (usual_gap_days or 0.0)
    return min((days for days in fitting if days >= wanted), default=fitting[0])


def cuts_of(first: datetime, until: datetime, horizon_days: int) -> list[Cut]:
    """Fit, calibrate and test never overlap: each one's outcomes end before the next one's begin."""
    horizon = timedelta(days=horizon_days)
    fit = until - 3 * horizon
    earlier = [fit - place * horizon / 2 for place in range(EARLIER_CUTS + 1)]
    fits = [Cut("fit", at) for at in earlier if at - first >= horizon / 2]
    return [*fits, Cut("calibrate", until - 2 * horizon), Cut("test", until - horizon), Cut("now", until)]


def churn_rows(lines: Table, items: Table, customers: Table, cuts: Sequence[Cut], horizon_days: int) -> Table:
    """One row for each cut and each customer with an order by then; `churned` is null at `now`."""
    parts = [_rows_at(lines, items, customers, cut, horizon_days) for cut in cuts]
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.union(part)
    return rows


def _rows_at(lines: Table, items: Table, customers: Table, cut: Cut, horizon_days: int) -> Table:
    before = known_before(lines, cut.at)
    joined = count_facts(before, items, cut.at).filter(_.orders > 0).semi_join(customers, "subject")
    for part in _lately(before, cut.at):
        joined = joined.left_join(part, "subject").drop("subject_right")
    tenure = days_since(_.first_seen, cut.at)
    gap = _.days_between_orders.fill_null(float(horizon_days))
    features = joined.select(
        "subject",
        role=ibis.literal(cut.role),
        at=ibis.literal(cut.at),
        f_orders=(_.orders + 1.0).ln(),
        f_spent=(_.spent + 1.0).ln(),
        f_days_since_order=(_.days_since_order + 1.0).ln(),
        f_days_since_visit=(_.days_since_visit + 1.0).ln(),
        f_gap=(gap + 1.0).ln(),
        f_overdue=(_.days_since_order + 1.0).ln() - (gap + 1.0).ln(),
        f_tenure=(tenure + 1.0).ln(),
        f_active_days=(_.active_days + 1.0).ln(),
        f_views_month=(_.views_month.fill_null(0) + 1.0).ln(),
        f_adds_month=(_.adds_month.fill_null(0) + 1.0).ln(),
        f_days_month=(_.days_month.fill_null(0) + 1.0).ln(),
        f_acts_week=(_.acts_week.fill_null(0) + 1.0).ln(),
    )
    return (
        features.mutate(churned=ibis.null("int8"))
        if cut.role == "now"
        else _labelled(features, lines, cut, horizon_days)
    )


def _lately(before: Table, at: datetime) -> tuple[Table, Table]:
    """What each customer did in the last month, and in the last week."""
    month, week = (before.filter(_.timestamp >= ibis.literal(at - timedelta(days=days))) for days in (30, 7))
    in_month = month.group_by("subject").aggregate(
        views_month=(_.kind == "view").sum(),
        adds_month=(_.kind == "add").sum(),
        days_month=_.timestamp.truncate("D").nunique(),
    )
    return in_month, week.group_by("subject").aggregate(acts_week=_.count())


def _labelled(features: Table, lines: Table, cut: Cut, horizon_days: int) -> Table:
    """`churned` is 1 where no order within the horizon was kept."""
    end = ibis.literal(cut.at + timedelta(days=horizon_days))
    kept = (
        (_.kind == "purchase") & _.cancelled_at.isnull() & (_.timestamp >= ibis.literal(cut.at)) & (_.timestamp < end)
    )
    returned = lines.filter(kept).select(returned="subject").distinct()
    labelled = features.left_join(returned, features.subject == returned.returned)
    return labelled.mutate(churned=_.returned.isnull().cast("int8")).drop("returned")

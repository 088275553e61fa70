"""What is counted of each customer before a moment. Ibis alone, so that any engine can run it.

`lines` are those of `identity.stitch`: each customer's own, and those of their browsers from the moment of the link on.
"""

import math
from datetime import UTC, datetime

import ibis
from common.history import DAY
from ibis import _
from ibis.expr.types import Table

from features.snapshot_files import WEIGHTS

VISIT_SECONDS = 1800  # a longer pause ends a visit
HALF_LIFE_DAYS = 30.0  # in which attention to an item fades to a half
AFFINITIES = 5
LN_HALF = math.log(0.5)


def known_before(lines: Table, at: datetime) -> Table:
    """Nothing of `at` or later, nothing that nobody could know yet, nothing that had been taken back by then."""
    moment = ibis.literal(at)
    stands = _.cancelled_at.isnull() | (_.cancelled_at >= moment)
    return lines.filter((_.timestamp < moment) & (_.visible_at < moment) & stands)


def count_facts(lines: Table, items: Table, at: datetime) -> Table:
    """One row a subject with the columns of ProfileFacts but for the device; `lines` are known before `at`."""
    facts = _activity(lines, at)
    for part in (_orders(lines, at), _dwell(lines), _prices(lines), _hours(lines), *_affinities(lines, items, at)):
        facts = facts.left_join(part, "subject").drop("subject_right")
    return facts.mutate(orders=_.orders.fill_null(0), spent=_.spent.fill_null(0))


def attention(lines: Table, at: datetime) -> Table:
    """(subject, item_id, weight): purchases weigh more than views, and everything fades."""
    weight = _.kind.cases(*WEIGHTS.items(), else_=1.0)
    faded = (days_since(_.timestamp, at) / HALF_LIFE_DAYS * LN_HALF).exp()
    return lines.group_by("subject", "item_id").aggregate(weight=(weight * faded).sum())


def favourite_devices(events: Table, at: datetime) -> Table:
    """(subject, device) of those whose events said one."""
    said = events.filter(_.device.isin(["desktop", "mobile", "tablet"]) & (_.timestamp < ibis.literal(at)))
    return _most(said.select(subject="customer", device="device"), "device").select("subject", "device")


def _activity(lines: Table, at: datetime) -> Table:
    return lines.group_by("subject").aggregate(
        views=(_.kind == "view").sum(),
        adds=(_.kind == "add").sum(),
        active_days=_.timestamp.truncate("D").nunique(),
        first_seen=_.timestamp.min(),
        last_seen=_.timestamp.max(),
        days_since_visit=days_since(_.timestamp.max(), at),
    )


def _orders(lines: Table, at: datetime) -> Table:
    bought = lines.filter(_.kind == "purchase").mutate(order=_.orderId.fill_null(_.messageId))
    orders = bought.group_by("subject", "order").aggregate(
        ordered_at=_.timestamp.min(), value=(_.price * _.quantity).sum()
    )
    return orders.group_by("subject").aggregate(
        orders=_.count(),
        spent=_.value.sum(),
        days_since_order=days_since(_.ordered_at.max(), at),
        days_between_orders=ibis.ifelse(
            _.count() > 1,
            (_.ordered_at.max().epoch_seconds() - _.ordered_at.min().epoch_seconds()) / DAY / (_.count() - 1),
            ibis.null("float64"),
        ),
    )


def _dwell(lines: Table) -> Table:
    steps = lines.select("subject", "messageId", "timestamp", "kind").distinct()
    then = ibis.window(group_by="subject", order_by=["timestamp", "messageId"])
    paused = steps.mutate(pause=_.timestamp.lead().over(then).epoch_seconds() - _.timestamp.epoch_seconds())
    kept = paused.filter((_.kind == "view") & (_.pause > 0) & (_.pause <= VISIT_SECONDS))
    return kept.group_by("subject").aggregate(dwell_seconds=_.pause.median())


def _prices(lines: Table) -> Table:
    priced = lines.filter(_.price > 0)
    return priced.group_by("subject").aggregate(
        price_low=_.price.quantile(0.25), price_median=_.price.median(), price_high=_.price.quantile(0.75)
    )


def _hours(lines: Table) -> Table:
    hours = lines.select("subject", "messageId", hour=_.timestamp.hour()).distinct()
    return _most(hours.select("subject", "hour"), "hour").select("subject", "hour", hour_share="share")


def _most(rows: Table, column: str) -> Table:
    """(subject, column, share) of the commonest value; of equals the first."""
    counted = rows.group_by("subject", column).aggregate(times=_.count())
    ranked = counted.mutate(
        share=_.times / _.times.sum().over(ibis.window(group_by="subject")),
        place=ibis.row_number().over(ibis.window(group_by="subject", order_by=[_.times.desc(), _[column]])),
    )
    return ranked.filter(_.place == 0)


def _affinities(lines: Table, items: Table, at: datetime) -> tuple[Table, Table]:
    narrowest = ibis.ifelse(_.category.length() > 0, _.category[_.category.length() - 1], ibis.null("string"))
    named = items.select("itemId", category=narrowest, brand=_.brand.nullif(""))
    weighed = attention(lines, at).left_join(named, _.item_id == named.itemId)
    return _shares(weighed, "category", "categories"), _shares(weighed, "brand", "brands")


def _shares(weighed: Table, column: str, name: str) -> Table:
    """(subject, name): the largest shares as structs {value, share}, the largest first."""
    said = weighed.filter(weighed[column].notnull())
    summed = said.group_by("subject", value=column).aggregate(weight=_.weight.sum())
    ranked = summed.mutate(
        share=_.weight / _.weight.sum().over(ibis.window(group_by="subject")),
        place=ibis.row_number().over(ibis.window(group_by="subject", order_by=[_.weight.desc(), _.value])),
    ).filter(_.place < AFFINITIES)
    pair = ibis.struct({"value": _.value, "share": _.share.round(4)})
    return ranked.mutate(pair=pair).group_by("subject").aggregate(**{name: _.pair.collect(order_by=_.place)})


def days_since(moment: ibis.Value, at: datetime) -> ibis.Value:
    return (_epoch(at) - moment.epoch_seconds()) / DAY


def _epoch(at: datetime) -> float:
    return at.replace(tzinfo=UTC).timestamp()

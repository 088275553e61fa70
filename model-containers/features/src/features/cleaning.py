"""Which lines of which events count, and why the others do not. Ibis alone, so that any engine can run it.

Each rule looks only at what came before a line, so that nothing later can change what is kept of the past.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import ibis
from ibis import _
from ibis.expr.types import Table

from features.lake import settled

EARLIEST = "1995-01-01"
CLOCK_SKEW = 24 * 3600  # seconds that a sender's clock may run ahead
ROBOT_EVENTS = 300  # of one customer on one day; the rest of that day is a robot's
MOST_PIECES = 10_000
MOST_PRICE = 100_000_000  # minor units
PRICE_FACTOR = 20.0  # times more or less than the item cost so far
PRICES_NEEDED = 5
KINDS = {"Product Viewed": "view", "Product Clicked": "view", "Product Added": "add", "Order Completed": "purchase"}
CANCELLATIONS = ("Order Cancelled", "Order Refunded")


@dataclass(frozen=True)
class Clean:
    """`lines`: one item of one event that counts. `dropped`: reason → lines or events that do not."""

    lines: Table
    links: Table
    dropped: Mapping[str, int]


def clean(events: Table, items: Table, until: datetime) -> Clean:
    dropped: dict[str, int] = {}

    def keep(table: Table, reason: str, is_wrong: ibis.Value) -> Table:
        marked = settled(table.mutate(is_wrong=is_wrong.fill_null(False)))
        dropped[reason] = int(marked.filter(_.is_wrong).count().execute())
        return marked.filter(~_.is_wrong).drop("is_wrong")

    once = ibis.window(group_by=["shop", "messageId"], order_by=["receivedAt", "timestamp"])
    kept = events.mutate(copy=ibis.row_number().over(once))
    kept = keep(kept, "duplicate_message", _.copy > 0)
    kept = keep(kept, "without_customer", _.customer.isnull() | (_.customer == ""))
    kept = keep(kept, "impossible_time", _impossible(kept))
    kept = keep(kept, "after_the_window", _.timestamp >= until)
    links = kept.filter(_.linked.notnull() & (_.linked != _.customer))
    kept = kept.filter((_.type == "track") & _.event.isin([*KINDS, *CANCELLATIONS]))
    day = ibis.window(
        group_by=["customer", kept.timestamp.truncate("D")], order_by=["timestamp", "receivedAt", "messageId"]
    )
    kept = kept.mutate(nth=ibis.row_number().over(day))
    kept = keep(kept, "robot", _.isBot.fill_null(False) | (_.nth >= ROBOT_EVENTS))

    lines = _lines(kept)
    whole = _whole_orders_undone(kept)
    hidden = items.filter(_.isHidden.fill_null(False)).select(hidden_id="itemId")
    lines = lines.left_join(hidden, lines.item_id == hidden.hidden_id)
    lines = keep(lines, "item_not_for_sale", _.hidden_id.notnull() | _.item_id.isnull()).drop("hidden_id")
    lines = keep(lines, "quantity_outlier", (_.quantity <= 0) | (_.quantity > MOST_PIECES))
    lines = keep(lines, "price_outlier", (_.price < 0) | (_.price > MOST_PRICE))
    lines = keep(_with_paid(lines), "free_of_charge", (_.kind == "purchase") & (_.price <= 0) & (_.paid > 0)).drop(
        "paid"
    )
    lines = keep(_with_usual_price(lines), "price_unlike_before", _unusual()).drop("usual", "known")
    lines = _with_cancellations(lines, whole)
    dropped["cancellation"] = int(lines.filter(_.kind == "cancel").count().execute()) + int(whole.count().execute())
    dropped["cancelled_purchase"] = int(lines.filter(_.cancelled_at.notnull()).count().execute())
    return Clean(lines.filter(_.kind != "cancel"), links, dropped)


def _impossible(events: Table) -> ibis.Value:
    too_early = events.timestamp < ibis.timestamp(EARLIEST)
    ahead = events.timestamp.epoch_seconds() - events.receivedAt.epoch_seconds() > CLOCK_SKEW
    return events.timestamp.isnull() | too_early | ahead.fill_null(False)


def _lines(events: Table) -> Table:
    kind = events.event.cases(*KINDS.items(), else_="cancel")
    return settled(
        events.mutate(kind=kind, line=_.items.unnest())
        .mutate(
            item_id=_.line.itemId,
            quantity=_.line.quantity.fill_null(1),
            price=_.line.price.fill_null(0.0),
        )
        .select("messageId", "customer", "timestamp", "receivedAt", "orderId", "kind", "item_id", "quantity", "price")
    )


def _whole_orders_undone(events: Table) -> Table:
    """Cancellations and refunds that name an order and no items: all of it is taken back."""
    is_whole = _.event.isin(CANCELLATIONS) & (_.items.length().fill_null(0) == 0) & (_.orderId.fill_null("") != "")
    return settled(events.filter(is_whole).select(w_customer="customer", w_order="orderId", w_at="timestamp"))


def _with_paid(lines: Table) -> Table:
    """The highest price of any line of the same message. A line without one is a gift beside a line that has one; where
    no line has, the shop tells none or told them in another currency."""
    return lines.mutate(paid=_.price.max().over(ibis.window(group_by="messageId")))


def _with_usual_price(lines: Table) -> Table:
    """The mean log price of the item's earlier lines, and how many they are."""
    earlier = ibis.window(group_by="item_id", order_by=["timestamp", "messageId"], preceding=(None, 1))
    log_price = ibis.ifelse(lines.price > 0, lines.price, ibis.null(lines.price.type())).ln()
    return (
        lines.mutate(log_price=log_price)
        .mutate(usual=_.log_price.mean().over(earlier), known=_.log_price.count().over(earlier))
        .drop("log_price")
    )


def _unusual() -> ibis.Value:
    away = (_.price.nullif(0.0).ln() - _.usual).abs()
    return (_.kind == "purchase") & (_.known >= PRICES_NEEDED) & (away > ibis.literal(PRICE_FACTOR).ln())


def _with_cancellations(lines: Table, whole: Table) -> Table:
    """When each purchase was first taken back: with its whole order, by a line of it, else the customer's last
    purchase of so many of the item."""
    bought = lines.filter(_.kind == "purchase").mutate(pieces=_.quantity, bought_at=_.timestamp)
    undone = lines.filter(_.kind == "cancel").select(
        c_customer="customer", c_item="item_id", c_order="orderId", c_pieces="quantity", c_at="timestamp"
    )
    undone = undone.mutate(c_id=ibis.row_number().over(ibis.window(order_by=["c_at", "c_customer", "c_item"])))
    pairs = bought.join(
        undone,
        [
            bought.customer == undone.c_customer,
            bought.item_id == undone.c_item,
            bought.bought_at <= undone.c_at,
            (bought.orderId == undone.c_order) | (bought.pieces >= undone.c_pieces),
        ],
    )
    best = ibis.window(group_by="c_id", order_by=[(_.orderId == _.c_order).desc(), _.bought_at.desc(), _.messageId])
    chosen = pairs.mutate(place=ibis.row_number().over(best)).filter(_.place == 0)
    of_orders = bought.join(
        whole,
        [bought.customer == whole.w_customer, bought.orderId == whole.w_order, bought.bought_at <= whole.w_at],
    )
    undone_at = chosen.select(u_message="messageId", u_item="item_id", u_at="c_at").union(
        of_orders.select(u_message="messageId", u_item="item_id", u_at="w_at")
    )
    undo = undone_at.group_by("u_message", "u_item").aggregate(cancelled_at=_.u_at.min())
    joined = lines.left_join(
        undo, [lines.messageId == undo.u_message, lines.item_id == undo.u_item, lines.kind == "purchase"]
    )
    return settled(joined.drop("u_message", "u_item"))

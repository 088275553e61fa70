"""Whose an event is: a browser belongs to the customer it was first said to belong to, and from that moment on."""

import ibis
from ibis import _
from ibis.expr.types import Table


def stitch(lines: Table, links: Table) -> Table:
    """Lines with `subject` and `visible_at`.

    An event of a linked browser stands twice: under the browser as it happened, and under its owner from the moment of
    the link, because before that nobody could know. `is_own` marks the one that an action is counted by.
    """
    first = ibis.window(group_by="linked", order_by=["timestamp", "messageId"])
    owners = (
        links.mutate(place=ibis.row_number().over(first))
        .filter(_.place == 0)
        .select(browser="linked", owner="customer", linked_at="timestamp")
    )
    joined = lines.left_join(owners, lines.customer == owners.browser)
    is_later = joined.linked_at.notnull() & (joined.timestamp >= joined.linked_at)
    own = joined.filter(joined.linked_at.isnull() | ~is_later).mutate(
        subject=_.customer, visible_at=_.timestamp, is_own=ibis.literal(True)
    )
    adopted = joined.filter(joined.linked_at.notnull()).mutate(
        subject=_.owner,
        visible_at=ibis.greatest(_.timestamp, _.linked_at),
        is_own=_.timestamp >= _.linked_at,
    )
    return own.union(adopted).drop("browser", "owner", "linked_at")

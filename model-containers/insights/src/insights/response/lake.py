"""The lake's decisions and events, read once, as what each customer did and what each message came to."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from common.history import DAY, HISTORY_LIMIT
from common.moments import epoch_seconds

from insights.response.features import Question

# Names of Segment's events, as the online state keeps them.
KIND_OF = {
    "Product Viewed": "view",
    "Product Clicked": "view",
    "Product Added": "add",
    "Product Removed": "remove",
    "Order Completed": "purchase",
    "Products Searched": "search",
    "Product Reviewed": "review",
    "Product Added to Wishlist": "wish",
    "Recommendation Dismissed": "dismiss",
}
ORDERED, TAKEN_BACK = "Order Completed", ("Order Cancelled", "Order Refunded")
WHOLE = ""  # a cancellation or refund that names no item is of its whole order
OPENED, CLICKED = "Email Opened", "Email Link Clicked"
WINDOW_DAYS = 7.0  # a click or an order within so many days is a response


@dataclass(frozen=True)
class Sent:
    """A message that went out. Times are epoch seconds."""

    message_id: str
    customer: str
    at: float
    kind: str
    channel: str
    language: str


@dataclass(frozen=True)
class Outcome:
    opened: bool
    clicked: bool
    ordered: bool

    @property
    def responded(self) -> bool:
        return self.clicked or self.ordered


@dataclass
class _Person:
    """Each list is (time that it happened, time that we knew, …), in order of what happened."""

    seen: list[tuple[float, float, str]] = field(default_factory=list)
    orders: dict[str, tuple[float, float, frozenset[str]]] = field(default_factory=dict)
    #: By order: when each of its items, or all of it, was known to be taken back.
    undone: dict[str, dict[str, float]] = field(default_factory=dict)
    written: list[float] = field(default_factory=list)

    def stood(self, order: str, at: float) -> bool:
        """Whether anything of an order was kept at a moment, as `ordersOf` of core/segments counts it when serving."""
        undone = {item for item, knew in self.undone.get(order, {}).items() if knew < at}
        return WHOLE not in undone and not self.orders[order][2] <= undone


@dataclass(frozen=True)
class History:
    """All that happened up to `until`. What is asked of it as of a moment holds nothing that was known later."""

    sent: tuple[Sent, ...]
    people: Mapping[str, _Person]
    reactions: Mapping[str, Mapping[str, float]]

    def question(self, sent: Sent) -> Question:
        person = self.people.get(sent.customer, _Person())
        at = sent.at
        known = [(time, kind) for time, knew, kind in person.seen if time < at and knew <= at]
        # An order that had been taken back by then did not stand.
        orders = [
            time
            for order, (time, knew, _) in person.orders.items()
            if time < at and knew <= at and person.stood(order, at)
        ]
        written = [time for time in person.written if time < at]
        return Question(
            at, sent.kind, sent.channel, sent.language, tuple(known[-HISTORY_LIMIT:]), tuple(orders), tuple(written)
        )

    def outcome(self, sent: Sent) -> Outcome:
        """What came in the window after the message; opens of machines are none."""
        end = sent.at + WINDOW_DAYS * DAY
        reacted = self.reactions.get(sent.message_id, {})
        orders = self.people.get(sent.customer, _Person()).orders.values()
        return Outcome(
            opened=sent.at <= reacted.get(OPENED, -1) < end,
            clicked=sent.at <= reacted.get(CLICKED, -1) < end,
            ordered=any(sent.at <= time < end for time, _, _ in orders),
        )


def read_history(decisions: Iterable[dict[str, Any]], events: Iterable[dict[str, Any]], until: datetime) -> History:
    """Nothing after `until` is read; each message and each event counts once, however often it was written."""
    end = until.timestamp()
    sent = {
        row["requestId"]: _sent(row)
        for row in decisions
        if row.get("kind") == "message" and row.get("status") == "sent" and epoch_seconds(row["at"]) <= end
    }
    people: dict[str, _Person] = defaultdict(_Person)
    reactions: dict[str, dict[str, float]] = defaultdict(dict)
    owners, by_browser = _read_events(events, end, people, reactions)
    for browser, (linked_at, owner) in owners.items():
        _adopt(people[owner], by_browser.get(browser), linked_at)
    for one in sent.values():
        insort(people[one.customer].written, one.at)
    for person in people.values():
        person.seen.sort()
    ordered = sorted(sent.values(), key=lambda one: (one.at, one.message_id))
    return History(tuple(ordered), people, reactions)


def _read_events(
    events: Iterable[dict[str, Any]],
    end: float,
    people: dict[str, _Person],
    reactions: dict[str, dict[str, float]],
) -> tuple[dict[str, tuple[float, str]], dict[str, _Person]]:
    """Fills in known customers and reactions; answers with browsers' first owners and what browsers did."""
    met: set[str] = set()
    owners: dict[str, tuple[float, str]] = {}
    browsers: dict[str, _Person] = defaultdict(_Person)
    for row in events:
        time = epoch_seconds(row["timestamp"])
        if row["messageId"] in met or time > end or row.get("isBot"):
            continue
        met.add(row["messageId"])
        knew = max(time, epoch_seconds(row.get("receivedAt") or row["timestamp"]))
        if row.get("linked"):
            owners[row["linked"]] = min(owners.get(row["linked"], (knew, row["customer"])), (knew, row["customer"]))
        name = row.get("event") or ""
        if name in (OPENED, CLICKED):
            request = row.get("requestId") or ""
            reactions[request][name] = min(time, reactions[request].get(name, time))
        _note(people[row["customer"]] if row.get("isKnown") else browsers[row["customer"]], row, name, time, knew)
    return owners, browsers


def _note(person: _Person, row: dict[str, Any], name: str, time: float, knew: float) -> None:
    # A product a line: that is how the online state counts what it remembers.
    lines = max(1, len(row.get("items") or ()))
    if name in KIND_OF:
        person.seen.extend([(time, knew, KIND_OF[name])] * lines)
    order = row.get("orderId") or row["messageId"]
    items = [item["itemId"] for item in row.get("items") or ()]
    if name == ORDERED and items:
        person.orders[order] = (time, knew, frozenset(items))
    if name in TAKEN_BACK:
        undone = person.undone.setdefault(order, {})
        undone.update({item: min(knew, undone.get(item, knew)) for item in items or [WHOLE]})


def _adopt(owner: _Person, browser: _Person | None, linked_at: float) -> None:
    """What a browser did is its owner's from the moment that anybody could know."""
    if browser is None:
        return
    owner.seen.extend((time, max(knew, linked_at), kind) for time, knew, kind in browser.seen)
    for order, (time, knew, items) in browser.orders.items():
        owner.orders.setdefault(order, (time, max(knew, linked_at), items))
    for order, undone in browser.undone.items():
        known = owner.undone.setdefault(order, {})
        for item, knew in undone.items():
            known[item] = min(known.get(item, inf), max(knew, linked_at))


def _sent(row: dict[str, Any]) -> Sent:
    return Sent(
        message_id=row["requestId"],
        customer=row["customer"],
        at=epoch_seconds(row["at"]),
        kind=row["policy"],
        channel=row["surface"],
        language=row.get("language") or "en",
    )

"""A tiny shop for tests: customers who like one colour, and lake events of what they view and buy."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

COLOURS = ("red", "blue", "green", "white", "black")
THINGS = ("mug", "lamp", "bag", "candle", "tin", "plate", "clock", "scarf")
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SyntheticShop:
    """`events` are LakeEvents and `items` LakeItems, as the lake keeps them."""

    events: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]


def synthetic_shop(customers: int = 60, days: int = 40, seed: int = 1) -> SyntheticShop:
    random = np.random.default_rng(seed)
    items = tuple(_item(colour, thing) for colour in COLOURS for thing in THINGS)
    events: list[dict[str, Any]] = []
    for number in range(customers):
        taste = COLOURS[number % len(COLOURS)]
        for day in np.flatnonzero(random.random(days) < 0.2).tolist():
            at = START + timedelta(days=day, minutes=int(random.integers(0, 1300)))
            looked = [_choice(taste, random) for _ in range(int(random.integers(2, 6)))]
            for place, item in enumerate(looked):
                events.append(an_event(f"c{number}", "Product Viewed", at + timedelta(minutes=place), [item]))
            if random.random() < 0.6:
                order = at + timedelta(minutes=20)
                bought = list(dict.fromkeys(looked[:2]))
                events.append(an_event(f"c{number}", "Order Completed", order, bought, f"o{number}-{day}"))
    return SyntheticShop(tuple(events), items)


def an_event(
    customer: str, event: str, at: datetime, items: list[str], order_id: str | None = None, **given: Any
) -> dict[str, Any]:
    """A LakeEvent; `given` fields win."""
    stamp = at.isoformat().replace("+00:00", "Z")
    priced = [{"itemId": item, "quantity": 1, "price": 500 + 10 * len(item)} for item in items]
    return {
        "shop": "tiny",
        "messageId": f"{customer}-{event}-{stamp}-{'-'.join(items)}",
        "type": "track",
        "event": event,
        "customer": customer,
        "isKnown": True,
        "timestamp": stamp,
        "receivedAt": stamp,
        "items": priced,
        **({"orderId": order_id} if order_id else {}),
        **given,
    }


def _item(colour: str, thing: str) -> dict[str, Any]:
    return {
        "shop": "tiny",
        "itemId": f"{colour}-{thing}",
        "title": f"{colour.title()} {thing}",
        "description": f"A {thing} in {colour}.",
        "category": ["home", thing],
        "brand": "",
        "attributes": {},
        "price": 500,
        "stock": None,
        "isHidden": False,
        "updatedAt": "2026-01-01T00:00:00.000Z",
    }


def _choice(taste: str, random: np.random.Generator) -> str:
    colour = taste if random.random() < 0.8 else str(random.choice(COLOURS))
    return f"{colour}-{random.choice(THINGS)}"

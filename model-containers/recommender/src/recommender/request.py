"""What the container is asked. Everything is read strictly, and a refusal names the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from sys import float_info
from typing import Any, NamedTuple

from common.moments import epoch_seconds

MOST_CANDIDATES = 500
LONGEST_SESSION = 1000
LONGEST_LIST = 100_000  # items of a mask or an exclusion
MOST_NEW_ITEMS = 200
LONGEST_TEXT = 2_000
AGAINST = frozenset({"remove", "dismiss"})  # an item that somebody put back or waved away speaks for nothing
TAKING = frozenset({"add", "purchase"})
MOST_WEIGHT = float_info.max  # JSON may hold whole numbers that no float does
GAP_SECONDS = 30 * 86_400  # a longer pause began a new session in training too
FIELDS = {"session", "events", "k", "exclude", "mask", "explain", "items", "seed"}


class BadRequestError(ValueError):
    """The caller's fault; the message says which field is wrong."""


class Event(NamedTuple):
    """`at` is in epoch seconds; `weight` is what the event counts for beside others, 1 when the model learned."""

    item: str
    kind: str
    at: float
    weight: float = 1.0


@dataclass(frozen=True)
class Request:
    """`mask`, where given, names the only items allowed; `explain` asks for every session item's share.

    `session` is oldest first; `weights` are what its distinct items count for, newest first, none if all count alike;
    `taken` are those of them that were bought or put into the basket.
    `items` are texts of items that may be newer than the model; `seed` breaks ties between equal scores.
    """

    session: tuple[str, ...]
    k: int = 20
    exclude: tuple[str, ...] = ()
    mask: tuple[str, ...] | None = None
    explain: bool = False
    items: dict[str, str] = field(default_factory=dict)
    seed: int | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def parse_request(body: Any) -> Request:
    if not isinstance(body, dict):
        raise BadRequestError("the body must be a JSON object")
    unknown = set(body) - FIELDS
    if unknown:
        raise BadRequestError(f"unknown field {sorted(unknown)[0]}")
    explain = body.get("explain", False)
    if not isinstance(explain, bool):
        raise BadRequestError("explain must be true or false")
    mask = body.get("mask")
    session, weights, taken = _session(body)
    return Request(
        session,
        _whole(body.get("k", 20), "k", 1, MOST_CANDIDATES),
        _ids(body.get("exclude", []), "exclude", LONGEST_LIST),
        None if mask is None else _ids(mask, "mask", LONGEST_LIST),
        explain,
        _texts(body.get("items", {})),
        None if body.get("seed") is None else _whole(body["seed"], "seed", 0, 2**31 - 1),
        weights,
        taken,
    )


def speaking(events: Sequence[Event]) -> list[Event]:
    """Those since the last long pause, oldest first, without any of an item that was waved away after it."""
    ordered = sorted(events, key=lambda event: event.at)
    first = 0
    for place, (before, after) in enumerate(pairwise(ordered), start=1):
        if after.at - before.at > GAP_SECONDS:
            first = place
    spoken: list[Event] = []
    for event in ordered[first:]:
        if event.kind in AGAINST:
            spoken = [one for one in spoken if one.item != event.item]
        else:
            spoken.append(event)
    return spoken


def weights_of(events: Sequence[Event]) -> dict[str, float]:
    """Distinct items of events that are oldest first, the newest first: each counts for as much as any event of it."""
    weights: dict[str, float] = {}
    for event in reversed(events):
        weights[event.item] = max(event.weight, weights.get(event.item, 0.0))
    return weights


def text_of(
    title: str, brand: str, description: str, category: Sequence[str], attributes: Mapping[str, str] | None = None
) -> str:
    """One text of an item, its parts in the order in which the texts of the training catalogue have them."""
    named = " ".join(f"{name} {value}" for name, value in (attributes or {}).items())
    return " ".join(part for part in (title, brand, description, " ".join(category), named) if part)


def _session(body: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, float], frozenset[str]]:
    """The session, what each of its items counts for, and which of them were taken."""
    if "events" not in body:
        return _ids(body.get("session"), "session", LONGEST_SESSION), {}, frozenset()
    if "session" in body:
        raise BadRequestError("give events or session, not both")
    events = body["events"]
    if not isinstance(events, list) or len(events) > LONGEST_SESSION:
        raise BadRequestError(f"events must be a list of at most {LONGEST_SESSION}")
    spoken = speaking([_event(event, place) for place, event in enumerate(events)])
    taken = frozenset(event.item for event in spoken if event.kind in TAKING)
    return tuple(event.item for event in spoken), weights_of(spoken), taken


def _event(event: Any, place: int) -> Event:
    try:
        item, kind, at = event["itemId"], event["kind"], epoch_seconds(event["at"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequestError(f"events[{place}] needs itemId, kind and an ISO time at") from error
    if not isinstance(item, str) or not isinstance(kind, str):
        raise BadRequestError(f"events[{place}] needs itemId and kind as text")
    weight = event.get("weight", 1.0)
    if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= MOST_WEIGHT:
        raise BadRequestError(f"events[{place}].weight must be a number above 0")
    return Event(item, kind, at, float(weight))


def _whole(value: Any, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadRequestError(f"{name} must be a whole number from {least} to {most}")
    return value


def _texts(items: Any) -> dict[str, str]:
    if not isinstance(items, dict) or len(items) > MOST_NEW_ITEMS:
        raise BadRequestError(f"items must be an object of at most {MOST_NEW_ITEMS}")
    return {item_id: _text(item_id, item) for item_id, item in items.items()}


def _text(item_id: str, item: Any) -> str:
    parts = [item.get(name, "") for name in ("title", "brand", "description")] if isinstance(item, dict) else [None]
    category = item.get("category", []) if isinstance(item, dict) else None
    if not all(isinstance(part, str) for part in parts):
        raise BadRequestError(f"items.{item_id} needs title, brand and description as text")
    if not isinstance(category, list) or not all(isinstance(part, str) for part in category):
        raise BadRequestError(f"items.{item_id}.category must be a list of text")
    attributes = item.get("attributes", {})
    if not isinstance(attributes, dict) or not all(isinstance(value, str) for value in attributes.values()):
        raise BadRequestError(f"items.{item_id}.attributes must be an object of text")
    return text_of(*parts, category, attributes)[:LONGEST_TEXT]


def _ids(value: Any, name: str, most: int) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(i, str) for i in value):
        raise BadRequestError(f"{name} must be a list of item ids")
    if len(value) > most:
        raise BadRequestError(f"{name} may hold at most {most} items")
    return tuple(value)

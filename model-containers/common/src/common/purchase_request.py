"""A request to a purchase model's endpoint, checked by hand: a wrong field is named, a deep one too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.purchase_rows import KINDS
from common.tables import ItemText

MOST_REQUESTS = 16
MOST_CANDIDATES = 200
MOST_HISTORY = 1_000
LONGEST_TEXT = 10_000


class BadRequestError(ValueError):
    """What the caller has to change."""


@dataclass(frozen=True)
class Action:
    item_id: str
    kind: int
    time: float
    price: float
    quantity: float


@dataclass(frozen=True)
class ScoringRequest:
    at: float
    history: tuple[Action, ...]
    candidates: tuple[str, ...]
    items: tuple[ItemText, ...]


def parse_requests(body: Any) -> tuple[ScoringRequest, ...]:
    """PurchaseScoringRequest of core/recommendations/contract.ts."""
    requests = _list(_object(body, "the body").get("requests"), "requests", 1, MOST_REQUESTS)
    return tuple(_request(one, f"requests[{place}]") for place, one in enumerate(requests))


def _request(given: Any, path: str) -> ScoringRequest:
    one = _object(given, path)
    history = _list(one.get("history"), f"{path}.history", 0, MOST_HISTORY)
    candidates = _list(one.get("candidates"), f"{path}.candidates", 1, MOST_CANDIDATES)
    items = _object(one.get("items", {}), f"{path}.items")
    return ScoringRequest(
        at=_time(one.get("at"), f"{path}.at"),
        history=tuple(_action(entry, f"{path}.history[{place}]") for place, entry in enumerate(history)),
        candidates=tuple(
            _text(_object(entry, f"{path}.candidates[{place}]").get("itemId"), f"{path}.candidates[{place}].itemId", 1)
            for place, entry in enumerate(candidates)
        ),
        items=tuple(_item(item_id, item, f"{path}.items.{item_id}") for item_id, item in items.items()),
    )


def _action(given: Any, path: str) -> Action:
    one = _object(given, path)
    kind = one.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadRequestError(f"{path}.kind must be one of {', '.join(KINDS)}")
    return Action(
        item_id=_text(one.get("itemId"), f"{path}.itemId", 1),
        kind=KINDS[kind],
        time=_time(one.get("at"), f"{path}.at"),
        price=_number(one.get("price", 0), f"{path}.price"),
        quantity=_number(one.get("quantity", 1), f"{path}.quantity"),
    )


def _item(item_id: str, given: Any, path: str) -> ItemText:
    one = _object(given, path)
    category = _list(one.get("category", []), f"{path}.category", 0, 20)
    return ItemText(
        item_id=item_id,
        title=_text(one.get("title"), f"{path}.title"),
        category=tuple(_text(part, f"{path}.category") for part in category),
        brand=_text(one.get("brand", ""), f"{path}.brand"),
        price=_number(one.get("price", 0), f"{path}.price"),
    )


def _object(given: Any, path: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadRequestError(f"{path} must be an object")
    return given


def _list(given: Any, path: str, least: int, most: int) -> list[Any]:
    if not isinstance(given, list) or not least <= len(given) <= most:
        raise BadRequestError(f"{path} must be a list of {least} to {most}")
    return given


def _text(given: Any, path: str, least: int = 0) -> str:
    if not isinstance(given, str) or not least <= len(given) <= LONGEST_TEXT:
        raise BadRequestError(f"{path} must be a text of {least} to {LONGEST_TEXT} characters")
    return given


def _number(given: Any, path: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1e12:
        raise BadRequestError(f"{path} must be a number from 0")
    return float(given)


def _time(given: Any, path: str) -> float:
    try:
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment.timestamp()
    except (TypeError, ValueError, OverflowError) as cause:
        raise BadRequestError(f"{path} must be an ISO time such as 2026-01-31T12:00:00Z") from cause

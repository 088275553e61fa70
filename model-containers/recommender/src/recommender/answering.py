"""One request of the container: a session in, scored candidates with their source and evidence out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recommender.blend import Blend
from recommender.model import Mask, Ranking
from recommender.saved import SavedModel
from recommender.sessions import Ints

MOST_CANDIDATES = 500
LONGEST_SESSION = 1000
LONGEST_LIST = 100_000  # items of a mask or an exclusion
EXPLAINED = 20


class BadRequestError(ValueError):
    """The caller's fault; the message says which field is wrong."""


@dataclass(frozen=True)
class Request:
    """`mask`, where given, names the only items allowed; `explain` asks for every session item's share."""

    session: tuple[str, ...]
    k: int = 20
    exclude: tuple[str, ...] = ()
    mask: tuple[str, ...] | None = None
    explain: bool = False


@dataclass(frozen=True)
class Answerer:
    saved: SavedModel
    version: str
    codes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, saved: SavedModel, version: str) -> "Answerer":
        return cls(saved, version, {item_id: code for code, item_id in enumerate(saved.item_ids)})

    def answer(self, request: Request) -> dict[str, Any]:
        """Unknown items are left out of the session; what the model leaves free is filled with popular items."""
        session = np.array([self.codes[i] for i in request.session if i in self.codes], np.int64)
        blocked = self._blocked(request)
        model, ids = self.saved.model, self.saved.item_ids
        if isinstance(model, Blend):
            explained = model.answer(session, request.k, blocked)
            ranking, causes, sources = explained.ranking, explained.causes, explained.sources
        else:
            ranking = model.score(session, request.k, blocked)
            causes, sources = np.full(len(ranking.items), -1), ("related",) * len(ranking.items)
        candidates = [
            {"itemId": ids[item], "score": score, "source": source, "evidence": [ids[cause]] if cause >= 0 else []}
            for item, score, cause, source in zip(
                ranking.items.tolist(), ranking.scores.tolist(), causes.tolist(), sources, strict=True
            )
        ]
        candidates += self._popular(ranking, request.k, blocked)
        if request.explain:
            self._explain(session, candidates)
        return {"modelVersion": self.version, "candidates": candidates}

    def _blocked(self, request: Request) -> Mask | None:
        if request.mask is None and not request.exclude:
            return None
        blocked = np.full(len(self.codes), request.mask is not None)
        for item_id in request.mask or ():
            if item_id in self.codes:
                blocked[self.codes[item_id]] = False
        for item_id in request.exclude:
            if item_id in self.codes:
                blocked[self.codes[item_id]] = True
        return blocked

    def _popular(self, ranking: Ranking, k: int, blocked: Mask | None) -> list[dict[str, Any]]:
        missing = k - len(ranking.items)
        if missing <= 0:
            return []
        taken = set(ranking.items.tolist())
        popular = self.saved.fallback.score(np.zeros(0, np.int64), k + len(taken), blocked)
        free = [item for item in popular.items.tolist() if item not in taken][:missing]
        floor = float(ranking.scores.min(initial=0.0))
        return [
            {"itemId": self.saved.item_ids[item], "score": floor - 1 - place / k, "source": "popular", "evidence": []}
            for place, item in enumerate(free)
        ]

    def _explain(self, session: Ints, candidates: list[dict[str, Any]]) -> None:
        for candidate in candidates[:EXPLAINED]:
            shares = self.saved.model.explain(session, self.codes[candidate["itemId"]])
            candidate["shares"] = [{"itemId": self.saved.item_ids[e.item], "share": e.share} for e in shares]


def parse_request(body: Any) -> Request:
    if not isinstance(body, dict):
        raise BadRequestError("the body must be a JSON object")
    unknown = set(body) - {"session", "k", "exclude", "mask", "explain"}
    if unknown:
        raise BadRequestError(f"unknown field {sorted(unknown)[0]}")
    k = body.get("k", 20)
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= MOST_CANDIDATES:
        raise BadRequestError(f"k must be a whole number from 1 to {MOST_CANDIDATES}")
    explain = body.get("explain", False)
    if not isinstance(explain, bool):
        raise BadRequestError("explain must be true or false")
    mask = body.get("mask")
    return Request(
        _ids(body.get("session"), "session", LONGEST_SESSION),
        k,
        _ids(body.get("exclude", []), "exclude", LONGEST_LIST),
        None if mask is None else _ids(mask, "mask", LONGEST_LIST),
        explain,
    )


def _ids(value: Any, name: str, most: int) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(i, str) for i in value):
        raise BadRequestError(f"{name} must be a list of item ids")
    if len(value) > most:
        raise BadRequestError(f"{name} may hold at most {most} items")
    return tuple(value)

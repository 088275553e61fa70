"""One request of the container: a session in, scored candidates with their source and evidence out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np

from recommender.blend import Blend
from recommender.cold_items import ColdItem, LikenessIndex, merged
from recommender.conditional_logit import ConditionalLogit
from recommender.item_weights import ItemWeights
from recommender.model import Mask, Ranking, Recommender
from recommender.personal_frequency import PersonalFrequency
from recommender.popularity import Popularity
from recommender.recall import ALIKE, Emphases, emphasised
from recommender.request import BadRequestError, Request, parse_request
from recommender.saved import SavedModel
from recommender.session_neighbours import SessionNeighbours
from recommender.sessions import Ints

__all__ = ["Answerer", "BadRequestError", "Request", "parse_request"]
EXPLAINED = 20
EVIDENCED = 50  # of a model that tells its evidence item by item


@dataclass(frozen=True)
class Met:
    """A session as the model reads it, and as which of the customer's own items each of its codes came in."""

    session: Ints
    emphases: Emphases
    known_as: dict[int, str]

    def name_of(self, code: int, item_ids: Sequence[str]) -> str:
        """The customer's own item, not the look-alike that stood in for it."""
        return self.known_as.get(code, item_ids[code])


@dataclass(frozen=True)
class Answerer:
    saved: SavedModel
    version: str
    scorer: str = "recommender"
    likeness: LikenessIndex | None = None
    codes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, saved: SavedModel, version: str, scorer: str = "recommender", likeness: LikenessIndex | None = None
    ) -> "Answerer":
        codes = {item_id: code for code, item_id in enumerate(saved.item_ids)}
        return cls(saved, version, scorer, likeness, codes)

    def answer(self, request: Request) -> dict[str, Any]:
        """Candidates for a session; of its items that no model met, those that are like a known one count as that.

        What the model leaves free is filled with popular items, and items without behaviour stand among them.
        """
        met = self._met(request)
        blocked = self._blocked(request)
        candidates = self._ranked(met, request, blocked)
        candidates += self._popular(candidates, request, blocked)
        if self.likeness:
            candidates = self._with_cold(candidates, request, self.likeness)
        if request.explain:
            self._explain(met, candidates)
        return {"modelVersion": self.version, "scorer": self.scorer, "candidates": candidates}

    def coded(self, item_ids: Iterable[str]) -> Ints:
        """Those that the model knows."""
        return np.array([self.codes[item_id] for item_id in item_ids if item_id in self.codes], np.int64)

    def _met(self, request: Request) -> Met:
        codes: dict[str, int] = {}
        known_as: dict[int, str] = {}
        for item_id in dict.fromkeys(request.session):
            is_unmet = self._is_unmet(item_id)
            code = self._stand_in(item_id, request.items) if is_unmet else self.codes.get(item_id)
            if code is None:
                continue
            codes[item_id] = code
            if not is_unmet or code not in known_as:
                known_as[code] = item_id
        weights: dict[int, float] = {}
        for item_id, weight in request.weights.items():
            if item_id in codes:
                weights[codes[item_id]] = max(weight, weights.get(codes[item_id], 0.0))
        session = [codes[item_id] for item_id in request.session if item_id in codes]
        return Met(np.array(session, np.int64), emphasised(weights), known_as)

    def _is_unmet(self, item_id: str) -> bool:
        """Whether the model has nothing to go by: the item is newer, or in the catalogue and no session holds it.

        A model that reads texts and pictures itself needs nobody to stand in for the latter.
        """
        code = self.codes.get(item_id)
        if code is None:
            return True
        model = self.saved.model
        reads = isinstance(model, Blend) and "content" in model.sources.finders
        return not reads and self.likeness is not None and float(self.saved.fallback.shares[code]) == 0

    def _stand_in(self, item_id: str, texts: dict[str, str]) -> int | None:
        if self.likeness is None or (item_id not in texts and item_id not in self.likeness.codes):
            return None
        other = self.likeness.stand_in(item_id, texts)
        return None if other is None else self.codes.get(other)

    def _ranked(self, met: Met, request: Request, blocked: Mask | None) -> list[dict[str, Any]]:
        """The model's candidates; where habit is known and what was taken may be shown, that stands among them."""
        habit = self.saved.habit
        if habit is None or not request.taken:
            return self._by_model(met, request.k, blocked)
        hidden = np.zeros(len(self.codes), bool) if blocked is None else blocked.copy()
        own = without(habit.own(met.session, self._taken(met, request), met.emphases), hidden)
        if not len(own.items):
            return self._by_model(met, request.k, blocked)
        hidden[own.items] = True
        found = self._by_model(met, request.k, hidden)
        every = [_as_again(self.saved.item_ids[code]) for code in own.items.tolist()] + found
        return _scored_by_place([every[place] for place in habit.order(own, len(found))[: request.k].tolist()])

    def _taken(self, met: Met, request: Request) -> Ints:
        """What may come again of all that a filter leaves, shown or not: what is hidden makes nothing else likelier."""
        taken = request.taken if request.mask is None else request.taken.intersection(request.mask)
        return np.setdiff1d(self.coded(taken), met.session[-1:])

    def _by_model(self, met: Met, k: int, blocked: Mask | None) -> list[dict[str, Any]]:
        model, ids, session = self.saved.model, self.saved.item_ids, met.session
        if isinstance(model, Blend | ConditionalLogit):
            explained = model.answer(session, k, blocked, met.emphases)
            ranking, causes, sources = explained.ranking, explained.causes, explained.sources
        else:
            ranking = model.score(session, k, blocked, met.emphases)
            causes = causes_of(model, session, ranking.items, met.emphases)
            sources = sources_of(model, session, ranking.items)
        return [
            {
                "itemId": ids[item],
                "score": score,
                "source": source,
                "evidence": [met.name_of(cause, ids)] if cause >= 0 else [],
            }
            for item, score, cause, source in zip(
                ranking.items.tolist(), ranking.scores.tolist(), causes.tolist(), sources, strict=True
            )
        ]

    def _blocked(self, request: Request) -> Mask | None:
        if request.mask is None and not request.exclude:
            return None
        blocked = np.full(len(self.codes), request.mask is not None)
        blocked[self.coded(request.mask or ())] = False
        blocked[self.coded(request.exclude)] = True
        return blocked

    def _popular(self, found: list[dict[str, Any]], request: Request, blocked: Mask | None) -> list[dict[str, Any]]:
        missing = request.k - len(found)
        if missing <= 0:
            return []
        taken = {self.codes[one["itemId"]] for one in found}
        popular = self.saved.fallback.score(np.zeros(0, np.int64), request.k + len(taken), blocked)
        free = [item for item in self._fairly(popular, request.seed) if item not in taken][:missing]
        floor = min((one["score"] for one in found), default=0.0)
        return [
            {
                "itemId": self.saved.item_ids[item],
                "score": floor - 1 - place / request.k,
                "source": "popular",
                "evidence": [],
            }
            for place, item in enumerate(free)
        ]

    def _fairly(self, popular: Ranking, seed: int | None) -> list[int]:
        """Best first; equally popular items in an order that the seed decides, else by their place in the catalogue."""
        if seed is None:
            return popular.items.tolist()
        ties = np.array([_drawn(seed, self.saved.item_ids[item]) for item in popular.items.tolist()], np.uint64)
        return popular.items[np.lexsort((ties, -popular.scores))].tolist()

    def _with_cold(
        self, candidates: list[dict[str, Any]], request: Request, likeness: LikenessIndex
    ) -> list[dict[str, Any]]:
        ranked = [one["itemId"] for one in candidates]
        vouching = tuple(reversed(emphasised(request.weights))) or request.session
        cold = likeness.among(vouching, ranked, request.items, _allowing(request))
        known = {one["itemId"]: one for one in candidates}
        found = {item.item_id: item for item in cold}
        order = merged(ranked, cold, request.k)
        return _scored_by_place([known.get(item_id) or _as_candidate(found[item_id]) for item_id in order])

    def _explain(self, met: Met, candidates: list[dict[str, Any]]) -> None:
        for candidate in candidates[:EXPLAINED]:
            code = self.codes.get(candidate["itemId"])
            shares = [] if code is None else self.saved.model.explain(met.session, code, met.emphases)
            candidate["shares"] = [
                {"itemId": met.name_of(one.item, self.saved.item_ids), "share": one.share} for one in shares
            ]


def without(ranking: Ranking, hidden: Mask) -> Ranking:
    kept = ~hidden[ranking.items]
    return Ranking(ranking.items[kept], ranking.scores[kept])


def _drawn(seed: int, item_id: str) -> int:
    return int.from_bytes(blake2b(f"{seed} {item_id}".encode(), digest_size=8).digest())


def causes_of(model: Recommender, session: Ints, items: Ints, emphases: Emphases = ALIKE) -> Ints:
    """(items,) the session item that speaks most for each, -1 where none does or telling it would take too long."""
    if isinstance(model, SessionNeighbours | ItemWeights):
        return model.causes(session, items, emphases)
    causes = np.full(len(items), -1)
    for place, item in enumerate(items[:EVIDENCED].tolist()):
        shares = model.explain(session, item, emphases)
        causes[place] = shares[0].item if shares else -1
    return causes


def sources_of(model: Recommender, session: Ints, items: Ints) -> tuple[str, ...]:
    """The kind of each item's source, of a model that stands alone: what everybody takes has to do with no session."""
    if isinstance(model, Popularity):
        return ("popular",) * len(items)
    if isinstance(model, PersonalFrequency):
        own = set(session.tolist())
        return tuple("seen-again" if item in own else "popular" for item in items.tolist())
    return ("related",) * len(items)


def _allowing(request: Request) -> Callable[[str], bool]:
    excluded, only = frozenset(request.exclude), None if request.mask is None else frozenset(request.mask)
    return lambda item_id: item_id not in excluded and (only is None or item_id in only)


def _as_candidate(cold: ColdItem) -> dict[str, Any]:
    """Evidence is what it is like: an item of the session, or one that the model ranked."""
    source = "similar-picture" if cold.by_picture else "similar-text"
    return {"itemId": cold.item_id, "score": None, "source": source, "evidence": [cold.like]}


def _as_again(item_id: str) -> dict[str, Any]:
    return {"itemId": item_id, "score": None, "source": "seen-again", "evidence": [item_id]}


def _scored_by_place(candidates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One that the model gave no score takes that of the one before it, so that scores go on falling."""
    before = next((one["score"] for one in candidates if one["score"] is not None), 0.0)
    for one in candidates:
        before = one["score"] = before if one["score"] is None else one["score"]
    return candidates

"""One order from what a few simple models and popularity say of every item: a conditional logit.

The chance that a candidate is what comes next is the softmax, over all candidates, of a weighted sum of what is said of
it (McFadden, 1974, "Conditional logit analysis of qualitative choice behavior"); as a way to join opinions it is the
logarithmic pool of Genest & Zidek (1986). So few weights are sure after a few hundred questions, where a forest learns
chance, and an item may rest on what is popular of late alone, which a model of sessions never proposes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.arrays import load_arrays, save_arrays
from recommender.evaluation import Question, asked_with_masks
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearItems
from recommender.model import Evidence, Explained, Mask, Ranking
from recommender.recall import ALIKE, Emphases
from recommender.session_neighbours import SessionNeighbours
from recommender.sessions import Floats, Ints, Sessions

PROPOSED = 200  # candidates of each part, and the most popular by each half-life
HALF_LIVES = (0.005, 0.02, 0.08, 0.3)  # of popularity, as shares of all events
FLOOR = 0.01  # share of a part's proposals from which on twice as much says less than twice as much
REGULARISATION = 1e-3  # of the squared weights, beside the mean log loss
Part = LinearItems | ItemNeighbours | SessionNeighbours
KINDS: dict[str, type[Part]] = {
    "linear": LinearItems,
    "item-neighbours": ItemNeighbours,
    "neighbours": SessionNeighbours,
}


@dataclass(frozen=True)
class Said:
    """Candidates (n,) in rising order, and what each part says of them (parts, n), 0 where it does not propose one."""

    items: Ints
    opinions: Floats


@dataclass(frozen=True)
class ConditionalLogit:
    """`weights` (parts,) of what the parts say, none below 0, and (half-lives,) of what popularity says; `standing`
    (items,) is the latter's sum, `popular` the items that it proposes, best first."""

    parts: Mapping[str, Part]
    weights: Floats
    standing: Floats
    popular: Ints

    @classmethod
    def fit(cls, parts: Mapping[str, Part], sessions: Sessions, questions: Sequence[Question]) -> Self | None:
        """The weights that make the answers of `questions` likeliest, which none of the parts may have learned from;
        None where no answer is among the candidates."""
        popularity = _popularity(sessions)
        proposed = _most_popular(popularity)
        told = []
        for question, blocked in asked_with_masks(questions, len(sessions.item_ids)):
            said = _said(parts, proposed, question.prefix, blocked)
            places = np.flatnonzero(said.items == question.target)
            if len(places):
                table = np.concatenate([said.opinions, popularity[:, said.items]]).astype(np.float32)
                told.append((table, int(places[0])))
        if not told:
            return None
        return cls._weighed(parts, _likeliest(told, len(parts)), popularity)

    @classmethod
    def of(cls, parts: Mapping[str, Part], weights: Floats, sessions: Sessions) -> Self:
        return cls._weighed(parts, weights, _popularity(sessions))

    @classmethod
    def _weighed(cls, parts: Mapping[str, Part], weights: Floats, popularity: Floats) -> Self:
        standing = weights[len(parts) :] @ popularity
        proposed = _most_popular(popularity)
        return cls(parts, weights, standing, proposed[np.argsort(-standing[proposed], kind="stable")])

    def refit(self, fits: Mapping[str, Callable[[Sessions], Part]], sessions: Sessions) -> "ConditionalLogit":
        """The same weights over parts that have seen all sessions."""
        return ConditionalLogit.of({name: fits[name](sessions) for name in self.parts}, self.weights, sessions)

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        """Scores are the chances of the candidates, which add up to 1."""
        return self._ranked(_said(self.parts, self.popular, session, blocked, emphases), k)[0]

    def answer(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Explained:
        """Behind a candidate stands what the part that says most for it goes by; where none says anything it is only
        popular."""
        said = _said(self.parts, self.popular, session, blocked, emphases)
        ranking, places = self._ranked(said, k)
        worth = self._worth(said)[:, places]
        speaks, is_said = worth.argmax(axis=0), worth.max(axis=0) > 0
        causes = np.full(len(places), -1)
        for number, part in enumerate(self.parts.values()):
            own = is_said & (speaks == number)
            if own.any():
                causes[own] = part.causes(session, ranking.items[own], emphases)
        return Explained(ranking, causes, tuple("related" if cause >= 0 else "popular" for cause in causes.tolist()))

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        """What the part that says most for it goes by; nothing where the item is only popular."""
        said = _said(self.parts, np.array([item]), session, None, emphases, len(self.standing))
        worth = self._worth(said)[:, np.searchsorted(said.items, item)]
        speaks = list(self.parts)[int(worth.argmax())]
        return self.parts[speaks].explain(session, item, emphases) if worth.max() > 0 else ()

    def save(self, folder: Path) -> None:
        save_arrays(folder, {"weights": self.weights, "standing": self.standing, "popular": self.popular})
        for name, part in self.parts.items():
            part.save(folder / name)

    @classmethod
    def load(cls, folder: Path) -> Self:
        parts = {name: kind.load(folder / name) for name, kind in KINDS.items() if (folder / name).is_dir()}
        return cls(parts, **load_arrays(folder))

    def _worth(self, said: Said) -> Floats:
        return self.weights[: len(self.parts), np.newaxis] * said.opinions

    def _ranked(self, said: Said, k: int) -> tuple[Ranking, Ints]:
        """The k likeliest with their chances, and where they stand among what was said."""
        if not len(said.items):
            return Ranking(said.items, np.zeros(0)), said.items
        utility = self._worth(said).sum(axis=0) + self.standing[said.items]
        chances = np.exp(utility - utility.max())
        order = np.argsort(-utility, kind="stable")[:k]
        return Ranking(said.items[order], chances[order] / chances.sum()), order


def _said(
    parts: Mapping[str, Part],
    also: Ints,
    session: Ints,
    blocked: Mask | None,
    emphases: Emphases = ALIKE,
    proposed: int = PROPOSED,
) -> Said:
    rankings = [part.score(session, proposed, blocked, emphases) for part in parts.values()]
    items = np.unique(np.concatenate([also, *(ranking.items for ranking in rankings)]))
    if blocked is not None:
        items = items[~blocked[items]]
    opinions = np.zeros((len(rankings), len(items)))
    for row, ranking in zip(opinions, rankings, strict=True):
        if len(ranking.items):
            # An explanation asks for more than an answer does, and what each part says there is to be the same.
            share = ranking.scores / ranking.scores[:PROPOSED].sum()
            row[np.searchsorted(items, ranking.items)] = np.log1p(share / FLOOR)
    return Said(items, opinions)


def _popularity(sessions: Sessions) -> Floats:
    """(half-lives, items) how popular each is at each pace: the logarithm of 1 and its share beside an even one.

    An event's age is the share of all events that came after it, so that a shop without times has ages too.
    """
    count, events = len(sessions.item_ids), len(sessions.items)
    age = np.empty(events)
    age[np.argsort(sessions.times, kind="stable")] = np.arange(events)[::-1] / max(events, 1)
    shares = [np.bincount(sessions.items, 0.5 ** (age / life), minlength=count) for life in HALF_LIVES]
    return np.stack([np.log1p(share / max(share.sum(), 1e-12) * count) for share in shares])


def _most_popular(popularity: Floats) -> Ints:
    return np.unique(np.argsort(-popularity, axis=1, kind="stable")[:, :PROPOSED])


def _likeliest(told: Sequence[tuple[NDArray[np.float32], int]], parts: int) -> Floats:
    """`told` of each question a table (opinions, candidates) and the place of its answer; the weights of the first
    `parts` opinions are not below 0, so that an item is explained by what speaks for it."""
    from scipy.optimize import minimize  # loads solvers that no server needs

    tables = np.concatenate([table for table, _ in told], axis=1)
    sizes = np.array([table.shape[1] for table, _ in told])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    answers = starts + np.array([place for _, place in told])

    def loss(weights: Floats) -> tuple[float, Floats]:
        utility = weights @ tables
        most = np.maximum.reduceat(utility, starts)
        grown = np.exp(utility - np.repeat(most, sizes))
        sums = np.add.reduceat(grown, starts)
        surprise = (most + np.log(sums) - utility[answers]).mean()
        expected = tables @ (grown / np.repeat(sums, sizes)) / len(told)
        gradient = expected - tables[:, answers].mean(axis=1)
        return surprise + REGULARISATION * weights @ weights, gradient + 2 * REGULARISATION * weights

    bounds = [(0, None)] * parts + [(None, None)] * (len(tables) - parts)
    return minimize(loss, np.zeros(len(tables)), jac=True, method="L-BFGS-B", bounds=bounds).x

"""The peers of `recommend-sequences`, each tuned on the last event but one of every history, never on the test."""

import itertools
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, ItemItemRecommender, TFIDFRecommender
from recommender.evaluation import Question, answer, ndcg_gains
from recommender.exams import last_questions, without_last
from recommender.item_weights import session_matrix
from recommender.model import Mask, Ranker, Ranking
from recommender.popularity import Popularity
from recommender.sessions import Ints, Sessions

from recommend.sasrec import train_sasrec
from recommend.top import top

TUNING_QUESTIONS = 1500
Log = Callable[[str], None]


class Peer(Protocol):
    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking: ...


Way = Callable[[Peer], Ranker]


@dataclass(frozen=True)
class NeverAgain:
    """What a history holds is never the answer."""

    model: Peer
    items: int

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        seen = np.zeros(self.items, bool) if blocked is None else blocked.copy()
        seen[session] = True
        return self.model.score(session, k, seen)


@dataclass(frozen=True)
class ItemKnn:
    """implicit's item-kNN, asked with the newest `asked` items of the history."""

    similarity: sp.csr_matrix
    asked: int

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        return top(np.asarray(self.similarity[session[-self.asked :]].sum(axis=0)).ravel(), k, blocked)


@dataclass(frozen=True)
class FoldedAls:
    """implicit's ALS; a history's vector is solved for when it is asked, as implicit's own `recalculate_user` does."""

    model: AlternatingLeastSquares

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        items = self.model.item_factors
        row = sp.csr_matrix((np.ones(len(session), np.float32), ([0] * len(session), session)), (1, len(items)))
        return top(items @ self.model.recalculate_user(0, row), k, blocked)


def fit_peers(sessions: Sessions, seconds: float, log: Log) -> dict[str, Ranker]:
    """Of the whole train; SASRec as it validated, since its epochs are chosen by the events held out.

    No peer answers with what a history holds where none holds an item twice; else each does as validates better.
    """
    asked = np.random.default_rng(7).permutation(np.flatnonzero(sessions.lengths > 1))[:TUNING_QUESTIONS]
    earlier, questions = without_last(sessions), last_questions(sessions, asked)
    count = len(sessions.item_ids)
    repeats = not sessions.first.all()
    ways: tuple[Way, ...] = (lambda model: NeverAgain(model, count), *([lambda model: model] if repeats else []))

    def tuned(name: str, choices: Sequence[tuple], fit: Callable[..., Peer], whole: Peer | None = None) -> Ranker:
        """`fit` with each choice, on what is earlier, and each way of answering; the best of the `whole` train."""
        started = time.process_time()
        tried = [
            (ndcg10(way(model), questions, count), choice, way)
            for choice in choices
            for model in (fit(earlier, *choice),)
            for way in ways
        ]
        _, choice, way = max(tried, key=lambda one: one[0])
        log(f"{name}: {choice} of {len(choices)}, {time.process_time() - started:.0f} s")
        return way(whole or fit(sessions, *choice))

    kinds = (CosineRecommender, TFIDFRecommender, BM25Recommender)
    started = time.process_time()
    sasrec = train_sasrec(earlier, questions, seconds, repeats)
    log(f"SASRec: best of {sasrec.epochs} epochs and more, {time.process_time() - started:.0f} s")
    return {
        "popularity": tuned("popularity", [()], Popularity.fit),
        "item-knn": tuned("item-knn", list(itertools.product(kinds, (50, 300), (2, 10, 200))), item_knn),
        "ials": tuned("iALS", [(64, 3.0, 20.0), (128, 3.0, 20.0), (192, 3.0, 20.0), (128, 30.0, 20.0)], als),
        "sasrec": tuned("SASRec", [()], lambda _: sasrec, sasrec),
    }


def item_knn(sessions: Sessions, kind: type[ItemItemRecommender], neighbours: int, asked: int) -> ItemKnn:
    model = kind(K=neighbours, num_threads=1)
    with warnings.catch_warnings():  # of its own matrix format
        warnings.simplefilter("ignore")
        model.fit(session_matrix(sessions), show_progress=False)
    return ItemKnn(sp.csr_matrix(model.similarity), asked)


def als(sessions: Sessions, factors: int, regularisation: float, confidence: float) -> FoldedAls:
    model = AlternatingLeastSquares(
        factors=factors, regularization=regularisation, alpha=confidence, num_threads=1, random_state=7
    )
    model.fit(session_matrix(sessions), show_progress=False)
    return FoldedAls(model)


def ndcg10(model: Ranker, questions: list[Question], count: int) -> float:
    return float(ndcg_gains(answer(model, questions, count, 10).ranks).mean())

"""The peers of `recommend-sequences`, each tuned on the last event but one of every history, never on the test."""

import itertools
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, ItemItemRecommender, TFIDFRecommender
from recommender.evaluation import Question, answer, ndcg_gains
from recommender.exams import last_questions, without_last
from recommender.model import Mask, Ranking, Recommender
from recommender.popularity import Popularity
from recommender.sessions import Ints, Sessions

from recommend.peers import session_matrix
from recommend.sasrec import train_sasrec
from recommend.top import top

TUNING_QUESTIONS = 1500
Log = Callable[[str], None]


@dataclass(frozen=True)
class NeverAgain:
    """No history here holds an item twice, so that what was seen is never the answer: every peer is told so."""

    model: Recommender
    items: int

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        seen = np.zeros(self.items, bool)
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


def fit_peers(sessions: Sessions, seconds: float, log: Log) -> dict[str, NeverAgain]:
    """Of the whole train; SASRec as it validated, since its epochs are chosen by the events held out."""
    asked = np.random.default_rng(7).permutation(np.flatnonzero(sessions.lengths > 1))[:TUNING_QUESTIONS]
    earlier, questions = without_last(sessions), last_questions(sessions, asked)
    count = len(sessions.item_ids)

    def tuned(name: str, choices: list, fit: Callable) -> Recommender:
        started = time.process_time()
        values = [ndcg10(NeverAgain(fit(earlier, *choice), count), questions, count) for choice in choices]
        log(f"{name}: {choices[int(np.argmax(values))]} of {len(choices)}, {time.process_time() - started:.0f} s")
        return fit(sessions, *choices[int(np.argmax(values))])

    kinds = (CosineRecommender, TFIDFRecommender, BM25Recommender)
    started = time.process_time()
    sasrec = train_sasrec(earlier, questions, seconds)
    log(f"SASRec: best of {sasrec.epochs} epochs and more, {time.process_time() - started:.0f} s")
    models = {
        "popularity": Popularity.fit(sessions),
        "item-knn": tuned("item-knn", list(itertools.product(kinds, (50, 300), (2, 10, 200))), item_knn),
        "ials": tuned("iALS", [(64, 3.0, 20.0), (128, 3.0, 20.0), (192, 3.0, 20.0), (128, 30.0, 20.0)], als),
        "sasrec": sasrec,
    }
    return {name: NeverAgain(model, count) for name, model in models.items()}


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


def ndcg10(model: Recommender, questions: list[Question], count: int) -> float:
    return float(ndcg_gains(answer(model, questions, count, 10).ranks).mean())

"""The peers of the recommendation benches, each tuned on the last sessions of the train, never on the test."""

import itertools
import random
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from implicit.nearest_neighbours import CosineRecommender
from recommender.evaluation import answer, figures_of, questions_of
from recommender.item_weights import session_matrix
from recommender.model import Mask, Ranking, best
from recommender.session_neighbours import NeighbourConfig, SessionNeighbours
from recommender.sessions import Ints, Sessions, split_last

HELD_SHARE = 0.1
TUNING_QUESTIONS = 1500


@dataclass(frozen=True)
class ItemNeighbours:
    """implicit's cosine item-kNN, asked with the newest `asked` distinct items of the session."""

    similarity: sp.csr_matrix
    asked: int

    def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
        recent = list(dict.fromkeys(session[::-1].tolist()))[: self.asked]
        if not recent:
            return Ranking(np.zeros(0, np.int64), np.zeros(0))
        return best(np.asarray(self.similarity[recent].sum(axis=0)).ravel(), k, blocked)


def item_neighbours(sessions: Sessions, neighbours: int, asked: int) -> ItemNeighbours:
    model = CosineRecommender(K=neighbours, num_threads=1)
    with warnings.catch_warnings():  # of its own matrix format
        warnings.simplefilter("ignore")
        model.fit(session_matrix(sessions), show_progress=False)
    similarity = sp.csr_matrix(model.similarity)
    similarity.setdiag(0)
    return ItemNeighbours(similarity, asked)


def tuned_item_neighbours(sessions: Sessions) -> ItemNeighbours:
    earlier, later = split_last(sessions, HELD_SHARE)
    questions = questions_of(later, limit=TUNING_QUESTIONS)
    choices = list(itertools.product((100, 300), (1, 3, 20)))
    figures = [
        figures_of(answer(item_neighbours(earlier, *choice), questions, len(sessions.item_ids))) for choice in choices
    ]
    return item_neighbours(sessions, *choices[int(np.argmax([f.hr20 for f in figures]))])


def published_grid(trials: int, seed: int = 7) -> Iterable[NeighbourConfig]:
    """Drawn from the ranges that Ludewig & Jannach (2018) search, plus leaving out the item that is being looked at."""
    weights = ("same", "div", "linear", "log", "quadratic")
    everything = list(
        itertools.product(
            (50, 100, 500, 1000, 1500), (500, 1000, 2500, 5000, 10_000), weights, weights, (0.0, 1.0, 2.0)
        )
    )
    drawn = random.Random(seed).sample(everything, trials)
    return [NeighbourConfig(*choice, keeps_last=keep) for choice in drawn for keep in (True, False)]


def tuned_neighbours(sessions: Sessions, trials: int = 30) -> tuple[SessionNeighbours, NeighbourConfig]:
    """VS-kNN; the configuration that finds most targets, and the better MRR among equals."""
    earlier, later = split_last(sessions, HELD_SHARE)
    questions = questions_of(later, limit=TUNING_QUESTIONS)
    best_config, best_value = NeighbourConfig(), (-1.0, -1.0)
    for config in (NeighbourConfig(), *published_grid(trials)):
        figures = figures_of(answer(SessionNeighbours.fit(earlier, config), questions, len(sessions.item_ids)))
        if (figures.hr20, figures.mrr20) > best_value:
            best_config, best_value = config, (figures.hr20, figures.mrr20)
    return SessionNeighbours.fit(sessions, best_config), best_config

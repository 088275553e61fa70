"""Compiles everything once on a shop of a few clicks, so that an image starts in seconds."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from recommender.answering import Answerer
from recommender.attention import Attention
from recommender.blend import Blend, BlendConfig
from recommender.conditional_logit import HALF_LIVES, ConditionalLogit
from recommender.covisitation import CoVisitation
from recommender.evaluation import questions_of
from recommender.item_neighbours import ItemNeighbours
from recommender.learning_to_rank import ranking_rows, train_forest
from recommender.popularity import Popularity
from recommender.request import Request
from recommender.saved import SavedModel, load_model, save_model
from recommender.sequential import Sequential
from recommender.session_neighbours import SessionNeighbours
from recommender.sessions import sessions_from_frame
from recommender.sources import Sources, SourcesConfig
from recommender.two_towers import TwoTowers


def warm_up() -> None:
    rows = [(place // 4, "abcdefg"[place % 7]) for place in range(600)]
    sessions = sessions_from_frame(pl.DataFrame(rows, schema=["session", "item"], orient="row"))
    text = np.eye(7, dtype=np.float32)
    content = TwoTowers.fit(sessions, text)
    dense = {
        "recurrent": a_recurrent(len(text)),
        "attention": an_attention(len(text)),
        "item-neighbours": ItemNeighbours.fit(sessions),
        "content": content,
    }
    sources = Sources.fit(sessions, SourcesConfig(), dense)
    rows = ranking_rows(sources, questions_of(sessions, limit=50), 7)
    forest = train_forest(rows, rows, BlendConfig(rounds=2, minimum_rows=5))
    blend = Blend(sources, forest, Popularity.fit(sessions))
    parts = {"item-neighbours": dense["item-neighbours"], "neighbours": SessionNeighbours.fit(sessions)}
    logit = ConditionalLogit.of(parts, np.ones(len(parts) + len(HALF_LIVES)), sessions)
    request = Request(sessions.item_ids[:3], k=5)
    for model in (blend, logit, parts["neighbours"], CoVisitation.fit(sessions)):
        with tempfile.TemporaryDirectory() as folder:
            save_model(Path(folder), SavedModel(model, blend.popularity, sessions.item_ids))
            Answerer.of(load_model(Path(folder)), "warm-up").answer(request)


def a_recurrent(items: int, d: int = 4) -> Sequential:
    """One that has learnt nothing."""
    drawn = _draws()
    gates, shifts = [drawn(3 * d, d) for _ in range(2)], [drawn(3 * d) for _ in range(2)]
    return Sequential(drawn(items, d), drawn(items, d), drawn(items), *gates, *shifts, drawn(d, 2 * d), np.array(20))


def an_attention(items: int, d: int = 4) -> Attention:
    """One of a single block that has learnt nothing."""
    drawn = _draws()
    layers = [array for width in (3 * d, d, d, d) for array in (drawn(1, width, d), drawn(1, width))]
    norms = drawn(1, 2, 2, d), drawn(2, d)
    return Attention(drawn(items, d), drawn(items, d), drawn(items), drawn(20, d), *layers, *norms, np.array(2))


def _draws() -> Callable[..., NDArray[np.float32]]:
    chance = np.random.default_rng(7)
    return lambda *shape: chance.normal(size=shape).astype(np.float32)


if __name__ == "__main__":
    warm_up()

"""Compiles everything once on a shop of a few clicks, so that an image starts in seconds."""

import tempfile
from pathlib import Path

import numpy as np

from recommender.blend import Blend, BlendConfig
from recommender.covisitation import CoVisitation
from recommender.evaluation import questions_of
from recommender.item_neighbours import ItemNeighbours
from recommender.learning_to_rank import ranking_rows, train_forest
from recommender.popularity import Popularity
from recommender.session_neighbours import SessionNeighbours
from recommender.sessions import Sessions
from recommender.sources import Sources, SourcesConfig
from recommender.two_towers import TwoTowers


def warm_up() -> None:
    items = np.arange(600) % 7
    sessions = Sessions(items, np.arange(0, 601, 4), np.zeros(600), np.ones(600), tuple("abcdefg"))
    text = np.eye(7, dtype=np.float32)
    dense = {"neighbours": ItemNeighbours.fit(sessions), "content": TwoTowers.fit(sessions, text)}
    sources = Sources.fit(sessions, SourcesConfig(), dense)
    rows = ranking_rows(sources, questions_of(sessions, limit=50), 7)
    forest = train_forest(rows, rows, BlendConfig(rounds=2, minimum_rows=5))
    blend = Blend(sources, forest, Popularity.fit(sessions))
    with tempfile.TemporaryDirectory() as folder:
        for kind, model in (
            (Blend, blend),
            (SessionNeighbours, SessionNeighbours.fit(sessions)),
            (CoVisitation, CoVisitation.fit(sessions)),
        ):
            model.save(Path(folder) / kind.__name__)
            kind.load(Path(folder) / kind.__name__).score(items[:3], 5)


if __name__ == "__main__":
    warm_up()

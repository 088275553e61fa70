"""The forest's own walk against that of the library which grew it."""

from dataclasses import replace

import lightgbm
import numpy as np
import pytest
from recommender.blend import BlendConfig
from recommender.forest import Forest
from recommender.gathering import FEATURES
from recommender.learning_to_rank import RankingRows, train_forest

ROWS = np.random.default_rng(5).normal(size=(400, 6)).astype(np.float32)
WANTED = ROWS[:, 0] * 2 + np.sign(ROWS[:, 1]) + ROWS[:, 2] * ROWS[:, 3]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 123])
def test_it_says_of_any_number_of_rows_what_lightgbm_says(count, tmp_path):
    parameters = {"objective": "regression", "num_leaves": 31, "verbose": -1, "seed": 7, "num_threads": 1}
    grown = lightgbm.train(parameters, lightgbm.Dataset(ROWS, WANTED), 40)
    forest = Forest.of(grown.dump_model())

    told = forest.predict(ROWS[:count])
    forest.save(tmp_path)

    assert np.allclose(told, grown.predict(ROWS[:count]), atol=1e-6)
    assert np.array_equal(Forest.load(tmp_path).predict(ROWS[:count]), told)


def test_a_tree_that_asks_nothing_says_the_same_of_all():
    never_split = {"objective": "regression", "min_data_in_leaf": 1_000, "verbose": -1, "num_threads": 1}
    grown = lightgbm.train(never_split, lightgbm.Dataset(ROWS, WANTED), 2)

    assert np.allclose(Forest.of(grown.dump_model()).predict(ROWS), grown.predict(ROWS), atol=1e-6)


def test_few_questions_grow_smaller_trees():
    rng = np.random.default_rng(3)
    rows = RankingRows(
        rng.normal(size=(6_000, len(FEATURES))).astype(np.float32),
        np.tile([1] + [0] * 19, 300).astype(np.int8),
        np.full(300, 20),
    )
    config = BlendConfig(rounds=1, minimum_rows=5)

    small, large = (train_forest(rows, rows, replace(config, few=few)) for few in (301, 300))

    assert len(small.value) <= config.leaves_of_few < len(large.value) <= config.leaves

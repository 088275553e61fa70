"""Teach the blend's forest: sources that were fitted on earlier sessions are asked about later ones.

LambdaRank: Burges, 2010, "From RankNet to LambdaRank to LambdaMART".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

from recommender.blend import BlendConfig
from recommender.evaluation import Question, asked_with_masks
from recommender.forest import Forest
from recommender.gathering import FEATURES
from recommender.sessions import Ints
from recommender.sources import Sources


@dataclass(frozen=True)
class RankingRows:
    features: NDArray[np.float32]
    labels: NDArray[np.int8]
    groups: Ints


def ranking_rows(sources: Sources, questions: Sequence[Question], candidates: int) -> RankingRows:
    """Rows of the questions whose target was proposed; the others cannot teach an order. There may be none."""
    features, labels, groups = [np.zeros((0, len(FEATURES)), np.float32)], [np.zeros(0, bool)], []
    for question, blocked in asked_with_masks(questions, len(sources.arrays["idf"])):
        if not len(question.prefix):
            continue
        gathered = sources.gather(question.prefix, candidates, blocked)
        hits = gathered.items == question.target
        if hits.any():
            features.append(gathered.features)
            labels.append(hits)
            groups.append(len(hits))
    return RankingRows(np.concatenate(features), np.concatenate(labels).astype(np.int8), np.array(groups, np.int64))


def train_forest(training: RankingRows, validation: RankingRows, config: BlendConfig) -> Forest:
    parameters = {
        "objective": "lambdarank",
        "metric": "ndcg",
        "eval_at": [20],
        "learning_rate": config.learning_rate,
        "num_leaves": config.leaves if len(training.groups) >= config.few else config.leaves_of_few,
        "min_data_in_leaf": config.minimum_rows,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambdarank_truncation_level": config.truncation,
        "num_threads": config.threads,
        "seed": config.seed,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    data = lightgbm.Dataset(training.features, training.labels, group=training.groups, feature_name=list(FEATURES))
    held = lightgbm.Dataset(validation.features, validation.labels, group=validation.groups, reference=data)
    stop = lightgbm.early_stopping(config.patience, verbose=False)
    return Forest.of(lightgbm.train(parameters, data, config.rounds, [held], callbacks=[stop]).dump_model())

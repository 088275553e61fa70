"""Small fitted models for the tests."""

import numpy as np
import torch
from recommender.attention_training import AttentionConfig, AttentionNetwork, as_attention
from recommender.blend import BlendConfig
from recommender.conditional_logit import ConditionalLogit
from recommender.covisitation import CoVisitation
from recommender.exams import ExamConfig, examine
from recommender.factors import FactorConfig, Factors
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearConfig, LinearItems
from recommender.personal_frequency import PersonalFrequency
from recommender.popularity import Popularity
from recommender.search import SearchConfig, fit_blend
from recommender.sequential_training import SequentialConfig, as_arrays, train_sequential
from recommender.session_neighbours import SessionNeighbours
from recommender.two_towers import TwoTowers
from small_shops import a_shop

SHOP = a_shop(400)
SESSION = SHOP.items[SHOP.offsets[5] : SHOP.offsets[6]]
QUICK = SequentialConfig(dimensions=16, epochs=2, negatives=32, seconds=1e9)
TEXT = np.random.default_rng(3).normal(size=(len(SHOP.item_ids), 24)).astype(np.float32)


def an_attention(shop=SHOP):
    config = AttentionConfig(dimensions=16, length=QUICK.length)
    torch.manual_seed(1)
    network = AttentionNetwork(len(shop.item_ids), config)
    return as_attention(train_sequential(shop, None, QUICK, network).network, config)


def a_recurrent(shop=SHOP):
    return as_arrays(train_sequential(shop, None, QUICK).network, QUICK)


def a_blend(shop=SHOP):
    config = SearchConfig(exam=ExamConfig(held_share=0.4), blend=BlendConfig(rounds=5, minimum_rows=5))
    dense = {"item-neighbours": ItemNeighbours.fit(shop), "recurrent": a_recurrent(shop)}
    return fit_blend(examine(shop, config.exam), dense, config)


def a_logit(shop=SHOP):
    exam = examine(shop, ExamConfig(held_share=0.4))
    parts = {
        "linear": LinearItems.fit(exam.earlier, LinearConfig(regularisation=20, decay=1.0)),
        "neighbours": SessionNeighbours.fit(exam.earlier),
    }
    return ConditionalLogit.fit(parts, exam.earlier, exam.learning)


FITS = {
    "popularity": lambda: Popularity.fit(SHOP),
    "personal frequency": lambda: PersonalFrequency.fit(SHOP),
    "covisitation": lambda: CoVisitation.fit(SHOP),
    "session neighbours": lambda: SessionNeighbours.fit(SHOP),
    "item neighbours": lambda: ItemNeighbours.fit(SHOP),
    "linear": lambda: LinearItems.fit(SHOP, LinearConfig(regularisation=20)),
    "logit": a_logit,
    "blend": a_blend,
}
# Such as a blend alone asks.
VECTORS = {
    "recurrent": a_recurrent,
    "attention": an_attention,
    "factors": lambda: Factors.fit(SHOP, FactorConfig(factors=16, iterations=3)),
    "two towers": lambda: TwoTowers.fit(SHOP, TEXT),
}

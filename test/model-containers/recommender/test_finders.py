"""The best items of a model for a session, found without scoring the whole catalogue."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from recommender import finders
from recommender.factors import FactorConfig, Factors
from recommender.finders import (
    Alone,
    Coarse,
    VectorFinder,
    finder_of,
    finding_seconds,
    highest,
    loaded_finder,
    nearest,
)
from recommender.item_neighbours import ItemNeighbours
from recommender.item_weights import HISTORY
from recommender.recall import ALIKE, distinct_newest_first
from recommender.sequential_training import NextItemNetwork, as_arrays, padded, train_sequential
from small_models import FITS, QUICK, SESSION, SHOP, VECTORS

MODELS = {**VECTORS, "item neighbours": FITS["item neighbours"]}


def scores_of_all(model, session):
    if isinstance(model, ItemNeighbours):
        return model.scored(session)[0]
    vectors, bias = model.targets()
    return vectors @ model.query(session) + bias


@pytest.mark.parametrize("name", MODELS)
def test_what_is_found_is_best_and_has_the_models_own_score(name, tmp_path):
    model = MODELS[name]()
    finder = finder_of(model)
    model.save(tmp_path)
    finder.save(tmp_path)

    found = finder.find(SESSION, 4)
    again = loaded_finder(type(model).load(tmp_path), tmp_path).find(SESSION, 4)

    scores = scores_of_all(model, SESSION)
    assert set(found.best.tolist()) == set(np.argsort(-scores, kind="stable")[:4].tolist())
    everything = np.arange(len(scores))
    assert np.allclose(found.scores_of(everything), scores, atol=1e-5)
    assert np.allclose(again.scores_of(everything), scores, atol=1e-5)
    assert np.array_equal(again.best, found.best)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_alone_ranks_by_its_own_scores(name):
    model = MODELS[name]()

    ranking = Alone(finder_of(model)).score(SESSION, 4)

    scores = scores_of_all(model, SESSION)
    assert np.allclose(ranking.scores, np.sort(scores)[::-1][:4], atol=1e-5)
    assert np.allclose(scores[ranking.items], ranking.scores, atol=1e-5)


@pytest.mark.parametrize("name", VECTORS)
def test_the_same_seed_twice_gives_the_same_vectors(name):
    first, second = (finder_of(VECTORS[name]()).find(SESSION, 20) for _ in range(2))

    assert np.array_equal(first.best, second.best)
    assert np.array_equal(first.scores_of(first.best), second.scores_of(second.best))


@dataclass(frozen=True)
class Fixed:
    """Vectors of very different lengths, as implicit ALS has them."""

    vectors: np.ndarray
    bias: np.ndarray

    def targets(self):
        return self.vectors, self.bias

    def query(self, session, emphases=ALIKE):
        return self.vectors[session[-1]] / np.linalg.norm(self.vectors[session[-1]])


def a_catalogue_of(items):
    chance = np.random.default_rng(1)
    centres = chance.normal(size=(40, 24))
    lengths = np.exp(chance.normal(size=(items, 1)))
    vectors = (centres[chance.integers(0, 40, items)] + chance.normal(size=(items, 24))) * lengths
    return Fixed(vectors.astype(np.float32), chance.normal(size=items).astype(np.float32))


def recall_of(finder, sessions):
    """Of the best 40 by all scores, the share that is found."""
    wanted = [np.argsort(-scores_of_all(finder.model, session))[:40] for session in sessions]
    found = [finder.find(session, 40).best for session in sessions]
    return np.mean([np.isin(one, got).mean() for one, got in zip(wanted, found, strict=True)])


def test_a_pass_at_a_byte_a_number_misses_hardly_any_and_scores_as_the_model_does():
    model = a_catalogue_of(5_000)
    finder = finder_of(model)

    assert recall_of(finder, [np.array([item]) for item in range(0, 5_000, 50)]) > 0.97
    scores = finder.find(np.array([350]), 40).scores_of(np.arange(5_000))
    assert np.allclose(scores, scores_of_all(model, np.array([350])), rtol=1e-4, atol=1e-4)


def test_items_without_a_vector_are_told_apart_by_their_bias():
    nothing, bias = np.zeros((30, 8), np.float32), np.arange(30, dtype=np.float32)

    assert nearest(*Coarse.of(nothing), bias, np.ones(8, np.float32), 3).tolist() == [27, 28, 29]


def test_a_graph_finds_nearly_all_of_the_best_and_is_the_same_again(monkeypatch, tmp_path):
    model = a_catalogue_of(5_000)
    monkeypatch.setattr(finders, "GRAPH_FROM", 1_000)
    by_graph = finder_of(model)
    by_graph.save(tmp_path)
    mapped = VectorFinder.load(model, tmp_path)
    sessions = [np.array([item]) for item in range(0, 5_000, 50)]

    found = [by_graph.find(session, 40) for session in sessions]

    assert recall_of(by_graph, sessions) > 0.9
    scores = scores_of_all(model, sessions[7])
    assert np.allclose(found[7].scores_of(np.arange(5_000)), scores, rtol=1e-4, atol=1e-4)
    assert np.array_equal(mapped.find(sessions[7], 40).best, found[7].best)
    assert np.array_equal(finder_of(model).find(sessions[7], 40).best, found[7].best)


def test_a_short_catalogue_needs_no_graph_and_a_long_one_time_for_each_item():
    assert finding_seconds(finders.GRAPH_FROM - 1) == 0
    assert finding_seconds(200_000) == pytest.approx(2 * finding_seconds(100_000))


@pytest.mark.parametrize("most", [1, 2, 7, 40, 999])
def test_the_highest_are_those_that_a_sort_puts_first(most):
    scores = np.random.default_rng(2).normal(size=500).astype(np.float32)
    items = np.arange(500, 1_000)

    found = highest(scores, items, most)

    assert found.tolist() == sorted((500 + np.argsort(-scores)[:most]).tolist())


def test_the_recurrent_model_answers_what_torch_has_learnt():
    network = train_sequential(SHOP, None, QUICK).network
    assert isinstance(network, NextItemNetwork)
    network.eval()
    sessions = padded(SHOP.slice(5, 6), QUICK.length)
    with torch.no_grad():
        known = torch.where(sessions < 0, len(SHOP.item_ids), sessions)
        state = network(known)[0, len(SESSION) - 1].numpy()

    assert np.allclose(as_arrays(network, QUICK).query(SESSION), state, atol=1e-5)


@pytest.mark.parametrize("length", [1, 3, 60])
def test_a_sessions_factors_are_those_of_its_own_inverse(length):
    model = Factors.fit(SHOP, FactorConfig(factors=16, iterations=3))
    session = np.arange(length) % len(SHOP.item_ids)
    recent = distinct_newest_first(session, HISTORY)
    held = model.vectors[recent].astype(np.float64)
    confidence = 1 + (model.weights[0] - 1) * model.weights[1] ** np.arange(len(recent))

    expected = np.linalg.solve(model.gram + (held.T * (confidence - 1)) @ held, held.T @ confidence)

    assert np.allclose(model.query(session), expected, rtol=1e-4, atol=1e-6)

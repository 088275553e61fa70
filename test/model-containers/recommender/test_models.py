"""What every model promises, whichever it is."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from recommender.attention_training import AttentionConfig, AttentionNetwork, as_attention
from recommender.gathering import FEATURES
from recommender.linear_items import LinearConfig, LinearItems
from recommender.session_neighbours import NeighbourConfig, SessionNeighbours
from recommender.sources import Sources, SourcesConfig
from recommender.two_towers import TwoTowers
from small_models import FITS, SESSION, SHOP
from small_shops import index, sessions_of
from torch.nn import functional


@pytest.fixture(scope="module", params=FITS)
def model(request):
    return FITS[request.param]()


def test_a_saved_model_answers_as_before(model, tmp_path):
    model.save(tmp_path)

    again = type(model).load(tmp_path)

    assert np.array_equal(again.score(SESSION, 15).items, model.score(SESSION, 15).items)
    assert np.allclose(again.score(SESSION, 15).scores, model.score(SESSION, 15).scores, rtol=1e-5)


def test_a_ranking_is_of_at_most_k_items_each_once_and_best_first(model):
    ranking = model.score(SESSION, 7)

    assert 0 < len(ranking.items) <= 7
    assert len(set(ranking.items.tolist())) == len(ranking.items)
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)


def test_a_blocked_item_is_never_recommended(model):
    blocked = np.ones(len(SHOP.item_ids), bool)
    blocked[[3, 9]] = False

    assert set(model.score(SESSION, 20, blocked).items.tolist()) <= {3, 9}


def test_an_empty_session_is_answered_without_fail(model):
    assert len(model.score(np.zeros(0, np.int64), 5).items) <= 5


def test_an_explanation_names_items_of_the_session_and_its_shares_are_a_whole(model):
    for item in model.score(SESSION, 5).items:
        evidence = model.explain(SESSION, int(item))

        assert {e.item for e in evidence} <= set(SESSION.tolist())
        assert not evidence or sum(e.share for e in evidence) == pytest.approx(1.0)


@pytest.mark.parametrize("name", FITS)
def test_the_same_seed_twice_gives_the_same_model(name):
    first, second = FITS[name](), FITS[name]()

    assert np.array_equal(first.score(SESSION, 20).items, second.score(SESSION, 20).items)


def test_numpy_answers_what_torch_has_learnt():
    config = AttentionConfig(dimensions=16, length=10)
    torch.manual_seed(1)
    network = AttentionNetwork(len(SHOP.item_ids), config).eval()
    with torch.no_grad():
        states = network(torch.from_numpy(SESSION)[None])[0, -1]
        items = functional.normalize(network.embedding.weight[:-1], dim=-1)
        expected = (network.scale.exp() * items @ states + network.bias[:-1]).numpy()

    vectors, bias = as_attention(network, config).targets()
    answered = vectors @ as_attention(network, config).query(SESSION) + bias
    assert np.allclose(answered, expected, atol=1e-4)


def test_attention_never_looks_ahead():
    network = AttentionNetwork(len(SHOP.item_ids), AttentionConfig(dimensions=16, length=10)).eval()
    first, second = torch.tensor([[1, 2, 3, 4]]), torch.tensor([[1, 2, 7, 9]])

    assert torch.allclose(network(first)[0, :2], network(second)[0, :2], atol=1e-6)


def test_a_session_that_shares_only_what_counts_for_nothing_is_no_neighbour():
    shop = sessions_of("ax", "kz", "bcdefghij")
    fading = NeighbourConfig(position="linear", match="same")  # from the eleventh newest item on it is nothing
    session = index(shop, "k" + "cdefghij" + "xba")

    found = SessionNeighbours.fit(shop, fading).score(session, 20).items.tolist()

    assert index(shop, "x")[0] in found
    assert index(shop, "z")[0] not in found


def test_a_session_speaks_once_for_an_item_however_often_and_far_apart_it_holds_it():
    shop = sessions_of("axcdefghijklmnopqrstuvw", "ayCDEFGHIJKLMNOPQRSTUVWXYZcdefghijklmnopqrstuvwy")

    found = SessionNeighbours.fit(shop, NeighbourConfig(idf=0)).score(index(shop, "a"), 60)
    scores = dict(zip(found.items.tolist(), found.scores.tolist(), strict=True))

    assert scores[index(shop, "x")[0]] == pytest.approx(scores[index(shop, "y")[0]])
    pool = Sources.fit(shop, SourcesConfig()).gather(index(shop, "a"), 60)
    holders = dict(zip(pool.items.tolist(), pool.features[:, FEATURES.index("holders")].tolist(), strict=True))
    assert holders[index(shop, "x")[0]] == holders[index(shop, "y")[0]] == 1


def test_an_index_that_was_saved_before_it_told_first_events_answers_as_ever(tmp_path):
    shop = sessions_of(*["abab", "acda", "bcdd"] * 5)
    sources = Sources.fit(shop, SourcesConfig())
    sources.save(tmp_path)
    (tmp_path / "first.npy").unlink()

    again = Sources.load(tmp_path).gather(index(shop, "ab"), 10)

    assert np.array_equal(again.features, sources.gather(index(shop, "ab"), 10).features)


def test_of_a_long_history_an_index_holds_its_newest_events_and_knows_it_by_all():
    shop = sessions_of("a" + "bcdefghij" * 6, "xy")

    sources = Sources.fit(shop, SourcesConfig())

    assert sources.arrays["items"].tolist() == [*shop.items[5:55], *index(shop, "xy")]
    assert index(shop, "j")[0] in sources.gather(index(shop, "a"), 10).items  # more than fifty events after it


def test_who_comes_back_to_items_is_offered_them_however_much_of_the_catalogue_nobody_met():
    shop = sessions_of(*["abab", "bcbc"] * 5)
    catalogue = replace(shop, item_ids=(*shop.item_ids, *(f"unmet-{i}" for i in range(1_000))))

    pool = Sources.fit(catalogue, SourcesConfig()).gather(index(shop, "ab"), 10)

    assert set(index(shop, "ab")) <= set(pool.items)


def test_a_linear_model_of_part_of_the_catalogue_leaves_the_rest_alone():
    shop = sessions_of(*["abc"] * 30, *["xy"] * 2)

    model = LinearItems.fit(shop, LinearConfig(regularisation=1, most_items=3))

    assert model.scored(index(shop, "a"))[0][index(shop, "b")[0]] > 0
    assert not model.scored(index(shop, "x"))[0].any()


def test_a_new_item_is_found_through_its_text():
    shop = sessions_of(*["ab"] * 20, *["cd"] * 20)
    vocabulary = (*shop.item_ids, "new")
    with_new = replace(shop, item_ids=vocabulary)
    text = np.zeros((5, 3), np.float32)
    text[index(shop, "a")[0]] = [1, 0, 0]
    text[index(shop, "c")[0]] = [0, 1, 0]
    text[index(shop, "b")[0]] = [0.9, 0, 0.5]
    text[index(shop, "d")[0]] = [0, 0.9, 0.5]
    text[4] = [0.8, 0, 0.6]  # reads like b, which follows a

    towers = TwoTowers.fit(with_new, text)
    scores = towers.offered @ towers.query(index(shop, "a"))

    assert scores[4] > scores[index(shop, "d")[0]]

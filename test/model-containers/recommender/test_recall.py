"""What an item of a session counts for: of no account where all count alike, and else for more of what goes with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.covisitation import CoVisitation
from recommender.factors import FactorConfig, Factors
from recommender.finders import finder_of
from recommender.gathering import FEATURES
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearConfig, LinearItems
from recommender.recall import ALIKE, Emphasis, distinct_newest_first, emphasised, lasting, newest, strongest
from recommender.session_neighbours import NeighbourConfig, SessionNeighbours
from recommender.sources import Sources, SourcesConfig
from recommender.two_towers import TwoTowers
from small_models import FITS, SESSION, SHOP, TEXT, VECTORS, a_blend
from small_shops import a_shop, index, sessions_of

LONG = np.random.default_rng(5).integers(0, len(SHOP.item_ids), 120)


def weighed(session, weights):
    return emphasised({item: weights.get(item, 1.0) for item in dict.fromkeys(session[::-1].tolist())})


def alike(session):
    return {item: Emphasis(step, 1.0) for step, item in enumerate(dict.fromkeys(session[::-1].tolist()))}


@pytest.mark.parametrize("session", [SESSION, LONG], ids=["short", "long"])
@pytest.mark.parametrize("name", FITS)
def test_weights_of_one_change_no_bit_of_an_answer(name, session):
    model = FITS[name]()

    plain, weighted = model.score(session, 40), model.score(session, 40, emphases=alike(session))

    assert np.array_equal(plain.items, weighted.items)
    assert np.array_equal(plain.scores, weighted.scores)
    item = int(plain.items[0])
    assert model.explain(session, item) == model.explain(session, item, alike(session))


@pytest.mark.parametrize("session", [SESSION, LONG], ids=["short", "long"])
@pytest.mark.parametrize("name", VECTORS)
def test_weights_of_one_change_no_bit_of_a_vector(name, session):
    model = VECTORS[name]()

    assert np.array_equal(model.query(session), model.query(session, alike(session)))


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(0, 12))
def test_each_item_is_asked_once_where_it_was_met_last(session, limit):
    asked = distinct_newest_first(np.array(session, np.int64), limit)

    assert asked.tolist() == list(dict.fromkeys(reversed(session)))[:limit]


def test_what_has_faded_away_is_not_asked_and_is_not_missed():
    shop = a_shop(items=150)
    model, session = ItemNeighbours.fit(shop), np.arange(110)

    scores = model.scored(session)[0]

    rows = [slice(model.starts[item], model.starts[item + 1]) for item in session[::-1]]
    expected = np.zeros(len(scores))
    for step, row in enumerate(rows):
        expected[model.items[row]] += 0.8**step * model.values[row]
    assert np.abs(scores - expected).max() < 1e-4 * expected.max()
    assert [lasting(decay, 100) for decay in (0.8, 0.95, 1.0)] == [52, 100, 100]


def test_only_how_weights_compare_is_told():
    assert emphasised({3: 2.0, 1: 2.0}) == emphasised({}) == ALIKE
    assert emphasised({3: 0.5, 1: 1.5}) == emphasised({3: 1.0, 1: 3.0}) == {3: Emphasis(0, 0.5), 1: Emphasis(1, 1.5)}
    assert all(0 < one.weight < np.inf for one in emphasised({3: 5e-324, 1: 1e308}).values())


def test_who_asks_few_items_asks_the_strong_ones_however_far_back_they_stand():
    session = np.arange(30)
    emphases = weighed(session, {2: 1_000.0})

    assert strongest(session, 5).items.tolist() == newest(session, 5, emphases).items.tolist() == [29, 28, 27, 26, 25]
    assert strongest(session, 5, emphases).items.tolist() == [2, 29, 28, 27, 26]
    assert strongest(session, 5, emphases).steps.tolist() == [27, 0, 1, 2, 3]
    assert strongest(session[session != 29], 3, emphases).items.tolist() == [2, 28, 27]


def test_the_order_in_which_items_are_strong_is_that_of_weights_that_fade():
    bought = {"vase": 1.0, "sofa": 1.0, "rug": 1.0, "lamp": 1.3}

    assert list(emphasised(bought)) == ["vase", "sofa", "lamp", "rug"]
    assert next(iter(emphasised(bought | {"lamp": 10.0}))) == "lamp"
    assert list(emphasised({"vase": 0.1, "sofa": 1.0, "rug": 1.0})) == ["sofa", "rug", "vase"]


def test_what_weighs_most_explains_what_it_brings_however_far_back_it_stands():
    blend, circle = a_blend(), np.array([SHOP.item_ids.index(f"i{place}") for place in range(20)])
    old, session = circle[0], np.concatenate([circle[:1], circle[8:]])
    emphases = weighed(session, {int(old): 30.0})

    found = blend.score(session, 20, emphases=emphases).items.tolist()

    told = [{one.item for one in blend.explain(session, item, emphases)} for item in found]
    assert any(old in items for items in told)
    assert all(len(items) <= 10 for items in told)


SUMS = {
    "covisitation": CoVisitation.fit(SHOP),
    "item neighbours": ItemNeighbours.fit(SHOP),
    "linear": LinearItems.fit(SHOP, LinearConfig(regularisation=20)),
    "two towers": TwoTowers.fit(SHOP, TEXT),
}


def scores_of(model, session, emphases=ALIKE):
    if isinstance(model, CoVisitation):
        found = model.score(session, len(SHOP.item_ids), emphases=emphases)
        scores = np.zeros(len(SHOP.item_ids))
        scores[found.items] = found.scores
        return scores
    return finder_of(model).find(session, 1, emphases).scores_of(np.arange(len(SHOP.item_ids))).astype(np.float64)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(SUMS)),
    st.lists(st.integers(0, len(SHOP.item_ids) - 1), min_size=2, max_size=9, unique=True),
    st.data(),
)
def test_the_more_an_event_weighs_the_higher_stands_what_goes_with_its_item_most(name, session, data):
    model, session = SUMS[name], np.array(session)
    item = data.draw(st.sampled_from(session.tolist()))
    weights = sorted(data.draw(st.lists(st.floats(0.05, 20), min_size=2, max_size=4)))
    neighbour = int(scores_of(model, np.array([item])).argmax())

    places = []
    for weight in weights:
        scores = scores_of(model, session, weighed(session, {item: weight}))
        places.append(int((scores > scores[neighbour] + 1e-4 * np.abs(scores).max()).sum()))

    assert places == sorted(places, reverse=True)


PAIRS = sessions_of(*["ab"] * 30, *["cd"] * 30, *["ef"] * 30)
OF_PAIRS = {
    "session neighbours": SessionNeighbours.fit(PAIRS, NeighbourConfig(match="same")),
    "those that fade": SessionNeighbours.fit(PAIRS),
    "covisitation": CoVisitation.fit(PAIRS),
    "item neighbours": ItemNeighbours.fit(PAIRS),
    "linear": LinearItems.fit(PAIRS, LinearConfig(regularisation=5)),
    "factors": Factors.fit(PAIRS, FactorConfig(factors=8, regularisation=1.0)),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(OF_PAIRS)), st.permutations("ace"), st.floats(1.5, 5), st.floats(1.1, 4))
def test_a_heavier_event_brings_up_its_neighbours_next_to_those_of_the_others(name, order, weight, more):
    model, session = OF_PAIRS[name], index(PAIRS, "".join(order))
    heavy, wanted = int(session[0]), int(index(PAIRS, {"a": "b", "c": "d", "e": "f"}[order[0]])[0])
    others = [int(one) for one in index(PAIRS, "bdf") if one != wanted]

    def share(heft):
        emphases = weighed(session, {heavy: heft})
        if isinstance(model, Factors):
            scores = model.vectors @ model.query(session, emphases)
        else:
            found = model.score(session, 6, emphases=emphases)
            scores = dict(zip(found.items.tolist(), found.scores.tolist(), strict=True))
        return float(scores[wanted] / sum(scores[other] for other in others))

    assert share(1.0) < share(weight) < share(weight * more)


def test_what_a_blends_sources_sum_goes_up_with_the_weight_and_what_they_say_of_the_last_item_stays():
    sources = Sources.fit(PAIRS, SourcesConfig(), {"item-neighbours": OF_PAIRS["item neighbours"]})
    session = index(PAIRS, "ace")
    wanted, other = index(PAIRS, "bf")

    def told(heft):
        gathered = sources.gather(session, 6, emphases=weighed(session, {int(session[0]): heft}))
        rows = {int(item): row for item, row in zip(gathered.items, gathered.features, strict=True)}
        return rows[wanted], rows[other]

    (before, beside), (after, beside_after) = told(1.0), told(4.0)

    for name in ("wide", "narrow", "after_sum", "beside_sum", "item-neighbours"):
        column = FEATURES.index(name)
        assert after[column] > before[column]
        assert beside_after[column] < beside[column]
    assert beside_after[FEATURES.index("next")] == beside[FEATURES.index("next")] > 0

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.covisitation import CoVisitation, CoVisitationConfig
from recommender.popularity import Popularity
from small_shops import a_shop, index, sessions_of


def test_the_item_seen_together_most_often_comes_first_and_its_support_counts_windows():
    sessions = sessions_of("ab", "ab", "ab", "ac")
    a, b = index(sessions, "ab")

    model = CoVisitation.fit(sessions)

    assert model.items[a][0] == b
    assert model.support[a][0] == 3


def test_an_item_is_never_its_own_neighbour():
    sessions = a_shop()

    model = CoVisitation.fit(sessions)

    assert not any(item in row for item, row in enumerate(model.items))


def test_a_pair_in_the_distant_past_counts_less():
    old = sessions_of("ab", *["zz"] * 200, "ac")

    model = CoVisitation.fit(old, CoVisitationConfig(half_life_days=20))

    assert model.items[index(old, "a")[0]][0] == index(old, "c")[0]


def test_evidence_names_the_session_item_that_caused_a_candidate():
    sessions = sessions_of("ab", "ab", "cd")
    model = CoVisitation.fit(sessions)

    evidence = model.explain(index(sessions, "ca"), int(index(sessions, "b")[0]))

    assert [(e.item, e.share) for e in evidence] == [(int(index(sessions, "a")[0]), 1.0)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 59), max_size=12), st.integers(1, 70))
def test_a_ranking_has_at_most_k_items_each_once_best_first(session, k):
    model = CoVisitation.fit(SHOP)

    ranking = model.score(np.array(session, np.int64), k)

    assert len(ranking.items) <= k
    assert len(set(ranking.items)) == len(ranking.items)
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)


@pytest.mark.parametrize("kind", [CoVisitation, Popularity])
def test_a_saved_model_answers_as_before(kind, tmp_path):
    model = kind.fit(SHOP)
    model.save(tmp_path)

    again = kind.load(tmp_path)

    session = np.array([3, 9, 4])
    assert np.array_equal(again.score(session, 20).items, model.score(session, 20).items)


def test_popularity_forgets_and_trending_finds_what_grows():
    sessions = sessions_of(*["aa"] * 30, *["bb"] * 8)
    a, b = index(sessions, "ab")

    model = Popularity.fit(sessions, half_life_days=3.0)

    assert model.score(np.zeros(0, np.int64), 1).items[0] == b
    assert model.trend.argmax() == b
    assert Popularity.fit(sessions, half_life_days=1000.0).score(np.zeros(0, np.int64), 1).items[0] == a


SHOP = a_shop()

import numpy as np
from common import covisitation
from common.covisitation import Covisitation
from hypothesis import given
from hypothesis import strategies as st

NOBODY = np.zeros(0, np.int64)
windows = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True), min_size=1, max_size=12)


def learned(days):
    met = Covisitation.empty(10)
    for day, window in enumerate(days):
        met.learn(np.array(window), NOBODY, 20_000 + day)
    return met


@given(windows)
def test_pairs_are_symmetric_and_cosines_lie_between_0_and_1(days):
    met = learned(days)

    cosines, _, _ = met.cosines(np.arange(10), 20_100)

    assert np.allclose(met.pairs, met.pairs.T)
    assert (cosines >= 0).all()
    assert (cosines <= 1).all()


@given(windows)
def test_time_alone_changes_no_order(days):
    met = learned(days)
    soon, later = (met.cosines(np.arange(10), day)[0] for day in (20_050, 20_060))

    assert ((soon > 0) == (later > 0)).all()


def test_an_older_meeting_weighs_less_than_a_new_one():
    met = Covisitation.empty(3)
    met.learn(np.array([0, 1]), NOBODY, 20_000)
    met.learn(np.array([0, 2]), NOBODY, 20_300)

    cosines, _, _ = met.cosines(np.array([0]), 20_301)

    assert cosines[0, 2] > cosines[0, 1] > 0


def test_when_places_run_out_the_least_seen_item_gives_its_own_away(monkeypatch):
    monkeypatch.setattr(covisitation, "MOST_ITEMS", 3)
    met = Covisitation.empty(6)
    for _ in range(5):
        met.learn(np.array([0, 1]), NOBODY, 20_000)
    met.learn(np.array([2]), NOBODY, 20_000)
    met.learn(np.array([3]), NOBODY, 20_001)

    assert met.slot_of[2] == -1
    assert min(met.slot_of[[0, 1, 3]]) >= 0


def test_newcomers_of_one_day_take_places_of_others_and_not_each_others(monkeypatch):
    monkeypatch.setattr(covisitation, "MOST_ITEMS", 6)
    met = Covisitation.empty(12)
    for day in range(3):
        met.learn(np.arange(6), NOBODY, 20_000 + day)

    met.learn(np.array([0, 7, 8, 9]), NOBODY, 20_010)

    assert (met.slot_of[[0, 7, 8, 9]] >= 0).all()
    cosines, _, _ = met.cosines(np.array([7]), 20_011)
    assert set(met.item_of[np.flatnonzero(cosines[0])].tolist()) == {0, 8, 9}


def test_more_newcomers_than_places_leave_the_last_of_them_out(monkeypatch):
    monkeypatch.setattr(covisitation, "MOST_ITEMS", 3)
    met = Covisitation.empty(8)

    met.learn(np.arange(5), NOBODY, 20_000)

    assert (met.slot_of >= 0).sum() == 3

"""The best few of many are those that a sort of all would put first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from recommender.best_rows import best_rows

MERITS = st.lists(st.one_of(st.integers(-3, 3).map(float), st.floats(allow_nan=False)), min_size=1, max_size=60)


@given(MERITS, st.data())
def test_the_best_come_first_and_of_equals_the_first(merits, data):
    merit = np.array(merits)
    count = data.draw(st.integers(0, len(merit)))

    assert best_rows(merit, count).tolist() == np.argsort(-merit, kind="stable")[:count].tolist()


def test_what_is_no_number_is_not_among_the_best_and_keeps_nobody_waiting():
    assert best_rows(np.array([1.0, np.nan, 3.0, 2.0, np.nan]), 2).tolist() == [2, 3]
    assert best_rows(np.full(4, np.nan), 2).tolist() == []

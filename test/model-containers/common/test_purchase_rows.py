import numpy as np
import pytest
from common.purchase_rows import (
    FEATURE_NAMES,
    HISTORY_LIMIT,
    PURCHASE,
    VIEW,
    History,
    Texts,
    rows_for,
)
from common.tables import ItemText, Tables
from hypothesis import given
from hypothesis import strategies as st
from shop_tables import AT, BLUE, LAMP, NEW, RED, shop_tables

TABLES = shop_tables()
ALL = np.array([RED, BLUE, LAMP, NEW])
entries = st.tuples(
    st.sampled_from([RED, BLUE, LAMP, NEW]),
    st.sampled_from([VIEW, PURCHASE]),
    st.floats(-1e6, 1e6).map(lambda gap: AT + gap),
    st.floats(0, 1e5),
    st.floats(1, 50),
)


def column(matrix, name):
    return matrix[:, FEATURE_NAMES.index(name)]


def test_what_was_met_with_the_history_scores_above_what_was_not():
    _, matrix = rows_for(History.of([(RED, VIEW, AT - 60, 0, 1)]), ALL, AT, TABLES)

    score = column(matrix, "f_covisit_score")
    assert score[BLUE] > score[LAMP] > score[NEW] == 0
    assert score[RED] == 0


def test_texts_name_the_history_newest_first_and_each_item_once():
    history = History.of([(RED, VIEW, AT - 60, 0, 1), (LAMP, VIEW, AT - 30, 0, 1), (RED, VIEW, AT - 90, 0, 1)])

    texts, _ = rows_for(history, np.array([NEW]), AT, TABLES)

    assert texts.histories == ("desk lamp; red mug, acme",)
    assert texts.candidates == ("glass vase tall, home",)


@given(st.lists(entries, max_size=80))
def test_any_history_gives_finite_rows_and_only_its_past_counts(given_entries):
    whole = rows_for(History.of(given_entries), ALL, AT, TABLES)
    past = rows_for(History.of([one for one in given_entries if one[2] < AT]), ALL, AT, TABLES)

    assert np.isfinite(whole[1]).all()
    assert whole[0].histories == past[0].histories
    assert np.array_equal(whole[1], past[1])


@given(st.lists(entries, max_size=20), st.permutations([RED, BLUE, LAMP, NEW]))
def test_a_candidates_row_does_not_depend_on_the_others(given_entries, order):
    history = History.of(given_entries)

    together = rows_for(history, np.array(order), AT, TABLES)[1]
    alone = np.concatenate([rows_for(history, np.array([item]), AT, TABLES)[1] for item in order])

    assert np.allclose(together, alone, atol=1e-5)


def test_only_the_last_actions_are_remembered():
    many = [(RED, VIEW, AT - 1000 + place, 0, 1) for place in range(200)]

    assert len(History.of(many).before(AT)) == HISTORY_LIMIT


def test_saved_tables_give_the_same_rows(tmp_path):
    history = History.of([(RED, VIEW, AT - 60, 450, 1), (BLUE, PURCHASE, AT - 9e5, 600, 3)])
    TABLES.save(tmp_path)

    again = rows_for(history, ALL, AT, Tables.load(tmp_path))

    assert np.array_equal(again[1], rows_for(history, ALL, AT, TABLES)[1])


def test_an_item_newer_than_the_tables_has_its_words_its_category_and_no_past():
    wider = TABLES.with_items([ItemText("newest", "Blue lamp", ("home", "lamps"), "", 3000)])
    history = History.of([(LAMP, VIEW, AT - 60, 4000, 1)])

    texts, matrix = rows_for(history, np.array([wider.index["newest"]]), AT, wider)

    assert texts.candidates == ("blue lamp",)
    assert column(matrix, "f_category_share") == 1
    assert column(matrix, "f_tfidf_nearest") > 0
    assert column(matrix, "f_covisit_score") == 0
    assert len(TABLES.ids) == 4


def test_joined_texts_keep_requests_apart():
    one, _ = rows_for(History.of([]), np.array([RED, BLUE]), AT, TABLES)
    two, _ = rows_for(History.of([(RED, VIEW, AT - 1, 0, 1)]), np.array([LAMP]), AT, TABLES)

    joined = Texts.joined([one, two])

    assert joined.groups.tolist() == [0, 0, 1]
    assert joined.histories == ("", "", "red mug, acme")


@pytest.mark.parametrize("name", FEATURE_NAMES)
def test_names_say_that_they_are_features(name):
    assert name.startswith("f_")

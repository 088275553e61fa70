import polars as pl
from recommender.interactions import MOST_EVENTS, customer_windows
from recommender.sessions import sessions_from_frame, split_last
from small_shops import index, sessions_of


def test_events_of_a_session_are_ordered_by_time_and_sessions_by_their_end():
    frame = pl.DataFrame({"session": [2, 1, 1, 2], "item": ["x", "b", "a", "y"], "time": [9.0, 5.0, 4.0, 8.0]})

    sessions = sessions_from_frame(frame)

    assert [[sessions.item_ids[i] for i in row] for row in sessions] == [["a", "b"], ["y", "x"]]


def test_items_outside_a_given_vocabulary_are_left_out():
    sessions = sessions_from_frame(pl.DataFrame({"session": [1, 1], "item": ["a", "new"]}), ("b", "a"))

    assert list(sessions.items) == [1]


def test_the_later_part_shares_no_session_with_the_earlier():
    sessions = sessions_of("ab", "cd", "ab", "cd")

    earlier, later = split_last(sessions, 0.25)

    assert [list(row) for row in earlier] + [list(row) for row in later] == [list(row) for row in sessions]
    assert list(later.items) == list(index(sessions, "cd"))


def test_a_long_pause_begins_a_new_window():
    rows = pl.DataFrame(
        {
            "customer": ["a", "a", "a"],
            "item_id": ["x", "y", "z"],
            "time": [0.0, 60.0, 40 * 86_400.0],
            "weight": [1.0] * 3,
        }
    )

    assert list(customer_windows(rows, 30).lengths) == [2, 1]


def test_who_does_hundreds_of_things_without_a_pause_has_several_sessions():
    events = [("crawler", f"i{place}", 1_000.0 + place, 1.0) for place in range(700)]
    frame = pl.DataFrame(events, schema=["customer", "item_id", "time", "weight"], orient="row")

    sessions = customer_windows(frame, 30.0)

    assert [len(session) for session in sessions] == [MOST_EVENTS, MOST_EVENTS, 700 - 2 * MOST_EVENTS]

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


DAY = 86_400.0


def interactions_of(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    """Customer, item, kind and time of each."""
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "kind", "time"], orient="row")
    return frame.with_columns(weight=1.0)


def test_a_long_pause_begins_a_new_window():
    rows = interactions_of(("a", "x", "view", 0.0), ("a", "y", "view", 60.0), ("a", "z", "view", 40 * DAY))

    assert list(customer_windows(rows, 30).lengths) == [2, 1]


def test_what_was_bought_is_taken_for_good_and_what_lies_in_the_basket_until_the_window_ends():
    rows = interactions_of(
        ("a", "x", "purchase", 0.0),
        ("a", "y", "add", 1.0),
        ("a", "y", "view", 2.0),
        ("a", "x", "view", 40 * DAY),
        ("a", "y", "view", 41 * DAY),
        ("b", "x", "view", 100 * DAY),
        ("b", "x", "add", 100 * DAY),
    )

    sessions = customer_windows(rows, 30)

    assert sessions.was_taken.tolist() == [False, False, True, True, False, False, False]
    assert sessions.is_added.tolist() == [False, True, False, False, False, False, True]


def test_every_event_knows_what_its_customer_alone_had_bought_before_its_moment():
    rows = interactions_of(
        ("a", "x", "purchase", 0.0),
        ("a", "y", "purchase", 1.0),
        ("a", "z", "purchase", 1.0),
        ("a", "z", "view", 50 * DAY),
        ("b", "z", "purchase", 60 * DAY),
        ("b", "x", "view", 61 * DAY),
    )

    sessions = customer_windows(rows, 30)

    told = [[sessions.item_ids[item] for item in sessions.bought[slice(*span)]] for span in sessions.bought_span]
    assert told == [[], ["x"], ["x"], ["x", "y", "z"], [], ["z"]]
    assert [list(row) for row in sessions.slice(1, 2).bought_span] == [[0, 3]]


def test_who_does_hundreds_of_things_without_a_pause_has_several_sessions():
    frame = interactions_of(*(("crawler", f"i{place}", "view", 1_000.0 + place) for place in range(700)))

    sessions = customer_windows(frame, 30.0)

    assert [len(session) for session in sessions] == [MOST_EVENTS, MOST_EVENTS, 700 - 2 * MOST_EVENTS]

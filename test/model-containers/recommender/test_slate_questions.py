"""A search's exam and the gate ask the same of the same shop, each from rows of its own."""

from datetime import datetime, timedelta

import polars as pl
from features.recommendation_questions import QuestionConfig, questions_after
from hypothesis import given
from hypothesis import strategies as st
from recommender.evaluation import questions_of
from recommender.interactions import customer_windows

START = datetime(2026, 3, 1)
ACTION = st.tuples(
    st.sampled_from(["ann", "bob"]),
    st.sampled_from("abcd"),
    st.sampled_from(["view", "add", "purchase"]),
    st.sampled_from([*range(0, 12), *range(50 * 24, 50 * 24 + 12)]),  # hours: two stretches with a long pause
)


@given(st.lists(ACTION, min_size=1, max_size=30))
def test_exam_and_gate_ask_for_the_same_and_leave_out_the_same(done):
    columns = ["customer", "item_id", "kind", "hours"]
    rows = pl.DataFrame(done, schema=columns, orient="row").sort("customer", "hours", "item_id", "kind")
    actions = rows.with_columns(
        at=pl.lit(START).cast(pl.Datetime("us")) + pl.duration(hours="hours"),
        cancelled_at=pl.lit(None, pl.Datetime("us")),
    )

    windows = customer_windows(rows.with_columns(time=pl.col("hours") * 3600.0, weight=1.0), 30)
    asked = questions_after(actions, START - timedelta(days=1), QuestionConfig())

    names = windows.item_ids
    exam = [
        ([names[item] for item in one.prefix], names[one.target], {names[item] for item in one.off_slate})
        for one in questions_of(windows, slates="usual")
    ]
    gate = [
        ([one["itemId"] for one in row["prefix"]], row["item_id"], set(row["off_slate"]))
        for row in asked.iter_rows(named=True)
    ]
    assert sorted(map(repr_of, exam)) == sorted(map(repr_of, gate))
    assert all(target not in off_slate and prefix[-1] in off_slate for prefix, target, off_slate in exam)


def repr_of(question: tuple[list[str], str, set[str]]) -> str:
    prefix, target, off_slate = question
    return repr((prefix, target, sorted(off_slate)))

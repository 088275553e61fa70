"""Which models that score every item a shop's search trains."""

from dataclasses import replace
from math import inf

import polars as pl
import pytest
from recommender import dense_training, sequential_fit
from recommender.dense_training import DenseConfig, DenseTime, fit_closed, suited
from recommender.sequential_training import train_sequential
from recommender.sessions import sessions_from_frame
from small_models import QUICK
from small_shops import a_shop

HOUR, DAY = 3_600.0, 86_400.0


def visits(spans):
    """Sessions of two events, so many seconds apart."""
    events = [
        (session, f"i{session % 7 + place}", session * 90 * DAY + place * span)
        for session, span in enumerate(spans)
        for place in (0, 1)
    ]
    return sessions_from_frame(pl.DataFrame(events, schema=["session", "item", "time"], orient="row"))


@pytest.mark.parametrize(
    ("spans", "kind", "learns_taste"),
    [
        ([HOUR] * 20, "later-sessions", False),
        ([HOUR] * 19 + [2 * DAY], "later-sessions", True),
        ([HOUR] * 20, "last-event", True),
        ([0.0] * 20, "later-sessions", False),
    ],
)
def test_factors_and_attention_are_learnt_where_a_taste_lasts(spans, kind, learns_taste):
    config = suited(DenseConfig(), visits(spans), kind)

    assert (config.factors is not None) == learns_taste
    assert config.order == ("attention" if learns_taste else "recurrent")


def test_a_shop_of_so_many_events_that_an_epoch_outlasts_its_time_is_learnt_from_in_part(monkeypatch):
    steps = []
    monkeypatch.setattr(sequential_fit, "stopwatch", lambda *_: lambda: float(len(steps)))
    step = sequential_fit._Run.step
    monkeypatch.setattr(sequential_fit._Run, "step", lambda *told: steps.append(1) or step(*told))
    short = replace(QUICK, batch_sessions=10, seconds=4.0)

    trained = train_sequential(a_shop(300), a_shop(20, seed=2), short)

    assert len(steps) == 5  # of thirty an epoch
    assert trained.epochs == 1


@pytest.mark.parametrize(
    ("until", "expected"),
    [(inf, 60.0), (1_000.0, 60.0), (150.0, 40.0), (110.0, 15.0), (0.0, 15.0)],
    ids=["any time", "more than its share", "what is left", "too little", "none"],
)
def test_order_gets_its_share_of_the_time_or_what_all_else_leaves_of_it(until, expected, monkeypatch):
    monkeypatch.setattr(dense_training.time, "process_time", lambda: 100.0)

    assert DenseTime(100.0, until).for_order(0.6, refit=10.0) == pytest.approx(expected)


def test_what_does_not_suit_is_not_fitted():
    shop = a_shop()

    models = fit_closed(shop, suited(DenseConfig(), shop, "later-sessions"), lambda line: None)

    assert sorted(models) == ["item-neighbours", "linear"]


def test_sessions_of_one_event_last_no_time():
    shop = sessions_from_frame(pl.DataFrame({"session": [1, 2], "item": ["a", "b"], "time": [0.0, 9.0 * DAY]}))

    assert suited(DenseConfig(), shop, "later-sessions").factors is None

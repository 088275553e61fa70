"""Nothing that happens at or after a purchase changes its rows. Every test goes through the whole snapshot."""

from datetime import UTC, datetime, timedelta

import pytest
from common.purchase_rows import FEATURE_NAMES
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lake_builders import a_snapshot, at_of, differing, rows_by_purchase
from synthetic_shop import START, an_event, synthetic_shop

SHOP = synthetic_shop(customers=25, days=25)
# Without shrinking: each example is a whole snapshot, so a failure would take minutes to become smaller.
WHOLE_SNAPSHOT = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return rows_by_purchase(a_snapshot(tmp_path_factory.mktemp("lake"), SHOP.events, SHOP.items))


def keys_made_by(tmp_path, moment):
    early = [event for event in SHOP.events if at_of(event) < moment]
    snapshot = a_snapshot(tmp_path, early, SHOP.items)
    return {group.purchase.key for groups in snapshot.dataset.splits.values() for group in groups}


@WHOLE_SNAPSHOT
@given(day=st.integers(8, 24), seed=st.integers(0, 10**6))
def test_changing_or_deleting_later_events_changes_no_earlier_row(before, tmp_path_factory, day, seed):
    moment = START + timedelta(days=day)
    changed = []
    for place, event in enumerate(SHOP.events):
        if at_of(event) < moment or (place * 7919 + seed) % 3 == 0:
            changed.append(event)
        elif (place * 7919 + seed) % 3 == 1 and event["event"] == "Product Viewed":
            changed.append({**event, "items": [{"itemId": "black-scarf", "quantity": 9, "price": 77}]})

    after = rows_by_purchase(a_snapshot(tmp_path_factory.mktemp("lake"), changed, SHOP.items))

    early = keys_made_by(tmp_path_factory.mktemp("early"), moment)
    assert early
    assert not differing(before, after, early)


@WHOLE_SNAPSHOT
@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.sampled_from(["Product Viewed", "Order Completed", "Order Cancelled"]),
            st.sampled_from(["red-mug", "blue-lamp", "never-listed"]),
            st.integers(0, 10_000),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_adding_later_events_changes_no_row(before, tmp_path_factory, additions):
    end = max(map(at_of, SHOP.events))
    new = [
        an_event(f"c{customer}", event, end + timedelta(minutes=minute + 1), [item], f"late-{place}")
        for place, (customer, event, item, minute) in enumerate(additions)
    ]

    after = rows_by_purchase(a_snapshot(tmp_path_factory.mktemp("lake"), [*SHOP.events, *new], SHOP.items))

    # A later cancellation takes the label away, which is an outcome; the rows that remain are as they were.
    kept = [key for key in before if key in after]
    assert len(kept) > 0.9 * len(before)
    assert not differing(before, after, kept)


def test_a_link_made_later_moves_no_history_into_the_past(before, tmp_path):
    end = max(map(at_of, SHOP.events))
    link = an_event("c1", "", end + timedelta(hours=1), [], linked="c2", type="identify")

    after = rows_by_purchase(a_snapshot(tmp_path, [*SHOP.events, link], SHOP.items))

    assert after.keys() == before.keys()
    assert not differing(before, after, before)


def test_an_item_of_the_future_has_no_statistics_before_it_appears(tmp_path):
    canary = "canary-item"
    late = START + timedelta(days=20)
    sold = [
        an_event(f"c{number}", "Order Completed", late + timedelta(hours=number), [canary, "red-mug"], f"o-{number}")
        for number in range(20)
    ]

    snapshot = a_snapshot(tmp_path, [*SHOP.events, *sold], SHOP.items)

    place = snapshot.dataset.tables.index[canary]
    groups = [group for groups in snapshot.dataset.splits.values() for group in groups]
    early = [group for group in groups if group.purchase.day <= late.timestamp() // 86_400]
    assert early
    assert not any(place in group.items for group in early)
    assert any(place in group.items for group in groups)


def test_a_purchase_of_the_same_moment_is_no_history(tmp_path):
    at = datetime(2026, 1, 20, 12, tzinfo=UTC)
    order = an_event("c1", "Order Completed", at, ["red-mug", "red-lamp"], "same")

    snapshot = a_snapshot(tmp_path, [*SHOP.events, order], SHOP.items)

    groups = [group for groups in snapshot.dataset.splits.values() for group in groups]
    bought_now = [group for group in groups if group.purchase.at == at.timestamp()]
    column = FEATURE_NAMES.index("f_customer_idle")
    assert bought_now
    assert all((group.matrix[:, column] > 0).all() for group in bought_now)

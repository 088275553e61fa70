from datetime import timedelta

import pytest
from lake_builders import a_snapshot
from synthetic_shop import START, an_event, synthetic_shop

SHOP = synthetic_shop(customers=3, days=5)
NOON = START + timedelta(days=2, hours=12)


def dropped(folder, *events):
    return a_snapshot(folder, events, SHOP.items).dropped


def kept_lines(snapshot):
    return snapshot.lines.order_by("timestamp").to_pandas()


def priced(item, price, quantity=1):
    return {"items": [{"itemId": item, "quantity": quantity, "price": price}]}


def test_a_message_that_stands_twice_counts_once(tmp_path):
    event = an_event("c1", "Product Viewed", NOON, ["red-mug"])

    snapshot = a_snapshot(tmp_path, [event, event, {**event, "receivedAt": "2026-02-01T00:00:00Z"}], SHOP.items)

    assert snapshot.dropped["duplicate_message"] == 2
    assert len(kept_lines(snapshot)) == 1


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        ("impossible_time", {"timestamp": "1970-01-01T00:00:00Z"}),
        ("impossible_time", {"timestamp": "2026-03-01T00:00:00Z", "receivedAt": "2026-01-01T00:00:00Z"}),
        ("after_the_window", {"timestamp": "2026-07-01T00:00:00Z", "receivedAt": "2026-07-01T00:00:00Z"}),
        ("robot", {"isBot": True}),
        ("without_customer", {"customer": ""}),
        ("quantity_outlier", priced("red-mug", 500, quantity=80_000)),
        ("quantity_outlier", priced("red-mug", 500, quantity=-2)),
        ("price_outlier", priced("red-mug", 10**12)),
        ("free_of_charge", {"items": [*priced("red-mug", 500)["items"], *priced("red-tin", 0)["items"]]}),
    ],
)
def test_what_cannot_be_is_dropped_with_its_reason(tmp_path, reason, given):
    event = {**an_event("c1", "Order Completed", NOON, ["red-mug"], "o1"), **given}

    counts = dropped(tmp_path, event)

    assert {name: count for name, count in counts.items() if count} == {reason: 1}


def test_an_order_that_tells_no_price_is_an_order(tmp_path):
    order = {**an_event("c1", "Order Completed", NOON, ["red-mug"], "o1"), **priced("red-mug", 0)}

    snapshot = a_snapshot(tmp_path, [order], SHOP.items)

    assert not any(snapshot.dropped.values())
    assert kept_lines(snapshot)[["kind", "item_id", "price"]].to_numpy().tolist() == [["purchase", "red-mug", 0.0]]


def test_a_robots_day_counts_up_to_the_moment_it_shows_itself(tmp_path):
    views = [an_event("c1", "Product Viewed", NOON + timedelta(seconds=n), ["red-mug"]) for n in range(350)]

    snapshot = a_snapshot(tmp_path, views, SHOP.items)

    assert snapshot.dropped["robot"] == 50
    assert len(kept_lines(snapshot)) == 300


def test_a_price_unlike_all_before_is_dropped_and_the_first_ones_are_not(tmp_path):
    usual = [
        {**an_event("c1", "Order Completed", NOON + timedelta(hours=n), ["red-mug"], f"o{n}"), **priced("red-mug", 500)}
        for n in range(6)
    ]
    odd = {
        **an_event("c1", "Order Completed", NOON + timedelta(hours=9), ["red-mug"], "odd"),
        **priced("red-mug", 50_000),
    }

    assert dropped(tmp_path, *usual, odd)["price_unlike_before"] == 1


def test_hidden_items_are_not_for_sale(tmp_path):
    items = [{**item, "isHidden": item["itemId"] == "red-mug"} for item in SHOP.items]

    snapshot = a_snapshot(tmp_path, [an_event("c1", "Product Viewed", NOON, ["red-mug"])], items)

    assert snapshot.dropped["item_not_for_sale"] == 1


@pytest.mark.parametrize("order", ["o1", "C777"])
def test_a_cancellation_takes_back_the_purchase_of_its_order_or_the_last_one_like_it(tmp_path, order):
    bought = an_event("c1", "Order Completed", NOON, ["red-mug", "red-lamp"], "o1")
    undone = an_event("c1", "Order Cancelled", NOON + timedelta(days=1), ["red-mug"], order)

    snapshot = a_snapshot(tmp_path, [bought, undone], SHOP.items)

    lines = kept_lines(snapshot).set_index("item_id")
    assert snapshot.dropped["cancelled_purchase"] == 1
    assert lines.loc["red-mug", "cancelled_at"] == (NOON + timedelta(days=1)).replace(tzinfo=None)
    assert lines["cancelled_at"].isna().loc["red-lamp"]


@pytest.mark.parametrize("name", ["Order Cancelled", "Order Refunded"])
def test_a_cancellation_that_names_no_item_takes_back_its_whole_order_and_no_other(tmp_path, name):
    bought = [
        an_event("c1", "Order Completed", NOON, ["red-mug", "red-lamp"], "o1"),
        an_event("c1", "Order Completed", NOON + timedelta(hours=1), ["red-mug"], "o2"),
        an_event("c2", "Order Completed", NOON, ["red-mug"], "o1"),
    ]
    undone = an_event("c1", name, NOON + timedelta(days=1), [], "o1")

    snapshot = a_snapshot(tmp_path, [*bought, undone], SHOP.items)

    lines = kept_lines(snapshot)
    taken_back = lines[lines["cancelled_at"].notna()]
    assert sorted(taken_back["item_id"]) == ["red-lamp", "red-mug"]
    assert snapshot.dropped["cancellation"] == 1
    assert len(lines) == 4


def test_another_customers_cancellation_takes_nothing_back(tmp_path):
    bought = an_event("c1", "Order Completed", NOON, ["red-mug"], "o1")
    undone = an_event("c2", "Order Cancelled", NOON + timedelta(days=1), ["red-mug"], "o1")

    assert dropped(tmp_path, bought, undone)["cancelled_purchase"] == 0


def test_an_empty_lake_gives_an_empty_data_set(tmp_path):
    snapshot = a_snapshot(tmp_path, [], SHOP.items)

    assert snapshot.dataset.counts["purchases"] == 0
    assert not any(snapshot.dataset.splits.values())


def test_a_browser_belongs_to_its_first_owner_from_the_moment_it_was_said(tmp_path):
    view = an_event("browser", "Product Viewed", NOON, ["red-mug"])
    link = an_event("c1", "", NOON + timedelta(hours=1), [], linked="browser", type="identify")
    later = an_event("c2", "", NOON + timedelta(hours=2), [], linked="browser", type="identify")
    again = an_event("browser", "Product Viewed", NOON + timedelta(hours=3), ["red-lamp"])

    lines = kept_lines(a_snapshot(tmp_path, [view, link, later, again], SHOP.items))

    seen = {(row.subject, row.item_id, row.is_own, row.visible_at.hour) for row in lines.itertuples()}
    assert seen == {
        ("browser", "red-mug", True, 12),
        ("c1", "red-mug", False, 13),
        ("c1", "red-lamp", True, 15),
    }

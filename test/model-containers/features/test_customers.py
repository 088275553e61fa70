"""What was said of customers: as it was known at the cut, an attribute at a time."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from common.paths import MlPaths
from features import process, recommendation_snapshot
from features.dataset import DatasetConfig
from features.lake import open_engine, read_customers
from features.process import SnapshotRequest
from features.recommendation_snapshot import RecommendationRequest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_builders import UNTIL, write_lines
from synthetic_shop import START, synthetic_shop

NOON = datetime(2026, 3, 1, 12)
SHOP = synthetic_shop(customers=20, days=20)


def a_row(customer, attributes, at=NOON):
    return {"shop": "tiny", "customer": customer, "attributes": attributes, "updatedAt": f"{at.isoformat()}.000Z"}


def said_in(folder, rows, before):
    table = read_customers(open_engine(1), write_lines(folder, rows) if rows is not None else folder, before)
    return {(customer, attribute): value for customer, attribute, value in table.to_polars().iter_rows()}


def test_each_attribute_is_as_it_was_said_last_before_the_moment(tmp_path):
    rows = [
        a_row("ann", {"country": "DE", "tier": "new"}),
        a_row("ann", {"tier": "gold"}, NOON + timedelta(hours=1)),
        a_row("bob", {"country": "", "tier": "new"}),
    ]

    at_noon = said_in(tmp_path / "a", rows, NOON)
    later = said_in(tmp_path / "b", rows, NOON + timedelta(hours=1))
    last = said_in(tmp_path / "c", rows, NOON + timedelta(hours=2))

    assert at_noon == {}
    assert later == {("ann", "country"): "DE", ("ann", "tier"): "new", ("bob", "tier"): "new"}
    assert last == {**later, ("ann", "tier"): "gold"}


def test_a_lake_that_says_nothing_of_anybody_gives_no_rows(tmp_path):
    begun = tmp_path / "begun"
    begun.mkdir()
    (begun / "_begun").write_text("")

    assert said_in(tmp_path / "missing", None, NOON) == said_in(begun, None, NOON) == {}


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(6)), copies=st.integers(1, 2))
def test_the_order_of_rows_and_copies_of_them_change_nothing(tmp_path_factory, order, copies):
    rows = [
        a_row(f"c{number % 2}", {"tier": f"t{number}", "city": "Ulm"}, NOON + timedelta(minutes=number // 2))
        for number in range(6)
    ]

    told = said_in(
        tmp_path_factory.mktemp("lake"), [rows[place] for place in order] * copies, UNTIL.replace(tzinfo=None)
    )

    assert told == said_in(tmp_path_factory.mktemp("lake"), rows, UNTIL.replace(tzinfo=None))


@pytest.fixture
def paths(tmp_path):
    paths = MlPaths(tmp_path)
    write_lines(paths.processing_input("events"), SHOP.events)
    write_lines(paths.processing_input("items"), SHOP.items)
    write_lines(
        paths.processing_input("customers"),
        [
            a_row("c1", {"tier": "new"}, START.replace(tzinfo=None)),
            a_row("c1", {"tier": "gold"}, START.replace(tzinfo=None) + timedelta(days=19, hours=23)),
        ],
    )
    return paths


def test_snapshots_write_them_beside_the_interactions_each_as_known_at_its_own_cut(paths):
    request = SnapshotRequest("tiny", UNTIL, DatasetConfig(row_limit=500, negatives=5, pool=10))

    process.run(paths, request, threads=1)
    lists = pl.read_parquet(paths.processing_output("interactions") / "customers.parquet")
    recommendation_snapshot.run(paths, RecommendationRequest("tiny", UNTIL), threads=1)
    learned = pl.read_parquet(paths.processing_output("train") / "customers.parquet")

    assert lists.rows() == [("c1", "tier", "gold")]
    # The recommender is judged on what follows its cut, and must not know what was said then.
    assert learned.rows() == [("c1", "tier", "new")]


def test_what_was_said_is_part_of_what_a_snapshot_is_known_by(paths):
    request = RecommendationRequest("tiny", datetime(2026, 6, 1, tzinfo=UTC))

    one = recommendation_snapshot.run(paths, request, threads=1)
    write_lines(paths.processing_input("customers"), [a_row("c1", {"tier": "silver"}, START.replace(tzinfo=None))])
    other = recommendation_snapshot.run(paths, request, threads=1)

    assert one["manifest"]["fingerprint"] != other["manifest"]["fingerprint"]

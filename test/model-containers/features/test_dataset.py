from datetime import timedelta

import numpy as np
import pyarrow.parquet as parquet
import pytest
from common.hyperparameters import SettingsError
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.purchase_rows import FEATURE_NAMES, KINDS, History, rows_for
from common.rows_file import read_rows
from common.tables import Tables
from features import process
from features.dataset import DatasetConfig
from features.lake import TooYoungError
from features.process import SnapshotRequest
from features.purchases import SPLITS, TimeSplit
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_builders import UNTIL, a_snapshot, rows_by_purchase, write_lines
from synthetic_shop import START, an_event, synthetic_shop

SHOP = synthetic_shop(customers=40, days=30)
CONFIG = DatasetConfig(row_limit=1_500, negatives=10, pool=30, seed=7)


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """The whole job, run once."""
    paths = MlPaths(tmp_path_factory.mktemp("ml"))
    write_lines(paths.processing_input("events"), SHOP.events)
    write_lines(paths.processing_input("items"), SHOP.items)
    report = process.run(paths, SnapshotRequest("tiny", UNTIL, CONFIG), threads=1)
    return paths, report


def groups_of(snapshot):
    return [group for groups in snapshot.dataset.splits.values() for group in groups]


def test_a_group_is_the_purchase_and_distinct_candidates_that_were_not_bought_then(tmp_path):
    snapshot = a_snapshot(tmp_path, SHOP.events, SHOP.items, CONFIG)

    bought = {}
    for group in groups_of(snapshot):
        bought.setdefault((group.purchase.subject, group.purchase.order), set()).add(group.purchase.item)
    for group in groups_of(snapshot):
        refused = set(group.items[group.labels == 0].tolist())
        assert group.items[group.labels == 1].tolist() == [group.purchase.item]
        assert len(refused) == len(group.items) - 1 <= CONFIG.negatives
        assert not refused & bought[group.purchase.subject, group.purchase.order]


def test_the_splits_do_not_overlap_in_time_and_share_no_day(job):
    paths, _ = job
    days = [
        np.unique(parquet.read_table(paths.processing_output(name) / "rows.parquet")["at"].to_numpy().astype("M8[D]"))
        for name in SPLITS
    ]

    assert all(len(part) for part in days)
    assert days[0].max() < days[1].min() <= days[1].max() < days[2].min()


def test_the_row_limit_holds_and_takes_from_the_whole_time(job):
    paths, report = job
    manifest = DatasetManifest.read(paths.processing_output("train") / "manifest.json")

    assert 0.9 * CONFIG.row_limit < sum(manifest.rows.values()) <= CONFIG.row_limit
    assert report["among_candidates"] > sum(manifest.purchases.values())
    assert manifest.purchases["test"] >= 10


def test_the_same_seed_gives_the_same_fingerprint_and_another_seed_another(job, tmp_path):
    _, report = job
    again = MlPaths(tmp_path / "again")
    write_lines(again.processing_input("events"), list(reversed(SHOP.events)))
    write_lines(again.processing_input("items"), list(reversed(SHOP.items)))

    same = process.run(again, SnapshotRequest("tiny", UNTIL, CONFIG), threads=1)
    other = process.run(again, SnapshotRequest("tiny", UNTIL, DatasetConfig(1_500, 8, 10, 30)), threads=1)

    assert same["manifest"]["fingerprint"] == report["manifest"]["fingerprint"]
    assert other["manifest"]["fingerprint"] != report["manifest"]["fingerprint"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"validation_share": -0.1}, "validation_share"),
        ({"test_share": float("nan")}, "test_share"),
        ({"validation_share": 0.5, "test_share": 0.5}, "less than 1 together"),
        ({"negatives": 0}, "negatives"),
    ],
)
def test_shares_and_counts_that_leave_nothing_to_learn_from_are_refused_by_name(wrong, words):
    with pytest.raises(SettingsError, match=words):
        DatasetConfig(**wrong)


def test_the_job_is_refused_by_its_arguments_before_it_reads(capsys):
    with pytest.raises(SystemExit):
        process.parse(["--shop", "tiny", "--until", "2026-02-01T00:00:00Z", "--test-share", "1.5"])

    assert "test_share is 1.5" in capsys.readouterr().err


def test_rows_hold_one_purchase_a_group_and_every_feature(job):
    rows = read_rows(job[0].processing_output("train"))

    assert rows.feature_names == FEATURE_NAMES
    assert np.isfinite(rows.matrix).all()
    _, group = np.unique(rows.groups, return_inverse=True)
    assert (np.bincount(group, rows.labels) == 1).all()


def test_no_place_in_a_group_tells_what_was_bought(tmp_path):
    groups = groups_of(a_snapshot(tmp_path, SHOP.events, SHOP.items, CONFIG))

    places = [np.flatnonzero(group.labels)[0] / (len(group.items) - 1) for group in groups]

    assert len(set(places)) > 2
    assert all((np.diff(group.items) > 0).all() for group in groups)


def test_serving_computes_the_very_rows_that_the_next_purchase_would_have(job):
    tables = Tables.load(job[0].processing_output("serving") / "tables")
    interactions = parquet.read_table(job[0].processing_output("interactions") / "interactions.parquet").to_pandas()
    one = interactions[interactions.customer == "c3"].tail(60)
    at = one["at"].max().timestamp() + 60
    history = History.of(
        [(tables.index[row.item_id], KINDS[row.kind], row.at.timestamp(), 500, 1) for row in one.itertuples()]
    )

    texts, matrix = rows_for(history, np.arange(5), at, tables)

    assert texts.histories[0].startswith(tables.phrases[history.items[-1]])
    assert np.isfinite(matrix).all()
    assert matrix[:, FEATURE_NAMES.index("f_covisit_score")].max() > 0


def test_what_customers_like_can_be_learned_from_the_rows(job):
    rows = read_rows(job[0].processing_output("train"))
    score = rows.matrix[:, FEATURE_NAMES.index("f_covisit_score")]

    assert score[rows.labels == 1].mean() > 1.2 * score[rows.labels == 0].mean()


def test_a_window_before_everything_is_empty_but_complete(tmp_path):
    paths = MlPaths(tmp_path)
    write_lines(paths.processing_input("items"), SHOP.items)
    paths.processing_input("events").mkdir(parents=True)

    report = process.run(paths, SnapshotRequest("tiny", UNTIL, CONFIG), threads=1)

    assert sum(report["manifest"]["rows"].values()) == 0
    assert all((paths.processing_output(name) / "rows.parquet").is_file() for name in SPLITS)
    assert parquet.read_table(paths.processing_output("interactions") / "items.parquet").num_rows == len(SHOP.items)


def test_a_shop_without_any_item_is_told_what_it_takes(tmp_path, monkeypatch):
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    with pytest.raises(TooYoungError, match="no item yet"):
        process.main(["--shop", "tiny", "--until", UNTIL.isoformat()])

    assert MlPaths(tmp_path).exit_message.read_text().startswith("TooYoungError: the shop has no item yet")


def test_items_that_events_alone_name_are_enough(tmp_path):
    snapshot = a_snapshot(tmp_path, SHOP.events, [], CONFIG)

    assert snapshot.dataset.tables.ids


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=200), st.floats(0.05, 0.3), st.floats(0.05, 0.3))
def test_any_days_are_split_in_their_order(days, validation, test):
    split = TimeSplit.of(np.array(days), validation, test)

    names = [SPLITS.index(split.of_day(day)) for day in sorted(days)]

    assert names == sorted(names)
    assert names[-1] == 2


def test_rows_are_the_same_whatever_else_the_limit_takes(tmp_path):
    few = rows_by_purchase(a_snapshot(tmp_path / "few", SHOP.events, SHOP.items, CONFIG))
    many = rows_by_purchase(a_snapshot(tmp_path / "many", SHOP.events, SHOP.items, DatasetConfig(100_000, 7, 10, 30)))

    assert few.keys() < many.keys()
    assert all(few[key][0] == many[key][0] for key in few)


def test_the_moment_of_a_purchase_is_before_its_way_into_the_basket(tmp_path):
    added = START + timedelta(days=20, hours=1)
    basket = an_event("c3", "Product Added", added, ["red-mug"])
    order = an_event("c3", "Order Completed", added + timedelta(hours=5), ["red-mug", "red-lamp"], "from-basket")

    snapshot = a_snapshot(tmp_path, [*SHOP.events, basket, order], SHOP.items, DatasetConfig(100_000, 7, 10, 40))

    moments = {
        group.candidates[group.labels.argmax()]: group
        for group in groups_of(snapshot)
        if group.purchase.order == "from-basket"
    }
    assert moments["red mug"].purchase.at == added.timestamp()
    assert moments["red lamp"].purchase.at == (added + timedelta(hours=5)).timestamp()
    assert moments["red mug"].matrix[0, FEATURE_NAMES.index("f_own_added")] == 0


def test_the_moment_of_a_purchase_is_before_the_stay_with_its_item_alone(tmp_path):
    start = START + timedelta(days=20)
    told = [
        ("Product Viewed", 0, ["red-mug"]),
        ("Product Viewed", 1, ["blue-lamp"]),
        ("Product Viewed", 2, ["red-mug"]),
        ("Product Viewed", 3, ["red-mug"]),
        ("Product Added", 4, ["red-mug"]),
        ("Order Completed", 5, ["red-mug"]),
    ]
    events = [
        an_event("c3", event, start + timedelta(hours=hour), items, "after-a-stay" if hour == 5 else None)
        for event, hour, items in told
    ]

    snapshot = a_snapshot(tmp_path, [*SHOP.events, *events], SHOP.items, DatasetConfig(100_000, 7, 10, 40))

    (group,) = [group for group in groups_of(snapshot) if group.purchase.order == "after-a-stay"]
    bought = group.matrix[group.labels.argmax()]
    assert group.purchase.at == (start + timedelta(hours=2)).timestamp()
    assert group.history.startswith("blue lamp")
    assert bought[FEATURE_NAMES.index("f_own_days_seen")] == pytest.approx(np.log1p(2 / 24))


def test_who_met_nothing_but_what_they_bought_could_not_be_shown_it(tmp_path):
    start = START + timedelta(days=20)
    only = [
        an_event("newcomer", "Product Viewed", start, ["red-mug"]),
        an_event("newcomer", "Order Completed", start + timedelta(hours=1), ["red-mug"], "at-once"),
    ]

    snapshot = a_snapshot(tmp_path, [*SHOP.events, *only], SHOP.items, DatasetConfig(100_000, 7, 10, 40))

    assert not [group for group in groups_of(snapshot) if group.purchase.order == "at-once"]


def test_what_was_bought_just_before_is_on_no_slate_and_asked_about_once(tmp_path):
    start = START + timedelta(days=18)
    orders = [
        an_event("c3", "Order Completed", start + timedelta(days=day), ["red-mug"], f"day-{day}") for day in (0, 2)
    ]
    events = [event for event in SHOP.events if event["customer"] != "c3"]

    snapshot = a_snapshot(
        tmp_path,
        [*events, an_event("c3", "Product Viewed", START, ["blue-lamp"]), *orders],
        SHOP.items,
        DatasetConfig(100_000, 7, 10, 40),
    )

    moments = {g.purchase.order: g.purchase.at for g in groups_of(snapshot) if g.purchase.order.startswith("day-")}
    assert moments == {"day-0": start.timestamp()}


def test_nobody_refuses_what_no_slate_shows(tmp_path):
    start = START + timedelta(days=20)
    told = [
        an_event("c3", "Product Added", start, ["red-lamp"]),
        an_event("c3", "Product Viewed", start + timedelta(hours=1), ["blue-lamp"]),
        an_event("c3", "Order Completed", start + timedelta(hours=2), ["red-mug"], "beside-a-basket"),
    ]

    snapshot = a_snapshot(tmp_path, [*SHOP.events, *told], SHOP.items, DatasetConfig(100_000, 7, 100, 100))

    (group,) = [group for group in groups_of(snapshot) if group.purchase.order == "beside-a-basket"]
    assert {"red mug", "red lamp", "blue lamp"} & set(group.candidates) == {"red mug"}
    assert len(group.candidates) > 5

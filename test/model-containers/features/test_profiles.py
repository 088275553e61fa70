"""Facts of profiles: counted right, of known customers alone, and nothing of later in a churn row."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from common.paths import MlPaths
from features import profiles
from features.churn_rows import choose_horizon, cuts_of
from features.lake import open_engine, read_events, read_items
from features.profiles import tabulate, write
from lake_builders import at_of, write_lines
from synthetic_shop import START, an_event, synthetic_shop

DAY = timedelta(days=1)
END = START + 70 * DAY
SHOP = synthetic_shop(customers=25, days=64)


def tables_of(folder, events, until=END, items=SHOP.items):
    engine = open_engine(1)
    lake = read_events(engine, write_lines(folder / "events", events))
    return tabulate(lake, read_items(engine, write_lines(folder / "items", items)), until)


def facts_of(folder, events, **given):
    frame = tables_of(folder, events, **given).facts.to_pandas()
    return {row["subject"]: row for row in frame.to_dict("records")}


def test_counts_what_a_customer_did(tmp_path):
    evening = START + timedelta(hours=20)
    events = [
        an_event("ann", "Product Viewed", evening, ["red-mug"], device="mobile"),
        an_event("ann", "Product Viewed", evening + timedelta(seconds=40), ["red-lamp"], device="mobile"),
        an_event("ann", "Product Added", evening + timedelta(seconds=60), ["red-lamp"], device="mobile"),
        an_event("ann", "Order Completed", evening + 2 * DAY, ["red-lamp"], "o1"),
        an_event("ann", "Order Completed", evening + 12 * DAY, ["red-lamp", "blue-bag"], "o2"),
    ]

    ann = facts_of(tmp_path, events)["ann"]

    assert (ann["views"], ann["adds"], ann["orders"], ann["active_days"]) == (2, 1, 2, 3)
    assert ann["spent"] == 580 + 580 + 580
    assert ann["dwell_seconds"] == 30  # 40 s on the mug, 20 s on the lamp
    assert ann["days_between_orders"] == pytest.approx(10)
    assert ann["days_since_order"] == pytest.approx(0, abs=1e-3)  # looked at from the lake's end
    assert (ann["hour"], ann["device"]) == (20, "mobile")
    assert ann["categories"][0]["value"] == "lamp"
    assert sum(one["share"] for one in ann["categories"]) == pytest.approx(1)


def test_does_not_count_an_order_that_was_taken_back(tmp_path):
    events = [
        an_event("ann", "Order Completed", START, ["red-mug"], "o1"),
        an_event("ann", "Order Cancelled", START + DAY, ["red-mug"], "o1"),
        an_event("ann", "Product Viewed", START + 2 * DAY, ["red-mug"]),
    ]

    assert facts_of(tmp_path, events)["ann"]["orders"] == 0


def test_a_browser_has_no_profile_and_lends_its_past_to_its_owner(tmp_path):
    events = [
        an_event("browser", "Product Viewed", START, ["red-mug"], isKnown=False),
        an_event("stranger", "Product Viewed", START, ["red-mug"], isKnown=False),
        an_event("ann", "Product Viewed", START + DAY, ["red-lamp"], linked="browser"),
    ]

    facts = facts_of(tmp_path, events)

    assert set(facts) == {"ann"}
    assert facts["ann"]["views"] == 2


def test_an_empty_lake_gives_no_customers_and_no_rows(tmp_path):
    tables = tables_of(tmp_path, [])

    assert tables.facts.count().execute() == 0
    assert (tables.horizon_days, tables.rows) == (None, None)
    write(tmp_path / "out", tables)


def test_the_job_ends_with_how_many_it_found_or_says_why_not(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ML_ROOT", str(tmp_path))
    paths = MlPaths(tmp_path)
    write_lines(paths.processing_input("items"), SHOP.items)
    write_lines(paths.processing_input("events"), [an_event("ann", "Product Viewed", START, ["red-mug"])])

    profiles.main(["--until", END.replace(tzinfo=None).isoformat(), "--threads", "1"])

    assert json.loads(capsys.readouterr().out) == {"customers": 1, "horizon_days": None}
    assert (paths.processing_output("data") / "facts.parquet").is_file()

    (paths.processing_input("events") / "part.jsonl.gz").write_bytes(b"torn")
    with pytest.raises(Exception, match="gz"):
        profiles.main(["--until", END.isoformat()])
    assert paths.exit_message.is_file()


@pytest.mark.parametrize("day", [20, 31, 45])
def test_what_happens_after_a_moment_changes_no_feature_of_it(tmp_path, day):
    before = tables_of(tmp_path / "a", SHOP.events)
    moment = START + day * DAY
    changed = [event for place, event in enumerate(SHOP.events) if at_of(event) < moment or place % 2]
    # The history's ends must stay, because they place the moments that are looked back from.
    changed.append(max(SHOP.events, key=at_of))

    after = tables_of(tmp_path / "b", changed)

    kept = [_features(tables, moment) for tables in (before, after)]
    assert kept[0].keys() == kept[1].keys()
    assert kept[0]
    for key, row in kept[0].items():
        np.testing.assert_allclose(row, kept[1][key], rtol=1e-6)


def _features(tables, moment):
    frame = tables.rows.to_pandas()
    names = [name for name in frame.columns if name.startswith("f_")]
    early = frame[frame["at"] <= moment.replace(tzinfo=None)]
    return {(row["subject"], row["at"]): [row[name] for name in names] for _, row in early.iterrows()}


def test_the_outcomes_of_fit_calibrate_and_test_do_not_overlap():
    cuts = cuts_of(datetime(2026, 1, 1), datetime(2026, 3, 12), 14)
    ends = {role: [one.at + 14 * DAY for one in cuts if one.role == role] for role in ("fit", "calibrate")}
    starts = {role: [one.at for one in cuts if one.role == role] for role in ("calibrate", "test", "now")}

    assert max(ends["fit"]) <= min(starts["calibrate"])
    assert max(ends["calibrate"]) <= min(starts["test"])
    assert starts["test"][0] + 14 * DAY == starts["now"][0]


def test_a_label_says_whether_an_order_followed(tmp_path):
    frame = tables_of(tmp_path, SHOP.events).rows.to_pandas()
    row = frame[frame["role"] == "test"].iloc[0]
    at = row["at"].to_pydatetime().replace(tzinfo=UTC)
    orders = [
        event
        for event in SHOP.events
        if event["customer"] == row["subject"]
        and event["event"] == "Order Completed"
        and at <= at_of(event) < at + 14 * DAY
    ]

    assert row["churned"] == (0 if orders else 1)
    assert 0 < frame[frame["role"] == "test"]["churned"].mean() < 1
    assert frame[frame["role"] == "now"]["churned"].isna().all()


@pytest.mark.parametrize(
    ("days", "gap", "expected"), [(30, 5, None), (60, 5, 14), (400, 5, 14), (400, 30, 60), (130, 60, 30)]
)
def test_the_horizon_follows_the_usual_gap_as_far_as_the_history_reaches(days, gap, expected):
    assert choose_horizon(START, START + days * DAY, gap) == expected


def test_the_same_lake_in_another_order_has_the_same_fingerprint(tmp_path):
    import json

    prints = []
    for name, events in (("a", SHOP.events), ("b", SHOP.events[::-1]), ("c", SHOP.events[:-1])):
        write(tmp_path / name / "out", tables_of(tmp_path / name, events))
        prints.append(json.loads((tmp_path / name / "out/profiles.json").read_text())["fingerprint"])

    assert prints[0] == prints[1] != prints[2]

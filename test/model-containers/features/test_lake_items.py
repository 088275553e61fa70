"""What the lake says of an item, when several rows do."""

import polars as pl
from features.lake import open_engine, read_customers, read_events, read_items
from features.snapshot_files import write_interactions
from lake_builders import UNTIL, a_snapshot, write_lines


def row(at: str, **rest: object) -> dict[str, object]:
    item = {"shop": "demo", "itemId": "mug", "title": "Mug", "price": 100, "isHidden": False, "category": []}
    return item | {"updatedAt": f"2026-01-{at}T00:00:00Z", "attributes": {"colour": "red", "size": "big"}} | rest


def catalogue_of(folder, *rows):
    engine = open_engine(1)
    return engine, read_items(engine, write_lines(folder / "items", rows))


def test_a_picture_holds_until_another_comes(tmp_path):
    _, items = catalogue_of(tmp_path, row("01", imageVector=[1, 2]), row("03", title="Cup"), row("02", imageVector=[3]))

    (mug,) = items.to_pyarrow().to_pylist()
    assert (mug["title"], mug["imageVector"]) == ("Cup", [3])


def test_an_empty_picture_takes_it_away(tmp_path):
    _, items = catalogue_of(tmp_path, row("01", imageVector=[1, 2]), row("02", imageVector=[]))

    assert items.to_pyarrow()["imageVector"].to_pylist() == [[]]


def test_attributes_and_picture_reach_the_recommender(tmp_path):
    engine, items = catalogue_of(tmp_path, row("01", imageVector=[1, 2]), row("01", itemId="old", attributes=None))
    events = read_events(engine, write_lines(tmp_path / "events", []))
    lines = events.select(subject="customer", item_id="event", timestamp="timestamp", kind="type", is_own=True)
    lines = lines.mutate(cancelled_at=lines.timestamp)

    write_interactions(tmp_path / "train", lines, items, read_customers(engine, tmp_path / "none", UNTIL))

    rows = {one["item_id"]: one for one in pl.read_parquet(tmp_path / "train/items.parquet").to_dicts()}
    assert rows["mug"]["attributes"] == ["colour red", "size big"]
    assert rows["mug"]["image_vector"] == [1, 2]
    assert (rows["old"]["attributes"], rows["old"]["image_vector"]) == (None, None)


def test_an_area_may_hold_both_kinds_of_file_under_a_folder_a_day(tmp_path):
    write_lines(tmp_path / "items/date=2026-01-01", [row("01")])
    (tmp_path / "items/date=2026-01-02").mkdir()
    pl.DataFrame([{"itemId": "cup", "title": "Cup"}]).write_parquet(tmp_path / "items/date=2026-01-02/part.parquet")

    items = read_items(open_engine(1), tmp_path / "items").to_pyarrow().to_pylist()

    assert {one["itemId"]: one["title"] for one in items} == {"mug": "Mug", "cup": "Cup"}


def test_an_item_of_which_next_to_nothing_is_said_has_no_words_and_no_price(tmp_path):
    nameless = {"shop": "demo", "itemId": "thing", "updatedAt": "2026-01-01T00:00:00Z"}

    tables = a_snapshot(tmp_path, [], [nameless, row("01")]).dataset.tables

    assert dict(zip(tables.ids, tables.phrases, strict=True)) == {"mug": "mug", "thing": ""}
    assert tables.prices.tolist() == [100, 0]

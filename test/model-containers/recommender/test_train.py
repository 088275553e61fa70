import gzip
import json

import polars as pl
import pytest
from recommender.interactions import customer_windows, read_interactions, read_texts
from recommender.train import TrainConfig, fit, main
from small_shops import a_shop


def write_channel(root, rows, items):
    channel = root / "input/data/interactions"
    channel.mkdir(parents=True)
    schema = {"customer": pl.String, "item_id": pl.String, "at": pl.Int64, "kind": pl.String, "weight": pl.Float32}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        (pl.col("at") * 1_000_000).cast(pl.Datetime("us"))
    )
    frame.write_parquet(channel / "interactions.parquet")
    pl.DataFrame({"item_id": items}).write_parquet(channel / "items.parquet")


def test_the_training_job_writes_candidates_of_offered_items_only(tmp_path, monkeypatch, capsys):
    rows = [
        (f"c{i}", item, i * 3600 + place, "view", 1.0)
        for i in range(40)
        for place, item in enumerate("ab" + "cg"[i % 2])
    ]
    write_channel(tmp_path, rows, ["a", "b", "c", "new"])
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    main()

    lines = [
        json.loads(line) for line in gzip.decompress((tmp_path / "model/neighbours.jsonl.gz").read_bytes()).splitlines()
    ]
    popular = json.loads((tmp_path / "model/popular.json").read_text())
    near_a = next(line for line in lines if line["itemId"] == "a")["neighbours"]
    assert {entry["itemId"] for entry in near_a} == {"b", "c"}
    assert near_a[0]["support"] == 40
    assert popular[-1] == {"itemId": "new", "score": 0.0}
    assert json.loads((tmp_path / "model/model.json").read_text())["family"] == "recommender"
    assert "covisitation_hr20=" in capsys.readouterr().out


def test_a_failed_job_says_why_in_the_failure_file(tmp_path, monkeypatch):
    write_channel(tmp_path, [], [])
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    with pytest.raises(ValueError, match="no interactions"):
        main()

    assert "no interactions" in (tmp_path / "output/failure").read_text()


def test_covisitation_foresees_more_than_popularity_and_the_same_data_gives_the_same_figures():
    shop = a_shop(600)

    trained = fit(shop, TrainConfig())

    assert trained.metrics["covisitation"]["hr20"] > trained.metrics["popularity"]["hr20"]
    assert fit(shop, TrainConfig()).metrics == trained.metrics


def test_a_searched_job_gives_items_without_behaviour_a_place_and_a_text(tmp_path):
    rows = [("c", "a", 0, "view", 1.0), ("c", "b", 60, "view", 1.0)]
    write_channel(tmp_path, rows, ["a", "b", "new"])
    items = tmp_path / "input/data/interactions/items.parquet"
    pl.DataFrame(
        {"item_id": ["a", "new"], "title": ["Red mug", None], "category": [["home", "mugs"], []]}
    ).write_parquet(items)
    channel = items.parent

    texts = read_texts(channel)
    windows = customer_windows(read_interactions(channel), 30, texts)

    assert texts == {"a": "Red mug home mugs", "new": ""}
    assert windows.item_ids == ("a", "b", "new")
    assert list(windows.items) == [0, 1]

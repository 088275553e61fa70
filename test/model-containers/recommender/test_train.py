import gzip
import json
from collections import Counter

import polars as pl
import pytest
from common.hyperparameters import SettingsError
from common.paths import MlPaths
from recommender import item_vectors, train
from recommender.artefact import load_artefact
from recommender.interactions import customer_windows, read_interactions, read_texts
from recommender.request import Request
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


def test_a_job_reads_texts_and_pictures_and_ranks_what_is_popular_once_for_all_who_ask(tmp_path, monkeypatch):
    rows = [(f"c{i}", item, i * 3600 + place, "view", 1.0) for i in range(20) for place, item in enumerate("ab")]
    write_channel(tmp_path, rows, ["a", "b"])
    told = {"item_id": ["a", "b", "new"], "title": ["Red mug", "Blue mug", "Red mug big"]}
    looks = [[float(place == row) for place in range(8)] for row in range(3)]
    pl.DataFrame(told | {"image_vector": looks}).write_parquet(tmp_path / "input/data/interactions/items.parquet")
    (tmp_path / "input/config").mkdir()
    (tmp_path / "input/config/hyperparameters.json").write_text('{"search_seconds": "1"}')
    calls = Counter()

    def counted(module, name):
        once = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: calls.update([name]) or once(*given))

    counted(train, "popular_items")
    counted(item_vectors, "item_picture_vectors")
    counted(item_vectors.TextSpace, "fit")

    train.run(MlPaths(tmp_path))

    assert calls == {"popular_items": 1, "item_picture_vectors": 1, "fit": 1}
    likeness = load_artefact(tmp_path / "model").likeness
    assert (likeness.item_ids, likeness.is_cold.tolist()) == (("a", "b", "new"), [False, False, True])
    assert likeness.pictures.any(axis=1).all()
    assert likeness.space.vectors[0] @ likeness.space.vectors[2] > likeness.space.vectors[1] @ likeness.space.vectors[2]


def test_a_catalogue_of_pictures_alone_shows_what_nobody_met(tmp_path):
    rows = [(f"c{i}", item, i * 3600 + place, "view", 1.0) for i in range(40) for place, item in enumerate("abcd")]
    write_channel(tmp_path, rows, [])
    looks = {item: [float(place == row) for place in range(8)] for row, item in enumerate("abcd")}
    looks |= {"new": looks["a"]}
    told = {"item_id": list(looks), "title": [None] * 5, "image_vector": list(looks.values())}
    frame = pl.DataFrame(told, schema_overrides={"title": pl.String})
    frame.write_parquet(tmp_path / "input/data/interactions/items.parquet")
    (tmp_path / "input/config").mkdir()
    (tmp_path / "input/config/hyperparameters.json").write_text('{"search_seconds": "1"}')

    train.run(MlPaths(tmp_path))

    candidates = load_artefact(tmp_path / "model").answerer().answer(Request(("a",), 20))["candidates"]
    [new] = [one for one in candidates if one["itemId"] == "new"]
    assert (new["source"], new["evidence"]) == ("similar-picture", ["a"])


def test_a_failed_job_says_why_in_the_failure_file(tmp_path, monkeypatch):
    write_channel(tmp_path, [], [])
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    with pytest.raises(ValueError, match="no interactions"):
        main()

    assert "no interactions" in (tmp_path / "output/failure").read_text()


def test_a_setting_that_nobody_knows_ends_the_job_in_place_of_training_without_it(tmp_path, monkeypatch):
    write_channel(tmp_path, [("c", "a", 0, "view", 1.0)], ["a"])
    (tmp_path / "input/config").mkdir()
    (tmp_path / "input/config/hyperparameters.json").write_text('{"search_secondes": "40"}')
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    with pytest.raises(SettingsError, match="search_secondes"):
        main()

    assert "search_secondes" in (tmp_path / "output/failure").read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("search_seconds", "nan"),
        ("search_seconds", "inf"),
        ("half_life_days", "0"),
        ("test_share", "1"),
        ("seed", "-1"),
    ],
)
def test_a_setting_that_nothing_can_be_trained_with_is_named(name, text):
    with pytest.raises(SettingsError, match=f"{name} is .*between"):
        TrainConfig.parse({name: text})


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

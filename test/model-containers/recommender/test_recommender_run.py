"""The recommender's way through a run: lake → snapshot → training → scoring → verdict's figures."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from common.contracts import check_contract
from common.evaluation_job import run_evaluation
from common.paths import MlPaths
from features.recommendation_questions import QuestionConfig, questions_after
from features.recommendation_snapshot import RecommendationRequest
from features.recommendation_snapshot import run as take_snapshot
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from recommender import judge, score, train
from recommender.artefact import load_artefact
from recommender.request import Request
from synthetic_shop import START, an_event, synthetic_shop

SHOP = synthetic_shop(customers=60, days=40)
REQUEST = RecommendationRequest("tiny", datetime(2026, 6, 1, tzinfo=UTC))
FIRST_MET = START + timedelta(days=38)
# Each reads like one that is known, and nobody met it before the last days.
NEW = [{**item, "itemId": f"new-{item['itemId']}", "title": f"New {item['title'].lower()}"} for item in SHOP.items]


def snapshot_of(root, events, items):
    paths = MlPaths(root)
    for name, rows in (("events", events), ("items", items)):
        folder = paths.processing_input(name)
        folder.mkdir(parents=True)
        (folder / "part.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    take_snapshot(paths, REQUEST, threads=1)
    return root / "processing/output"


def trained_on(root, data, monkeypatch, **hyperparameters):
    shutil.copytree(data / "train", root / "input/data/train")
    (root / "input/config").mkdir(parents=True)
    (root / "input/config/hyperparameters.json").write_text(json.dumps(hyperparameters))
    monkeypatch.setenv("TASK", "recommender")
    train.run(MlPaths(root))
    return root / "model"


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory):
    """Evaluation and artefact of one run of a shop whose last days bring a new item beside each known one."""
    root = tmp_path_factory.mktemp("run")
    late = [
        an_event(f"c{number}", "Product Viewed", FIRST_MET + timedelta(minutes=place), [item])
        for number in range(60)
        for place, item in enumerate((SHOP.items[number % 40]["itemId"], NEW[number % 40]["itemId"]))
    ]
    with pytest.MonkeyPatch.context() as monkeypatch:
        data = snapshot_of(root / "snapshot", [*SHOP.events, *late], [*SHOP.items, *NEW])
        model = trained_on(root / "train", data, monkeypatch, search_seconds="5", seed="7")
        scoring = MlPaths(root / "score")
        shutil.copytree(model, scoring.processing_input("model"))
        shutil.copytree(data / "test", scoring.processing_input("rows"))
        score.run(scoring)
        judging = MlPaths(root / "judge")
        for name in ("search", "champion"):
            shutil.copytree(scoring.processing_output("scores"), judging.processing_input("scores") / name)
        scorer = json.loads((model / "model.json").read_text())["default_scorer"]
        return run_evaluation(judge.judge, judging, scorer, 7, judge.read_scored), model, data


def test_a_run_ends_in_an_evaluation_that_the_gate_can_read(whole_run):
    evaluation, _, _ = whole_run

    check_contract("Evaluation", evaluation)
    assert [one["name"] for one in evaluation["baselines"]] == ["covisitation", "popularity"]
    for one in [*evaluation["candidates"], *evaluation["baselines"]]:
        assert one["log_loss_low"] < one["log_loss"] < one["log_loss_high"]
    assert evaluation["candidates"][0]["ranking"]["ndcg20"] > evaluation["baselines"][1]["ranking"]["ndcg20"]


def test_nobody_is_scored_by_what_no_slate_shows(whole_run):
    _, model, data = whole_run
    artefact = load_artefact(model)
    questions = pl.read_parquet(data / "test/questions.parquet").head(200)

    scores = score.answered(artefact, questions)

    assert questions["off_slate"].list.len().max() > 1
    for column in ("served:shown", "covisitation:shown", "popularity:shown"):
        for shown, off_slate in scores.select(column, "off_slate").iter_rows():
            assert not set(shown) & set(off_slate)
            assert len(shown) == score.DEPTH


def test_a_model_compared_with_itself_differs_by_nothing(whole_run):
    evaluation, _, _ = whole_run

    against_itself = next(one for one in evaluation["comparisons"] if one["against"] == "champion")

    assert (against_itself["log_loss_delta"], against_itself["low"], against_itself["high"]) == (0, 0, 0)


def test_a_small_shop_is_told_that_a_simple_model_was_chosen_and_why(whole_run):
    evaluation, _, _ = whole_run

    [note] = evaluation["notes"]
    check_contract("TrainingNote", note["says"])
    assert (note["candidate"], note["says"]["code"]) == ("search", "too-few-to-blend")
    assert f"{note['says']['values']['questions']} events to learn from are too few" in note["text"]


def test_a_run_tells_what_its_search_tried_each_with_an_interval(whole_run):
    _, model, _ = whole_run

    metrics = json.loads((model / "metrics.json").read_text())

    tried = [figures for name, figures in metrics.items() if name.startswith("search_")]
    assert len(tried) > 3
    for figures in tried:
        assert figures["ndcg20_low"] <= figures["ndcg20"] <= figures["ndcg20_high"]


def test_an_item_that_nobody_met_is_shown(whole_run):
    evaluation, model, _ = whole_run
    from recommender.artefact import load_artefact

    answer = load_artefact(model).answerer().answer(Request(("red-mug",), 20, exclude=("red-mug",)))

    assert "new-red-mug" in [one["itemId"] for one in answer["candidates"]]
    segments = {one["name"]: one for one in evaluation["candidates"][0]["segments"]}
    assert segments["item-new"]["hit20"] > 0


def test_items_that_nobody_met_are_told_from_each_other_by_their_text(whole_run):
    """Popularity can do no better here than chance: it counts nobody for any of them."""
    evaluation, _, _ = whole_run

    cold = evaluation["candidates"][0]["cold"]

    assert (cold["items"], cold["hit20_by_chance"]) == (40, 0.5)
    assert cold["hit20"] > 0.8


def test_how_common_slates_are_beside_what_nobody_had_met_is_not_told(whole_run):
    evaluation, _, _ = whole_run

    for one in [*evaluation["candidates"], *evaluation["baselines"]]:
        segments = {segment["name"]: segment for segment in one["segments"]}
        assert "popularity_bias20" not in segments["item-new"]
        assert 0 < segments["item-known"]["popularity_bias20"] < 100
        assert 0 < one["ranking"]["popularity_bias20"] < 100


def test_nothing_that_happens_in_the_window_changes_what_is_learned(tmp_path, whole_run):
    _, _, data = whole_run
    learned = pl.read_parquet(data / "train/interactions.parquet")
    asked = pl.read_parquet(data / "test/questions.parquet")

    assert learned["at"].max() < asked["at"].min()
    assert not {item["itemId"] for item in NEW} & set(learned["item_id"])
    for at, prefix in asked.select("at", "prefix").iter_rows():
        assert all(datetime.fromisoformat(one["at"]).replace(tzinfo=None) < at for one in prefix)


def test_the_same_lake_gives_the_same_fingerprint(tmp_path, whole_run):
    prints = []
    for name, events in (("a", SHOP.events), ("b", tuple(reversed(SHOP.events)))):
        data = snapshot_of(tmp_path / name, events, SHOP.items)
        prints.append(json.loads((data / "train/manifest.json").read_text())["fingerprint"])

    assert prints[0] == prints[1]


def test_questions_tell_who_asks_and_skip_the_item_being_looked_at():
    day = datetime(2026, 3, 1)
    rows = [
        ("old", "a", day, "view"),
        ("old", "b", day + timedelta(days=10, minutes=1), "view"),
        ("old", "b", day + timedelta(days=10, minutes=2), "add"),
        ("old", "c", day + timedelta(days=10, minutes=3), "view"),
        ("new", "a", day + timedelta(days=10), "view"),
        ("new", "d", day + timedelta(days=10, minutes=1), "view"),
        ("gone", "b", day - timedelta(days=40), "view"),
        ("gone", "c", day + timedelta(days=10), "view"),
    ]
    actions = pl.DataFrame(rows, schema=["customer", "item_id", "at", "kind"], orient="row")
    actions = actions.with_columns(cancelled_at=pl.lit(None, pl.Datetime("us")))

    asked = questions_after(actions, day + timedelta(days=5), QuestionConfig())

    told = {(row["customer"], row["item_id"]): row for row in asked.iter_rows(named=True)}
    assert set(told) == {("old", "b"), ("old", "c"), ("new", "d")}
    assert told["old", "b"]["later"] == ["b", "c"]
    assert (told["old", "b"]["visitor"], told["new", "d"]["visitor"]) == ("returning", "new")
    assert told["new", "d"]["is_cold"]
    assert not told["old", "b"]["is_cold"]


def test_no_question_asks_for_what_a_slate_leaves_out_and_each_says_what_that_is():
    day = datetime(2026, 3, 1)
    rows = [
        ("c", "bought", day, "purchase", None),
        ("c", "returned", day + timedelta(hours=1), "purchase", day + timedelta(days=49)),
        ("c", "left", day + timedelta(hours=2), "add", None),
        ("c", "seen", day + timedelta(days=50), "view", None),
        ("c", "wanted", day + timedelta(days=50, hours=1), "add", None),
        ("c", "other", day + timedelta(days=50, hours=2), "view", None),
        ("c", "wanted", day + timedelta(days=50, hours=3), "purchase", None),
        ("c", "bought", day + timedelta(days=50, hours=4), "purchase", None),
        ("c", "left", day + timedelta(days=50, hours=5), "view", None),
        ("c", "returned", day + timedelta(days=50, hours=6), "view", None),
    ]
    schema = {
        **dict.fromkeys(("customer", "item_id"), pl.String),
        "at": pl.Datetime("us"),
        "kind": pl.String,
        "cancelled_at": pl.Datetime("us"),
    }

    asked = questions_after(pl.DataFrame(rows, schema, orient="row"), day + timedelta(days=40), QuestionConfig())

    told = {row["item_id"]: row for row in asked.iter_rows(named=True)}
    assert {item_id: row["off_slate"] for item_id, row in told.items()} == {
        "wanted": ["bought", "seen"],
        "other": ["bought", "wanted"],
        "left": ["bought", "wanted"],
        "returned": ["bought", "left", "wanted"],
    }
    assert told["other"]["later"] == ["other", "left", "returned"]


def test_an_order_is_history_until_it_is_taken_back_and_none_that_was_is_asked(tmp_path):
    viewed, ordered, cancelled = "Product Viewed", "Order Completed", "Order Cancelled"
    early, day = START, START + timedelta(days=10)
    other = [an_event("d", viewed, early + timedelta(minutes=place), ["white-mug"]) for place in range(20)]
    events = [
        an_event("c", viewed, early, ["red-mug"]),
        an_event("c", ordered, early + timedelta(hours=1), ["blue-lamp"], "first"),
        an_event("c", viewed, day, ["green-bag"]),
        an_event("c", cancelled, day + timedelta(hours=1), [], "first"),
        an_event("c", viewed, day + timedelta(hours=2), ["black-tin"]),
        an_event("c", ordered, day + timedelta(hours=3), ["white-clock"], "second"),
        an_event("c", cancelled, day + timedelta(hours=4), [], "second"),
        an_event("c", viewed, day + timedelta(hours=5), ["red-scarf"]),
    ]

    data = snapshot_of(tmp_path, [*events, *other], SHOP.items)
    asked = pl.read_parquet(data / "test/questions.parquet")

    history = {
        row["item_id"]: [one["itemId"] for one in row["prefix"]]
        for row in asked.iter_rows(named=True)
        if row["customer"] == "c"
    }
    assert history == {
        "green-bag": ["red-mug", "blue-lamp"],
        "black-tin": ["red-mug", "green-bag"],
        "red-scarf": ["red-mug", "green-bag", "black-tin"],
    }
    [green] = asked.filter(pl.col("item_id") == "green-bag")["later"].to_list()
    assert green == ["green-bag", "black-tin", "red-scarf"]


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**6))
def test_whatever_else_is_done_said_linked_or_charged_after_the_cut_is_learned_from_by_nothing(
    tmp_path_factory, whole_run, seed
):
    """As many actions at the same moments, none an outlier, so that the cut stays: other items, kinds and prices."""
    random = np.random.default_rng(seed)
    calm = tmp_path_factory.mktemp("calm")
    before = snapshot_of(calm, SHOP.events, SHOP.items)
    cut = pl.read_parquet(before / "test/questions.parquet")["at"].min().replace(tzinfo=UTC)
    changed = []
    for event in SHOP.events:
        if datetime.fromisoformat(event["timestamp"]) < cut:
            changed.append(event)
            continue
        lines = [
            {"itemId": str(random.choice(NEW)["itemId"]), "quantity": 1, "price": int(random.integers(200, 2_000))}
        ]
        kind = event["event"] if len(event["items"]) > 1 else str(random.choice(["Product Viewed", "Product Added"]))
        changed.append({**event, "event": kind, "items": lines * len(event["items"])})
    late = cut + timedelta(days=9)
    links = [an_event(f"c{one}", "", late, [], linked=f"c{one + 1}", type="identify") for one in range(0, 40, 2)]

    after = snapshot_of(tmp_path_factory.mktemp("changed"), [*changed, *links], [*SHOP.items, *NEW])

    for name in ("interactions", "customers"):
        assert_frame_equal(
            pl.read_parquet(after / f"train/{name}.parquet"), pl.read_parquet(before / f"train/{name}.parquet")
        )
    first = pl.read_parquet(after / "test/questions.parquet").filter(pl.col("at") == pl.col("at").min())
    assert first["at"].min().replace(tzinfo=UTC) >= cut
    assert all(one["itemId"][:4] != "new-" for row in first["prefix"].to_list() for one in row)

"""Intents from inquiries to an answer, on a BERT of two thin layers."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from common.hyperparameters import SettingsError
from common.paths import MlPaths
from common.rows_file import RowsError
from starlette.testclient import TestClient
from text.fine_tune import RunContext
from text.intents import evaluate, score, snapshot, train
from text.intents.fit import fit_intents
from text.intents.rows import Inquiries, InquiriesError, read_inquiries, split_by_label
from text.intents.scorer import IntentScorer
from text.intents.serve import create_app
from text.intents.settings import IntentSettings

UNTIL = datetime(2026, 6, 1, tzinfo=UTC)


def inquiries(each: int = 24) -> Inquiries:
    words = {"mugs": "red mug", "lamps": "blue lamp", "bags": "green bag"}
    rows = [(f"{word} {extra}", label) for label, word in words.items() for extra in ["paper", "tin", "heart"] * 8]
    return Inquiries.of([text for text, _ in rows][: 3 * each], [label for _, label in rows][: 3 * each])


def settings(base: Path, **given: str) -> IntentSettings:
    return IntentSettings.parse(
        {"base_model": str(base), "epochs": "3", "batch_size": "8", "max_seconds": "0", "max_tokens": "12", **given}
    )


def write_lake(paths: MlPaths, rows: list[dict[str, str]]) -> None:
    folder = paths.processing_input("inquiries") / "date=2026-01-01"
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "a.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def a_record(number: int, label: str = "mugs", **given: str) -> dict[str, str]:
    at = f"2026-01-{1 + number // 24:02d}T{number % 24:02d}:00:00Z"
    return {"messageId": f"m{number}", "text": f"red mug {number}", "label": label, "at": at, **given}


@pytest.mark.parametrize("tuning", ["lora", "full"])
def test_learns_to_tell_intents_apart_and_answers_the_same_when_loaded_again(
    tiny_base: Path, tmp_path: Path, tuning: str
) -> None:
    rows = inquiries()

    fitted = fit_intents(rows, None, settings(tiny_base, tuning=tuning), RunContext(tmp_path / "checkpoints"), tmp_path)

    scorer = IntentScorer.load(tmp_path)
    first, second = scorer.answer(rows.texts), IntentScorer.load(tmp_path).answer(rows.texts)
    guessed = np.array(scorer.names)[first.probabilities.argmax(1)]
    assert (guessed == np.array(rows.labels)).mean() > 0.9
    assert np.allclose(first.probabilities.sum(1), 1)
    assert np.array_equal(first.probabilities, second.probabilities)
    assert fitted.names == ("bags", "lamps", "mugs")


def test_learns_from_some_rows_where_no_epoch_fits_into_its_time(tiny_base: Path, tmp_path: Path) -> None:
    rows = inquiries()

    fitted = fit_intents(rows, None, settings(tiny_base, max_seconds="0.02"), RunContext(tmp_path / "c"), tmp_path)

    assert len(fitted.result.epochs) == 1
    assert fitted.result.examples < len(rows)
    assert IntentScorer.load(tmp_path).names == ("bags", "lamps", "mugs")


def test_refuses_inquiries_of_one_intent(tiny_base: Path, tmp_path: Path) -> None:
    with pytest.raises(InquiriesError, match="two on"):
        fit_intents(
            Inquiries.of(["red"] * 8, ["mugs"] * 8), None, settings(tiny_base), RunContext(tmp_path / "c"), tmp_path
        )


def test_never_learns_an_out_of_scope_inquiry_as_an_intent(tiny_base: Path, tmp_path: Path) -> None:
    rows = inquiries()
    mixed = Inquiries.of([*rows.texts, *["candle"] * 6], [*rows.labels, *["oos"] * 6])

    fitted = fit_intents(mixed, None, settings(tiny_base), RunContext(tmp_path / "c"), tmp_path)

    assert "oos" not in fitted.names


def test_a_wrong_hyperparameter_names_itself() -> None:
    with pytest.raises(SettingsError, match="tuning"):
        IntentSettings.parse({"tuning": "magic"})
    with pytest.raises(SettingsError, match="unknown hyperparameter 'epoch'"):
        IntentSettings.parse({"epoch": "3"})


def test_keeps_apart_a_share_of_every_intent() -> None:
    kept, apart = split_by_label(inquiries(), 0.25, seed=1)

    assert set(apart.labels) == set(kept.labels)
    assert len(kept) + len(apart) == 72


@pytest.mark.parametrize("missing", ["text", "label"])
def test_an_inquiry_without_text_or_label_is_refused_by_its_place(tmp_path: Path, missing: str) -> None:
    rows = {"text": ["red mug", "blue lamp"], "label": ["mugs", "lamps"]}
    rows[missing][1] = None
    parquet.write_table(pa.table(rows), tmp_path / "rows.parquet")

    with pytest.raises(RowsError, match=f"row 2 of .* has no {missing}"):
        read_inquiries(tmp_path)


def test_a_snapshot_judges_by_later_inquiries_and_keeps_one_of_each_message(tmp_path: Path) -> None:
    paths = MlPaths(tmp_path)
    rows = [a_record(number, "mugs" if number % 2 else "lamps") for number in range(40)]
    future = a_record(41, at="2026-07-01T00:00:00Z")
    write_lake(paths, [*rows, *rows, future])

    manifest = snapshot.run(paths, "demo", UNTIL, 1_000, 7)

    assert manifest.rows == {"train": 28, "validation": 6, "test": 6}
    texts = {
        name: parquet.read_table(paths.processing_output(name) / "rows.parquet").column("text").to_pylist()
        for name in manifest.rows
    }
    assert texts["train"][0] == "red mug 0"
    assert texts["test"][-1] == "red mug 39"


def test_too_few_inquiries_are_told_as_such(tmp_path: Path) -> None:
    paths = MlPaths(tmp_path)
    write_lake(paths, [a_record(1)])

    with pytest.raises(InquiriesError, match="too few"):
        snapshot.run(paths, "demo", UNTIL, 1_000, 7)


def test_a_later_window_that_is_none_of_the_shops_business_judges_nothing(tmp_path: Path) -> None:
    paths = MlPaths(tmp_path)
    write_lake(paths, [a_record(number, "mugs" if number < 30 else "oos") for number in range(40)])

    with pytest.raises(InquiriesError, match="too few"):
        snapshot.run(paths, "demo", UNTIL, 1_000, 7)


def test_the_jobs_fit_together_from_the_lake_to_a_served_answer(tiny_base: Path, tmp_path: Path) -> None:
    lake, training, scoring = (MlPaths(tmp_path / name) for name in ("lake", "training", "scoring"))
    kinds = (("mugs", "red mug"), ("lamps", "blue lamp"), ("bags", "green bag"))
    write_lake(
        lake,
        [a_record(number, kinds[number % 3][0], text=f"{kinds[number % 3][1]} paper") for number in range(90)],
    )
    snapshot.run(lake, "demo", UNTIL, 1_000, 7)
    training.root.mkdir()
    (training.root / "input").mkdir()
    (training.root / "input/data").mkdir()
    for name in ("train", "validation", "test"):
        training.channel(name).symlink_to(lake.processing_output(name))
    training.hyperparameters.parent.mkdir(parents=True)
    given = {"base_model": str(tiny_base), "epochs": "3", "max_seconds": "0", "max_tokens": "12", "batch_size": "8"}
    training.hyperparameters.write_text(json.dumps(given))
    fitted = train.run(training)
    assert json.loads((training.model / "metrics.json").read_text())["best_epoch"] == fitted.result.best_epoch + 1
    scoring.processing_input("rows").parent.mkdir(parents=True)
    scoring.processing_input("rows").symlink_to(lake.processing_output("test"))
    scoring.processing_input("model").symlink_to(training.model)
    score.run(scoring)
    table = parquet.read_table(scoring.processing_output("scores") / "scores.parquet")
    priors = dict(zip(table["label"].to_pylist(), table["prior"].to_pylist(), strict=True))
    assert priors["lamps"] == priors["mugs"] > priors["bags"]
    assert set(table.filter(table["is_commonest"])["label"].to_pylist()) == {"lamps"}

    evaluation = evaluate.evaluate({"bert-lora": table}, None, 7)

    assert evaluation["window"] == {"from": "2026-01-04T04:00:00+00:00", "to": "2026-01-04T17:00:00+00:00"}
    best = min(evaluation["candidates"], key=lambda one: one["log_loss"])
    against = next(one for one in evaluation["comparisons"] if one["against"] == "class-frequency")
    assert best["log_loss"] < evaluation["baselines"][0]["log_loss"]
    assert against["low"] <= against["log_loss_delta"] <= against["high"]
    client = TestClient(create_app(IntentScorer.load(training.model), "blend", "v1"))
    request = json.loads((lake.processing_output("serving") / "smoke-request.json").read_text())
    answer = client.post("/invocations", json=request).json()
    assert (answer["modelVersion"], answer["scorer"]) == ("v1", "blend")
    assert {one["name"] for one in answer["intents"]} <= {"mugs", "lamps", "bags"}
    assert client.post("/invocations", json={"texts": []}).status_code == 400


def a_scored_table(
    true: list[float],
    prior: tuple[float, float] = (0.5, 0.5),
    is_commonest: tuple[bool, bool] = (True, False),
) -> pa.Table:
    rows = {"row": [0, 1], "label": ["a", "b"], "at": [UNTIL, UNTIL], "prior": prior}
    rows |= {"commonest": [0.5, 0.5], "is_commonest": is_commonest}
    return pa.table({**rows, "blend:true": true, "blend:best": [0.9, 0.9], "blend:hit": [True, True]})


def test_plain_frequency_is_right_where_the_commonest_learned_intent_was_asked_and_nowhere_else() -> None:
    absent = a_scored_table([0.9, 0.9], prior=(0.3, 0.2), is_commonest=(False, False))
    present = a_scored_table([0.9, 0.9], prior=(0.5, 0.2))
    tied = a_scored_table([0.9, 0.9], prior=(0.5, 0.5))

    def behind(table: pa.Table) -> float:
        comparisons = evaluate.evaluate({"new": table}, None, 7)["comparisons"]
        return next(one["auc_delta"] for one in comparisons if one["against"] == evaluate.BASELINE)

    assert behind(absent) == 1
    assert behind(present) == behind(tied) == 0.5


def test_a_champion_that_never_learned_an_intent_is_no_better_for_it(tiny_base: Path) -> None:
    tables = {"new": a_scored_table([0.9, 0.9]), "champion": a_scored_table([0.9, 1e-6])}

    evaluation = evaluate.evaluate(tables, "blend", 7)

    against = next(one for one in evaluation["comparisons"] if one["against"] == "champion")
    assert against["log_loss_delta"] < 0

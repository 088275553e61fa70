import json
import time
from itertools import count
from threading import Thread

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from common.hyperparameters import SettingsError
from common.manifest import DatasetManifest, ModelManifest
from common.paths import MlPaths
from common.purchase_request import parse_requests
from common.purchase_rows import FEATURE_NAMES
from common.rows_file import read_rows
from common.scoring import run_scoring
from common.tables import ItemText, Tables
from insights.model import load_score
from insights.serve import open_model
from insights.settings import FAMILIES, InsightsSettings
from insights.train import fit, run
from sklearn.metrics import log_loss
from threadpoolctl import threadpool_info, threadpool_limits

TELLING = FEATURE_NAMES.index("f_covisit_score")


def a_table(groups, seed):
    """Five candidates a purchase; the bought one tends to score high and nothing else tells."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(groups * 5, len(FEATURE_NAMES))).astype(np.float32)
    labels = np.tile(np.array([1, 0, 0, 0, 0], np.int8), groups)
    matrix[:, TELLING] += 2 * labels
    count = len(labels)
    return pa.table(
        {
            "group": np.repeat(np.arange(groups) + 1000 * seed, 5),
            "customer": ["c"] * count,
            "item_id": [f"i{place}" for place in range(count)],
            "at": pa.array(np.full(count, 1_760_000_000_000_000), pa.timestamp("us", "UTC")),
            "label": labels,
            "history_text": ["red mug"] * count,
            "candidate_text": ["lamp"] * count,
            "baseline_popularity": np.full(count, 0.2),
            **{name: matrix[:, place] for place, name in enumerate(FEATURE_NAMES)},
        }
    )


@pytest.fixture
def paths(tmp_path):
    paths = MlPaths(tmp_path)
    for seed, name in enumerate(("train", "validation", "test"), 1):
        folder = paths.channel(name)
        folder.mkdir(parents=True)
        parquet.write_table(a_table(200, seed), folder / "rows.parquet")
        DatasetManifest("print", "tiny", "2026", 7, {}, {}, {}, FEATURE_NAMES).write(folder / "manifest.json")
    Tables.of([ItemText("a", "Red mug"), ItemText("b", "Lamp")]).save(paths.channel("serving") / "tables")
    return paths


def train_with(paths, **given):
    paths.hyperparameters.parent.mkdir(parents=True, exist_ok=True)
    paths.hyperparameters.write_text(json.dumps({"max_seconds": "5", "threads": "1", **given}))
    return run(paths)


def lightgbm_quick(family):
    return {"family": family, **({"trials": "2"} if family in ("lightgbm", "blend") else {})}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_model_learns_what_tells_and_leaves_what_sagemaker_expects(paths, family, capsys):
    fitted = train_with(paths, **lightgbm_quick(family))

    manifest = ModelManifest.read(paths.model / "model.json")
    assert fitted.metrics["validation_auc"] > 0.85
    assert (manifest.family, manifest.scorers, manifest.dataset_fingerprint) == (family, (family,), "print")
    assert (paths.model / "serving/tables/tables.json").is_file()
    assert json.loads((paths.output_data / "metrics.json").read_text())["trials"]
    assert "validation_auc=0." in capsys.readouterr().out


@pytest.mark.parametrize("family", FAMILIES)
def test_scoring_gives_calibrated_probabilities_of_the_rows_beside_their_keys(paths, family, tmp_path):
    train_with(paths, **lightgbm_quick(family))
    job = MlPaths(tmp_path / "job")
    for name, target in (("model", paths.model), ("rows", paths.channel("test"))):
        job.processing_input(name).parent.mkdir(parents=True, exist_ok=True)
        job.processing_input(name).symlink_to(target)

    run_scoring(load_score, job)

    scores = parquet.read_table(job.processing_output("scores") / "scores.parquet")
    labels, answers = scores["label"].to_numpy(), scores[family].to_numpy()
    assert scores.column_names == ["group", "customer", "item_id", "at", "label", "baseline_popularity", family]
    assert log_loss(labels, answers) < 0.9 * log_loss(labels, np.full(len(labels), 0.2))
    assert abs(answers.mean() - 0.2) < 0.03


@pytest.mark.parametrize("family", FAMILIES)
def test_the_endpoint_answers_from_the_artefact(paths, family):
    train_with(paths, **lightgbm_quick(family))

    model = open_model(paths)

    request = {"at": "2026-01-01T00:00:00Z", "history": [], "candidates": [{"itemId": "a"}, {"itemId": "b"}]}
    answer = model.answer(parse_requests({"requests": [request]}))
    assert answer["scorer"] == family
    assert all(0 < one < 1 for one in answer["scores"][0])


def test_training_twice_gives_the_same_model(paths):
    one = train_with(paths, family="lightgbm", trials="2")
    two = train_with(paths, family="lightgbm", trials="2")

    matrix = np.zeros((3, len(FEATURE_NAMES)), np.float32)
    assert np.array_equal(one.model.probabilities(matrix), two.model.probabilities(matrix))


def test_the_search_keeps_within_its_budget_and_its_best(paths):
    began = time.process_time()
    fitted = train_with(paths, family="lightgbm", max_seconds="0.5", trials="500")

    losses = [trial.validation_loss for trial in fitted.trials]
    assert time.process_time() - began < 3
    assert len(losses) < 500
    assert fitted.metrics["validation_loss"] < min(losses) + 0.01


@pytest.mark.parametrize(("family", "trials"), [("lightgbm", 3), ("logistic-regression", 8), ("svm", 12)])
def test_a_machine_that_others_use_too_finds_the_same_model(paths, family, trials):
    training, validation = (read_rows(paths.channel(name)) for name in ("train", "validation"))

    other = Thread(target=lambda: all(time.thread_time() < 2 for _ in count()))

    def after_another_thread():
        if other.ident is None:
            other.start()
        other.join()
        return False

    fitted = fit(training, validation, InsightsSettings(family, 2.0, 3, threads=1), after_another_thread)

    assert len(fitted.trials) == trials


@pytest.mark.parametrize("family", ["logistic-regression", "svm"])
def test_a_search_on_one_thread_lets_no_library_take_more(paths, family):
    training, validation = (read_rows(paths.channel(name)) for name in ("train", "validation"))
    taken = []

    def is_seen():
        taken.extend(pool["num_threads"] for pool in threadpool_info())
        return True

    with threadpool_limits(2):
        fit(training, validation, InsightsSettings(family, threads=1), is_seen)

    assert set(taken) == {1}


def test_test_rows_take_no_part(paths):
    before = train_with(paths, family="logistic-regression")
    (paths.channel("test") / "rows.parquet").write_bytes(b"not even a table")

    assert train_with(paths, family="logistic-regression").metrics["validation_loss"] == pytest.approx(
        before.metrics["validation_loss"]
    )


@pytest.mark.parametrize(
    ("strings", "words"),
    [
        ({"family": "forest"}, "must be one of"),
        ({"depth": "3"}, "unknown hyperparameter"),
        ({"trials": "many"}, "no int"),
        ({"max_seconds": "0"}, "must lie between"),
    ],
)
def test_a_wrong_hyperparameter_is_named(strings, words):
    with pytest.raises(SettingsError, match=words):
        InsightsSettings.parse(strings)


def test_rows_without_a_purchase_are_refused(paths):
    rows = read_rows(paths.channel("train"))
    barren = rows.table.set_column(4, "label", pa.array(np.zeros(len(rows), np.int8)))
    parquet.write_table(barren, paths.channel("train") / "rows.parquet")

    with pytest.raises(ValueError, match="both a yes and a no"):
        fit(read_rows(paths.channel("train")), rows, InsightsSettings())

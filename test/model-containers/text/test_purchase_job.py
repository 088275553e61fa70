"""The whole job on a tiny BERT: channels in, a model that is scored and served out."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow.parquet as parquet
import pytest
from common.manifest import ModelManifest
from common.paths import MlPaths
from common.purchase_request import parse_requests
from common.scoring import run_scoring
from purchase_channels import a_table, channels_below
from sklearn.metrics import log_loss, roc_auc_score
from text.purchase_job import main, run
from text.score import load_score
from text.serve import open_model
from text.tracking import open_tracker

# Ends a job that hangs; how fast the machine is must not matter.
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def trained(tiny_base, tmp_path_factory):
    paths = channels_below(tmp_path_factory.mktemp("trained"), tiny_base)
    return paths, run(paths)


def scores_of(paths, folder):
    job = MlPaths(folder)
    for name, target in (("model", paths.model), ("rows", paths.channel("test"))):
        job.processing_input(name).parent.mkdir(parents=True, exist_ok=True)
        job.processing_input(name).symlink_to(target)
    run_scoring(load_score, job)
    return parquet.read_table(job.processing_output("scores") / "scores.parquet")


def test_a_training_job_leaves_model_metrics_curve_and_tensorboard(trained):
    paths, model = trained

    metrics = json.loads((paths.output_data / "metrics.json").read_text())
    assert [set(epoch) >= {"train_loss", "validation_loss", "test_loss"} for epoch in metrics["epochs"]] == [True] * 8
    assert metrics["examples_per_second"] > 0
    assert metrics["int8_ms_per_50"] > 0
    for folder in (paths.model, paths.output_data):
        assert (folder / "curve.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (folder / "curve.svg").read_text()
    assert list((paths.output_data / "tensorboard").glob("events.out.tfevents.*"))
    assert ModelManifest.read(paths.model / "model.json").default_scorer == model.default_scorer


def test_int8_costs_no_more_than_is_tolerated_or_is_not_used(trained):
    _, model = trained

    assert abs(model.int8.auc_delta) < 0.05
    assert not model.int8.is_used or model.int8.auc_delta >= -0.005
    assert model.int8.reason.startswith("used" if model.int8.is_used else "refused")


def test_scores_of_the_later_window_rank_and_are_calibrated(trained, tmp_path):
    scores = scores_of(trained[0], tmp_path / "job")

    labels = scores["label"].to_numpy()
    base = log_loss(labels, np.full(len(labels), 0.2))
    for scorer, least_auc, most_loss in (("bert", 0.7, 0.9), ("bert-blend", 0.9, 0.5)):
        answers = scores[scorer].to_numpy()
        assert roc_auc_score(labels, answers) > least_auc
        assert log_loss(labels, answers) < most_loss * base
        assert abs(answers.mean() - 0.2) < 0.05


@pytest.mark.parametrize("scorer", ["bert", "bert-blend"])
def test_the_endpoint_answers_with_the_scorer_that_it_was_deployed_for(trained, monkeypatch, scorer):
    monkeypatch.setenv("SCORER", scorer)

    model = open_model(trained[0])

    view = {"itemId": "a", "kind": "view", "at": "2026-01-01T00:00:00Z"}
    request = {"at": "2026-01-01T00:01:00Z", "history": [view], "candidates": [{"itemId": "a"}, {"itemId": "new"}]}
    answer = model.answer(parse_requests({"requests": [request]}))
    assert answer["scorer"] == scorer
    assert all(0 < one < 1 for one in answer["scores"][0])


def test_serving_and_scoring_need_neither_torch_nor_transformers(trained):
    program = "import text.serve, sys; text.serve.open_model(text.serve.MlPaths.from_environment());"
    check = f"{program} assert not {{'torch', 'transformers'}} & set(sys.modules)"

    subprocess.run([sys.executable, "-c", check], env={**os.environ, "ML_ROOT": str(trained[0].root)}, check=True)


def test_test_rows_choose_nothing(trained, tiny_base, tmp_path):
    paths = channels_below(tmp_path, tiny_base, test_seed=8)
    before = trained[1]

    after = run(paths)

    assert after.metrics == before.metrics
    assert after.tuned.result.epochs[0].test_loss != before.tuned.result.epochs[0].test_loss
    for file in ("classifier.onnx", "trees-0.txt", "recipe.json"):
        assert (paths.model / file).read_bytes() == (trained[0].model / file).read_bytes()


def test_lora_learns_too_and_leaves_a_plain_network(tiny_base, tmp_path):
    lora = {"tuning": "lora", "learning_rate": "2e-2", "epochs": "6", "negatives_per_positive": "2"}
    paths = channels_below(tmp_path, tiny_base, **lora)

    model = run(paths)

    losses = [epoch.validation_loss for epoch in model.tuned.result.epochs]
    assert min(losses) < losses[0]
    assert set(model.tuned.result.weights) == {
        name for name in model.tuned.result.weights if "lora" in name or "classifier" in name
    }
    assert not any("lora" in name for name, _ in model.tuned.model.named_parameters())
    assert len(scores_of(paths, tmp_path / "job")) == len(a_table(80, 3))


def test_a_killed_job_that_is_started_again_ends_with_the_same_model(trained, tiny_base, tmp_path):
    paths = channels_below(tmp_path, tiny_base)
    command = [sys.executable, "-m", "text.train"]
    environment = {**os.environ, "ML_ROOT": str(tmp_path), "OMP_NUM_THREADS": "1"}
    job = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        while "epoch=1" not in job.stdout.readline():
            assert job.poll() is None
        job.send_signal(signal.SIGKILL)
    finally:
        job.kill()
        job.wait()
    assert not (paths.model / "model.json").exists()

    again = run(paths)

    assert again.metrics == trained[1].metrics
    assert (paths.model / "classifier.onnx").read_bytes() == (trained[0].model / "classifier.onnx").read_bytes()


def test_a_job_that_is_asked_to_stop_writes_its_checkpoint_and_no_failure(tiny_base, tmp_path):
    paths = channels_below(tmp_path, tiny_base, epochs="100", rows_per_epoch="1500", patience="99")
    job = subprocess.Popen(
        [sys.executable, "-m", "text.train"],
        env={**os.environ, "ML_ROOT": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        while "epoch=1" not in job.stdout.readline():
            assert job.poll() is None
        began = time.monotonic()
        job.send_signal(signal.SIGTERM)
        assert job.wait(60) == 143
    finally:
        job.kill()
        job.wait()

    assert time.monotonic() - began < 30
    assert (paths.checkpoints / "training.pt").is_file()
    assert not paths.failure.exists()


def test_a_wrong_hyperparameter_is_named_in_the_failure_file(tiny_base, tmp_path, monkeypatch):
    paths = channels_below(tmp_path, tiny_base, tuning="some")
    monkeypatch.setenv("ML_ROOT", str(tmp_path))
    with pytest.raises(ValueError, match="tuning"):
        main()

    assert "must be one of full, lora" in paths.failure.read_text()


def test_weights_and_biases_is_a_setting_and_needs_no_network_when_offline(tmp_path):
    tracker = open_tracker(tmp_path, "offline", "run", {"epochs": 1})
    tracker.finish({"validation_auc": 0.5})

    assert list((tmp_path / "wandb").glob("offline-run-*"))
    with pytest.raises(ValueError, match="must be one of off, offline, online"):
        open_tracker(tmp_path, "maybe", "run", {})

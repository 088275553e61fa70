import json
import os
import signal
from datetime import date

import numpy as np
import pytest
from common.calibration import Platt
from common.job import failure_written_to, processing_job, read_hyperparameters, termination
from common.paths import MlPaths
from common.snapshot_arguments import snapshot_parser


def test_a_failure_is_written_and_flies_on(tmp_path):
    with pytest.raises(ValueError, match="too few"), failure_written_to(tmp_path / "output/failure"):
        raise ValueError("too few purchases")

    assert (tmp_path / "output/failure").read_text().startswith("ValueError: too few purchases\n")


def test_a_processing_job_ends_with_its_answer_or_says_why_not(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    processing_job(lambda paths: {"rows": 3, "until": date(2026, 11, 1), "root": paths.root == tmp_path})

    assert json.loads(capsys.readouterr().out) == {"rows": 3, "until": "2026-11-01", "root": True}
    assert not (tmp_path / "output/message").exists()

    def fail(_paths: MlPaths) -> None:
        raise ValueError("too few rows")

    with pytest.raises(ValueError, match="too few"):
        processing_job(fail)

    assert (tmp_path / "output/message").read_text().startswith("ValueError: too few rows\n")


def test_a_signal_is_noticed_and_the_handler_before_comes_back():
    before = signal.getsignal(signal.SIGTERM)
    with termination() as is_stopped:
        assert not is_stopped()
        os.kill(os.getpid(), signal.SIGTERM)
        assert is_stopped()

    assert signal.getsignal(signal.SIGTERM) == before


def test_hyperparameters_are_strings_or_none_at_all(tmp_path):
    paths = MlPaths(tmp_path)
    assert read_hyperparameters(paths) == {}

    paths.hyperparameters.parent.mkdir(parents=True)
    paths.hyperparameters.write_text('{"epochs": 3}')

    assert read_hyperparameters(paths) == {"epochs": "3"}


@pytest.mark.parametrize("rows", ["0", "-5", "many"])
def test_a_snapshot_of_no_rows_is_none(rows, capsys):
    parser = snapshot_parser("a snapshot", 100)

    assert parser.parse_args(["--shop", "tiny", "--until", "2026-06-01", "--row-limit", "1"]).row_limit == 1
    with pytest.raises(SystemExit):
        parser.parse_args(["--shop", "tiny", "--until", "2026-06-01", "--row-limit", rows])
    assert "--row-limit" in capsys.readouterr().err


def test_a_calibration_mends_overconfidence_and_survives_json():
    random = np.random.default_rng(1)
    logits = random.normal(-2, 1, 20_000)
    labels = (random.random(20_000) < 1 / (1 + np.exp(-logits))).astype(np.int8)

    fitted = Platt.fit(3 * logits + 1, labels)
    again = Platt.from_json(fitted.to_json())

    probabilities = again(3 * logits + 1)
    assert np.array_equal(probabilities, fitted(3 * logits + 1))
    assert abs(probabilities.mean() - labels.mean()) < 0.005
    assert np.abs(probabilities - 1 / (1 + np.exp(-logits))).mean() < 0.02


def test_platt_keeps_the_order_of_items_that_are_all_very_unlikely():
    probabilities = Platt(slope=1.0, intercept=-5.0)(np.array([-30.0, -20.0, -15.0, -12.0]))

    assert np.all(np.diff(probabilities) > 0), "a slate must not fall back on the alphabet"
    assert np.all((probabilities > 0) & (probabilities < 1e-5))

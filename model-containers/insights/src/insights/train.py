"""Train a tabular model. `python3 -m insights.train` runs SageMaker's training job around `fit`."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from common.calibration import Platt
from common.job import failure_written_to, read_hyperparameters, report_metrics, termination
from common.manifest import ModelManifest, fingerprint_of, now_iso
from common.paths import MlPaths
from common.rows_file import RowsFile, read_rows
from sklearn.metrics import log_loss, roc_auc_score
from threadpoolctl import threadpool_limits

from insights import blend, boosted_trees, logistic, svm
from insights.model import TabularModel
from insights.settings import InsightsSettings

FITTERS = {**blend.FITTERS, "blend": blend.fit_blend}


@dataclass(frozen=True)
class Fitted:
    model: TabularModel
    trials: tuple[boosted_trees.Trial | logistic.Trial | svm.Trial | blend.Trial, ...]
    metrics: dict[str, float]


def fit(
    training: RowsFile,
    validation: RowsFile,
    settings: InsightsSettings,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Fitted:
    """Tune on validation log loss and calibrate there; test rows are not even an argument."""
    for name, rows in (("training", training), ("validation", validation)):
        if len(np.unique(rows.labels)) < 2:
            raise ValueError(f"the {name} rows need both a yes and a no")
    started = time.monotonic()
    with threadpool_limits(settings.threads or None):  # scikit-learn and numpy ask nobody how many they may take
        model, trials = FITTERS[settings.family](training, validation, settings, is_stopped)
    seconds = time.monotonic() - started
    logits = model.logits(validation.matrix)
    calibrated = TabularModel(settings.family, model, Platt.fit(logits, validation.labels))
    metrics = {
        "train_loss": _loss(calibrated, training),
        "validation_loss": _loss(calibrated, validation),
        "validation_auc": float(roc_auc_score(validation.labels, logits)),
        "tuning_seconds": seconds,
        "examples_per_second": len(training) * len(trials) / max(seconds, 1e-9),
    }
    return Fitted(calibrated, trials, metrics)


def _loss(model: TabularModel, rows: RowsFile) -> float:
    return float(log_loss(rows.labels, model.probabilities(rows.matrix), labels=[0, 1]))


def run(paths: MlPaths) -> Fitted:
    given = read_hyperparameters(paths)
    settings = InsightsSettings.parse(given)
    training = read_rows(paths.channel("train"))
    validation = read_rows(paths.channel("validation"), training.feature_names)
    with termination() as is_stopped:
        fitted = fit(training, validation, settings, is_stopped)
    manifest = ModelManifest(
        family=settings.family,
        scorers=(settings.family,),
        default_scorer=settings.family,
        feature_names=training.feature_names,
        dataset_fingerprint=fingerprint_of(paths.channel("train")),
        created_at=now_iso(),
        hyperparameters=given,
        metrics=fitted.metrics,
    )
    _write(paths, fitted, manifest)
    report_metrics(fitted.metrics)
    return fitted


def _write(paths: MlPaths, fitted: Fitted, manifest: ModelManifest) -> None:
    for folder in (paths.model, paths.output_data):
        folder.mkdir(parents=True, exist_ok=True)
        report = {**fitted.metrics, "trials": [asdict(trial) for trial in fitted.trials]}
        (folder / "metrics.json").write_text(json.dumps(report, indent=2))
    fitted.model.save(paths.model)
    manifest.write(paths.model / "model.json")
    if paths.channel("serving").is_dir():
        shutil.copytree(paths.channel("serving"), paths.model / "serving", dirs_exist_ok=True)


def main() -> None:
    paths = MlPaths.from_environment()
    with failure_written_to(paths.failure):
        run(paths)


if __name__ == "__main__":
    main()

"""SageMaker's training job of a purchase model: channels in, model files, metrics and curves out."""

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from common.distributed import World, join_world, leave_world
from common.job import read_hyperparameters, termination
from common.manifest import ModelManifest, fingerprint_of, now_iso
from common.paths import MlPaths

from text.curve import plot_curve
from text.fine_tune import RunContext
from text.purchase_data import read_purchase_rows
from text.purchase_model import FittedPurchaseModel, Splits, describe_run, fit_purchase_model, metric_name
from text.scorer import SCORERS
from text.settings import PurchaseSettings
from text.tracking import open_tracker
from text.training_job import ended_as_told

FAMILY = "bert"


def main() -> None:
    paths, world = MlPaths.from_environment(), join_world()
    try:
        with ended_as_told(paths.failure):
            run(paths, world)
    finally:
        leave_world(world)


def run(paths: MlPaths, world: World | None = None) -> FittedPurchaseModel:
    """The job below one SageMaker root. Of several processes only the first keeps what it wrote."""
    world = world or World()
    if not world.is_first:
        with tempfile.TemporaryDirectory() as scratch:
            return _fit(paths, MlPaths(Path(scratch)), world)
    return _fit(paths, paths, world)


def _fit(paths: MlPaths, out: MlPaths, world: World) -> FittedPurchaseModel:
    given = read_hyperparameters(paths)
    settings = PurchaseSettings.parse(given)
    splits = _read_splits(paths)
    mode = settings.wandb if world.is_first else "off"
    tracker = open_tracker(out.output_data, mode, paths.root.name, asdict(settings))
    with termination() as is_stopped:
        context = RunContext(paths.checkpoints, tracker.on_epoch, is_stopped, world)
        model = fit_purchase_model(splits, settings, context, out.model)
    report = describe_run(model, settings, splits)
    figures = {name: value for name, value in report.items() if isinstance(value, float)}
    tracker.finish({**figures, "validation_auc": model.metrics[f"validation_auc_{metric_name(model.default_scorer)}"]})
    manifest = ModelManifest(
        family=FAMILY,
        scorers=SCORERS,
        default_scorer=model.default_scorer,
        feature_names=splits.training.feature_names,
        dataset_fingerprint=fingerprint_of(paths.channel("train")),
        created_at=now_iso(),
        base_model=settings.base_model,
        hyperparameters=given,
        metrics=figures,
    )
    for folder in (out.model, out.output_data):
        (folder / "metrics.json").write_text(json.dumps(report, indent=2))
        plot_curve(model.tuned.result.epochs, model.tuned.result.best_epoch, "BERT purchase model", folder)
    manifest.write(out.model / "model.json")
    if paths.channel("serving").is_dir():
        shutil.copytree(paths.channel("serving"), out.model / "serving", dirs_exist_ok=True)
    return model


def _read_splits(paths: MlPaths) -> Splits:
    training = read_purchase_rows(paths.channel("train"))
    names = training.feature_names
    test = read_purchase_rows(paths.channel("test"), names) if paths.channel("test").is_dir() else None
    return Splits(training, read_purchase_rows(paths.channel("validation"), names), test)

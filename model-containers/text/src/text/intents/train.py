"""`python3 -m text.intents.train`: SageMaker's training job of an intent model."""

import json
from dataclasses import asdict

from common.job import read_hyperparameters, termination
from common.manifest import ModelManifest, fingerprint_of, now_iso
from common.paths import MlPaths

from text.curve import plot_curve
from text.fine_tune import RunContext
from text.intents.fit import FittedIntents, fit_intents
from text.intents.rows import read_inquiries
from text.intents.scorer import SCORERS
from text.intents.settings import IntentSettings
from text.tracking import open_tracker
from text.training_job import ended_as_told


def run(paths: MlPaths) -> FittedIntents:
    given = read_hyperparameters(paths)
    settings = IntentSettings.parse(given)
    training = read_inquiries(paths.channel("train"))
    held = paths.channel("validation")
    validation = read_inquiries(held) if held.is_dir() else None
    tracker = open_tracker(paths.output_data, "off", paths.root.name, asdict(settings))
    with termination() as is_stopped:
        context = RunContext(paths.checkpoints, tracker.on_epoch, is_stopped)
        fitted = fit_intents(training, validation, settings, context, paths.model)
    default = max(SCORERS, key=lambda name: fitted.validation_accuracy[name])
    metrics = {f"validation_accuracy_{name}": value for name, value in fitted.validation_accuracy.items()}
    tracker.finish(metrics)
    manifest = ModelManifest(
        family=f"bert-{settings.tuning}",
        scorers=SCORERS,
        default_scorer=default,
        feature_names=(),
        dataset_fingerprint=fingerprint_of(paths.channel("train")),
        created_at=now_iso(),
        base_model=settings.base_model,
        hyperparameters=given,
        metrics=metrics,
    )
    manifest.write(paths.model / "model.json")
    report = {
        **metrics,
        "epochs": [asdict(epoch) for epoch in fitted.result.epochs],
        "best_epoch": fitted.result.best_epoch + 1,
        "int8": fitted.is_int8,
        "int8_validation_accuracy_delta": fitted.int8_accuracy_delta,
    }
    for folder in (paths.model, paths.output_data):
        (folder / "metrics.json").write_text(json.dumps(report, indent=2))
        plot_curve(fitted.result.epochs, fitted.result.best_epoch, "BERT intent model", folder)
    return fitted


def main() -> None:
    paths = MlPaths.from_environment()
    with ended_as_told(paths.failure):
        run(paths)


if __name__ == "__main__":
    main()

"""Train a generator. `python3 -m generator.train` is SageMaker's training job around `fit_compact` or `fit_lora`."""

import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from common.job import failure_written_to, read_hyperparameters, report_metrics, termination
from common.manifest import ModelManifest, fingerprint_of, now_iso
from common.paths import MlPaths

from generator.decoder import Decoder, Shape
from generator.elsewhere import elsewhere_of
from generator.epochs import Epoch
from generator.examples import Example, examples_of, plain_example
from generator.fit import fit, nats_of
from generator.grounding import Vocabulary
from generator.settings import GeneratorSettings
from generator.shop_texts import ShopText, read_texts
from generator.tokens import Tokens
from generator.wishes import fact_lines
from generator.writer import Writer, WriterShape

LEAST_OF_LANGUAGE = 30  # texts; a language with fewer was not learned


@dataclass(frozen=True)
class Trained:
    """What a family hands over: how it saves itself, and how it did."""

    save: Callable[[Path], None]
    epochs: tuple[Epoch, ...]
    metrics: dict[str, float]


def fit_compact(
    training: Sequence[ShopText],
    validation: Sequence[ShopText],
    settings: GeneratorSettings,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Trained:
    """A decoder from the shop's own texts alone; test texts are not even an argument."""
    torch.manual_seed(settings.seed)
    vocabulary = Vocabulary.of(training)
    told = [f"{fact_lines(one.facts())}\n {one.text}" for one in training]
    tokens = Tokens.train(told, settings.vocabulary)
    shape = Shape(len(tokens), settings.width, settings.layers, settings.heads, settings.inner)
    model = Decoder(shape)

    def draw(chance: random.Random) -> list[Example]:
        return [example for one in training for example in examples_of(one, vocabulary, chance)]

    held = [plain_example(one) for one in validation]
    fitted = fit(model, tokens, draw, held, settings, is_stopped)
    model.load_state_dict(fitted.best.state)
    coded = [(tokens.prompt(one.facts, one.wish), tokens.judged(one.target)) for one in held]
    nats = sum(nats_of(model, tokens, coded)) / sum(len(one.target.encode()) for one in held)
    weights = {name: weight.numpy() for name, weight in fitted.best.state.items()}
    writer = Writer(weights, WriterShape(shape.width, shape.layers, shape.heads), tokens, elsewhere_of(training))
    metrics = {
        "parameters": float(sum(weight.numel() for weight in fitted.best.state.values())),
        "tokens_per_second": fitted.tokens_per_second,
        "validation_nats_per_byte": nats,
    }
    return Trained(writer.save, fitted.best.epochs, metrics)


def run(paths: MlPaths) -> Trained:
    given = read_hyperparameters(paths)
    settings = GeneratorSettings.parse(given)
    torch.set_num_threads(settings.threads or len(os.sched_getaffinity(0)))
    training, validation = read_texts(paths.channel("train")), read_texts(paths.channel("validation"))
    started = time.monotonic()
    with termination() as is_stopped:
        trained = _fit_family(training, validation, settings, is_stopped)
    metrics = {
        "train_loss": trained.epochs[-1].train_loss,
        "validation_loss": min(epoch.validation_loss for epoch in trained.epochs),
        "training_seconds": time.monotonic() - started,
        **trained.metrics,
    }
    manifest = ModelManifest(
        family=settings.family,
        scorers=(settings.family,),
        default_scorer=settings.family,
        feature_names=(),
        dataset_fingerprint=fingerprint_of(paths.channel("train")),
        created_at=now_iso(),
        base_model=settings.base_model or None,
        hyperparameters=given,
        metrics={**metrics, "languages": learned_languages(training)},
    )
    _write(paths, trained, metrics, manifest)
    report_metrics(metrics)
    return trained


def _fit_family(
    training: Sequence[ShopText],
    validation: Sequence[ShopText],
    settings: GeneratorSettings,
    is_stopped: Callable[[], bool],
) -> Trained:
    if settings.family == "lora":
        from generator.lora import fit_lora  # Transformers takes seconds to import

        return fit_lora(training, validation, settings, is_stopped)
    return fit_compact(training, validation, settings, is_stopped)


def learned_languages(training: Sequence[ShopText]) -> list[str]:
    counts = Counter(one.language for one in training)
    return sorted(language for language, count in counts.items() if count >= LEAST_OF_LANGUAGE)


def _write(paths: MlPaths, trained: Trained, metrics: dict[str, float], manifest: ModelManifest) -> None:
    report = {**metrics, "epochs": [asdict(epoch) for epoch in trained.epochs]}
    for folder in (paths.model, paths.output_data):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "metrics.json").write_text(json.dumps(report, indent=2))
    trained.save(paths.model)
    manifest.write(paths.model / "model.json")
    if paths.channel("serving").is_dir():
        shutil.copytree(paths.channel("serving"), paths.model / "serving", dirs_exist_ok=True)


def main() -> None:
    paths = MlPaths.from_environment()
    with failure_written_to(paths.failure):
        run(paths)


if __name__ == "__main__":
    main()

"""Learn intents from inquiries: probe, fine-tune, export, blend. Nothing is read; files go into one folder."""

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from common.devices import pick_device
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel

from text.base_models import locate_base, open_base
from text.budget import MARGIN, MEASURED_COST, busy_seconds, seconds_per_row
from text.encoding import PairEncoder, TokenRows
from text.fine_tune import InterruptedTrainingError, RunContext
from text.intents.blend import Blend, fit_blend
from text.intents.lexical import LexicalModel
from text.intents.network import IntentNetwork, finished, prepared, start_head
from text.intents.rows import Inquiries, InquiriesError, split_by_label
from text.intents.settings import IntentSettings
from text.onnx_export import export_logits, quantise
from text.onnx_scorer import OnnxEncoder
from text.train import Hooks, LabelledRows, TrainingData, TrainResult, load_weights, train


@dataclass(frozen=True)
class FittedIntents:
    names: tuple[str, ...]
    result: TrainResult
    blend: Blend
    validation_accuracy: dict[str, float]
    int8_accuracy_delta: float
    is_int8: bool


def fit_intents(
    training: Inquiries, validation: Inquiries | None, settings: IntentSettings, context: RunContext, folder: Path
) -> FittedIntents:
    """Fit on inquiries that are in scope and leave a model that `IntentScorer.load` opens in `folder`."""
    known, held, names = _in_scope(training, validation, settings)
    base = open_base(settings.base_model)
    encoder = PairEncoder(base.tokenizer, settings.max_tokens)
    rows = LabelledRows(encoder.encode_texts(known.texts), known.codes(names))
    held_rows = LabelledRows(encoder.encode_texts(held.texts), held.codes(names))

    network, result = _fine_tuned(rows, held_rows, len(names), settings, context)
    lexical = LexicalModel.fit(known.texts, rows.labels, settings.seed)
    folder.mkdir(parents=True, exist_ok=True)
    chosen, delta = _exported(network, held_rows, settings, folder)
    logits = OnnxEncoder.open(folder / chosen).run(held_rows.tokens).astype(np.float64)
    margins = lexical.margins(held.texts)
    blend = fit_blend(logits, margins, held_rows.labels, settings.rejected_share)
    lexical.save(folder / "lexical")
    base.tokenizer.save(str(folder / "tokenizer.json"))
    described = {
        "names": names,
        "prior": (np.bincount(rows.labels, minlength=len(names)) / len(rows)).tolist(),
        "network": chosen,
        "max_tokens": settings.max_tokens,
        "blend": blend.as_dict(),
    }
    (folder / "intents.json").write_text(json.dumps(described, ensure_ascii=False, indent=2))
    accuracy = {
        scorer: _accuracy(blend.logits(scorer, logits, margins), held_rows.labels) for scorer in ("bert", "blend")
    }
    return FittedIntents(names, result, blend, accuracy, delta, chosen.endswith("int8.onnx"))


def _in_scope(
    training: Inquiries, validation: Inquiries | None, settings: IntentSettings
) -> tuple[Inquiries, Inquiries, tuple[str, ...]]:
    """What is learned from, what is held out, apart from it where no validation is given, and the intents by name."""
    known = training.in_scope
    if validation is None or not len(validation.in_scope):
        known, held = split_by_label(known, settings.validation_share, settings.seed)
    else:
        held = validation.in_scope
    names = tuple(sorted(set(known.labels)))
    if len(names) < 2:
        raise InquiriesError("intents can be told apart from two on; these inquiries have fewer")
    return known, held.take([row for row, label in enumerate(held.labels) if label in names]), names


def _fine_tuned(
    rows: LabelledRows, held: LabelledRows, intents: int, settings: IntentSettings, context: RunContext
) -> tuple[IntentNetwork, TrainResult]:
    torch.manual_seed(settings.seed)
    body = AutoModel.from_pretrained(locate_base(settings.base_model))
    network = IntentNetwork(body, body.config.hidden_size, intents)
    start_head(network, rows.tokens, rows.labels, settings.seed)
    model = prepared(network, settings).to(pick_device())
    config = settings.train_config()
    plan = _affordable_plan(model, rows, held, settings)
    deadline = busy_seconds() + settings.max_seconds
    hooks = Hooks(
        on_epoch=context.on_epoch,
        is_interrupted=context.is_interrupted,
        is_out_of_time=lambda: bool(settings.max_seconds) and busy_seconds() > deadline,
    )
    data = TrainingData(rows, plan, held)
    result = train(model, data, config, hooks)
    if result.reason == "interrupted":
        raise InterruptedTrainingError(f"stopped after {result.steps} steps")
    load_weights(model, result.weights)
    return finished(model), result


def _affordable_plan(
    model: nn.Module, rows: LabelledRows, held: LabelledRows, settings: IntentSettings
) -> tuple[NDArray[np.int64], ...]:
    """The rows of each epoch: as many epochs as fit, and of a single one that does not fit as many rows.

    A schedule that is cut off has not yet made its small last steps.
    """
    every = np.arange(len(rows))
    if not settings.max_seconds:
        return (every,) * settings.epochs
    few = LabelledRows(rows.tokens.take(every[:400]), rows.labels[:400])
    cost = seconds_per_row(deepcopy(model), few, settings.train_config(), busy_seconds)
    afforded = MARGIN * settings.max_seconds / cost if cost else np.inf  # rows that are learned from or measured
    measured = MEASURED_COST * len(held)
    epochs = min(settings.epochs, int(min(afforded, 1e9) / (len(rows) + measured)))
    if epochs:
        return (every,) * epochs
    some = max(settings.batch_size, int(afforded - measured))
    return (np.sort(np.random.default_rng(settings.seed).permutation(every)[:some]),)


class _Exported(nn.Module):
    def __init__(self, network: IntentNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return self.network(input_ids, attention_mask, token_type_ids).logits


def _exported(network: IntentNetwork, held: LabelledRows, settings: IntentSettings, folder: Path) -> tuple[str, float]:
    """The file that serves, and what int8 costs in validation accuracy; int8 that costs too much is thrown away."""
    plain, quick = folder / "network.onnx", folder / "network.int8.onnx"
    export_logits(_Exported(network), plain)
    quantise(plain, quick)
    delta = _onnx_accuracy(quick, held.tokens, held.labels) - _onnx_accuracy(plain, held.tokens, held.labels)
    used, other = (quick, plain) if delta >= -settings.tolerated_accuracy_loss else (plain, quick)
    other.unlink()
    return used.name, delta


def _onnx_accuracy(path: Path, tokens: TokenRows, labels: NDArray[np.int64]) -> float:
    return _accuracy(OnnxEncoder.open(path).run(tokens), labels)


def _accuracy(logits: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    return float((logits.argmax(1) == labels).mean())

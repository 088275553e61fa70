"""Fit a whole purchase model into a folder: BERT, its ONNX form, the blend, calibration and what each reached."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from text.base_models import BaseClassifier, open_base
from text.blend import BlendMembers, all_phrases, fit_members
from text.boosting import save_boosters
from text.cascade import CascadeRows, cross_fitted_cascade, fit_cascade
from text.encoding import Ids, PairEncoder
from text.facts import Facts, choose_facts
from text.fine_tune import FineTuned, InterruptedTrainingError, RunContext, fine_tune
from text.onnx_export import Int8Report, export_classifier, export_sentence_encoder, export_tower, quantise, weigh_int8
from text.onnx_scorer import OnnxEncoder, default_threads
from text.phrases import Encode, PhraseVectors
from text.purchase_data import PurchaseRows
from text.sampling import thin_negatives
from text.scorer import BERT, BLEND, SENTENCE_TOKENS, save_recipe
from text.settings import PurchaseSettings
from text.stacking import cross_fitted, fit_stacker, weighted_log_loss

Floats = NDArray[np.float64]
EVERY = 10**9  # rows; no limit


@dataclass(frozen=True)
class Splits:
    """`test` is only ever given to fine_tune, which writes down its loss."""

    training: PurchaseRows
    validation: PurchaseRows
    test: PurchaseRows | None = None


@dataclass(frozen=True)
class FittedPurchaseModel:
    tuned: FineTuned
    int8: Int8Report
    default_scorer: str
    metrics: dict[str, float]


@dataclass(frozen=True)
class _Checked:
    """Validation rows that every scorer is calibrated and compared on: all purchases, some candidates of each."""

    rows: PurchaseRows
    places: Ids  # of `rows` among all validation rows
    weights: Floats  # how many rows each stands for


def fit_purchase_model(
    splits: Splits, settings: PurchaseSettings, context: RunContext, folder: Path, say: Callable[[str], None] = print
) -> FittedPurchaseModel:
    """Write every file that `open_scorer` reads into `folder`. Test rows touch only their own reported loss."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = _facts_of(splits.training, settings)
    torch.manual_seed(settings.seed)  # what the base's files lack, such as a pooler, begins by chance
    base = open_base(settings.base_model)
    encoder = PairEncoder(base.tokenizer, settings.max_tokens)
    base.tokenizer.save(str(folder / "tokenizer.json"))
    sentences = _sentence_encoder(base, folder)  # before the base is tuned

    tuned = _tuned(base, encoder, splits, facts, settings, context, say)
    _stop_where_asked(context)

    checked = _checked_rows(splits.validation, settings)
    int8, logits = _export_bert(tuned, encoder, told(checked.rows, facts), settings, folder)
    say(f"int8 {int8.reason}")
    _stop_where_asked(context)

    members = _blend_members(splits, sentences, settings, folder, say)
    say(f"blend fitted on {len(splits.training)} rows")
    _stop_where_asked(context)

    rows = _cascade_rows(checked, logits + tuned.logit_correction, members)
    bert = fit_stacker((BERT,), rows.bert[:, None], rows.labels, rows.weights)
    blend, is_read = fit_cascade(
        rows, splits.validation.groups, members.validation_logits, checked.places, settings.rerank_depth
    )
    names = splits.training.feature_names
    save_recipe(folder, settings.max_tokens, tuned.logit_correction, facts, bert, blend, names)
    metrics = _validation_metrics(rows, is_read)
    return FittedPurchaseModel(tuned, int8, _best_scorer(metrics), metrics)


def _facts_of(training: PurchaseRows, settings: PurchaseSettings) -> Facts:
    return choose_facts(
        training.features, training.feature_names, training.labels, settings.facts, settings.seed, default_threads()
    )


def _tuned(
    base: BaseClassifier,
    encoder: PairEncoder,
    splits: Splits,
    facts: Facts,
    settings: PurchaseSettings,
    context: RunContext,
    say: Callable[[str], None],
) -> FineTuned:
    began = time.monotonic()
    training, validation = told(splits.training, facts), told(splits.validation, facts)
    test = told(splits.test, facts) if splits.test else None
    tuned = fine_tune(base, encoder, training, validation, test, settings, context)
    seconds, result = time.monotonic() - began, tuned.result
    say(f"fine-tuned on {result.examples} examples in {seconds:.0f} s ({result.reason})")
    return tuned


def _checked_rows(validation: PurchaseRows, settings: PurchaseSettings) -> _Checked:
    few = thin_negatives(validation.groups, validation.labels, settings.scored_negatives, EVERY, settings.seed)
    rows = validation.take(few.rows)
    return _Checked(rows, few.rows, np.where(rows.labels == 1, 1.0, np.exp(-few.logit_correction)))


def _blend_members(
    splits: Splits, sentences: Encode, settings: PurchaseSettings, folder: Path, say: Callable[[str], None]
) -> BlendMembers:
    vectors = PhraseVectors.of(all_phrases(splits.training, splits.validation), sentences)
    members = fit_members(
        splits.training,
        splits.validation,
        vectors,
        settings.towers,
        settings.seed,
        default_threads(),
        settings.boosters,
        say,
    )
    _save_members(members, vectors, folder)
    return members


def _cascade_rows(checked: _Checked, bert_logits: Floats, members: BlendMembers) -> CascadeRows:
    rows = checked.rows
    return CascadeRows(
        bert_logits, members.validation_logits[checked.places], rows.labels, checked.weights, rows.groups
    )


def _best_scorer(metrics: dict[str, float]) -> str:
    return min((BERT, BLEND), key=lambda scorer: metrics[f"validation_log_loss_{metric_name(scorer)}"])


def _stop_where_asked(context: RunContext) -> None:
    """The fine-tuning, which costs most, is in its checkpoint; what follows is done again when the job comes back."""
    if context.is_interrupted():
        raise InterruptedTrainingError("stopped after fine-tuning; its checkpoint continues from there")


def told(rows: PurchaseRows, facts: Facts) -> PurchaseRows:
    """The rows as BERT reads them: each candidate's text after its facts."""
    return rows.with_candidates(facts.describe(rows.features, rows.feature_names, rows.candidates))


def _sentence_encoder(base: BaseClassifier, folder: Path) -> Encode:
    """The base as it was pre-trained, for phrases: small in int8; no label was ever shown to it."""
    with tempfile.TemporaryDirectory() as scratch:
        export_sentence_encoder(base.model.base_model, Path(scratch) / "sentences.onnx")
        quantise(Path(scratch) / "sentences.onnx", folder / "sentences.onnx")
    encoder = PairEncoder(base.tokenizer, SENTENCE_TOKENS)
    session = OnnxEncoder.open(folder / "sentences.onnx")
    return lambda phrases: session.run(encoder.encode_texts(phrases))


def _export_bert(
    tuned: FineTuned, encoder: PairEncoder, rows: PurchaseRows, settings: PurchaseSettings, folder: Path
) -> tuple[Int8Report, Floats]:
    """Keep the int8 or the float32 network, and answer with the logits of the one that is kept."""
    tokens = encoder.encode_pairs(rows.histories, rows.candidates)
    sample = thin_negatives(rows.groups, rows.labels, settings.negatives_per_positive, settings.measured_rows, 0).rows
    with tempfile.TemporaryDirectory() as scratch:
        fp32, int8 = Path(scratch) / "fp32.onnx", Path(scratch) / "int8.onnx"
        export_classifier(tuned.model, fp32)
        quantise(fp32, int8)
        report = weigh_int8(
            OnnxEncoder.open(fp32),
            OnnxEncoder.open(int8),
            tokens.take(sample),
            rows.labels[sample],
            settings.tolerated_auc_loss,
        )
        shutil.copyfile(int8 if report.is_used else fp32, folder / "classifier.onnx")
    logits = OnnxEncoder.open(folder / "classifier.onnx").run(tokens)[:, 0]
    return report, logits.astype(np.float64)


def _save_members(members: BlendMembers, vectors: PhraseVectors, folder: Path) -> None:
    save_boosters(members.boosters, folder)
    export_tower(members.tower, vectors.matrix.shape[1], len(members.names), folder / "tower.onnx")
    (folder / "phrases.json").write_text(json.dumps(list(vectors.table)))
    np.savez(folder / "blend.npz", knots=members.ranks.knots, vectors=vectors.matrix.astype(np.float16))


def _validation_metrics(rows: CascadeRows, is_read: NDArray[np.bool_]) -> dict[str, float]:
    """Log loss and AUC on validation purchases that the stacker in question did not see, for blends and members."""

    def alone(*logits: Floats) -> Floats:
        members = tuple(str(number) for number in range(len(logits)))
        return cross_fitted(members, np.column_stack(logits), rows.labels, rows.weights, rows.groups)

    trees, tower = rows.members.T
    answers = {
        BERT: alone(rows.bert),
        BLEND: cross_fitted_cascade(rows, is_read),
        "without_bert": alone(trees, tower),
        "trees": alone(trees),
        "tower": alone(tower),
    }
    metrics: dict[str, float] = {}
    for name, answer in answers.items():
        key = metric_name(name)
        metrics[f"validation_log_loss_{key}"] = weighted_log_loss(answer, rows.labels, rows.weights)
        metrics[f"validation_auc_{key}"] = float(roc_auc_score(rows.labels, answer, sample_weight=rows.weights))
    return metrics


def metric_name(scorer: str) -> str:
    return scorer.replace("-", "_")


def describe_run(model: FittedPurchaseModel, settings: PurchaseSettings, splits: Splits) -> dict[str, object]:
    """metrics.json: what was done, not only what was asked for."""
    result = model.tuned.result
    return {
        "epochs": [asdict(epoch) for epoch in result.epochs],
        "best_epoch": result.best_epoch + 1,
        "reason": result.reason,
        "steps": result.steps,
        "examples": result.examples,
        "train_seconds": round(result.seconds, 3),
        "examples_per_second": round(result.examples / max(result.seconds, 1e-9), 3),
        "training_rows": len(splits.training),
        "rows_per_epoch": model.tuned.rows_per_epoch,
        "measured_rows": model.tuned.measured_rows,
        "negatives_kept_per_purchase": settings.negatives_per_positive,
        "logit_correction": model.tuned.logit_correction,
        "int8_auc_delta": model.int8.auc_delta,
        "int8_ms_per_50": model.int8.ms_per_50,
        "fp32_ms_per_50": model.int8.fp32_ms_per_50,
        "int8_is_used": model.int8.is_used,
        "int8_reason": model.int8.reason,
        "default_scorer": model.default_scorer,
        **model.metrics,
    }

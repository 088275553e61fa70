"""Fit a whole purchase model into a folder: BERT, its ONNX form, the blend, calibration and what each reached."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from text.base_models import BaseClassifier, open_base
from text.blend import BlendMembers, all_phrases, fit_members
from text.boosting import save_boosters
from text.cascade import CascadeRows, cross_fitted_cascade, fit_cascade
from text.encoding import PairEncoder
from text.facts import Facts, choose_facts
from text.fine_tune import FineTuned, InterruptedTrainingError, RunContext, fine_tune
from text.onnx_export import Int8Report, export_classifier, export_sentence_encoder, export_tower, quantise, weigh_int8
from text.onnx_scorer import OnnxEncoder, default_threads
from text.phrases import PhraseVectors
from text.purchase_data import PurchaseRows
from text.sampling import thin_negatives
from text.scorer import BERT, BLEND, SENTENCE_TOKENS, save_recipe
from text.settings import PurchaseSettings
from text.stacking import cross_fitted, fit_stacker, weighted_log_loss

Floats = NDArray[np.float64]


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


def fit_purchase_model(
    splits: Splits, settings: PurchaseSettings, context: RunContext, folder: Path, say: Callable[[str], None] = print
) -> FittedPurchaseModel:
    """Write every file that `open_scorer` reads into `folder`. Test rows touch only their own reported loss."""
    folder.mkdir(parents=True, exist_ok=True)
    training = splits.training
    facts = choose_facts(
        training.features, training.feature_names, training.labels, settings.facts, settings.seed, default_threads()
    )
    base = open_base(settings.base_model)
    encoder = PairEncoder(base.tokenizer, settings.max_tokens)
    base.tokenizer.save(str(folder / "tokenizer.json"))
    sentences = _sentence_encoder(base, folder)
    began = time.monotonic()
    tuned = fine_tune(
        base,
        encoder,
        told(training, facts),
        told(splits.validation, facts),
        told(splits.test, facts) if splits.test else None,
        settings,
        context,
    )
    say(f"fine-tuned on {tuned.result.examples} examples in {time.monotonic() - began:.0f} s ({tuned.result.reason})")
    _stop_where_asked(context)

    few = thin_negatives(
        splits.validation.groups, splits.validation.labels, settings.scored_negatives, 10**9, settings.seed
    )
    checked = splits.validation.take(few.rows)
    weights = np.where(checked.labels == 1, 1.0, np.exp(-few.logit_correction))
    int8, logits = _export_bert(tuned, encoder, told(checked, facts), settings, folder)
    bert_logits = logits + tuned.logit_correction
    say(f"int8 {int8.reason}")
    _stop_where_asked(context)

    vectors = PhraseVectors.of(all_phrases(training, splits.validation), sentences)
    members = fit_members(
        training,
        splits.validation,
        vectors,
        settings.towers,
        settings.seed,
        default_threads(),
        settings.boosters,
        say=say,
    )
    _save_members(members, vectors, folder)
    say(f"blend fitted on {len(training)} rows")
    _stop_where_asked(context)

    rows = CascadeRows(
        bert_logits, members.validation_logits[few.rows], checked.labels, weights, np.asarray(checked.groups)
    )
    bert = fit_stacker((BERT,), bert_logits[:, None], checked.labels, weights)
    blend, is_read = fit_cascade(
        rows, np.asarray(splits.validation.groups), members.validation_logits, few.rows, settings.rerank_depth
    )
    metrics = _validation_metrics(rows, is_read)
    save_recipe(folder, settings.max_tokens, tuned.logit_correction, facts, bert, blend, training.feature_names)
    losses = {scorer: metrics[f"validation_log_loss_{_key(scorer)}"] for scorer in (BERT, BLEND)}
    return FittedPurchaseModel(tuned, int8, min(losses, key=losses.__getitem__), metrics)


def _stop_where_asked(context: RunContext) -> None:
    """The fine-tuning, which costs most, is in its checkpoint; what follows is done again when the job comes back."""
    if context.is_interrupted():
        raise InterruptedTrainingError("stopped after fine-tuning; its checkpoint continues from there")


def told(rows: PurchaseRows, facts: Facts) -> PurchaseRows:
    """The rows as BERT reads them: each candidate's text after its facts."""
    return rows.with_candidates(facts.describe(rows.features, rows.feature_names, rows.candidates))


def _sentence_encoder(base: BaseClassifier, folder: Path) -> Callable[[list[str]], NDArray[np.float32]]:
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
        metrics[f"validation_log_loss_{_key(name)}"] = weighted_log_loss(answer, rows.labels, rows.weights)
        metrics[f"validation_auc_{_key(name)}"] = float(roc_auc_score(rows.labels, answer, sample_weight=rows.weights))
    return metrics


def _key(scorer: str) -> str:
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

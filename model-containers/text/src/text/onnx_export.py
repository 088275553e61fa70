"""Write a trained classifier as ONNX, and in int8 if that costs little: serving needs no torch then."""

import logging
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from text.encoding import TokenRows
from text.history import MAX_HISTORY
from text.onnx_scorer import OnnxEncoder, milliseconds_per_call
from text.sentences import sentence_vectors

DYNAMIC = {0: "batch", 1: "time"}


@dataclass(frozen=True)
class Int8Report:
    """What int8 costs and saves: `auc_delta` is int8 minus float32 on one set of validation rows."""

    auc_delta: float
    mean_logit_shift: float
    ms_per_50: float
    fp32_ms_per_50: float
    is_used: bool
    reason: str


class _Head(nn.Module):
    """The classifier's logits as a plain tensor, which is what tracing needs."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits


class _Sentence(_Head):
    """The vectors of a sentence encoder, (batch, width)."""

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return sentence_vectors(self.model, input_ids, attention_mask, token_type_ids)


def export_classifier(model: nn.Module, path: Path) -> None:
    """Write (batch, time) token ids → (batch, labels) logits."""
    _export(_Head(model), path, "logits")


def export_logits(network: nn.Module, path: Path) -> None:
    """Write a network that answers (batch, labels) logits as a plain tensor."""
    _export(network, path, "logits")


def export_sentence_encoder(body: nn.Module, path: Path) -> None:
    """Write (batch, time) token ids → (batch, width) sentence vectors of length 1."""
    _export(_Sentence(body), path, "vector")


def export_tower(tower: nn.Module, text_width: int, features: int, path: Path) -> None:
    """Write what TextTower.forward reads → (purchases, candidates) logits."""
    example = {
        "candidates": torch.rand(2, 3, text_width),
        "history": torch.rand(2, MAX_HISTORY, text_width),
        "mask": torch.ones(2, MAX_HISTORY),
        "features": torch.rand(2, 3, features),
    }
    places = {0: "purchases", 1: "candidates"}
    axes = {"candidates": places, "features": places, "history": {0: "purchases"}, "mask": {0: "purchases"}}
    _trace(tower, example, "logits", {**axes, "logits": places}, path)


def _export(module: nn.Module, path: Path, output: str) -> None:
    example = {
        "input_ids": torch.tensor([[1, 2, 3, 4], [1, 2, 3, 0]]),
        "attention_mask": torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]]),
        "token_type_ids": torch.tensor([[0, 0, 1, 1], [0, 0, 1, 0]]),
    }
    _trace(module, example, output, {**dict.fromkeys(example, DYNAMIC), output: {0: "batch"}}, path)


def _trace(
    module: nn.Module, example: dict[str, Tensor], output: str, axes: dict[str, dict[int, str]], path: Path
) -> None:
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.to("cpu").eval(),
            tuple(example.values()),
            str(path),
            input_names=list(example),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(fp32: Path, int8: Path) -> None:
    """Dynamic quantisation: 8-bit weights, activations quantised as they come; nothing is calibrated on data."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(max(before, logging.ERROR))  # it advises everybody to preprocess
    try:
        quantize_dynamic(str(fp32), str(int8), weight_type=QuantType.QInt8, per_channel=True)
    finally:
        root.setLevel(before)


def weigh_int8(
    fp32: OnnxEncoder, int8: OnnxEncoder, rows: TokenRows, labels: NDArray[np.int8], tolerated_auc_loss: float
) -> Int8Report:
    """Compare both on `rows` (validation) and refuse int8 when ranking suffers more than `tolerated_auc_loss`.

    Times are reported and decide nothing: on a busy machine they would make two runs of one training differ.
    """
    plain, quick = fp32.run(rows)[:, 0], int8.run(rows)[:, 0]
    delta = float(roc_auc_score(labels, quick) - roc_auc_score(labels, plain))
    fifty = rows.take(np.resize(np.arange(len(rows)), 50))
    quick_ms, plain_ms = milliseconds_per_call(int8, fifty), milliseconds_per_call(fp32, fifty)
    if delta < -tolerated_auc_loss:
        used, reason = False, f"refused: int8 costs {-delta:.4f} AUC, more than the tolerated {tolerated_auc_loss:.4f}"
    else:
        used, reason = True, f"used: {plain_ms / quick_ms:.1f} times as fast for {delta:+.4f} AUC"
    shift = float(np.abs(quick - plain).mean())
    return Int8Report(round(delta, 6), round(shift, 6), round(quick_ms, 3), round(plain_ms, 3), used, reason)

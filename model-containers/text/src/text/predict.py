"""Logits and losses of a sequence classifier, the same for training, validation and test rows."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from text.batches import sorted_batches
from text.encoding import Ids, TokenRows, pad
from text.precision import autocast


def classification_loss(logits: Tensor, labels: NDArray[np.int64]) -> Tensor:
    """Mean loss of (batch, labels) logits: binary cross-entropy on one logit, cross-entropy on several.

    One logit rather than two: a purchase probability has one degree of freedom, and prior correction, calibration
    and stacking all add to it.
    """
    target = torch.as_tensor(labels, device=logits.device)
    if logits.shape[-1] == 1:
        return nn.functional.binary_cross_entropy_with_logits(logits.squeeze(-1), target.float())
    return nn.functional.cross_entropy(logits, target)


def predict_logits(
    model: nn.Module, rows: TokenRows, batch_size: int = 64, precision: str = "fp32"
) -> NDArray[np.float32]:
    """The (rows, labels) logits of `rows`, in their order."""
    device = next(model.parameters()).device
    model.eval()
    order: list[Ids] = []
    answers: list[NDArray[np.float32]] = []
    with torch.no_grad(), autocast(precision, device):
        for batch in sorted_batches(rows.lengths, batch_size):
            order.append(batch)
            answers.append(model(**as_tensors(rows, batch, device)).logits.float().cpu().numpy())
    return np.concatenate(answers)[np.argsort(np.concatenate(order), kind="stable")]


def mean_loss(model: nn.Module, rows: TokenRows, labels: NDArray[np.int64], precision: str) -> float:
    return float(classification_loss(torch.from_numpy(predict_logits(model, rows, precision=precision)), labels))


def as_tensors(rows: TokenRows, batch: Ids, device: torch.device) -> dict[str, Tensor]:
    return {name: torch.from_numpy(values).to(device) for name, values in pad(rows, batch).items()}

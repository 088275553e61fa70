"""How BERT's logits and the SVM's margins become probabilities, and when neither knows the inquiry."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Blend:
    """Logits are `bert_weight` × BERT's + `lexical_weight` × margins; both weights also set the temperature."""

    bert_alone: float
    bert_weight: float
    lexical_weight: float
    known_above: float  # energy below which an inquiry is taken for an unknown one

    def logits(self, scorer: str, bert: Floats, margins: Floats) -> Floats:
        if scorer == "bert":
            return self.bert_alone * bert
        return self.bert_weight * bert + self.lexical_weight * margins

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def fit_blend(bert: Floats, margins: Floats, labels: NDArray[np.int64], rejected_share: float) -> Blend:
    """Weights of least validation log loss, and the energy that all but `rejected_share` of known inquiries exceed."""
    alone = minimize(lambda scale: _log_loss(np.exp(scale[0]) * bert, labels), [0.0], method="Nelder-Mead")
    both = minimize(
        lambda scale: _log_loss(np.exp(scale[0]) * bert + np.exp(scale[1]) * margins, labels),
        [0.0, 0.0],
        method="Nelder-Mead",
    )
    known = energy(bert)
    return Blend(
        bert_alone=float(np.exp(alone.x[0])),
        bert_weight=float(np.exp(both.x[0])),
        lexical_weight=float(np.exp(both.x[1])),
        known_above=float(np.quantile(known, rejected_share)),
    )


def energy(logits: Floats) -> Floats:
    """(rows,): the higher, the more like what was learned. The negative of E in Liu et al. 2020, "Energy-based
    out-of-distribution detection", section 3.1."""
    return logsumexp(logits, axis=1)


def _log_loss(logits: Floats, labels: NDArray[np.int64]) -> float:
    return float(-log_softmax(logits, axis=1)[np.arange(len(labels)), labels].mean())

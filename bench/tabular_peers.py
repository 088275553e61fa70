"""The peers of the tabular bench, each tuned on the held-out part of a training fold and then fitted on all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
Labels = NDArray[np.int8]
Told = Callable[[Matrix], Floats]


@dataclass(frozen=True)
class Peer:
    told: Told
    threshold: float


def best_of(makers: Sequence[Callable[[], Any]], train: Matrix, labels: Labels, held: Matrix, judged: Labels) -> Peer:
    """The setting of most AUC on the held-out part, and the threshold of most F1 there, before it was learned from."""
    scores = [told_by(make().fit(train, labels))(held) for make in makers]
    best = int(np.argmax([roc_auc_score(judged, one) for one in scores]))
    fitted = makers[best]().fit(np.concatenate([train, held]), np.concatenate([labels, judged]))
    return Peer(told_by(fitted), best_threshold(judged, scores[best]))


def best_threshold(labels: Labels, scores: Floats) -> float:
    """Of the most F1 on rows that were held out of the learning."""
    tried = np.unique(np.quantile(scores, np.linspace(0.4, 0.99, 119)))
    return float(max(tried, key=lambda threshold: f1_score(labels, scores >= threshold)))


def told_by(model: Any) -> Told:
    if hasattr(model, "decision_function"):
        return model.decision_function
    return lambda matrix: model.predict_proba(matrix)[:, 1]


def peer_lightgbm(train: Matrix, labels: Labels, held: Matrix, judged: Labels) -> Peer:
    def maker(leaves: int, rate: float, trees: int) -> Callable[[], Any]:
        return lambda: lightgbm.LGBMClassifier(
            num_leaves=leaves, learning_rate=rate, n_estimators=trees, n_jobs=1, random_state=7, verbose=-1
        )

    # The first is the library's own choice.
    settings = ((31, 0.1, 100), (15, 0.05, 150), (7, 0.05, 300), (31, 0.03, 200), (15, 0.03, 300))
    return best_of([maker(*one) for one in settings], train, labels, held, judged)


def peer_logistic(train: Matrix, labels: Labels, held: Matrix, judged: Labels) -> Peer:
    def maker(penalty: float) -> Callable[[], Any]:
        return lambda: make_pipeline(StandardScaler(), LogisticRegression(C=penalty, max_iter=2000))

    return best_of([maker(penalty) for penalty in (0.01, 0.1, 1.0)], train, labels, held, judged)


def peer_svm(train: Matrix, labels: Labels, held: Matrix, judged: Labels) -> Peer:
    def maker(penalty: float) -> Callable[[], Any]:
        return lambda: make_pipeline(StandardScaler(), SVC(C=penalty, cache_size=500))

    return best_of([maker(penalty) for penalty in (0.3, 1.0)], train, labels, held, judged)


PEERS = {"LightGBM": peer_lightgbm, "logistic regression": peer_logistic, "SVM": peer_svm}

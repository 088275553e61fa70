"""`python bench/chat/fit_answerability.py signs.jsonl`: weights by language, and what they do on folds left out."""

import sys

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

SIGNS = {
    "en": ["coverage", "unheard", "concepts", "similarity", "fact"],
    "zh": ["coverage", "unheard", "concepts", "fact"],  # the packaged encoder knows no Chinese
}
REGULARISATION, FOLDS, UNANSWERABLE_WEIGHT, THRESHOLD = 4.0, 10, 2.0, 0.4


def main(path: str) -> None:
    rows = pd.read_json(path, lines=True).fillna(0)
    for language, signs in SIGNS.items():
        part = rows[rows["language"] == language]
        features, labels = part[signs].to_numpy(), part["isRight"].to_numpy()
        weights = np.where(part["from"] == "unanswerable", UNANSWERABLE_WEIGHT, 1.0)
        model = LogisticRegression(C=REGULARISATION).fit(features, labels, weights)
        fitted = {name: round(float(one), 2) for name, one in zip(signs, model.coef_[0], strict=True)}
        print(language, {**fitted, "bias": round(float(model.intercept_[0]), 2)})
        held_out = np.zeros(len(part))
        for kept, left in GroupKFold(FOLDS).split(features, labels, part["id"]):
            fold = LogisticRegression(C=REGULARISATION).fit(features[kept], labels[kept], weights[kept])
            held_out[left] = fold.predict_proba(features[left])[:, 1]
        answered = held_out >= THRESHOLD
        print(f"  answered {(answered & (labels == 1)).sum()} of {(labels == 1).sum()}")
        for source in ("unanswerable", "without"):
            asked = (part["from"] == source).to_numpy()
            print(f"  wrongly answered, {source}: {(answered & asked & (labels == 0)).sum()} of {asked.sum()}")


if __name__ == "__main__":
    main(sys.argv[1])

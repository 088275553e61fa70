"""Words and letters under a linear SVM: the peer that BERT must beat, and half of the blend. Saved without pickles."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

Floats = NDArray[np.float64]


def vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Word pairs, and letters inside words, which also tell Chinese texts apart."""
    return (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b", dtype=np.float32),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32),
    )


@dataclass(frozen=True)
class LexicalModel:
    """Margins of a linear SVM, one a label."""

    parts: tuple[TfidfVectorizer, ...]
    weights: NDArray[np.float32]  # (labels, terms)
    bias: NDArray[np.float32]

    @staticmethod
    def fit(texts: tuple[str, ...], labels: NDArray[np.int64], seed: int) -> "LexicalModel":
        parts = vectorizers()
        matrix = hstack([part.fit_transform(texts) for part in parts]).tocsr()
        model = LinearSVC(C=0.5, random_state=seed).fit(matrix, labels)
        weights, bias = model.coef_, model.intercept_
        if len(weights) == 1:
            weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
        return LexicalModel(parts, weights.astype(np.float32), bias.astype(np.float32))

    def margins(self, texts: tuple[str, ...]) -> Floats:
        matrix: csr_matrix = hstack([part.transform(texts) for part in self.parts]).tocsr()
        return np.asarray(matrix @ self.weights.T + self.bias, np.float64)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        terms = [sorted(part.vocabulary_, key=part.vocabulary_.get) for part in self.parts]
        (folder / "terms.json").write_text(json.dumps(terms, ensure_ascii=False))
        idf = {f"idf_{place}": part.idf_ for place, part in enumerate(self.parts)}
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias, **idf)

    @staticmethod
    def load(folder: Path) -> "LexicalModel":
        terms = json.loads((folder / "terms.json").read_text())
        with np.load(folder / "weights.npz") as arrays:
            parts = tuple(
                _restored(fresh, known, arrays[f"idf_{place}"])
                for place, (fresh, known) in enumerate(zip(vectorizers(), terms, strict=True))
            )
            return LexicalModel(parts, arrays["weights"], arrays["bias"])


def _restored(fresh: TfidfVectorizer, terms: list[str], idf: NDArray[np.float32]) -> TfidfVectorizer:
    fresh.set_params(vocabulary={term: place for place, term in enumerate(terms)})
    fresh.idf_ = idf
    return fresh

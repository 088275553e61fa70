"""`python3 -m text.score`: the scoring job of a purchase model. Imports neither torch nor transformers."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from common.manifest import ModelManifest
from common.purchase_rows import Texts
from common.scoring import Floats, Score, run_scoring
from numpy.typing import NDArray

from text.scorer import open_scorer


def load_score(folder: Path, manifest: ModelManifest, scorers: Sequence[str] | None = None) -> Score:
    """The trained model in `folder`, answering for `scorers`, or for all that it has."""
    scorer = open_scorer(folder)
    chosen = tuple(scorers or manifest.scorers)

    def score(texts: Texts, matrix: NDArray[np.float32]) -> dict[str, Floats]:
        return scorer.all_probabilities(chosen, texts.groups, texts.histories, texts.candidates, matrix)

    return score


def main() -> None:
    """The workflow knows one scoring module an image; TASK says which model of this image it is for."""
    if os.environ.get("TASK") == "intents":
        from text.intents.score import main as score_intents

        return score_intents()
    return run_scoring(load_score)


if __name__ == "__main__":
    main()

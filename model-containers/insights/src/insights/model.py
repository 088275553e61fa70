"""A fitted tabular model as serving and scoring use it: columns in, calibrated probabilities out."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common.calibration import Isotonic, Platt, calibration_from
from common.manifest import ModelManifest
from common.purchase_rows import Texts
from common.scoring import Floats, Score
from numpy.typing import NDArray

from insights.boosted_trees import BoostedTrees
from insights.logistic import LogisticModel

LOADERS = {"lightgbm": BoostedTrees.load, "logistic-regression": LogisticModel.load}


@dataclass(frozen=True)
class TabularModel:
    family: str
    model: BoostedTrees | LogisticModel
    calibration: Platt | Isotonic

    def probabilities(self, matrix: NDArray[np.float32]) -> Floats:
        return self.calibration(self.model.logits(matrix))

    def save(self, folder: Path) -> None:
        self.model.save(folder)
        (folder / "calibration.json").write_text(json.dumps(self.calibration.to_json()))


def load_score(folder: Path, manifest: ModelManifest) -> Score:
    calibration = calibration_from(json.loads((folder / "calibration.json").read_text()))
    model = TabularModel(manifest.family, LOADERS[manifest.family](folder), calibration)

    def score(_texts: Texts, matrix: NDArray[np.float32]) -> dict[str, Floats]:
        return {manifest.family: model.probabilities(matrix)}

    return score

"""A fitted tabular model as serving and scoring use it: columns in, calibrated probabilities out."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common.calibration import Platt
from common.manifest import ModelManifest
from common.purchase_rows import Texts
from common.scoring import Floats, Score
from numpy.typing import NDArray

from insights import blend
from insights.blend import BlendModel
from insights.boosted_trees import BoostedTrees
from insights.logistic import LogisticModel
from insights.svm import SvmModel

LOADERS = {**blend.LOADERS, "blend": BlendModel.load}


@dataclass(frozen=True)
class TabularModel:
    family: str
    model: BoostedTrees | LogisticModel | SvmModel | BlendModel
    calibration: Platt

    def probabilities(self, matrix: NDArray[np.float32]) -> Floats:
        return self.calibration(self.model.logits(matrix))

    def save(self, folder: Path) -> None:
        self.model.save(folder)
        (folder / "calibration.json").write_text(json.dumps(self.calibration.to_json()))

    @staticmethod
    def load(folder: Path, family: str) -> "TabularModel":
        calibration = Platt.from_json(json.loads((folder / "calibration.json").read_text()))
        return TabularModel(family, LOADERS[family](folder), calibration)


def load_score(folder: Path, manifest: ModelManifest) -> Score:
    model = TabularModel.load(folder, manifest.family)

    def score(_texts: Texts, matrix: NDArray[np.float32]) -> dict[str, Floats]:
        return {manifest.family: model.probabilities(matrix)}

    return score

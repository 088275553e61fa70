"""`python3 -m text.serve`: the serving container of a purchase model, on ONNX Runtime."""

import os

from common.manifest import ModelManifest
from common.paths import MlPaths
from common.purchase_server import PurchaseModel, serve
from common.tables import Tables

from text.score import load_score


def open_model(paths: MlPaths) -> PurchaseModel:
    """Only the scorer that answers is computed: `bert` alone needs no trees and no tower."""
    manifest = ModelManifest.read(paths.model / "model.json")
    score = load_score(paths.model, manifest, [manifest.scorer_for(os.environ.get("SCORER"))])
    return PurchaseModel.of(score, Tables.load(paths.model / "serving/tables"), manifest)


if __name__ == "__main__":
    serve(open_model(MlPaths.from_environment()))

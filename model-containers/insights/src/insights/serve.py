"""`python3 -m insights.serve`: the serving container of a tabular model."""

from common.manifest import ModelManifest
from common.paths import MlPaths
from common.purchase_server import PurchaseModel, serve
from common.tables import Tables

from insights.model import load_score


def open_model(paths: MlPaths) -> PurchaseModel:
    manifest = ModelManifest.read(paths.model / "model.json")
    return PurchaseModel.of(load_score(paths.model, manifest), Tables.load(paths.model / "serving/tables"), manifest)


if __name__ == "__main__":
    serve(open_model(MlPaths.from_environment()))

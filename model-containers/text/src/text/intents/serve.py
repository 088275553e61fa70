"""`python3 -m text.intents.serve`: `POST /invocations` {"texts": […]} → {"intents": [{name, probability, isKnown}]}."""

import os

from common.manifest import ModelManifest
from common.model_server import create_model_app, serve_app
from common.paths import MlPaths
from starlette.applications import Starlette

from text.embeddings.serve import texts_of
from text.intents.scorer import IntentScorer


def create_app(scorer: IntentScorer, name: str, version: str) -> Starlette:
    def answer(body: bytes) -> dict[str, object]:
        told = scorer.answer(texts_of(body), name)
        intents = [
            {
                "name": scorer.names[code],
                "probability": round(float(told.probabilities[row, code]), 6),
                "isKnown": bool(told.is_known[row]),
            }
            for row, code in enumerate(told.probabilities.argmax(1).tolist())
        ]
        return {"modelVersion": version, "scorer": name, "intents": intents}

    return create_model_app(answer)


def open_app(paths: MlPaths) -> Starlette:
    """SCORER picks one of the model's scorers and MODEL_VERSION names the version in answers."""
    manifest = ModelManifest.read(paths.model / "model.json")
    name = manifest.scorer_for(os.environ.get("SCORER"))
    version = os.environ.get("MODEL_VERSION", manifest.created_at)
    return create_app(IntentScorer.load(paths.model), name, version)


if __name__ == "__main__":
    serve_app(open_app(MlPaths.from_environment()))

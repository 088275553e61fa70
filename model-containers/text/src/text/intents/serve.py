"""`python3 -m text.intents.serve`: `POST /invocations` {"texts": […]} → {"intents": [{name, probability, isKnown}]}."""

import os

import orjson
import uvicorn
from common.manifest import ModelManifest
from common.paths import MlPaths
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from text.embeddings.serve import LARGEST_BODY, texts_of
from text.intents.scorer import IntentScorer


def create_app(scorer: IntentScorer, name: str, version: str) -> Starlette:
    async def ping(_request: Request) -> Response:
        return Response(status_code=200)

    async def invoke(request: Request) -> Response:
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return _refused(f"the body may have at most {LARGEST_BODY} bytes")
        try:
            texts = texts_of(orjson.loads(body))
        except ValueError as error:
            return _refused(str(error))
        answer = await run_in_threadpool(scorer.answer, texts, name)
        best = answer.probabilities.argmax(1)
        intents = [
            {
                "name": scorer.names[code],
                "probability": round(float(answer.probabilities[row, code]), 6),
                "isKnown": bool(answer.is_known[row]),
            }
            for row, code in enumerate(best.tolist())
        ]
        return Response(
            orjson.dumps({"modelVersion": version, "scorer": name, "intents": intents}), media_type="application/json"
        )

    return Starlette(routes=[Route("/ping", ping), Route("/invocations", invoke, methods=["POST"])])


def _refused(message: str) -> Response:
    return Response(orjson.dumps({"message": message}), status_code=400, media_type="application/json")


def main() -> None:
    paths = MlPaths.from_environment()
    manifest = ModelManifest.read(paths.model / "model.json")
    name = os.environ.get("SCORER") or manifest.default_scorer
    version = os.environ.get("MODEL_VERSION", manifest.created_at)
    uvicorn.run(
        create_app(IntentScorer.load(paths.model), name, version),
        host="0.0.0.0",
        port=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")),
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()

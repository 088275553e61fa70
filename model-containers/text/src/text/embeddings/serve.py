"""`python3 -m text.embeddings.serve`: `GET /ping`, `POST /invocations` {"texts": […]} → {"vectors": [[…]]}."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from text.embeddings.encoder import SentenceEncoder

MOST_TEXTS = 500
LONGEST_TEXT = 8_000
LARGEST_BODY = 4_000_000  # bytes; what a serverless endpoint lets through
BAKED = Path("/app/embeddings")  # where the image's build leaves the encoder


def open_encoder() -> SentenceEncoder:
    """The image's own, or one exported once for this environment, by a process of its own: serving keeps torch out."""
    if (BAKED / "encoder.json").is_file():
        return SentenceEncoder.load(BAKED)
    folder = Path(os.environ.get("ENCODER_FOLDER") or Path(sys.prefix) / "perennial-encoder")
    if not (folder / "encoder.json").is_file():
        subprocess.run([sys.executable, "-m", "text.embeddings.export", str(folder)], check=True, timeout=240)
    return SentenceEncoder.load(folder)


def create_app(encoder: SentenceEncoder) -> Starlette:
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
        vectors = await run_in_threadpool(encoder.encode, texts)
        answer = {"model": encoder.base_model, "vectors": vectors.round(4)}
        return Response(orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")

    return Starlette(routes=[Route("/ping", ping), Route("/invocations", invoke, methods=["POST"])])


def texts_of(body: object) -> list[str]:
    texts = body.get("texts") if isinstance(body, dict) else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
        raise ValueError(f"texts must be a list of 1 to {MOST_TEXTS} texts")
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts):
        raise ValueError(f"each text must be a string of at most {LONGEST_TEXT} characters")
    return texts


def _refused(message: str) -> Response:
    return Response(orjson.dumps({"message": message}), status_code=400, media_type="application/json")


def main() -> None:
    uvicorn.run(
        create_app(open_encoder()),
        host="0.0.0.0",
        port=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")),
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()

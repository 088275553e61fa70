"""`python3 -m text.embeddings.serve`: `GET /ping`, `POST /invocations` {"texts": […]} → {"vectors": [[…]]}."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
from common.model_server import BadBodyError, create_model_app, serve_app
from starlette.applications import Starlette

from text.embeddings.encoder import SentenceEncoder

MOST_TEXTS = 500
LONGEST_TEXT = 8_000
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
    def answer(body: bytes) -> dict[str, object]:
        return {"model": encoder.base_model, "vectors": encoder.encode(texts_of(body)).round(4)}

    return create_model_app(answer)


def texts_of(body: bytes) -> list[str]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadBodyError(f"the body is not JSON: {error}") from error
    texts = given.get("texts") if isinstance(given, dict) else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
        raise BadBodyError(f"texts must be a list of 1 to {MOST_TEXTS} texts")
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts):
        raise BadBodyError(f"each text must be a string of at most {LONGEST_TEXT} characters")
    return texts


if __name__ == "__main__":
    serve_app(create_app(open_encoder()))

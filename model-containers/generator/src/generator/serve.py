"""`python3 -m generator.serve`: `GET /ping`, `POST /invocations` with chat completions."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import orjson
from common.manifest import ModelManifest
from common.model_server import TooLargeError, bounded_body, serve_app
from common.paths import MlPaths
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.chat import BadRequestError, ChatRequest, answer, read_request
from generator.writer import Writer, Writing

LARGEST_BODY = 200_000  # bytes


class TextWriter(Protocol):
    def answer(self, request: ChatRequest) -> Writing: ...


@dataclass(frozen=True)
class CompactWriter:
    writer: Writer

    def answer(self, request: ChatRequest) -> Writing:
        write = self.writer.write_supported if request.language == "en" else self.writer.write
        return write(request.facts, request.wish, request.sampling)


@dataclass(frozen=True)
class Generator:
    """A loaded writer, what it can write and how it signs."""

    writer: TextWriter
    languages: Sequence[str]
    #: Wishes that this family does not fulfil.
    ignored: Sequence[str]
    version: str
    scorer: str
    created: int

    @staticmethod
    def load(paths: MlPaths) -> "Generator":
        manifest = ModelManifest.read(paths.model / "model.json")
        scorer = manifest.scorer_for(os.environ.get("SCORER"))
        version = os.environ.get("MODEL_VERSION", manifest.created_at)
        if manifest.family == "lora":
            from generator.lora import LoraWriter

            return Generator(LoraWriter.load(paths.model), ("en", "zh"), (), version, scorer, 0)
        writer = CompactWriter(Writer.load(paths.model))
        return Generator(writer, manifest.metrics.get("languages", ["en"]), ("tone",), version, scorer, 0)

    def answer(self, request: ChatRequest) -> dict[str, object]:
        if request.language not in self.languages:
            learned = ", ".join(self.languages) or "none"
            raise BadRequestError(
                f"this model was taught by texts in {learned}; it cannot write {request.language}",
                "language_not_learned",
            )
        writing = self.writer.answer(request)
        used = (writing.prompt_tokens, writing.text_tokens)
        return {
            **answer(request, writing.texts, writing.finished, used),
            "created": self.created,
            "model": self.version,
            "modelVersion": self.version,
            "scorer": self.scorer,
            "ignored": list(self.ignored),
        }


def create_app(generator: Generator) -> Starlette:
    async def ping(_request: Request) -> Response:
        return Response(status_code=200)

    async def invoke(request: Request) -> Response:
        try:
            body = await bounded_body(request, LARGEST_BODY)
            completed = await run_in_threadpool(lambda: generator.answer(read_request(orjson.loads(body), body)))
        except TooLargeError as error:
            return _refused(str(error), "too_large")
        except orjson.JSONDecodeError as error:
            return _refused(f"the body is not JSON: {error}", "invalid_request")
        except BadRequestError as error:
            return _refused(str(error), error.code)
        return Response(orjson.dumps(completed), media_type="application/json")

    return Starlette(
        routes=[
            Route("/ping", ping),
            Route("/invocations", invoke, methods=["POST"]),
            Route("/v1/chat/completions", invoke, methods=["POST"]),
        ]
    )


def _refused(message: str, code: str) -> Response:
    """An error in OpenAI's shape."""
    error = {"message": message, "type": "invalid_request_error", "code": code}
    return Response(orjson.dumps({"error": error}), status_code=400, media_type="application/json")


if __name__ == "__main__":
    serve_app(create_app(Generator.load(MlPaths.from_environment())))

"""The manners of a serving container: `GET /ping`, `POST /invocations` with a bounded body, answers in JSON."""

import os
from collections.abc import Callable
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LARGEST_BODY = 4_000_000  # bytes; SageMaker itself lets through 6 MB, serverless 4


class TooLargeError(ValueError):
    """A body that is not read to its end."""


class BadBodyError(ValueError):
    """A body that a model cannot answer; the message says why."""


def create_model_app(answer: Callable[[bytes], dict[str, Any]]) -> Starlette:
    """`answer` raises BadBodyError for what the caller must put right. Arrays of numpy may be in what it answers."""

    async def ping(_request: Request) -> Response:
        return Response(status_code=200)

    async def invoke(request: Request) -> Response:
        try:
            told = await run_in_threadpool(answer, await bounded_body(request))
        except TooLargeError as error:
            return refused(str(error), 413)
        except BadBodyError as error:
            return refused(str(error))
        return Response(orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")

    return Starlette(routes=[Route("/ping", ping), Route("/invocations", invoke, methods=["POST"])])


async def bounded_body(request: Request, most: int = LARGEST_BODY) -> bytes:
    """Raises TooLargeError as soon as more than `most` bytes came."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLargeError(f"the body may have at most {most} bytes")
        parts.append(part)
    return b"".join(parts)


def refused(message: str, status: int = 400) -> Response:
    return Response(orjson.dumps({"message": message}), status_code=status, media_type="application/json")


def serve_app(app: Starlette) -> None:
    """Run until SageMaker stops the container."""
    uvicorn.run(
        app,
        host="0.0.0.0",
        port=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")),
        log_level="warning",
        access_log=False,
    )

"""The serving container: `GET /ping` and `POST /invocations` (SageMaker contract), one process a core.

A plain ASGI application: at a thousand requests a second a framework's routing would cost more than the answer.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import uvicorn

from recommender.answering import Answerer, BadRequestError, Request, parse_request
from recommender.artefact import load_artefact
from recommender.workers import own_socket, run_workers

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LARGEST_BODY = 1_000_000  # bytes


def create_app(answerer: Answerer) -> Callable[[Message, Receive, Send], Awaitable[None]]:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        route = scope["method"], scope["path"]
        if route == ("GET", "/ping"):
            await _respond(send, 200, b"{}")
        elif route == ("POST", "/invocations"):
            await _respond(send, *_invoke(answerer, await _body(receive)))
        else:
            await _respond(send, 404, b'{"message":"there are only GET /ping and POST /invocations"}')

    return app


def create_app_from_environment() -> Callable[[Message, Receive, Send], Awaitable[None]]:
    """Maps the index and answers once, so that the first caller does not wait."""
    folder = Path(os.environ.get("ML_ROOT", "/opt/ml")) / "model"
    answerer = load_artefact(folder).answerer(os.environ.get("MODEL_VERSION"))
    item_ids = answerer.saved.item_ids
    answerer.answer(Request(session=item_ids[:2], exclude=item_ids[:1]))
    return create_app(answerer)


def serve_one() -> None:
    """What each worker runs."""
    config = uvicorn.Config(
        create_app_from_environment,
        factory=True,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_level="warning",
        access_log=False,
    )
    port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
    uvicorn.Server(config).run(sockets=[own_socket(port)])


def main() -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker a core: threads inside one would only wait
    run_workers(serve_one, int(os.environ.get("WORKERS", os.cpu_count() or 1)))


def _invoke(answerer: Answerer, body: bytes | None) -> tuple[int, bytes]:
    try:
        if body is None:
            raise BadRequestError(f"the body may have at most {LARGEST_BODY} bytes")
        return 200, orjson.dumps(answerer.answer(parse_request(orjson.loads(body))))
    except orjson.JSONDecodeError as error:
        return 400, orjson.dumps({"message": f"the body is not JSON: {error}"})
    except BadRequestError as error:
        return 400, orjson.dumps({"message": str(error)})


async def _body(receive: Receive) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body"):
            return b"".join(parts) if size <= LARGEST_BODY else None
        if size > LARGEST_BODY:
            parts = []


async def _respond(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


if __name__ == "__main__":
    main()

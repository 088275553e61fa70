"""Routes a request to the deployed API or to the console's files.

It calls MiniStack's application in process, so it costs no second connection.
"""

from __future__ import annotations

import gzip
import json
import uuid
import zlib
from urllib.parse import quote

from cloud.asgi import Application, Message, Receive, Scope, Send, headers_of, read_body, send_answer
from cloud.gateway.api_address import find_api
from cloud.gateway.console_files import ConsoleFiles
from cloud.gateway.problem_details import as_problem
from cloud.settings import Settings

API_PREFIX = "/v1"
# What API Gateway takes; it refuses a larger body before it is unpacked.
BODY_LIMIT_BYTES = 10 * 1024 * 1024


class Gateway:
    """ASGI application on the public port."""

    def __init__(self, emulator: Application, settings: Settings) -> None:
        self.emulator = emulator
        self.settings = settings
        self.console = ConsoleFiles(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path == API_PREFIX or path.startswith(f"{API_PREFIX}/"):
            await self.serve_api(scope, receive, send)
        else:
            await self.console.serve(scope, send)

    async def serve_api(self, scope: Scope, receive: Receive, send: Send) -> None:
        api = find_api(self.settings.api_name)
        if api is None:
            await send_problem(send, 503, "The API is not deployed yet", "Run the deployment, then try again.")
            return
        body = await read_body(receive)
        if len(body) > BODY_LIMIT_BYTES:
            await send_problem(send, 413, "Request too long", "A request may have 10 MiB.")
            return
        headers = headers_of(scope)
        encoding = headers.get("content-encoding", "").lower()
        if encoding in ("gzip", "deflate"):
            try:
                body = gzip.decompress(body) if encoding == "gzip" else zlib.decompress(body)
            except (OSError, EOFError, zlib.error):
                await send_problem(send, 400, "Bad request body", f"The body is not valid {encoding}.")
                return
        await self.emulator(rewritten(scope, api, body, encoding), once(body), translating(send))


def rewritten(scope: Scope, api: str, body: bytes, encoding: str) -> Scope:
    """The same request as the emulator knows it, its path below the API's own and, as on AWS, not decoded."""
    stage_and_path = scope["raw_path"].decode("latin-1").removeprefix(API_PREFIX)
    path = f"/restapis/{api}{API_PREFIX}/_user_request_{stage_and_path or '/'}"
    dropped = {b"content-encoding"} if encoding in ("gzip", "deflate") else set()
    dropped |= {b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
    headers.append((b"content-length", str(len(body)).encode()))
    return {**scope, "path": path, "raw_path": quote(path).encode(), "headers": headers}


def once(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


BODILESS = (204, 304)  # RFC 9110, section 6.4.1; a mocked preflight answers the former, and a template of two letters


def translating(send: Send) -> Send:
    """Hold an answer back until it is known whether the gateway itself made it; then it becomes a problem."""
    start: Message = {}
    parts: list[bytes] = []

    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        headers, body = as_problem(start["status"], start.get("headers", []), b"".join(parts))
        if start["status"] in BODILESS:
            headers, body = [(name, value) for name, value in headers if name.lower() != b"content-length"], b""
        await send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return forward


async def send_problem(send: Send, status: int, title: str, detail: str) -> None:
    request_id = str(uuid.uuid4())
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "requestId": request_id}
    body = json.dumps(problem).encode()
    headers = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        "request-id": request_id,
    }
    await send_answer(send, status, headers, body)

"""The emulator's own address: MiniStack's application, its requests counted, with one switch of ours beside it."""

from __future__ import annotations

import json
from types import ModuleType

from cloud.asgi import Receive, Scope, Send, send_answer
from cloud.emulator import enforce_iam


class Switchboard:
    """ASGI application on the emulator's port. `PUT /_perennial/iam?enforce=true|false` switches IAM enforcement."""

    def __init__(self, app: ModuleType) -> None:
        self.app = app
        self.requests_seen = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/_perennial/iam":
            await self.switch_iam(scope, send)
            return
        self.requests_seen += 1
        await self.app.app(scope, receive, send)

    async def switch_iam(self, scope: Scope, send: Send) -> None:
        if scope["method"] == "PUT":
            enforce_iam(self.app, b"enforce=true" in scope["query_string"])
        body = json.dumps({"enforced": self.app.AUTH}).encode()
        await send_answer(send, 200, {"content-type": "application/json", "content-length": str(len(body))}, body)

"""The emulator's own address: MiniStack's application, its requests counted, with one switch of ours beside it."""

from __future__ import annotations

import asyncio
import json
from types import ModuleType
from urllib.parse import parse_qs

from cloud.asgi import Receive, Scope, Send, send_answer
from cloud.emulator import enforce_iam, may
from cloud.hooks.roles import DENIALS
from cloud.snapshots import save_in_child


class Switchboard:
    """ASGI application on the emulator's port. `PUT /_perennial/iam?enforce=true|false` switches IAM enforcement.

    Its answer, as that of GET, names what was denied to whom so far. `PUT /_perennial/save` answers when all that is
    known now is on disk: whoever keeps a note of what the cloud knows asks for that first.
    """

    def __init__(self, app: ModuleType) -> None:
        self.app = app
        self.requests_seen = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/_perennial/iam":
            await self.switch_iam(scope, send)
            return
        if scope["type"] == "http" and scope["path"] == "/_perennial/may":
            await self.say_who_may(scope, send)
            return
        if scope["type"] == "http" and scope["path"] == "/_perennial/save":
            saved = await asyncio.to_thread(save_in_child, self.app)
            await send_json(send, {"saved": saved})
            return
        self.requests_seen += 1
        await self.app.app(scope, receive, send)

    async def say_who_may(self, scope: Scope, send: Send) -> None:
        """`GET /_perennial/may?key=…&action=…&resource=…`, for servers beside MiniStack; a refusal is remembered."""
        asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        action, resource = asked.get("action", ""), asked.get("resource", "*")
        allowed, principal = may(self.app, asked.get("key", ""), action, resource)
        if not allowed:
            DENIALS.add(action, principal, resource)
        await send_json(send, {"allowed": allowed, "principal": principal})

    async def switch_iam(self, scope: Scope, send: Send) -> None:
        if scope["method"] == "PUT":
            enforce_iam(self.app, b"enforce=true" in scope["query_string"])
        await send_json(send, {"enforced": self.app.AUTH, "denied": DENIALS.told()})


async def send_json(send: Send, value: object) -> None:
    body = json.dumps(value).encode()
    await send_answer(send, 200, {"content-type": "application/json", "content-length": str(len(body))}, body)

"""The emulator's own address: MiniStack's application, its requests counted, with paths of ours beside it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import ModuleType
from urllib.parse import parse_qs

from cloud.asgi import Receive, Scope, Send, send_answer
from cloud.emulator import enforce_iam, may
from cloud.hooks.roles import DENIALS
from cloud.snapshots import save_in_child

Answer = Callable[[Scope], Awaitable[object]]


class Switchboard:
    """ASGI application on the emulator's port, with paths of its own beside those of AWS."""

    def __init__(self, app: ModuleType) -> None:
        self.app = app
        self.requests_seen = 0
        self.own: dict[str, Answer] = {
            "/_perennial/iam": self.switch_iam,
            "/_perennial/may": self.say_who_may,
            "/_perennial/save": self.save,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.own.get(scope["path"]) if scope["type"] == "http" else None
        if answer is not None:
            await send_json(send, await answer(scope))
            return
        self.requests_seen += 1
        await self.app.app(scope, receive, send)

    async def switch_iam(self, scope: Scope) -> object:
        """`PUT …?enforce=true|false` switches enforcement; both it and GET name what was denied to whom."""
        if scope["method"] == "PUT":
            enforce_iam(self.app, b"enforce=true" in scope["query_string"])
        return {"enforced": self.app.AUTH, "denied": DENIALS.told()}

    async def say_who_may(self, scope: Scope) -> object:
        """`GET …?key=…&action=…&resource=…`, for servers beside MiniStack; a refusal is remembered."""
        asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        action, resource = asked.get("action", ""), asked.get("resource", "*")
        allowed, principal = may(self.app, asked.get("key", ""), action, resource)
        if not allowed:
            DENIALS.add(action, principal, resource)
        return {"allowed": allowed, "principal": principal}

    async def save(self, _scope: Scope) -> object:
        """`PUT` answers when all that is known now is on disk, for whoever keeps a note of what the cloud knows."""
        return {"saved": await asyncio.to_thread(save_in_child, self.app)}


async def send_json(send: Send, value: object) -> None:
    body = json.dumps(value).encode()
    await send_answer(send, 200, {"content-type": "application/json", "content-length": str(len(body))}, body)

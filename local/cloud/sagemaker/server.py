"""The HTTP side: JSON 1.1 calls by X-Amz-Target, invocations by path, and a question of health."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Mapping
from urllib.parse import unquote

from cloud.asgi import Receive, Scope, Send, headers_of, read_body, send_answer
from cloud.sagemaker.control import Control
from cloud.sagemaker.errors import SageMakerError
from cloud.sagemaker.invocations import Answer, Invocations, error
from cloud.sagemaker.roles import Roles
from cloud.sagemaker.service_model import WrongAnswerError
from cloud.sagemaker.store import Store
from cloud.settings import Settings

logger = logging.getLogger("cloud.sagemaker")

JSON = {"content-type": "application/x-amz-json-1.1"}


class SageMakerServer:
    """ASGI application. Control calls read and write disks, so they run beside the loop; invocations run in it."""

    def __init__(self, settings: Settings) -> None:
        store = Store(settings.state / "sagemaker" / "records")
        self.control = Control(settings, store)
        self.invocations = Invocations(store, self.control.endpoints, settings)
        self.roles = Roles(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = headers_of(scope)
        body = await read_body(receive)
        answer = await self.answer(scope["method"], scope["path"], headers, body)
        request_id = str(uuid.uuid4())
        own = {**answer.headers, "x-amzn-requestid": request_id, "content-length": str(len(answer.body))}
        await send_answer(send, answer.status, own, answer.body)

    async def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = path.strip("/").split("/")
        if path == "/health":
            return Answer(200, JSON, b'{"status": "ok"}')
        if method == "POST" and len(parts) == 3 and parts[0] == "endpoints" and parts[2] == "invocations":
            name = unquote(parts[1])
            refusal = await self.roles.refusal(headers, "InvokeEndpoint", {"EndpointName": name})
            if refusal:
                return error(403, "AccessDeniedException", refusal)
            return await self.invocations.invoke(name, headers, body)
        target = headers.get("x-amz-target", "")
        if method == "POST" and target.startswith("SageMaker."):
            operation = target.removeprefix("SageMaker.")
            refusal = await self.roles.refusal(headers, operation, named(body))
            if refusal:
                return refuse(SageMakerError("AccessDeniedException", refusal))
            return await asyncio.to_thread(self.call, operation, body)
        return error(404, "UnknownOperationException", f"{method} {path} is not known here.")

    def call(self, name: str, body: bytes) -> Answer:
        try:
            answer = self.control.answer(name, json.loads(body or b"{}"))
        except json.JSONDecodeError as cause:
            return refuse(SageMakerError("SerializationException", str(cause)))
        except SageMakerError as refusal:
            return refuse(refusal)
        except WrongAnswerError as bug:
            logger.error("%s", bug)
            return refuse(SageMakerError("InternalFailure", str(bug), 500))
        except Exception as bug:
            logger.exception("%s", name)
            return refuse(SageMakerError("InternalFailure", str(bug), 500))
        return Answer(200, JSON, json.dumps(answer).encode())


def named(body: bytes) -> Mapping[str, object]:
    """The request as far as it reads; what does not is refused where it is checked."""
    try:
        request = json.loads(body or b"{}")
    except json.JSONDecodeError:
        return {}
    return request if isinstance(request, dict) else {}


def refuse(refusal: SageMakerError) -> Answer:
    body = {"__type": refusal.code, "message": refusal.message, "Message": refusal.message}
    return Answer(refusal.status, JSON, json.dumps(body).encode())

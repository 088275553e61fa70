"""InvokeEndpoint: from SageMaker's runtime interface to a container's /invocations, with SageMaker's refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from cloud.sagemaker.endpoint_runner import KIND, EndpointRunner
from cloud.sagemaker.store import Record, Store
from cloud.settings import ACCOUNT, Settings

REAL_TIME_LIMIT_BYTES = 6 * 1024 * 1024
SERVERLESS_LIMIT_BYTES = 4 * 1024 * 1024
ANSWER_SECONDS = 60.0
SERVING = ("InService", "Updating", "RollingBack", "SystemUpdating")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Invocations:
    """Forwards each call to one variant. A connection is kept per container."""

    def __init__(self, store: Store, runner: EndpointRunner, settings: Settings) -> None:
        self.store = store
        self.runner = runner
        self.settings = settings
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
        self.client = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=2.0), limits=limits, trust_env=False
        )

    async def invoke(self, name: str, headers: Mapping[str, str], body: bytes) -> Answer:
        record = self.store.get(KIND, name)
        target = headers.get("x-amzn-sagemaker-target-variant")
        refusal = self.refuse(name, record, target, body)
        if refusal or record is None:
            return refusal or error(500, "InternalFailure", "")
        route = self.runner.route(record, target)
        if route is None:
            return error(503, "ServiceUnavailable", "The service is currently unavailable.")
        variant, port = route
        try:
            answer = await self.client.post(
                f"http://127.0.0.1:{port}/invocations", content=body, headers=forwarded(headers)
            )
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return error(503, "ServiceUnavailable", "The container is being replaced.")
        except httpx.TimeoutException:
            return self.model_error(
                name, 0, "Your invocation timed out while waiting for a response from container primary."
            )
        except httpx.TransportError:
            return self.model_error(name, 502, "The container closed the connection before it answered.")
        if answer.status_code >= 400:
            kind = "client" if answer.status_code < 500 else "server"
            message = f'Received {kind} error ({answer.status_code}) from primary with message "{answer.text[:1024]}".'
            return self.model_error(name, answer.status_code, message, answer.text)
        return Answer(200, returned(answer.headers, variant), answer.content)

    def refuse(self, name: str, record: Record | None, target: str | None, body: bytes) -> Answer | None:
        if record is None:
            return error(400, "ValidationError", f"Endpoint {name} of account {ACCOUNT} not found.")
        if record["status"] not in SERVING:
            return error(400, "ValidationError", f"Endpoint {name} of account {ACCOUNT} is {record['status']}.")
        if target is not None and target not in record["variants"]:
            return error(400, "ValidationError", f"Variant {target} could not be found for endpoint {name}.")
        is_serverless = any(variant["serverless"] for variant in record["variants"].values())
        limit = SERVERLESS_LIMIT_BYTES if is_serverless else REAL_TIME_LIMIT_BYTES
        if len(body) > limit:
            return error(413, "ValidationError", f"HTTP content length exceeded {limit} bytes.")
        return None

    def model_error(self, name: str, status: int, message: str, original: str = "") -> Answer:
        group = f"arn:aws:logs:{self.settings.region}:{ACCOUNT}:log-group:/aws/sagemaker/Endpoints/{name}"
        details = {"OriginalStatusCode": status, "OriginalMessage": original, "LogStreamArn": group}
        return error(424, "ModelError", message, details)


def error(status: int, code: str, message: str, details: Mapping[str, object] | None = None) -> Answer:
    body = {"ErrorCode": code, "Message": message, "message": message, **(details or {})}
    return Answer(status, {"content-type": "application/json", "x-amzn-errortype": code}, json.dumps(body).encode())


def forwarded(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that SageMaker hands on to a container."""
    kept = {name: headers[name] for name in ("content-type", "accept") if name in headers}
    own = {name: value for name, value in headers.items() if name.startswith("x-amzn-sagemaker-")}
    return {"content-type": "application/octet-stream", **kept, **own}


def returned(headers: Mapping[str, str], variant: str) -> dict[str, str]:
    answer = {"x-amzn-invoked-production-variant": variant}
    for name in ("content-type", "x-amzn-sagemaker-custom-attributes"):
        if name in headers:
            answer[name] = headers[name]
    return answer

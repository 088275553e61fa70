"""Calls from inside the emulator to the SageMaker server, patient while that one is being restarted."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

# A killed server is back within a second or two; the rest is for a machine under load.
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2
CLIENT = httpx.Client(timeout=httpx.Timeout(60.0, connect=2.0), trust_env=False)


class CallRefusedError(Exception):
    """SageMaker's refusal, with the name that it goes by."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.request_id = str(uuid.uuid4())


@dataclass(frozen=True)
class Reply:
    body: dict[str, Any]
    was_repeated: bool  # the connection broke once, so an earlier try may have taken effect


def call(url: str, operation: str, request: object, is_cancelled: Callable[[], bool] = lambda: False) -> Reply:
    """One control operation; CallRefusedError when SageMaker says no, or is not there for a minute."""
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": f"SageMaker.{operation}"}
    deadline = time.monotonic() + PATIENCE_SECONDS
    was_repeated = False
    while True:
        try:
            answer = CLIENT.post(url, headers=headers, content=json.dumps(request))
        except httpx.TransportError as cause:
            if time.monotonic() > deadline or is_cancelled():
                raise CallRefusedError("ServiceUnavailable", f"SageMaker does not answer: {cause}", 503) from cause
            was_repeated = True
            time.sleep(PAUSE_SECONDS)
            continue
        body = answer.json()
        if answer.status_code == 200:
            return Reply(body, was_repeated)
        refusal = CallRefusedError(body["__type"], body["message"], answer.status_code)
        refusal.add_note("repeated" if was_repeated else "first try")
        raise refusal

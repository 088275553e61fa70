"""Whom the SageMaker server asks the emulator about."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from cloud.sagemaker.roles import Roles
from cloud.settings import read_settings

SIGNED = {"authorization": "AWS4-HMAC-SHA256 Credential=ASIA1/20261128/us-east-1/sagemaker/aws4_request, Signature=0"}


@contextmanager
def emulator_that_allows():
    """The emulator's side of a question, and the paths that it was asked by."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"allowed": True, "principal": "someone"}).encode())

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield replace(read_settings({}), emulator_port=server.server_port), asked
    server.shutdown()


def refusals(roles: Roles, headers: dict[str, str], times: int) -> list[str | None]:
    async def asked() -> list[str | None]:
        return [await roles.refusal(headers, "DescribeTrainingJob", {"TrainingJobName": "one"}) for _ in range(times)]

    return asyncio.run(asked())


def test_a_caller_who_repeats_themselves_is_asked_about_once():
    with emulator_that_allows() as (settings, asked):
        found = refusals(Roles(settings), SIGNED, 3)

    assert found == [None, None, None]
    assert len(asked) == 1


def test_the_emulator_is_not_asked_about_its_own_unsigned_calls():
    with emulator_that_allows() as (settings, asked):
        found = refusals(Roles(settings), {}, 1)

    assert found == [None]
    assert asked == []

"""What the gateway hands on of the emulator's answers."""

from __future__ import annotations

import asyncio

import pytest
from cloud.gateway.app import translating


def handed_on(status: int, body: bytes) -> list[dict]:
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def answer() -> None:
        forward = translating(send)
        headers = [(b"Content-Length", str(len(body)).encode()), (b"access-control-max-age", b"7200")]
        await forward({"type": "http.response.start", "status": status, "headers": headers})
        await forward({"type": "http.response.body", "body": body, "more_body": False})

    asyncio.run(answer())
    return sent


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_may_have_no_body_has_none_whatever_the_emulator_wrote(status: int):
    start, content = handed_on(status, b"{}")

    assert content["body"] == b""
    assert start["headers"] == [(b"access-control-max-age", b"7200")]


def test_any_other_answer_is_handed_on_as_it_is():
    start, content = handed_on(200, b"{}")

    assert content["body"] == b"{}"
    assert (b"Content-Length", b"2") in start["headers"]

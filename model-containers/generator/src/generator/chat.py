"""What /invocations is asked and answers: OpenAI's chat completions, so that any such server can take our place.

A writer of ours cannot follow prose. It reads the last message of the user, which holds the wish and the facts one a
line, as every server is sent them: `Kind: ad`, `Length: short`, `Language: en`, then `Facts:` and `- name: value`.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from generator.sampling import Sampling
from generator.wishes import KEPT, KINDS, LENGTHS, Wish

MOST_SAMPLES = 16
MOST_CHARACTERS = 20_000


class BadRequestError(ValueError):
    """The caller's fault; `code` tells programs which."""

    def __init__(self, message: str, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class ChatRequest:
    facts: tuple[tuple[str, str], ...]
    wish: Wish
    language: str
    sampling: Sampling
    messages: tuple[dict[str, str], ...]
    #: Names one request for one answer.
    fingerprint: str


def read_request(body: object, raw: bytes) -> ChatRequest:
    if not isinstance(body, dict):
        raise BadRequestError("the body must be an object")
    messages = _messages(body.get("messages"))
    if body.get("stream"):
        raise BadRequestError("stream is not offered here; leave it out", "unsupported")
    wish, language, facts = _told(messages[-1]["content"])
    return ChatRequest(facts, wish, language, _sampling(body), messages, hashlib.sha256(raw).hexdigest())


def answer(request: ChatRequest, texts: tuple[str, ...], finished: tuple[str, ...], used: tuple[int, int]) -> dict:
    """Equal requests get equal answers, the id included."""
    return {
        "id": f"chatcmpl-{request.fingerprint[:24]}",
        "object": "chat.completion",
        "choices": [
            {"index": index, "message": {"role": "assistant", "content": text}, "finish_reason": reason}
            for index, (text, reason) in enumerate(zip(texts, finished, strict=True))
        ],
        "usage": {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": used[0] + used[1]},
    }


def _messages(given: Any) -> tuple[dict[str, str], ...]:
    if not isinstance(given, list) or not given:
        raise BadRequestError("messages must be a list with at least one message")
    for one in given:
        if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("role", "content")):
            raise BadRequestError("each message needs a role and a content of text")
    if sum(len(one["content"]) for one in given) > MOST_CHARACTERS:
        raise BadRequestError(f"messages may have at most {MOST_CHARACTERS} characters")
    if given[-1]["role"] != "user":
        raise BadRequestError("the last message must be the user's")
    return tuple({"role": one["role"], "content": one["content"]} for one in given)


def _sampling(body: dict) -> Sampling:
    return Sampling(
        samples=int(_number(body, "n", 1, 1, MOST_SAMPLES)),
        temperature=_number(body, "temperature", 0.7, 0, 2),
        top_p=_number(body, "top_p", 0.9, 0.01, 1),
        max_tokens=int(_number(body, "max_completion_tokens", _number(body, "max_tokens", 120, 1, 4096), 1, 4096)),
        seed=int(_number(body, "seed", 7, 0, 2**31 - 1)),
    )


def _number(body: dict, name: str, default: float, least: float, most: float) -> float:
    given = body.get(name)
    if given is None:
        return default
    if isinstance(given, bool) or not isinstance(given, int | float) or not least <= given <= most:
        raise BadRequestError(f"{name} must be a number from {least} to {most}")
    return given


def _told(content: str) -> tuple[Wish, str, tuple[tuple[str, str], ...]]:
    head, _, tail = f"\n{content}".partition("\nFacts:")
    said = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\n"))
    }
    facts = [line[2:].partition(":") for line in tail.split("\n") if line.startswith("- ")]
    pairs = tuple((name.strip(), value.strip()) for name, _, value in facts if value.strip())
    if not pairs:
        raise BadRequestError("the user's message names no facts", "no_facts")
    kind, length = said.get("kind", "description"), said.get("length", "any")
    if kind not in KINDS or length not in LENGTHS:
        raise BadRequestError(f"kind must be one of {', '.join(KINDS)} and length one of {', '.join(LENGTHS)}")
    return Wish(kind, length, KEPT), said.get("language", "en"), pairs

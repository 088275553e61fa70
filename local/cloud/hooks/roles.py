"""What roles forbid, as AWS reads it, and remembered, so that a missing grant is seen and not guessed."""

from __future__ import annotations

import functools
import json
import threading
from collections import Counter
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

# A batch is allowed by the action on one of its messages.
BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}
MOST_REMEMBERED = 1_000


class Denials:
    """Refusals by action, principal and resource, with how often each was met."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, action: str, principal: str, resource: str) -> None:
        with self._lock:
            key = (action, principal, resource)
            if key in self._counts or len(self._counts) < MOST_REMEMBERED:
                self._counts[key] += 1

    def told(self) -> list[dict[str, Any]]:
        with self._lock:
            return [
                {"action": action, "principal": principal, "resource": resource, "times": times}
                for (action, principal, resource), times in sorted(self._counts.items())
            ]


DENIALS = Denials()


def register_roles() -> None:
    """Wrap MiniStack's reading of a request and its refusals; what is in `iam_actions` it imports anew with each."""
    from ministack import app
    from ministack.core import iam_actions

    app.pin_request_origin = over_tls(app.pin_request_origin)
    iam_actions.extract_iam_action = as_documented(iam_actions.extract_iam_action)
    iam_actions.extract_resource_arn = named(iam_actions.extract_resource_arn)
    iam_actions.access_denied_response = remembered(iam_actions.access_denied_response)


def over_tls(pin: Callable[[str, bool], None]) -> Callable[[str, bool], None]:
    """Loopback stands for TLS: policies that refuse plain HTTP are about the way to AWS, which is not here."""

    @functools.wraps(pin)
    def pinned(source_ip: str, secure_transport: bool) -> None:
        pin(source_ip, secure_transport or source_ip == "127.0.0.1")

    return pinned


def as_documented(extract: Callable[..., str | None]) -> Callable[..., str | None]:
    @functools.wraps(extract)
    def action(*args: Any, **kwargs: Any) -> str | None:
        found = extract(*args, **kwargs)
        return BATCHES.get(found, found) if found else found

    return action


def named(extract: Callable[..., str]) -> Callable[..., str]:
    """ARNs as AWS reads them where MiniStack does not: a schedule lies in a group, and an identity sends an e-mail."""

    @functools.wraps(extract)
    def resource(
        service: str, method: str, path: str, headers: dict, body: bytes, query: dict, region: str, account: str
    ) -> str:
        found = extract(service, method, path, headers, body, query, region, account)
        if service == "scheduler" and ":schedule/default/" in found:
            return found.replace(":schedule/default/", f":schedule/{said(query, body, 'groupName') or 'default'}/", 1)
        if service == "ses" and path.endswith("/outbound-emails"):
            address = parseaddr(said(query, body, "fromEmailAddress"))[1]
            return f"arn:aws:ses:{region}:{account}:identity/{address}"
        return found

    return resource


def said(query: dict, body: bytes, name: str) -> str:
    """A parameter of the query, or of a JSON body, where it begins with a capital."""
    given = query.get(name) or (json.loads(body).get(name[0].upper() + name[1:]) if body else None) or ""
    return given[0] if isinstance(given, list) else given


def remembered(refuse: Callable[..., tuple]) -> Callable[..., tuple]:
    @functools.wraps(refuse)
    def response(service: str, action: str, principal_arn: str, *args: Any, **kwargs: Any) -> tuple:
        DENIALS.add(action, principal_arn, kwargs.get("message") or kwargs.get("resource_arn", "*"))
        return refuse(service, action, principal_arn, *args, **kwargs)

    return response

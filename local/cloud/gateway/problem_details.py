"""Errors that API Gateway makes itself, as the GatewayResponses of our API word them on AWS."""

from __future__ import annotations

import json

Headers = list[tuple[bytes, bytes]]

TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    413: "Request too long",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Internal server error",
    502: "Bad gateway",
    503: "Service unavailable",
    504: "Gateway timeout",
}
DETAILS = {
    401: "Send a key or token that this shop knows.",
    403: "This key or token may not do that.",
    429: "Slow down and try again.",
    # What broke inside, such as a function that took too long, is for the log.
    **dict.fromkeys((500, 502, 503, 504), "Try again in a moment."),
}


def as_problem(status: int, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """The answer as it is, unless it is a bare {"message": …} with an error status: only the gateway answers that."""
    message = gateway_message(body) if status in TITLES else None
    if message is None:
        return headers, body
    by_name = {name.lower(): value for name, value in headers}
    request_id = by_name.get(b"x-amzn-requestid", b"").decode()
    problem = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": DETAILS.get(status, message),
        "requestId": request_id,
    }
    content = json.dumps(problem).encode()
    replaced = (b"content-type", b"content-length", b"request-id")
    kept = [(name, value) for name, value in headers if name.lower() not in replaced]
    own = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(content)).encode()),
        (b"request-id", request_id.encode()),
    ]
    return [*kept, *own], content


def gateway_message(body: bytes) -> str | None:
    if not body.startswith(b"{") or len(body) > 4096:
        return None
    try:
        content = json.loads(body)
    except json.JSONDecodeError:
        return None
    if isinstance(content, dict) and set(content) <= {"message", "Message"} and content:
        return str(next(iter(content.values())) or "")
    return None

"""The filters, the order and the pages that all List operations share."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence

from cloud.sagemaker.errors import validation_error
from cloud.sagemaker.store import Record

SORT_FIELDS = {"Name": "name", "CreationTime": "created", "Status": "status", "LastModifiedTime": "modified"}
DEFAULT_PAGE = 10


def page(
    request: Mapping[str, object], records: Sequence[Record], member: str, summary: Callable[[Record], Record]
) -> Record:
    """One page of summaries below `member`, with a NextToken when there are more."""
    matching = [record for record in records if matches(request, record)]
    field = SORT_FIELDS.get(str(request.get("SortBy", "CreationTime")), "created")
    is_descending = request.get("SortOrder", "Descending") == "Descending"
    matching.sort(key=lambda record: (record.get(field), record["name"]), reverse=is_descending)
    first = decode(request.get("NextToken"))
    size = int(str(request.get("MaxResults", DEFAULT_PAGE)))
    answer: Record = {member: [summary(record) for record in matching[first : first + size]]}
    if first + size < len(matching):
        answer["NextToken"] = base64.urlsafe_b64encode(str(first + size).encode()).decode()
    return answer


def matches(request: Mapping[str, object], record: Record) -> bool:
    modified = record.get("modified", record["created"])
    bounds = (
        ("CreationTimeAfter", record["created"], 1),
        ("CreationTimeBefore", record["created"], -1),
        ("LastModifiedTimeAfter", modified, 1),
        ("LastModifiedTimeBefore", modified, -1),
    )
    if str(request.get("NameContains", "")).lower() not in record["name"].lower():
        return False
    if request.get("StatusEquals", record.get("status")) != record.get("status"):
        return False
    return all(name not in request or (value - float(str(request[name]))) * sign > 0 for name, value, sign in bounds)


def decode(token: object) -> int:
    if token is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(str(token)))
    except ValueError as cause:
        raise validation_error("Invalid NextToken") from cause

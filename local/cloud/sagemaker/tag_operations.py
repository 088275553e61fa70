"""Tags: kept by ARN, apart from what they belong to."""

from __future__ import annotations

from collections.abc import Callable

from cloud.sagemaker.store import Record, Store

KIND = "tags"


def save_tags(store: Store, arn: str, tags: list[dict[str, str]]) -> list[dict[str, str]]:
    """Add or replace tags by key."""
    record = store.get(KIND, arn) or {"name": arn, "tags": {}}
    record["tags"].update({tag["Key"]: tag["Value"] for tag in tags})
    store.write(KIND, arn, record)
    return as_list(record)


def as_list(record: Record | None) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in (record or {"tags": {}})["tags"].items()]


class TagOperations:
    def __init__(self, store: Store) -> None:
        self.store = store

    def operations(self) -> dict[str, Callable[[Record], Record]]:
        return {"AddTags": self.add, "ListTags": self.list, "DeleteTags": self.delete}

    def add(self, request: Record) -> Record:
        return {"Tags": save_tags(self.store, request["ResourceArn"], request["Tags"])}

    def list(self, request: Record) -> Record:
        return {"Tags": as_list(self.store.get(KIND, request["ResourceArn"]))}

    def delete(self, request: Record) -> Record:
        record = self.store.get(KIND, request["ResourceArn"])
        if record:
            kept = {key: value for key, value in record["tags"].items() if key not in request["TagKeys"]}
            self.store.write(KIND, request["ResourceArn"], {**record, "tags": kept})
        return {}

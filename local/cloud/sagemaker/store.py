"""Durable records: one JSON file each, replaced atomically, so that `kill -9` leaves the old or the new one."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import quote, unquote

Record = dict[str, Any]


class Store:
    """Records by kind and name. What is read is a copy; a change is durable when the call returns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = RLock()
        self.records: dict[str, dict[str, Record]] = {}
        for file in sorted(folder.glob("*/*.json")):
            self.records.setdefault(file.parent.name, {})[unquote(file.stem)] = json.loads(file.read_text())

    def get(self, kind: str, name: str) -> Record | None:
        with self.lock:
            return copy.deepcopy(self.records.get(kind, {}).get(name))

    def all(self, kind: str) -> list[Record]:
        with self.lock:
            return copy.deepcopy(list(self.records.get(kind, {}).values()))

    def add(self, kind: str, name: str, record: Record) -> bool:
        """False, and nothing written, when the name is taken."""
        with self.lock:
            if name in self.records.get(kind, {}):
                return False
            self.write(kind, name, record)
            return True

    def change(self, kind: str, name: str, **changes: Any) -> Record:
        """Set the named fields of a record that exists; KeyError when it does not."""
        with self.lock:
            record = {**self.records[kind][name], **changes}
            self.write(kind, name, record)
            return copy.deepcopy(record)

    def remove(self, kind: str, name: str) -> None:
        with self.lock:
            self.records.get(kind, {}).pop(name, None)
            self.file(kind, name).unlink(missing_ok=True)

    def write(self, kind: str, name: str, record: Record) -> None:
        text = json.dumps(record)
        file = self.file(kind, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        with fresh.open("w") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(file)
        self.records.setdefault(kind, {})[name] = json.loads(text)

    def file(self, kind: str, name: str) -> Path:
        return self.folder / kind / f"{quote(name, safe='')}.json"
